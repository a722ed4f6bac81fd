"""A click on a card, handed on to `bot`, and its answer in the same place."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.access import Session
from bot.card.board import card
from bot.errors import UsageError, VigieError
from bot.language import N_
from handlers.desk.channel import render_card
from handlers.desk.doors import CSRF_FIELD, require_own_form
from handlers.desk.failures import status_of
from handlers.desk.gestures import attempt_of, text
from handlers.desk.intake import PLATFORM, key_of, pressed
from handlers.desk.pages import Desk, in_thread, refusal, wants_data

_FIELDS = 50
_FIELD_BYTES = 128 * 1024
"""A draft of 20,000 characters of four bytes each, and some more."""


async def press(desk: Desk, request: Request, session: Session) -> Response:
    """Do what a button asks for; what went wrong is said next to the button."""
    reference = request.path_params["reference"]
    form = await _form(request)
    try:
        require_own_form(request, session, text(form, CSRF_FIELD))
        event = pressed(session, reference, form)
        await in_thread(desk.intake.take, PLATFORM, key_of(event, form), event)
    except VigieError as error:
        return await _refused(desk, request, session, form, error)
    if not wants_data(request):
        return RedirectResponse(f"/depots/{reference}", 303)
    shown = await in_thread(card, desk.house, session.person, reference, desk.catalogue)
    whole = text(form, "whole") == "1"
    return JSONResponse({"reference": reference, "card": desk.card(shown, session, whole=whole)})


async def _form(request: Request) -> FormData:
    try:
        return await request.form(max_files=0, max_fields=_FIELDS, max_part_size=_FIELD_BYTES)
    except HTTPException:
        raise UsageError(N_("This is too long."), N_("Shorten it and send it again.")) from None


async def _refused(desk: Desk, request: Request, session: Session, form: FormData, error: VigieError) -> Response:
    sentence = desk.sentence(error)
    if wants_data(request):
        return refusal(sentence, status_of(error))
    attempt = attempt_of(sentence, form)
    return await render_card(desk, request, session, attempt=attempt, status=status_of(error))
