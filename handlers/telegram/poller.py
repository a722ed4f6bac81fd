"""Asking Telegram for news: each update is on record, raw, before the next question confirms it.

No offset is kept beyond this process: after a week without news Telegram draws the next number at random, and a number
that is too high would confirm, and so discard, what nobody has read (Bot API, "Update").
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx

from bot.settings import TelegramSettings

log = logging.getLogger("vigie.telegram")

WANTED = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
)
"""The kinds of updates that are asked for; some are never sent unless they are (Bot API, `allowed_updates`)."""
WAIT = 50
"""Seconds for which Telegram holds a question open."""
GRACE = 10.0
"""Seconds beyond that after which nothing more is expected."""
DEAF_AFTER = 180.0
"""Seconds without an answered question after which the connections are made anew."""
_LONGEST_PAUSE = 60.0

Update = Mapping[str, Any]
Keep = Callable[[str, Update], None]
"""Puts an update on record under its key; it is durable when this returns."""


def key_of(update: Update) -> str:
    """Return what makes an update one: its number alone does not, it may come again after a week."""
    written = json.dumps(update, sort_keys=True, separators=(",", ":"))
    return f"{update.get('update_id')}:{hashlib.sha256(written.encode()).hexdigest()[:16]}"


class Poller:
    """Asks until it is told to stop; `answers` counts how often Telegram has answered."""

    def __init__(self, settings: TelegramSettings, keep: Keep, *, wait: int = WAIT) -> None:
        self._address = f"{settings.api_url}/bot{settings.token}"
        self._keep, self._wait = keep, wait
        self._closing = threading.Event()
        self._offset: int | None = None
        self._last_answer = time.monotonic()
        self.answers = 0
        self.conflicts = 0

    def run(self) -> None:
        """Ask, keep, ask again."""
        pause, client = 0.0, self._client()
        while not self._closing.wait(pause):
            try:
                self._once(client)
                pause = 0.0
            except Exception as error:  # noqa: BLE001 - whatever it was, Telegram still has the updates
                pause = self._after(error, pause, client)
            if time.monotonic() - self._last_answer > DEAF_AFTER:
                log.warning("Telegram has not answered for %.0f s: the connections are made anew", DEAF_AFTER)
                client.close()
                client, self._last_answer = self._client(), time.monotonic()
        client.close()

    def close(self) -> None:
        """End after the question that is open now."""
        self._closing.set()

    def _client(self) -> httpx.Client:
        return httpx.Client(timeout=httpx.Timeout(self._wait + GRACE, connect=GRACE))

    def _once(self, client: httpx.Client) -> None:
        question: dict[str, Any] = {"timeout": self._wait, "allowed_updates": list(WANTED), "limit": 100}
        if self._offset is not None:
            question["offset"] = self._offset
        told = _told(client.post(f"{self._address}/getUpdates", json=question))
        self._last_answer = time.monotonic()
        self.answers += 1
        if not told["result"]:
            # All is confirmed: the next number may be any, and nobody has taken this question over.
            self._offset, self.conflicts = None, 0
        for update in told["result"]:
            self._keep(key_of(update), update)
            self._offset = int(update["update_id"]) + 1

    def _after(self, error: Exception, pause: float, client: httpx.Client) -> float:
        """Return how long to rest: longer each time, as long as Telegram asks, and never for ever."""
        longer = min(max(1.0, pause * 2), _LONGEST_PAUSE)
        if not isinstance(error, _RefusedError):
            log.info("no news from Telegram: %s", type(error).__name__)
            return longer
        if error.code == 409:
            return self._conflict(error, client)
        log.warning("Telegram refuses: %s", error)
        return max(longer, error.after)

    def _conflict(self, error: _RefusedError, client: httpx.Client) -> float:
        """Rest longer after each conflict, also where some question in between was answered: two would go on for ever.

        An address that Telegram was told to call before stands in the way too: it is taken back, and nothing is lost.
        """
        self.conflicts += 1
        if "webhook" in str(error):
            with suppress(httpx.HTTPError, ValueError):
                client.post(f"{self._address}/deleteWebhook", json={"drop_pending_updates": False})
        elif self.conflicts == 1:
            log.warning("another program asks Telegram for the same bot's news: two Vigies, or a leaked token")
        return float(min(2 ** (self.conflicts - 1), _LONGEST_PAUSE))


def _told(answer: httpx.Response) -> Mapping[str, Any]:
    told: Mapping[str, Any] = answer.json()
    if not told.get("ok"):
        raise _RefusedError(int(told.get("error_code", answer.status_code)), told)
    return told


class _RefusedError(Exception):
    def __init__(self, code: int, told: Mapping[str, Any]) -> None:
        super().__init__(f"{code} {told.get('description', '')}")
        self.code = code
        self.after = float((told.get("parameters") or {}).get("retry_after", 0))
