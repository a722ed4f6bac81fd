"""Keeping people's names out of the public register, where a free text holds one all the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.foreign_text import one_line

_SHORTEST_PART = 3
"""Letters of a part of a name that is looked for by itself: below, it is a word of its own too often."""
_MOST = 2_000
_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e $")
"""French drops that vowel before « une »."""
_LETTER = r"[^\W_]"


class Veil:
    """Puts `instead` in the place of every known name.

    Whole names are found whatever their case and accents; a first or last name by itself where it is written with a
    capital letter, so that the rose of the party stays one though a member is called Rose.
    """

    def __init__(self, names: Iterable[str], instead: str) -> None:
        self._instead = instead
        words = [_folded(name)[0].split() for name in names if name.strip()]
        parts = {part for name in words if len(name) > 1 for part in name if len(part) >= _SHORTEST_PART}
        self._whole = _any_of(" ".join(name) for name in words)
        self._parts = _any_of(parts)

    def over(self, text: str) -> str:
        """Return the text as one harmless line without the names."""
        line = one_line(text, _MOST)
        for pattern, capital_only in ((self._whole, False), (self._parts, True)):
            line = self._replace(line, pattern, capital_only=capital_only)
        return line

    def _replace(self, text: str, pattern: re.Pattern[str], *, capital_only: bool) -> str:
        folded, places = _folded(text)
        kept, at = [], 0
        for found in pattern.finditer(folded):
            start, end = places[found.start()], places[found.end()]
            if not capital_only or text[start].isupper():
                kept += [_ELIDED.sub(r"\1’", text[at:start]), self._instead]
                at = end
        return "".join([*kept, text[at:]])


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole names, longer ones first, hyphens as good as spaces; of nothing, it never matches."""
    ordered = sorted(set(names), key=len, reverse=True)
    found = [r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", name))) for name in ordered]
    return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(found)})(?!{_LETTER})" if found else r"(?!)")


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text without case and accents, and for each of its characters (and its end) the place in `text`."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), [*places, len(text)]


def _plain(character: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFKD", character).casefold():
        if not unicodedata.combining(letter):
            yield {"’": "'", "‑": "-", "‐": "-"}.get(letter, letter)
