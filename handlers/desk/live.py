"""Live refresh: which submissions changed, as server-sent events, or as JSON for whoever can't listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot import access
from bot.access import Session
from bot.card import board
from handlers.desk.pages import Desk, in_thread

_LOOK_EVERY = 0.5
"""Seconds between two looks at the head of the trail: one row of the database."""
_BREATHE_EVERY = 30
"""Looks between two signs of life, which also find out whether the session still stands."""


class Closing:
    """Tells the open streams that the server is about to stop, so that it need not wait for them."""

    def __init__(self) -> None:
        self.started = False


async def changes(desk: Desk, request: Request, session: Session) -> Response:
    """Tell what changes from now on, or since entry `depuis` (or the last event that the browser saw)."""
    since = await _since(desk, request)
    if "text/event-stream" not in request.headers.get("accept", ""):
        return JSONResponse(await _news(desk, session, since))
    stream = _events(desk, session, since, request.app.state.closing)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _events(desk: Desk, session: Session, since: int, closing: Closing) -> AsyncIterator[str]:
    """Yield server-sent events (HTML standard, §9.2); the event's id is the head it tells of."""
    looks = 0
    yield "retry: 2000\n\n"
    while not closing.started:
        head = await in_thread(board.head, desk.house)
        if head > since:
            news = await _news(desk, session, since)
            since = head
            yield f"id: {head}\ndata: {json.dumps(news)}\n\n"
        await asyncio.sleep(_LOOK_EVERY)
        looks += 1
        if looks % _BREATHE_EVERY == 0:
            if await in_thread(access.session, desk.house, session.token) is None:
                return
            yield ": \n\n"


async def _news(desk: Desk, session: Session, since: int) -> dict[str, object]:
    head = await in_thread(board.head, desk.house)
    references = await in_thread(board.changed_since, desk.house, since)
    counts = await in_thread(board.counts, desk.house, session.person)
    return {"head": head, "references": references, "counts": counts}


async def _since(desk: Desk, request: Request) -> int:
    given = request.headers.get("last-event-id") or request.query_params.get("depuis", "")
    if given.isascii() and given.isdigit() and len(given) < 16:
        return int(given)
    return await in_thread(board.head, desk.house)
