"""Receiving files: streamed to the disk, bounded, on record before the answer."""

from __future__ import annotations

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Message

from bot.access import Session
from bot.card.board import card
from bot.errors import UsageError, VigieError
from bot.language import N_
from bot.workflow import FILES_AT_ONCE, Received
from handlers.desk.channel import Problem, render_channel
from handlers.desk.doors import CSRF_FIELD, require_own_form
from handlers.desk.failures import status_of
from handlers.desk.gestures import text
from handlers.desk.intake import PLATFORM, dropped, key_of
from handlers.desk.pages import Desk, in_thread, refusal, wants_data

_AROUND = 1024 * 1024
"""Bytes allowed beside the files: the note and the multipart headers."""
_NOTE_BYTES = 128 * 1024
"""The most that one typed field may weigh: a draft of 20,000 characters of four bytes each, and some more."""
_DRAINED = 2 * 1024 * 1024 * 1024
"""Bytes of a refused body that we still read and drop, so that the browser gets to see the answer."""


class TooLargeError(UsageError):
    """More bytes at once than the desk takes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            N_("That is more than {most} MB at once, more than Vigie takes."),
            N_("Send a smaller export, or the files in several goes."),
            most=most // (1024 * 1024),
        )


async def upload(desk: Desk, request: Request, session: Session) -> Response:
    """Take files in as one submission and show its card."""
    body = BoundedBody(request, desk.house.settings.upload_size)
    form = FormData()
    try:
        form = await body.form()
        reference = await _received(desk, request, session, form)
    except ClientDisconnect:
        return Response(status_code=400)
    except VigieError as error:
        await body.drain()
        return await _refused(desk, request, session, form, error)
    if not wants_data(request):
        return RedirectResponse(f"/depots/{reference}", 303)
    shown = await in_thread(card, desk.house, session.person, reference, desk.catalogue)
    return JSONResponse({"reference": reference, "card": desk.card(shown, session, whole=False)}, 201)


class BoundedBody:
    """A request's body that ends in an error once it has more than `most` bytes, and a little around them."""

    def __init__(self, request: Request, most: int) -> None:
        self._request, self._most = request, most
        self._seen, self._ended = 0, False

    async def form(self) -> FormData:
        """Parse the form; files go to the disk as they come.

        Raises:
            TooLargeError: it is longer than allowed.
            UsageError: it is no form that we can read.
        """
        declared = self._request.headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > self._most + _AROUND:
            raise TooLargeError(self._most)
        try:
            return await Request(self._request.scope, self._receive).form(
                max_files=FILES_AT_ONCE, max_fields=10, max_part_size=_NOTE_BYTES
            )
        except HTTPException:
            raise UsageError(
                N_("This could not be received."),
                N_("Send at most {most} files at once, with a shorter note."),
                most=FILES_AT_ONCE,
            ) from None

    async def drain(self) -> None:
        """Read on to the end and keep nothing: a browser that is still sending does not listen yet."""
        while not self._ended and self._seen < _DRAINED:
            await self._next()

    async def _receive(self) -> Message:
        message = await self._next()
        if self._seen > self._most + _AROUND:
            raise TooLargeError(self._most)
        return message

    async def _next(self) -> Message:
        message = await self._request.receive()
        self._seen += len(message.get("body", b""))
        self._ended = message["type"] == "http.disconnect" or not message.get("more_body", False)
        return message


async def _received(desk: Desk, request: Request, session: Session, form: FormData) -> str:
    try:
        require_own_form(request, session, text(form, CSRF_FIELD))
        chosen = [item for item in form.getlist("files") if isinstance(item, UploadFile) and item.filename]
        files = [await _stored(desk, item) for item in chosen]
        event = dropped(session, files, form)
        return await in_thread(desk.intake.take, PLATFORM, key_of(event, form), event)
    finally:
        await form.close()


async def _stored(desk: Desk, file: UploadFile) -> Received:
    stored = await in_thread(desk.house.originals.store, file.file)
    return Received(file.filename or "", stored)


async def _refused(desk: Desk, request: Request, session: Session, form: FormData, error: VigieError) -> Response:
    status = 413 if isinstance(error, TooLargeError) else status_of(error)
    sentence = desk.sentence(error)
    if wants_data(request):
        return refusal(sentence, status)
    problem = Problem(sentence, text(form, "draft"), text(form, "note"))
    return await render_channel(desk, request, session, problem=problem, status=status)
