"""What a message carries, from its JSON: its file, and whether it says anything at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_ORIGINAL = ("document",)
_REMADE = ("photo", "video", "animation")
"""What Telegram writes anew: a photo is compressed and bare of marks, a GIF becomes a film."""
_HIDDEN = "text_link"
"""A link behind other words (Bot API, `MessageEntity`)."""
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


def words_of(message: Json) -> str:
    """Return the text or the caption of a message, as it reads."""
    return str(message.get("text") or message.get("caption") or "")


def hides_links(message: Json) -> bool:
    """Whether some of the words lead somewhere that they do not name."""
    return any(entity.get("type") == _HIDDEN for entity in _entities(message))


def spelled(message: Json) -> str:
    """Return the words with every hidden link written out behind its words: who reads only these sees where it leads.

    Telegram counts in UTF-16 units.
    """
    units = words_of(message).encode("utf-16-le")
    hidden = [one for one in _entities(message) if one.get("type") == _HIDDEN]
    for one in sorted(hidden, key=lambda entity: int(entity["offset"]), reverse=True):
        end = 2 * (int(one["offset"]) + int(one["length"]))
        units = units[:end] + f" ({one['url']})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def _entities(message: Json) -> Sequence[Json]:
    return message.get("entities") or message.get("caption_entities") or ()


def says_something(message: Json) -> bool:
    """Whether a message is somebody's, and no notice of Telegram's own about the chat."""
    return not _CONTENT.isdisjoint(message)
