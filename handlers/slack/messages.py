"""What a message event of Slack means: pure, and the same for what a socket brings, HTTP, or the history.

Events are told from their contents, never from their subtype alone: Slack sends `message_changed` for a preview of a
link too, and names no other subtype for most of what people do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.slack.places import Place
from handlers.slack.rendering.text import plain

Event = Mapping[str, Any]

POSTED = {None, "file_share", "thread_broadcast"}
"""The subtypes of what somebody has just written."""
_GONE = "tombstone"
"""The mode of a file that was deleted: its message goes on naming it."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wrote: its text as they typed it, and Slack's words for each of its files."""

    place: Place
    user: str
    text: str
    files: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A message that says something else now: `before` is what it said."""

    post: Post
    before: Post

    @property
    def text_changed(self) -> bool:
        """Whether the words are others."""
        return self.post.text != self.before.text

    @property
    def files_changed(self) -> bool:
        """Whether the files are others."""
        return _ids(self.post) != _ids(self.before)


@dataclass(frozen=True, slots=True)
class Deletion:
    """A message that is no longer there; `ours` where it was one of Vigie's own."""

    place: Place
    ours: bool


Meaning = Post | Edit | Deletion


def meaning_of(event: Event, own_bot: str) -> Meaning | None:
    """Return what a `message` event says, None where it is none of our business; `own_bot` is our own bot's id."""
    subtype = event.get("subtype")
    if subtype in POSTED:
        return _written(event, str(event.get("channel", "")))
    if subtype == "message_changed":
        return _edit(event)
    if subtype == "message_deleted":
        before = event.get("previous_message") or {}
        ours = bool(own_bot) and before.get("bot_id") == own_bot
        return Deletion(_place(str(event["channel"]), before or {"ts": event.get("deleted_ts", "")}), ours)
    return None


def _edit(event: Event) -> Meaning | None:
    channel = str(event["channel"])
    message, previous = event.get("message") or {}, event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":  # a message with answers leaves its place behind when it is deleted
        return Deletion(_place(channel, previous or message), ours=False)
    after, before = _post(message, channel), _post(previous, channel)
    if after is None or before is None:
        return None
    edit = Edit(after, before)
    return edit if edit.text_changed or edit.files_changed else None


def _written(message: Event, channel: str) -> Post | None:
    """Return a new message; one whose files are all gone keeps them, so that somebody is told."""
    post = _post(message, channel)
    return replace(post, files=files_of(message)) if post and not post.files else post


def _post(message: Event, channel: str) -> Post | None:
    """Return what a human being wrote, and the files that are still there; machines put nothing up for approval."""
    if message.get("bot_id") or message.get("hidden") or not message.get("user"):
        return None
    files = tuple(item for item in files_of(message) if not is_gone(item))
    return Post(_place(channel, message), str(message["user"]), plain(str(message.get("text") or "")), files)


def files_of(message: Event) -> tuple[Mapping[str, Any], ...]:
    """Return all the files that a message names, those that were deleted among them."""
    return tuple(item for item in message.get("files") or () if isinstance(item, Mapping) and item.get("id"))


def is_gone(file: Mapping[str, Any]) -> bool:
    """Whether somebody has deleted a file that a message still names."""
    return file.get("mode") == _GONE


def _place(channel: str, message: Event) -> Place:
    root = str(message.get("thread_ts") or "")
    own = str(message.get("ts") or "")
    return Place(channel, own, "" if root == own else root)


def _ids(post: Post) -> list[str]:
    return [str(item["id"]) for item in post.files]
