"""What Telegram itself finds in a text: commands, mentions, addresses, hashtags."""

from __future__ import annotations

import re

from tests.handlers.telegram.messenger.formatting import units
from tests.handlers.telegram.messenger.model import Json

PATTERNS = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    "url": re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)]"),
    "mention": re.compile(r"(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w&#])#\w*[^\W\d]\w*"),
}


def entities_in(text: str) -> list[Json]:
    """Return the entities in a text, by their place."""
    found: list[Json] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            place = {"offset": units(text[: match.start()]), "length": units(match[0])}
            if not any(_overlap(place, other) for other in found):
                found.append({"type": kind} | place)
    return sorted(found, key=lambda entity: int(entity["offset"]))


def entity_text(text: str, entity: Json) -> str:
    """Return what an entity covers."""
    wide = text.encode("utf-16-le")
    start = 2 * int(entity["offset"])
    return wide[start : start + 2 * int(entity["length"])].decode("utf-16-le")


def _overlap(one: Json, other: Json) -> bool:
    before = one["offset"] + one["length"] <= other["offset"]
    after = other["offset"] + other["length"] <= one["offset"]
    return not (before or after)
