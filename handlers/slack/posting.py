"""Posting into channels at the pace that Slack allows, in the form that it takes, and finding again what was posted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from bot.delivery.pace import Pace, Rate
from bot.ports import NotSentError, Outgoing, RefusedError
from handlers.slack.places import Place
from handlers.slack.rendering.blocks import Message
from handlers.slack.web import UnfitError, Web

log = logging.getLogger("vigie.slack")

OUR_EVENT = "vigie_message"
"""The `event_type` of the metadata by which a message of ours can be found again."""
_PAGE = 200
"""Messages of one answer (Slack, conversations.history: no more than 200 are advised)."""

T = TypeVar("T")
Answer = dict[str, Any]


class Posting:
    """Posts for whoever sends: one line for each lane, which is a channel or a method. Safe in any thread."""

    def __init__(self, web: Web, pace: Pace) -> None:
        self.web, self._pace = web, pace

    def wait(self, lane: str, key: str, rate: Rate, *, urgent: bool = False) -> None:
        """Send back into the outbox what has to wait: whoever waited right here would hold up every other channel.

        Raises:
            NotSentError: its turn has not come.
        """
        if seconds := self._pace.wait(lane, key, rate, urgent=urgent):
            raise NotSentError("its turn has not come", timedelta(seconds=seconds))

    def post(self, place: Place, message: Outgoing, look: Message) -> str:
        """Post a message in its thread, or its channel, and return its timestamp, which is its name there.

        Raises:
            What `Web.call` raises.
        """
        thread = {"thread_ts": place.thread} if place.thread else {}
        answer = self.call(
            "chat.postMessage",
            lane=place.channel,
            channel=place.channel,
            metadata={"event_type": OUR_EVENT, "event_payload": {"key": message.key, "about": message.subject}},
            unfurl_links=False,
            unfurl_media=False,
            text=look.text,
            blocks=look.blocks,
            **thread,
        )
        return str(answer["ts"])

    def call(self, method: str, lane: str, **arguments: Any) -> Answer:  # noqa: ANN401 - JSON
        """Call a method, and hold the lane where Slack asks for patience.

        Raises:
            What `Web.call` raises.
        """
        return self.held(lane, lambda: self.web.call(method, **arguments))

    def held(self, lane: str, call: Callable[[], T]) -> T:
        """Do something that Slack may ask patience for: nobody goes in the lane until then."""
        try:
            return call()
        except NotSentError as error:
            if error.after is not None:
                self._pace.hold(lane, error.after.total_seconds())
            raise

    def pages(self, place: Place, **bounds: str) -> Iterator[list[Answer]]:
        """Yield what stands in a thread, or else in a channel, newest first there, page by page.

        Raises:
            What `Web.ask` raises.
        """
        method = "conversations.replies" if place.thread else "conversations.history"
        where = {"ts": place.thread, **bounds} if place.thread else bounds
        cursor: dict[str, str] = {}
        while True:
            answer = self.web.ask(
                method, channel=place.channel, limit=_PAGE, include_all_metadata=True, **where, **cursor
            )
            yield answer.get("messages", [])
            following = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not following:
                return
            cursor = {"cursor": following}


def fitting(looks: Iterable[Message], what: str, send: Callable[[Message], T]) -> T:
    """Send something; where Slack does not take its blocks, a plainer form of it: nothing is lost over its looks.

    Raises:
        RefusedError: Slack takes none of its forms.
        What `send` raises.
    """
    for number, look in enumerate(looks, 1):
        try:
            return send(look)
        except UnfitError as error:
            log.warning("Slack does not take form %s of the %s: %s", number, what, error.why)
    raise RefusedError(f"Slack takes no form of the {what}")


def key_of(found: Mapping[str, Any]) -> str:
    """Return the key of the outgoing message that a message of the history is, empty where it is none of ours."""
    metadata = found.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", ""))
