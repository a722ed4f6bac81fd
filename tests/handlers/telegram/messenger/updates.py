"""The queue of updates: what waits for the bot, and how long polling confirms it."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.handlers.telegram.messenger.kinds import ObjectOf
from tests.handlers.telegram.messenger.model import Json, RefusedError
from tests.handlers.telegram.messenger.specification import fields_of
from tests.handlers.telegram.messenger.validation import problems_of

KEPT_SECONDS = 24 * 3600.0
MOST_AT_ONCE = 100
LONGEST_TIMEOUT = 50
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 700_000_001
ANOTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class Update:
    """An update and when it came."""

    id: int
    body: Json
    at: float


@dataclass(frozen=True)
class Poll:
    """A getUpdates that waits; it ends when another one comes."""

    taken_over: asyncio.Future[None]
    is_heard: Callable[[], bool]


class Updates:
    """All that the bot has not confirmed."""

    def __init__(self, violation: Callable[[str], None]) -> None:
        self._violation = violation
        self._ids = itertools.count(FIRST_UPDATE)
        self._waiting: list[Update] = []
        self._allowed: frozenset[str] | None = None
        self._news = asyncio.Event()
        self._poll: Poll | None = None
        self.last: Update | None = None
        self.conflicts = 0
        self.polls = 0

    @property
    def pending(self) -> int:
        return len(self._fresh())

    @property
    def allowed(self) -> list[str]:
        return sorted(self._allowed or ())

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds the bot wants; none means the usual ones."""
        unknown = set(kinds) - set(fields_of("Update"))
        if unknown:
            self._violation(f"allowed_updates: unknown kinds {sorted(unknown)}")
        self._allowed = frozenset(kinds) if kinds else None

    def push(self, kind: str, content: Json) -> None:
        """Add an update, if the bot wants its kind."""
        for problem in problems_of({"update_id": 1, kind: content}, ObjectOf("Update"), "the messenger's own update"):
            self._violation(problem)
        wanted = kind in self._allowed if self._allowed is not None else kind not in ONLY_WHEN_ASKED
        if wanted:
            self.push_raw({kind: content})

    def push_raw(self, body: Json) -> None:
        """Add anything."""
        number = next(self._ids)
        self._add(Update(number, {"update_id": number} | body, time.time()))

    def push_last_again(self) -> None:
        """Deliver the last update once more, confirmed or not."""
        assert self.last is not None, "there was no update yet"
        self._add(self.last)

    def _add(self, update: Update) -> None:
        self.last = update
        self._waiting.append(update)
        self._news.set()

    def age(self, seconds: float) -> None:
        """Let the waiting updates become older."""
        for update in self._waiting:
            update.at -= seconds

    def idle_for_a_week(self) -> None:
        """Choose the next identifier at random, lower than before as often as not."""
        self._ids = itertools.count(1_000_000 + secrets.randbelow(2_000_000_000))

    def forget(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()

    def confirm(self, offset: int) -> None:
        """Forget everything before an offset; a negative one keeps only so many of the last."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [update for update in self._waiting if update.id >= offset]

    def next(self) -> Update | None:
        """Return the first update that waits."""
        return next(iter(self._fresh()), None)

    def take(self, update: Update) -> None:
        """Forget one update."""
        self._waiting = [other for other in self._waiting if other is not update]

    def _fresh(self) -> list[Update]:
        self._waiting = [update for update in self._waiting if time.time() - update.at < KEPT_SECONDS]
        return self._waiting

    async def news(self) -> None:
        """Wait for another update."""
        self._news.clear()
        await self._news.wait()

    def _take_over(self, is_heard: Callable[[], bool]) -> asyncio.Future[None]:
        """Send whoever still waits away; it is a conflict only if there is somebody left to hear of it."""
        if self._poll is not None and not self._poll.taken_over.done():
            self.conflicts += self._poll.is_heard()
            self._poll.taken_over.set_result(None)
        taken_over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = Poll(taken_over, is_heard)
        return taken_over

    async def poll(self, offset: int, limit: int, seconds: float, is_heard: Callable[[], bool]) -> list[Json]:
        """Answer getUpdates."""
        self.polls += 1
        taken_over = self._take_over(is_heard)
        self.confirm(offset)
        until = time.monotonic() + seconds
        while not self._fresh() and time.monotonic() < until:
            await self._news_or(taken_over, until - time.monotonic())
            if taken_over.done():
                raise RefusedError(ANOTHER_POLLER, code=409)
        if not taken_over.done():
            taken_over.cancel()
        return [update.body for update in self._fresh()[:limit]]

    async def _news_or(self, taken_over: asyncio.Future[None], seconds: float) -> None:
        news = asyncio.ensure_future(self.news())
        try:
            await asyncio.wait((news, taken_over), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
