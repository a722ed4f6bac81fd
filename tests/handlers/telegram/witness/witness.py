"""The witness as tests hold it; what it is worth is said in this package's docstring."""

from __future__ import annotations

import json
import select
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import pytest

from tests import npm

Json = dict[str, Any]
Something = TypeVar("Something")

TOKEN = "666:witness-0123456789abcdef"
PATIENCE = 15.0
PACKAGES = Path(__file__).with_name("packages.txt")
"""The package with all that it needs."""
_SCRIPT = Path(__file__).with_name("start.mjs")


@dataclass(frozen=True)
class Said:
    """What the bot said: its number, its words in HTML, its buttons' data by their labels, what it answers."""

    number: int
    text: str
    buttons: dict[str, str]
    answers: int


class Witness:
    """A Telegram of its own on a free port of loopback; skips the test where there is no Node."""

    def __enter__(self) -> Self:
        try:
            command = [npm.node(), str(_SCRIPT), str(npm.installed(npm.pinned(PACKAGES)))]
        except npm.UnavailableError as reason:
            pytest.skip(str(reason))
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PATH": ""})
        assert self._process.stdout
        readable, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        line = self._process.stdout.readline() if readable else b""
        if not line:
            self._stop()
        assert line, "the witness does not start"
        addresses = json.loads(line)
        self.api_url, self._behind = addresses["door"], addresses["behind"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        """End it: it ends with its input."""
        try:
            self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def say(self, chat: int, name: str, user: int, text: str) -> int:
        """Write a message as somebody, and return its number."""
        self._order("sendMessage", **_around(chat, name, user), text=text)
        return max(int(one["messageId"]) for one in self._history() if "updateId" in one and not _of_bot(one))

    def tap(self, chat: int, name: str, user: int, message: int, data: str) -> None:
        """Tap a button as somebody."""
        around = _around(chat, name, user)
        shown = {"message_id": message, "date": around["date"], "chat": around["chat"]}
        self._order("sendCallback", **around, message=shown, data=data)

    def said(self, chat: int) -> list[Said]:
        """Return what the bot said in a chat, as it stands, oldest first."""
        of_chat = [one for one in self._history() if _of_bot(one) and str(one["message"]["chat_id"]) == str(chat)]
        return [_said(one) for one in sorted(of_chat, key=lambda one: int(one["messageId"]))]

    def wait_for(self, condition: Callable[[], Something], what: str) -> Something:
        """Wait until a condition holds; return what it returned."""
        until = time.monotonic() + PATIENCE
        while not (answer := condition()):
            assert time.monotonic() < until, f"waited in vain for {what}: {self._history()}"
            time.sleep(0.02)
        return answer

    def _order(self, what: str, **told: object) -> Any:  # noqa: ANN401 - its own JSON
        answer = httpx.post(f"{self._behind}/{what}", json={"botToken": TOKEN, "token": TOKEN, **told})
        answer.raise_for_status()
        return answer.json()["result"]

    def _history(self) -> list[Json]:
        history: list[Json] = self._order("getUpdatesHistory")
        return history


def _around(chat: int, name: str, user: int) -> Json:
    sender = {"id": user, "first_name": name, "is_bot": False, "language_code": "fr"}
    place = {"id": chat, "title": "Validation", "type": "supergroup"}
    return {"from": sender, "chat": place, "date": int(time.time())}


def _of_bot(update: Json) -> bool:
    return "chat_id" in update.get("message", {})


def _said(update: Json) -> Said:
    message = update["message"]
    keyboard = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = {one["text"]: one["callback_data"] for row in keyboard for one in row if "callback_data" in one}
    answers = json.loads(message.get("reply_parameters") or "{}").get("message_id", 0)
    return Said(int(update["messageId"]), message["text"], buttons, int(answers))
