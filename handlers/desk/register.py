"""The register of AI uses on the desk: everybody's, narrowed down as one likes, and its public edition to save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from bot.access import Session
from bot.declaration_words import purpose_words, tool_words
from bot.pages.register import as_html
from bot.register.edition import register_of
from bot.register.use import Filters, Register
from bot.register.words import status_words, subject_words
from bot.register.written import as_csv
from handlers.desk.pages import Desk, in_thread
from policy.declaration import Purpose

USES_PER_PAGE = 50


class View(StrEnum):
    """The tabs of the register, by their name in the address."""

    ALL = "tout"
    MINE = "les-miens"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: a tab, a page of it, and how it is narrowed down."""

    view: View
    page: int
    since: date | None
    until: date | None
    purpose: Purpose | None
    tool: str

    @classmethod
    def of(cls, query: QueryParams) -> Wanted:
        """Read an address; what makes no sense in it is passed over."""
        page, purpose = query.get("page", ""), query.get("but", "")
        return cls(
            view=View.MINE if query.get("vue") == View.MINE else View.ALL,
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
            since=_day(query.get("depuis", "")),
            until=_day(query.get("jusqu-a", "")),
            purpose=Purpose(purpose) if purpose in set(Purpose) else None,
            tool=query.get("outil", "")[:120],
        )

    def filters(self, session: Session, *, public: bool) -> Filters:
        """Return what it narrows a register down to; the public edition is never one person's."""
        mine = self.view is View.MINE and not public
        return Filters(
            since=self.since,
            until=self.until,
            purpose=self.purpose,
            tool=self.tool,
            person=session.person.id if mine else "",
            everything=not public,
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered away."""
        return any((self.since, self.until, self.purpose, self.tool))

    def address(self, **changes: str) -> str:
        """Return the query of this page, with changes."""
        given = {
            "vue": self.view.value,
            "depuis": self.since.isoformat() if self.since else "",
            "jusqu-a": self.until.isoformat() if self.until else "",
            "but": self.purpose or "",
            "outil": self.tool,
        }
        return "?" + urlencode({name: value for name, value in (given | changes).items() if value})


async def register_page(desk: Desk, request: Request, session: Session) -> Response:
    """Show a page of the register."""
    wanted = Wanted.of(request.query_params)
    found = await in_thread(register_of, desk.house, wanted.filters(session, public=False), desk.catalogue)
    first = (max(wanted.page, 1) - 1) * USES_PER_PAGE
    return desk.page(
        "register.html",
        session,
        uses=found.uses[first : first + USES_PER_PAGE],
        total=sum(found.sums.values()),
        more=len(found.uses) > first + USES_PER_PAGE,
        sums=[(purpose, purpose_words(purpose, desk.catalogue), number) for purpose, number in found.sums.items()],
        purposes=[(purpose, purpose_words(purpose, desk.catalogue)) for purpose in Purpose],
        wanted=wanted,
        views=tuple(View) if session.person.submits else (View.ALL,),
        subject=lambda use: subject_words(use, desk.catalogue),
        purpose_words=lambda use: purpose_words(use.purpose, desk.catalogue),
        tool_words=tool_words,
        use_status=lambda use: status_words(use.status, desk.catalogue),
    )


async def table(desk: Desk, request: Request, session: Session) -> Response:
    """Hand over the public register as CSV, as narrowed down as the page was."""
    found = await _public(desk, request, session)
    return StreamingResponse(
        as_csv(found, desk.catalogue), headers=_saved(desk, "csv"), media_type="text/csv; charset=utf-8"
    )


async def public_page(desk: Desk, request: Request, session: Session) -> Response:
    """Hand over the public register as a web page that stands alone."""
    found = await _public(desk, request, session)
    return HTMLResponse(await in_thread(as_html, found, desk.catalogue), headers=_saved(desk, "html"))


async def _public(desk: Desk, request: Request, session: Session) -> Register:
    filters = Wanted.of(request.query_params).filters(session, public=True)
    return await in_thread(register_of, desk.house, filters, desk.catalogue)


def _saved(desk: Desk, ending: str) -> dict[str, str]:
    name = f"registre-ia-{desk.house.clock():%Y-%m-%d}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
