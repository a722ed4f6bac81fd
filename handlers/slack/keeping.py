"""Putting what Slack tells on record before it is acknowledged: bolt says « received » before a listener runs.

A middleware runs earlier than that, and what it raises keeps the acknowledgement back, so that Slack tells it again.
"""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.slack.context import Slack, in_thread
from handlers.slack.messages import POSTED, files_of, is_gone
from handlers.slack.places import PREFIX
from handlers.slack.sending import NAME
from handlers.slack.words import Kind, Words

_KEPT = {
    "message",
    "subteam_members_changed",
    "subteam_updated",
    "user_change",
    "member_joined_channel",
    "app_uninstalled",
    "tokens_revoked",
}

Next = Callable[[], Awaitable[BoltResponse]]


def middleware(slack: Slack) -> Callable[[AsyncBoltRequest, Next], Awaitable[BoltResponse]]:
    """Return the middleware that keeps events."""

    async def keep(req: AsyncBoltRequest, next_: Next) -> BoltResponse:
        body = req.body
        event = body.get("event")
        if body.get("type") == "event_callback" and isinstance(event, Mapping) and worth_keeping(event):
            await in_thread(record, slack, str(body.get("event_id") or ""), event)
        return await next_()

    return keep


def record(slack: Slack, event_id: str, event: Mapping[str, Any]) -> bool:
    """Put an event on record and have it acted on; return whether it is new. The same event counts once."""
    words = Words(Kind.EVENT, event=event)
    fresh = slack.intake.record(NAME, key_of(event_id, event), words.told(), place_of(event))
    if fresh:
        slack.courier.wake()
    return fresh


def key_of(event_id: str, event: Mapping[str, Any]) -> str:
    """Return what an event is known by: what was written by its own name, whoever tells of it, all else by its id."""
    if event.get("type") == "message" and event.get("subtype") in POSTED:
        return f"message:{event.get('channel')}:{event.get('ts')}"
    message = event.get("message")
    if event.get("subtype") == "message_changed" and isinstance(message, Mapping) and message.get("user"):
        files = ",".join(str(item["id"]) for item in files_of(message) if not is_gone(item))
        words = zlib.crc32(str(message.get("text")).encode(errors="replace"))
        return f"edit:{event.get('channel')}:{message.get('ts')}:{_edition(message)}:{words:08x}:{files}"
    return event_id or f"{event.get('type')}:{event.get('channel')}:{event.get('event_ts') or event.get('ts')}"


def _edition(message: Mapping[str, Any]) -> str:
    """Return which state of a message it is, beside its contents: an edit that is undone is two edits."""
    return f"{message.get('subtype') or ''}:{(message.get('edited') or {}).get('ts') or ''}"


def worth_keeping(event: Mapping[str, Any]) -> bool:
    """Whether anything may come of an event: not what machines say, ourselves among them."""
    if event.get("type") not in _KEPT:
        return False
    if event.get("type") != "message" or event.get("subtype") == "message_deleted":
        return True
    said = event.get("message") if event.get("subtype") == "message_changed" else event
    return isinstance(said, Mapping) and not said.get("bot_id")


def place_of(event: Mapping[str, Any]) -> str | None:
    """Return the thread that an event is about: what happens there is acted on in its order."""
    if event.get("type") != "message":
        return None
    about = event.get("message") or event.get("previous_message") or event
    root = about.get("thread_ts") or about.get("ts") or event.get("deleted_ts")
    return f"{PREFIX}{event.get('channel')}/{root}"
