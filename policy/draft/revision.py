"""What changed between two versions of a text: line by line first, then word by word where a line was rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from policy.draft.model import Change, ChangeKind

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LETTER = re.compile(r"\w")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_EDITS = 400
"""Past this many removed and added parts, two versions are told as one whole put in place of another."""


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return both versions as one text: what is not added is the first one, what is not removed the second."""
    merged = groupby(_by_lines(before, after), key=lambda change: change.kind)
    return tuple(Change(kind, "".join(change.text for change in group)) for kind, group in merged)


def _by_lines(before: str, after: str) -> Iterator[Change]:
    for old, new in _pairs(_LINES.findall(before), _LINES.findall(after)):
        if old == new:
            yield from _told(old, new)
        else:
            yield from _by_words(_WORDS.findall(old), _WORDS.findall(new))


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
    """Yield what stands against what, both the same where nothing changed."""
    at = new_at = 0
    for start, new_start, length in _runs(_kept(before, after)):
        if (at, new_at) != (start, new_start):
            yield "".join(before[at:start]), "".join(after[new_at:new_start])
        at, new_at = start + length, new_start + length
        yield "".join(before[start:at]), "".join(after[new_start:new_at])
    if at < len(before) or new_at < len(after):
        yield "".join(before[at:]), "".join(after[new_at:])


def _runs(kept: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield every run of parts that stayed together: its start in both, and its length."""
    numbered = ((place, new_place, number) for number, (place, new_place) in enumerate(kept))
    for _, group in groupby(numbered, key=lambda part: (part[0] - part[2], part[1] - part[2])):
        run = list(group)
        yield run[0][0], run[0][1], len(run)


def _kept(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the parts that stayed are in both; none past the most edits.

    Myers, « An O(ND) Difference Algorithm » (1986): with N parts and the edits bounded, its time is linear in N for
    every text. difflib takes cubic time where few different parts come again and again.
    """
    furthest = {1: 0}
    rounds = []
    for edits in range(min(len(before) + len(after), _MOST_EDITS) + 1):
        rounds.append(furthest.copy())
        for diagonal in range(-edits, edits + 1, 2):
            at = _entered(furthest, diagonal, edits)
            while at < len(before) and 0 <= at - diagonal < len(after) and before[at] == after[at - diagonal]:
                at += 1
            furthest[diagonal] = at
            if at >= len(before) and at - diagonal >= len(after):
                return _walked_back(rounds, len(before), len(after))
    return []


def _entered(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Return where a diagonal is entered: by adding a part, or by removing one."""
    if _by_adding(furthest, diagonal, edits):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _by_adding(furthest: dict[int, int], diagonal: int, edits: int) -> bool:
    return diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])


def _walked_back(rounds: list[dict[int, int]], at: int, new_at: int) -> list[tuple[int, int]]:
    kept = []
    for edits in range(len(rounds) - 1, -1, -1):
        diagonal = at - new_at
        start = _entered(rounds[edits], diagonal, edits)
        kept += [(place, place - diagonal) for place in range(at - 1, start - 1, -1)]
        added = _by_adding(rounds[edits], diagonal, edits)
        at, new_at = (start, start - diagonal - 1) if added else (start - 1, start - diagonal)
    return kept[::-1]


def _told(old: str, new: str) -> Iterator[Change]:
    if old == new:
        yield from [Change(ChangeKind.SAME, old)] if old else []
        return
    if old:
        yield Change(ChangeKind.REMOVED, old)
    if new:
        yield Change(ChangeKind.ADDED, new)
