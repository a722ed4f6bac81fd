"""When something goes wrong: a page with a way on, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import NotAllowedError, NotFoundError, SetupError, StaleError, UnexpectedError, UsageError, VigieError
from bot.language import N_
from handlers.desk.pages import Desk, refusal, wants_data

log = logging.getLogger("vigie.desk")

_STATUSES: tuple[tuple[type[VigieError], int], ...] = (
    (NotAllowedError, 403),
    (NotFoundError, 404),
    (StaleError, 409),
    (UsageError, 422),
    (SetupError, 503),
)
_HEADLINES = {
    403: N_("That is not possible"),
    404: N_("Nothing in sight"),
    405: N_("Nothing in sight"),
    409: N_("Something has changed"),
    422: N_("Something is missing"),
}

_OURS = N_("A squall")

Handler = Callable[[Request, Exception], Awaitable[Response]]


def status_of(error: VigieError) -> int:
    """Return the HTTP status of an error (RFC 9110 §15.5)."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def handlers(desk: Desk) -> dict[type[Exception], Handler]:
    """Return what to do with each kind of exception that a view lets through."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, VigieError)  # noqa: S101 - Starlette chose this handler by that type
        return _answer(desk, request, status_of(error), desk.sentence(error))

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        sentence = desk.catalogue.say(
            N_("There is nothing at this address. The channel is always a good place to go on.")
        )
        return _answer(desk, request, error.status_code, sentence)

    async def unknown(request: Request, error: Exception) -> Response:
        told = UnexpectedError()
        log.error("reference %s: %s", told.reference, request.method, exc_info=error)
        return _answer(desk, request, 500, desk.sentence(told))

    return {VigieError: known, HTTPException: of_http, Exception: unknown}


def _answer(desk: Desk, request: Request, status: int, sentence: str) -> Response:
    if wants_data(request):
        return refusal(sentence, status)
    headline = desk.catalogue.say(_HEADLINES.get(status, _OURS))
    return desk.page("failure.html", status=status, headline=headline, sentence=sentence)
