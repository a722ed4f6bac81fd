"""What people see, and what a test may know beyond that."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pprint import pformat
from typing import TypeVar

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.forms import values_of
from tests.handlers.slack.workspace.methods_views import describe_view
from tests.handlers.slack.workspace.model import Call, Download, Json, Uploaded
from tests.handlers.slack.workspace.presses import pressables
from tests.handlers.slack.workspace.server import Server

Something = TypeVar("Something")
PAUSE = 0.01
LAST_CALLS = 25
TEXT_KEYS = ("text", "title", "alt_text", "label", "hint", "submit", "close", "subtitle", "body")


class Sight:
    """Looks at copies; nothing here changes anything."""

    _server: Server

    def thread(self, channel: str, ts: str) -> list[Json]:
        """Return a message and its replies."""
        state = self._server.state
        return self._server.do(
            lambda: [state.shown(message) for message in messages.thread(state.channel(channel), ts)]
        )

    def messages(self, channel: str) -> list[Json]:
        """Return what a channel shows outside its threads, oldest first."""
        state = self._server.state
        return self._server.do(lambda: [state.shown(message) for message in messages.top_level(state.channel(channel))])

    def direct_messages(self, user: str) -> list[Json]:
        """Return what the bot and a person said to each other."""
        return self.messages(self._server.do(lambda: self._server.state.conversation_with(user).id))

    def message(self, channel: str, ts: str) -> Json:
        """Return one message."""
        state = self._server.state
        return self._server.do(lambda: state.shown(state.channel(channel).messages[ts]))

    def ephemerals(self, user: str, channel: str | None = None) -> list[Json]:
        """Return what only one person sees, oldest first."""
        state = self._server.state
        whispered = self._server.do(lambda: [state.shown(message) for message in state.ephemerals])
        return [message for message in whispered if message["to"] == user and channel in (None, message["channel"])]

    def views(self, user: str) -> list[Json]:
        """Return the open modals of a person, the topmost last."""
        stacks = self._server.state.modals
        return self._server.do(lambda: [describe_view(view) for view in stacks.get(user, [])])

    def values(self, user: str) -> dict[str, Json]:
        """Return what the topmost modal holds, by block and action."""
        return self._server.do(lambda: values_of(self._server.state.modals[user][-1]))

    def home(self, user: str) -> Json | None:
        """Return the App Home of a person."""
        homes = self._server.state.homes
        return self._server.do(lambda: describe_view(homes[user]) if user in homes else None)

    def reactions(self, channel: str, ts: str) -> list[str]:
        """Return the names of the bot's reactions."""
        return self._server.do(lambda: list(self._server.state.reactions.get((channel, ts), [])))

    def pins(self, channel: str) -> list[str]:
        """Return the ts of pinned messages."""
        return self._server.do(lambda: list(self._server.state.channel(channel).pins))

    @property
    def uploads(self) -> list[Uploaded]:
        """The files that the bot uploaded."""
        return self._server.do(lambda: list(self._server.state.uploads))

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, in the order of their answers."""
        return self._server.do(lambda: list(self._server.state.calls))

    @property
    def downloads(self) -> list[Download]:
        """Every file that was fetched, or was not to be had."""
        return self._server.do(lambda: list(self._server.state.downloads))

    @property
    def violations(self) -> list[str]:
        """Everything that the real Slack would punish."""
        return self._server.do(lambda: list(self._server.state.violations))

    @property
    def unacknowledged(self) -> list[str]:
        """Deliveries of events that had to be tried again."""
        return self._server.do(lambda: list(self._server.state.unacknowledged))

    @property
    def lost_events(self) -> int:
        """How many events were given up."""
        return self._server.state.lost_events

    @property
    def throttled(self) -> int:
        """How many calls were over the limit."""
        return self._server.state.rates.throttled

    @property
    def sockets(self) -> int:
        """How many sockets are open."""
        return self._server.sockets.count

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
            "calls": [(call.method, call.status, call.arguments) for call in self.calls[-LAST_CALLS:]],
            "unacknowledged": self.unacknowledged,
            "lost_events": self.lost_events,
            "sockets": self.sockets,
            "downloads": self.downloads[-LAST_CALLS:],
        }
        return pformat(said, width=150)


def words_of(thing: Json) -> str:
    """Return all that can be read in a message or a view, a line for each text."""
    blocks = thing.get("blocks") or []
    if not blocks:
        return str(thing.get("text", ""))
    shown = [thing["title"]["text"]] if isinstance(thing.get("title"), dict) else []
    return "\n".join([*shown, *_texts(blocks)])


def buttons_of(thing: Json) -> list[str]:
    """Return what can be pressed in a message or a view."""
    return [one.label for one in pressables(thing.get("blocks") or [])]


def _texts(thing: object) -> Iterator[str]:
    if isinstance(thing, list):
        for item in thing:
            yield from _texts(item)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            if key in TEXT_KEYS and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list):
                yield from _texts(value)
