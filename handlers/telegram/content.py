"""What a message carries, from its JSON: its file, and whether it says anything at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_ORIGINAL = ("document",)
_REMADE = ("photo", "video", "animation")
"""What Telegram writes anew: a photo is compressed and bare of marks, a GIF becomes a film."""
_CONTENT = frozenset(
    {"animation", "audio", "checklist", "contact", "dice", "document", "game", "giveaway", "invoice", "live_photo"}
    | {"location", "paid_media", "photo", "poll", "rich_message", "sticker", "story", "text", "venue", "video"}
    | {"video_note", "voice"}
)
"""What somebody may say (Bot API, `Message`). All else tells what became of a chat: its title, what is pinned in it,
who won a giveaway. One that is announced has somebody's own words and prizes, and so counts here."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a message, by the ids that Telegram has for it. `remade` says that these are not the sender's bytes.

    `size` is in bytes, 0 where Telegram does not say; `unique` is the same for the same file, whoever sends it.
    """

    id: str
    unique: str
    name: str
    size: int
    remade: bool


def media_of(message: Json) -> Media | None:
    """Return the file of a message, None for none of those that are read here."""
    for kind in (*_ORIGINAL, *_REMADE):
        if found := message.get(kind):
            largest = found[-1] if isinstance(found, list) else found
            # A GIF comes as an animation and, for old programs, as a document too.
            remade = kind in _REMADE or "animation" in message
            return Media(
                id=str(largest["file_id"]),
                unique=str(largest["file_unique_id"]),
                name=str(largest.get("file_name") or ""),
                size=int(largest.get("file_size") or 0),
                remade=remade,
            )
    return None


def says_something(message: Json) -> bool:
    """Whether a message is somebody's, and no notice of Telegram's own about the chat."""
    return not _CONTENT.isdisjoint(message)
