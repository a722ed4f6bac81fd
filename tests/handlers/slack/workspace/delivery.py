"""Events reach the app with Slack's patience: three seconds to acknowledge, then again, three times."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from tests.handlers.slack.workspace.model import APP, BOT_USER, TEAM, VERIFICATION_TOKEN, Answer, Json
from tests.handlers.slack.workspace.state import State


class Kind(Enum):
    """What is delivered, by its name in Socket Mode."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


class Outcome(Enum):
    """What became of one delivery."""

    ACKNOWLEDGED = auto()
    UNREACHED = auto()
    SILENT = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Envelope:
    """What is sent once."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Receipt:
    """What came back; `excused` when the test itself made the answer get lost."""

    outcome: Outcome
    reason: str = ""
    body: Any = None
    excused: bool = False
    no_retry: bool = False


class Transport(Protocol):
    """A way to the app."""

    async def send(self, envelope: Envelope) -> Receipt: ...


class Delivery:
    """Sends events until they are acknowledged, interactions once."""

    def __init__(self, state: State, transport: Transport) -> None:
        self._state = state
        self.transport = transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: Json | None = None

    def emit(self, event: Json, event_id: str | None = None) -> None:
        """Send an event to the app."""
        body = self._callback(event, event_id or f"Ev0{secrets.token_hex(5).upper()}")
        self._last = body
        for _ in range(2 if self._state.faults.duplicate_events else 1):
            self._start(self._deliver(body))

    def redeliver_last(self) -> None:
        """Send the last event once more, as if its acknowledgement had been lost."""
        assert self._last is not None, "no event was sent yet"
        self._start(self._deliver(self._last, first_attempt=1))

    def _callback(self, event: Json, event_id: str) -> Json:
        authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        return {
            "token": VERIFICATION_TOKEN, "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None,
            "api_app_id": APP, "event": event, "type": "event_callback", "event_id": event_id,
            "event_time": int(time.time()), "authorizations": [authorization | {"is_enterprise_install": False}],
            "is_ext_shared_channel": False, "event_context": f"4-{secrets.token_hex(16)}",
        }  # fmt: skip

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, body: Json, first_attempt: int = 0) -> None:
        reason = "timeout" if first_attempt else ""
        reached = False
        blame = True
        for attempt in range(first_attempt, len(self._state.retry_delays) + 1):
            if attempt > first_attempt:
                await asyncio.sleep(self._state.retry_delays[attempt - 1])
            receipt = await self.transport.send(Envelope(Kind.EVENT, body, attempt, reason))
            if receipt.outcome is Outcome.ACKNOWLEDGED:
                return
            reached = reached or receipt.outcome is not Outcome.UNREACHED
            blame = blame and not receipt.excused and receipt.outcome is not Outcome.UNREACHED
            self._state.unacknowledged.append(f"{self._name(body)}: {receipt.reason}")
            reason = receipt.reason
            if receipt.no_retry:
                break
        self._state.lost_events += 1
        if reached and blame:
            self._state.violation(f"never acknowledged: {self._name(body)} ({reason})")

    @staticmethod
    def _name(body: Json) -> str:
        event = body["event"]
        return " ".join(part for part in (event["type"], event.get("subtype"), body["event_id"]) if part)

    async def interact(self, kind: Kind, payload: Json, what: str) -> Answer:
        """Send what a person did, once; the person waits for three seconds."""
        start = time.monotonic()
        receipt = await self.transport.send(Envelope(kind, payload))
        elapsed = time.monotonic() - start
        if receipt.outcome is Outcome.ACKNOWLEDGED:
            return Answer(acknowledged=True, body=receipt.body, elapsed=elapsed)
        if receipt.outcome is not Outcome.UNREACHED and not receipt.excused:
            self._state.violation(f"not acknowledged in time: {what} ({receipt.reason})")
        return Answer(acknowledged=False, body=receipt.body, elapsed=elapsed)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
