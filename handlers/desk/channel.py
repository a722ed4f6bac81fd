"""The channel and its cards, as pages and as fragments for the live refresh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.access import Session
from bot.adoption.notice import waits_for
from bot.card import board
from bot.people import Person
from bot.submissions import Shelf
from handlers.desk.gestures import Attempt
from handlers.desk.pages import Desk, in_thread

CARDS_PER_PAGE = 10


class Tab(StrEnum):
    """The tabs of the channel, by their name in the address."""

    TO_DECIDE = "a-valider"
    MINE = "mes-depots"
    ALL = "tout"

    @property
    def shelf(self) -> Shelf:
        """Which cards it shows."""
        return _SHELVES[self]


_SHELVES = {Tab.TO_DECIDE: Shelf.TO_DECIDE, Tab.MINE: Shelf.MINE, Tab.ALL: Shelf.ALL}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with a submission, and the words that were typed, so that they are not lost."""

    sentence: str = ""
    draft: str = ""
    note: str = ""


NO_PROBLEM = Problem()


async def channel(desk: Desk, request: Request, session: Session) -> Response:
    """Show the drop zone and a page of cards, newest first."""
    return await render_channel(desk, request, session)


async def render_channel(
    desk: Desk, request: Request, session: Session, *, problem: Problem = NO_PROBLEM, status: int = 200
) -> HTMLResponse:
    """Render the channel; `problem` is what went wrong with what was just sent."""
    person = session.person
    tabs = tabs_of(person)
    chosen = next((tab for tab in tabs if tab == request.query_params.get("vue")), tabs[0])
    head = await in_thread(board.head, desk.house)  # before the cards: what changes in between is told twice, not never
    page = await in_thread(
        board.feed, desk.house, person, desk.catalogue, chosen.shelf, before(request), CARDS_PER_PAGE
    )
    counts = await in_thread(board.counts, desk.house, person)
    stuck = await in_thread(board.stuck, desk.house, person)
    charter_waits = await in_thread(waits_for, desk.house, person)
    return desk.page(
        "channel.html",
        session,
        status,
        head=head,
        page=page,
        tabs=tabs,
        chosen=chosen,
        counts=counts,
        problem=problem.sentence,
        typed_draft=problem.draft,
        typed_note=problem.note,
        charter_waits=charter_waits,
        stuck=stuck,
        first_page=before(request) is None,
    )


def tabs_of(person: Person) -> tuple[Tab, ...]:
    """Return the tabs that are of use to a person, the one to open first in front."""
    tabs = []
    if person.decides:
        tabs.append(Tab.TO_DECIDE)
    if person.submits:
        tabs.append(Tab.MINE)
    return (*tabs, Tab.ALL)


async def card_page(desk: Desk, request: Request, session: Session) -> Response:
    """Show one card whole."""
    return await render_card(desk, request, session)


async def render_card(
    desk: Desk, request: Request, session: Session, *, attempt: Attempt | None = None, status: int = 200
) -> HTMLResponse:
    """Render a card's page; `attempt` is a press that did not work."""
    head = await in_thread(board.head, desk.house)
    card = await in_thread(board.card, desk.house, session.person, request.path_params["reference"], desk.catalogue)
    return desk.page("card_page.html", session, status, head=head, card=card, whole=True, attempt=attempt)


async def fragment(desk: Desk, request: Request, session: Session) -> Response:
    """Return one card alone, for the live refresh."""
    card = await in_thread(board.card, desk.house, session.person, request.path_params["reference"], desk.catalogue)
    whole = request.query_params.get("vue") == "entiere"
    return HTMLResponse(desk.card(card, session, whole=whole))


def before(request: Request) -> int | None:
    """Return where a list goes on, None for its beginning."""
    value = request.query_params.get("avant", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
