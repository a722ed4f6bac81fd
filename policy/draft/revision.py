"""What changed between two versions of a text: line by line first, then word by word where a line was rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from policy.draft.model import Change, ChangeKind

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LETTER = re.compile(r"\w")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST = 1_500
"""Lines, or words with the spaces between them, that are compared one by one: difflib takes quadratic time."""


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return both versions as one text: what is not added is the first one, what is not removed the second."""
    merged = groupby(_by_lines(before, after), key=lambda change: change.kind)
    return tuple(Change(kind, "".join(change.text for change in group)) for kind, group in merged)


def _by_lines(before: str, after: str) -> Iterator[Change]:
    for old, new in _pairs(_LINES.findall(before), _LINES.findall(after)):
        words = _WORDS.findall(old), _WORDS.findall(new)
        if old != new and max(map(len, words)) <= _MOST:
            yield from _by_words(*words)
        else:
            yield from _told(old, new)


def _by_words(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Words that changed in a row are told as one change: the spaces and commas between them stayed by chance."""
    removed = added = ""
    for old, new in _pairs(before, after):
        if old == new and _LETTER.search(old):
            yield from _told(removed, added)
            yield Change(ChangeKind.SAME, old)
            removed = added = ""
        else:
            removed, added = removed + old, added + new
    yield from _told(removed, added)


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands against what, both the same where nothing changed; too much of it as a whole."""
    if max(len(before), len(after)) > _MOST:
        yield "".join(before), "".join(after)
        return
    for _, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield "".join(before[start:end]), "".join(after[new_start:new_end])


def _told(old: str, new: str) -> Iterator[Change]:
    if old == new:
        yield from [Change(ChangeKind.SAME, old)] if old else []
        return
    if old:
        yield Change(ChangeKind.REMOVED, old)
    if new:
        yield Change(ChangeKind.ADDED, new)
