"""A kept summary as files: the page to print, the picture of its chart, the register of its week."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.access import Session
from bot.errors import NotFoundError
from bot.house import House
from bot.language import N_, Catalogue
from bot.pages.summary import as_html
from bot.summary.attachments import drawn, register, register_of_period
from bot.summary.chart import Theme
from bot.summary.kept import Kept, kept
from bot.summary.period import Week
from bot.summary.picture import chart_of
from handlers.desk.pages import Desk, in_thread

_STANDS_ALONE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
"""For a page with its style and pictures inside it, and with nothing to run, fetch or send."""


async def page(desk: Desk, request: Request, _session: Session) -> Response:
    """Show a kept summary as the page that stands alone."""
    found = await in_thread(kept_week, desk.house, request.path_params["week"])
    text = await in_thread(_page, desk.house, found, desk.catalogue)
    return HTMLResponse(text, headers=page_headers(found.summary.week))


async def picture(desk: Desk, request: Request, _session: Session) -> Response:
    """Return the chart of a kept summary as a PNG; a browser that has it is told so."""
    found = await in_thread(kept_week, desk.house, request.path_params["week"])
    theme = Theme.DARK if request.query_params.get("theme") == "dark" else Theme.LIGHT
    content = await in_thread(drawn, chart_of(found.summary, desk.catalogue), theme)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in (known.strip().removeprefix("W/") for known in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="image/png")


async def table(desk: Desk, request: Request, _session: Session) -> Response:
    """Hand over the register of a kept summary's week as CSV, as it stands today: what was erased since is erased."""
    found = await in_thread(kept_week, desk.house, request.path_params["week"])
    written = await in_thread(register, desk.house, found.summary, desk.catalogue)
    headers = {"Content-Disposition": f'attachment; filename="{written.name}"'}
    return Response(written.content, headers=headers, media_type="text/csv; charset=utf-8")


def kept_week(house: House, written: str) -> Kept:
    """Return the summary of a week such as `2026-W47`.

    Raises:
        NotFoundError: there is none, or no such week.
    """
    try:
        week = Week.parse(written)
    except ValueError:
        raise _unknown() from None
    with house.database.reading() as connection:
        found = kept(connection, week)
    if found is None:
        raise _unknown()
    return found


def page_headers(name: str) -> dict[str, str]:
    """Return the headers of a page that stands alone; `name` is what it is called where somebody saves it."""
    return {"Content-Security-Policy": _STANDS_ALONE, "Content-Disposition": f'inline; filename="vigie-{name}.html"'}


def _page(house: House, found: Kept, catalogue: Catalogue) -> str:
    return as_html(found.summary, register_of_period(house, found.summary, catalogue), catalogue)


def _unknown() -> NotFoundError:
    return NotFoundError(N_("There is no summary of this week."), N_("The list shows those that there are."))
