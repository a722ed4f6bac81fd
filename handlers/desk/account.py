"""« Mon compte »: what a person may do here, their accounts elsewhere, and all that is held on them."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from bot.access import Session
from bot.card.people_words import role_words
from bot.people import roster
from bot.people.accounts import CODE_LIFE, accounts_of, make_code
from bot.portrait import portrait
from handlers.desk.doors import CSRF_FIELD, require_own_form
from handlers.desk.gestures import text
from handlers.desk.pages import Desk, in_thread

_FORM_BYTES = 4 * 1024
"""The most that a field of the one form here may weigh."""


async def account(desk: Desk, _request: Request, session: Session) -> Response:
    """Show who one is here."""
    return await _page(desk, session)


async def code(desk: Desk, request: Request, session: Session) -> Response:
    """Make a code, to be given from another account within a few minutes."""
    form = await request.form(max_files=0, max_part_size=_FORM_BYTES)
    require_own_form(request, session, text(form, CSRF_FIELD))
    return await _page(desk, session, await in_thread(make_code, desk.house, session.person))


async def held(desk: Desk, _request: Request, session: Session) -> Response:
    """Hand over all that is held on whoever asks."""
    told = await in_thread(_held, desk, session)
    headers = {"Content-Disposition": 'attachment; filename="vigie-mes-donnees.json"'}
    return Response(json.dumps(told, ensure_ascii=False, indent=2), headers=headers, media_type="application/json")


async def _page(desk: Desk, session: Session, made: str = "") -> Response:
    accounts = await in_thread(_accounts, desk, session)
    roles = [desk.catalogue.say(role_words(role)) for role in sorted(session.person.roles)]
    minutes = int(CODE_LIFE.total_seconds() // 60)
    return desk.page("account.html", session, roles=roles, accounts=accounts, code=made, minutes=minutes)


def _accounts(desk: Desk, session: Session) -> list[tuple[str, str]]:
    with desk.house.database.reading() as connection:
        return accounts_of(connection, session.person.id)


def _held(desk: Desk, session: Session) -> dict[str, object]:
    with desk.house.database.reading() as connection:
        return portrait(connection, session.person.id, roster(connection, desk.house.clock()))
