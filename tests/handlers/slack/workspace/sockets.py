"""Socket Mode: single-use tickets, hello, envelopes, acknowledgements, disconnections."""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.handlers.slack.workspace.delivery import Envelope, Kind, Outcome, Receipt
from tests.handlers.slack.workspace.model import APP, Json
from tests.handlers.slack.workspace.state import State

MOST_SOCKETS = 10
GRACE = 0.2
"""Seconds between saying that a connection will end and ending it."""


class LostConnectionError(Exception):
    """The connection ended before the acknowledgement."""


@dataclass(eq=False)
class Connection:
    """An open socket; a deaf one takes everything and answers nothing."""

    socket: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    waiting: set[str] = field(default_factory=set)

    def abort(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """The connections of the app, and the envelopes that wait for an acknowledgement."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._tickets: dict[str, bool] = {}
        self._connections: list[Connection] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._sent: dict[str, Kind] = {}
        self._turn = 0

    @property
    def count(self) -> int:
        return len(self._connections)

    def issue_ticket(self) -> str:
        """Return an address that can be opened once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = True
        return f"{self._state.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Serve a connection until it ends."""
        ticket = request.query.get("ticket", "")
        if not self._tickets.get(ticket):
            self._state.violation("a socket's ticket was used twice" if ticket in self._tickets else "unknown ticket")
            return web.Response(status=401, text="invalid ticket")
        self._tickets[ticket] = False
        if len(self._connections) >= MOST_SOCKETS:
            self._state.violation(f"more than {MOST_SOCKETS} sockets")
            return web.Response(status=429, text="too_many_websockets")
        socket = web.WebSocketResponse(autoping=False, timeout=0.5)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.append(connection)
        try:
            await socket.send_json(self._hello())
            await self._listen(connection)
        finally:
            self._forget(connection)
        return socket

    def _hello(self) -> Json:
        debug = {"host": "applink-of-a-test", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": APP}
        return {"type": "hello", "num_connections": self.count, "connection_info": info, "debug_info": debug}

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.deaf:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(connection, message.data)

    def _acknowledge(self, connection: Connection, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
            kind = self._sent[envelope_id]
        except (ValueError, KeyError, TypeError):
            self._state.violation(f"a frame that acknowledges nothing: {text[:200]}")
            return
        body = frame.get("payload")
        if body is not None and kind is Kind.EVENT:
            self._state.violation("an answer in the acknowledgement of an event, which takes none")
        connection.waiting.discard(envelope_id)
        waiting = self._waiting.pop(envelope_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(body)

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        for envelope_id in connection.waiting:
            waiting = self._waiting.pop(envelope_id, None)
            if waiting is not None and not waiting.done():
                waiting.set_exception(LostConnectionError())
        connection.waiting.clear()

    async def send(self, envelope: Envelope) -> Receipt:
        """Send an envelope over any one connection, and wait for its acknowledgement."""
        if not self._connections:
            return Receipt(Outcome.UNREACHED, "no socket is connected")
        self._turn += 1
        connection = self._connections[self._turn % len(self._connections)]
        envelope_id = str(uuid.uuid4())
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        self._sent[envelope_id] = envelope.kind
        connection.waiting.add(envelope_id)
        try:
            if not connection.deaf:
                await connection.socket.send_json(_frame(envelope, envelope_id))
            body = await asyncio.wait_for(waiting, self._state.ack_seconds)
        except TimeoutError:
            self._waiting.pop(envelope_id, None)
            connection.waiting.discard(envelope_id)
            return Receipt(Outcome.SILENT, "timeout", excused=connection.deaf)
        except (LostConnectionError, ConnectionError):
            return Receipt(Outcome.UNREACHED, "connection_failed")
        if self._state.faults.lose_acks > 0:
            self._state.faults.lose_acks -= 1
            return Receipt(Outcome.SILENT, "timeout", body, excused=True)
        return Receipt(Outcome.ACKNOWLEDGED, body=body)

    def go_deaf(self) -> None:
        for connection in self._connections:
            connection.deaf = True

    async def drop(self, *, brutal: bool) -> None:
        """End every connection, with or without a word."""
        for connection in list(self._connections):
            self._forget(connection)
            if brutal or connection.deaf:
                connection.abort()
            else:
                await connection.socket.close()

    async def disconnect(self, reason: str) -> None:
        """Announce the end of every connection; after a mere warning they stay."""
        connections = list(self._connections)
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-of-a-test"}}
        for connection in connections:
            await connection.socket.send_json(frame)
        if reason == "warning":
            return
        await asyncio.sleep(GRACE)
        for connection in connections:
            self._forget(connection)
            await connection.socket.close()


def _frame(envelope: Envelope, envelope_id: str) -> Json:
    frame: Json = {"envelope_id": envelope_id, "payload": envelope.payload, "type": envelope.kind.value}
    frame["accepts_response_payload"] = envelope.kind is not Kind.EVENT
    if envelope.kind is Kind.EVENT:
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return frame
