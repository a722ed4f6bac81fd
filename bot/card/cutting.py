"""Texts cut to what platforms take: both Slack and Telegram count UTF-16 units."""

from __future__ import annotations

_ELLIPSIS = "…"


def utf16_length(text: str) -> int:
    """Return how long a text is for a platform's limits, in UTF-16 units; half a letter counts as a sign."""
    return len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, most: int) -> str:
    """Return the text, of at most `most` units; one that was longer ends with « … »."""
    if utf16_length(text) <= most:
        return text
    kept = text.encode("utf-16-le", "replace")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + _ELLIPSIS


def chunks(text: str, most: int) -> list[str]:
    """Return the text in pieces of at most `most` units, broken between lines or words where that is possible."""
    pieces: list[str] = []
    while utf16_length(text) > most:
        head = text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")
        at = max(head.rfind("\n"), head.rfind(" "))
        head = head[: at + 1] if at > len(head) // 2 else head
        pieces.append(head)
        text = text[len(head) :]
    return [*pieces, text] if text.strip() else pieces
