"""What people see, and what a test may know beyond that."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from contextlib import suppress
from pprint import pformat
from typing import TypeVar

from tests.handlers.telegram.messenger.keyboards import buttons_of
from tests.handlers.telegram.messenger.methods_commands import EVERYWHERE, scope_key
from tests.handlers.telegram.messenger.model import BOT, Call, Download, Json, SentFile
from tests.handlers.telegram.messenger.server import Server

Something = TypeVar("Something")
PAUSE = 0.01
LAST_CALLS = 25


class Sight:
    """Looks at copies; nothing here changes anything."""

    _server: Server

    def messages(self, chat: int) -> list[Json]:
        """Return what a chat shows, oldest first."""
        state = self._server.state
        return self._server.do(lambda: [state.shown(message) for message in state.chat(chat).messages.values()])

    def message(self, chat: int, message_id: int) -> Json:
        """Return one message."""
        state = self._server.state
        return self._server.do(lambda: state.shown(state.chat(chat).messages[message_id]))

    def said_by_bot(self, chat: int) -> list[Json]:
        """Return what the bot said in a group or in private, oldest first."""
        return [message for message in self.messages(chat) if message.get("from", {}).get("id") == BOT]

    def private(self, user: int) -> list[Json]:
        """Return what the bot and a person said to each other."""
        return self.messages(user)

    def replies_to(self, chat: int, message_id: int) -> list[Json]:
        """Return the answers to a message, oldest first."""
        replies = [(message.get("reply_to_message", {}), message) for message in self.messages(chat)]
        return [message for target, message in replies if target.get("message_id") == message_id]

    def buttons(self, chat: int, message_id: int) -> list[str]:
        """Return the labels under a message."""
        return [button["text"] for button in self.keyboard(chat, message_id)]

    def keyboard(self, chat: int, message_id: int) -> list[Json]:
        """Return the buttons under a message with all that they are."""
        return buttons_of(self.message(chat, message_id))

    def ephemerals(self, user: int, chat: int) -> list[Json]:
        """Return what only one person sees in a group."""
        state = self._server.state
        whispered = self._server.do(lambda: [state.shown(one) for one in state.chat(chat).ephemerals.values()])
        return [message for message in whispered if message["receiver_user"]["id"] == user]

    def reactions(self, chat: int, message_id: int, user: int = BOT) -> list[str]:
        """Return the reactions of the bot, or of somebody."""
        return self._server.do(lambda: list(self._server.state.chat(chat).reactions.get(message_id, {}).get(user, [])))

    def pinned(self, chat: int) -> list[int]:
        """Return the ids of pinned messages."""
        return self._server.do(lambda: list(self._server.state.chat(chat).pinned))

    def commands(self, scope: Json | None = None, language: str = "") -> list[str]:
        """Return the commands that are offered in a scope and a language."""
        key = scope_key(scope or EVERYWHERE), language
        return self._server.do(lambda: [one["command"] for one in self._server.state.commands.get(key, [])])

    @property
    def files_sent(self) -> list[SentFile]:
        """The files that the bot uploaded."""
        return self._server.do(lambda: list(self._server.state.files_sent))

    @property
    def downloads(self) -> list[Download]:
        """Every file that was fetched, or was not to be had."""
        return self._server.do(lambda: list(self._server.state.downloads))

    @property
    def calls(self) -> list[Call]:
        """Every call but for those that ended without an answer, in the order of their answers."""
        return self._server.do(lambda: list(self._server.state.calls))

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def violations(self) -> list[str]:
        """Everything that no correct bot asks for."""
        return self._server.do(lambda: list(self._server.state.violations))

    @property
    def throttled(self) -> int:
        """How many calls were over the limit."""
        return self._server.state.rates.throttled

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return self._server.do(lambda: self._server.state.updates.pending)

    @property
    def conflicts(self) -> int:
        """How often one poller took over from another."""
        return self._server.state.updates.conflicts

    @property
    def polls(self) -> int:
        """How often getUpdates was called."""
        return self._server.state.updates.polls

    @property
    def bot(self) -> Json:
        """The bot's account."""
        return copy.deepcopy(self._server.state.bot.described())

    def wait_for(self, condition: Callable[[], Something], seconds: float = 10, what: str = "something") -> Something:
        """Wait until a condition holds; return what it returned. What is not there yet does not hold."""
        until = time.monotonic() + seconds
        while True:
            with suppress(LookupError, StopIteration):
                if answer := condition():
                    return answer
            if time.monotonic() > until:
                raise AssertionError(f"waited {seconds} s in vain for {what}\n{self._dump()}")
            time.sleep(PAUSE)

    def _dump(self) -> str:
        said = {
            "violations": self.violations,
            "calls": [(call.method, call.code, call.description, call.parameters) for call in self.calls[-LAST_CALLS:]],
            "pending": self.pending,
            "downloads": self.downloads[-LAST_CALLS:],
        }
        return pformat(said, width=150)
