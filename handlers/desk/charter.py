"""The charter in force, a changed one that waits beside it, and what people do about that."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.access import Session
from bot.adoption import approve_charter, drop, propose
from bot.adoption.notice import Gesture, notice
from bot.charter_words import headings
from bot.errors import UsageError, VigieError
from bot.language import N_
from handlers.desk.doors import CSRF_FIELD, require_own_form
from handlers.desk.failures import status_of
from handlers.desk.gestures import text
from handlers.desk.pages import Desk, in_thread

_FIELDS = 10
_FIELD_BYTES = 4 * 1024
_ACTS = {Gesture.PROPOSE: propose, Gesture.APPROVE: approve_charter, Gesture.DROP: drop}


async def charter_page(desk: Desk, _request: Request, session: Session) -> Response:
    """Show the charter in force: its articles, what each rule does, in the charter's own words."""
    return await _page(desk, session)


async def change(desk: Desk, request: Request, session: Session) -> Response:
    """Propose, approve or drop the changed charter; what went wrong is said above it."""
    form = await request.form(max_files=0, max_fields=_FIELDS, max_part_size=_FIELD_BYTES)
    try:
        require_own_form(request, session, text(form, CSRF_FIELD))
        act = _ACTS[_gesture(text(form, "verb"))]
        await in_thread(act, desk.house, session.person, text(form, "sha256"))
    except VigieError as error:
        return await _page(desk, session, problem=desk.sentence(error), status=status_of(error))
    return RedirectResponse("/charte", 303)


def _gesture(verb: str) -> Gesture:
    try:
        return Gesture(verb)
    except ValueError:
        raise UsageError(N_("This button is not known here."), N_("Reload the page.")) from None


async def _page(desk: Desk, session: Session, *, problem: str = "", status: int = 200) -> Response:
    told = await in_thread(notice, desk.house, session.person, desk.catalogue)
    charter = await in_thread(desk.house.charter_in_force)
    articles = [(item, [rule for rule in charter.rules if rule.article == item.number]) for item in charter.articles]
    return desk.page(
        "charter.html",
        session,
        status,
        charter=charter,
        articles=articles,
        headings=headings(desk.catalogue),
        notice=told,
        problem=problem,
    )
