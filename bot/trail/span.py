"""A stretch of time in the trail: entries are found in it by their moments, without reading what lies before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from bot.trail.entry import write_moment


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on, up to `until` and without it; None for without end."""

    since: datetime | None = None
    until: datetime | None = None

    def covers(self, moments: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Return the conditions under which a column of moments lies in it."""
        after = [moments >= write_moment(self.since)] if self.since else []
        before = [moments < write_moment(self.until)] if self.until else []
        return [*after, *before]

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


class Row:
    """Spans that follow each other, such as the weeks of a chart."""

    def __init__(self, spans: Sequence[Span]) -> None:
        """Raises ValueError where one of them has no end."""
        ends = [span.until for span in spans]
        since = spans[0].since if spans else None
        if since is None or None in ends:
            raise ValueError("a row of spans begins and ends")
        self.whole = Span(since, ends[-1])
        self._ends = [end for end in ends if end is not None]
        self._since = since

    def __len__(self) -> int:
        return len(self._ends)

    def place(self, moment: datetime) -> int | None:
        """Return in which of them a moment lies, None for outside of all."""
        if moment < self._since or moment >= self._ends[-1]:
            return None
        return bisect_right(self._ends, moment)

    def place_of(self, moments: ColumnElement[Any]) -> ColumnElement[int]:
        """Return the same of a column, whose moments all lie in the whole."""
        ends = enumerate(self._ends[:-1])
        last = len(self) - 1
        return case(*[(moments < write_moment(end), place) for place, end in ends], else_=last) if last else literal(0)
