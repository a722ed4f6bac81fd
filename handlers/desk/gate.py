"""The gate over HTTP, for machines: a bearer token, a digest or a file, an answer in JSON (docs/gate.md).

Only 200 means yes, so that a caller who looks at nothing but the status never publishes by mistake.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Awaitable, Callable
from typing import BinaryIO

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import UsageError
from bot.gate.asking import Answer, Gate
from bot.gate.tokens import holder
from bot.gate.words import as_data
from bot.house import House
from bot.language import N_
from handlers.desk.pages import Desk, in_thread, refusal
from handlers.desk.uploads import TooLargeError
from policy.media_type import sniff

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
_DRAINED = 2 * 1024 * 1024 * 1024
"""Bytes of a file that is too large which we still read and drop, so that the caller gets to see the answer."""
_NO_TOKEN = N_("The gate answers machines that carry a token: vigie gate token NAME")

Ask = Callable[[Desk, Request], Awaitable[Response]]


def routes(desk: Desk) -> list[Route]:
    """Return the gate's addresses."""
    return [
        Route("/v1/gate/{sha256}", _with_token(desk, ask), methods=["GET"]),
        Route("/v1/gate", _with_token(desk, ask_file), methods=["POST"]),
    ]


def _with_token(desk: Desk, view: Ask) -> Callable[[Request], Awaitable[Response]]:
    """Let only holders of a token through; a browser's session opens nothing here, so no other site's page can ask."""

    async def endpoint(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not await in_thread(_known, desk.house, token.strip()):
            answer = refusal(desk.catalogue.say(_NO_TOKEN), 401)
            answer.headers["WWW-Authenticate"] = 'Bearer realm="vigie"'  # RFC 6750 §3
            return answer
        return await view(desk, request)

    return endpoint


def _known(house: House, token: str) -> bool:
    with house.database.reading() as connection:
        return holder(connection, token) is not None


async def ask(desk: Desk, request: Request) -> Response:
    """Answer for a digest."""
    sha256 = request.path_params["sha256"]
    if not _DIGEST.fullmatch(sha256):
        return refusal(desk.catalogue.say(N_("That is no SHA-256: 64 hexadecimal digits are.")), 400)
    return _told(desk, await in_thread(_gate(desk.house).ask, sha256.lower(), desk.house.clock()))


async def ask_file(desk: Desk, request: Request) -> Response:
    """Answer for the file that is the request's body: by its bytes, then by its look; nothing of it is kept."""
    with tempfile.TemporaryFile() as file:
        try:
            await _receive(request, file, desk.house.settings.upload_size)
        except ClientDisconnect:
            return Response(status_code=400)
        except TooLargeError as error:
            return refusal(desk.sentence(error), 413)
        except UsageError as error:
            return refusal(desk.sentence(error), 400)
        return _told(desk, await in_thread(_gate(desk.house).ask_file, file, desk.house.clock()))


async def _receive(request: Request, file: BinaryIO, most: int) -> None:
    """Copy the body to a file that is read from its start afterwards.

    Raises:
        TooLargeError: it has more than `most` bytes.
        UsageError: it has none.
    """
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most:
            await in_thread(file.write, chunk)
        elif size > _DRAINED:
            break
    if size > most:
        raise TooLargeError(most)
    if not size:
        raise UsageError(N_("Nothing has arrived."), N_("Send the file's bytes as the body of the request."))
    file.seek(0)


def _gate(house: House) -> Gate:
    def look(data: bytes) -> int | None:
        preview = house.sandbox.preview(data, sniff(data))
        return preview.look if preview else None

    return Gate(house.database, look, house.limits.file_size)


def _told(desk: Desk, answer: Answer) -> JSONResponse:
    """Return 200 for an approved file, 404 for one that nobody knows, 409 for one that stands otherwise."""
    status = 200 if answer.approved else 409 if answer.word else 404
    return JSONResponse(as_data(answer, desk.catalogue), status)
