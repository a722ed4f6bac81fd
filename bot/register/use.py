"""The register of AI uses as data: its rows, what they can be narrowed down to, their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.trail.span import Span
from policy.charter.words import plain
from policy.declaration import Checker, Extent, LabelPlace, Purpose


class Status(StrEnum):
    """Whether a use stands. The public register holds only those that do."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Use:
    """One row of the register.

    `id` is such as `D-0007`, or `V-0042/1` for what an author stated on the first visual of a submission; there,
    `extent`, `checker` and `label` were not asked and are None. `labelled` tells whether people can read that AI
    served; `source_type` is the IPTC term of what the use yields, empty for texts. `charter` is the SHA-256 of the
    charter it was held against; `seq` and `leaf` are the number and hash (hexadecimal) of its last trail entry.
    The last four are for the auditor, and empty in the public register.
    """

    id: str
    subject: str
    at: datetime
    purpose: Purpose
    tool: str
    provider: str
    extent: Extent | None
    source_type: str
    personal_data_sent: bool | None
    checker: Checker | None
    label: LabelPlace | None
    labelled: bool
    channel: str
    submission: str
    charter: str
    seq: int
    leaf: str
    status: Status = Status.STANDING
    public: bool = True
    declared_by: str = ""
    check: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a register is narrowed down to.

    Days from `since` to `until`, both included; a purpose; part of a tool's name; `person`, the id of who declared.
    `everything` takes in what is not public, refused or withdrawn too; `unnamed` leaves the names out all the same.
    """

    since: date | None = None
    until: date | None = None
    purpose: Purpose | None = None
    tool: str = ""
    person: str = ""
    everything: bool = False
    unnamed: bool = False

    def span(self, timezone: tzinfo) -> Span:
        """Return the days as moments; they begin at midnight in `timezone`. The ends of the calendar are no bounds."""
        since = self.since if self.since and self.since > _FIRST_DAY else None
        until = self.until + timedelta(days=1) if self.until and self.until < _LAST_DAY else None
        return Span(_midnight(since, timezone), _midnight(until, timezone))

    def let_through(self, use: Use, timezone: tzinfo) -> bool:
        """Whether a row is wanted."""
        return (
            self.span(timezone).holds(use.at)
            and self.purpose in {None, use.purpose}
            and plain(self.tool) in plain(f"{use.tool} {use.provider}")
        )


@dataclass(frozen=True, slots=True)
class Register:
    """Some uses, newest first, as they stood at a moment."""

    uses: tuple[Use, ...]
    filters: Filters
    generated: datetime
    organisation: str

    @property
    def sums(self) -> dict[Purpose, int]:
        """How many standing uses each purpose has, the most frequent first; purposes without any are left out."""
        return _sums(use.purpose for use in self.uses if use.status is Status.STANDING)


_FIRST_DAY, _LAST_DAY = date.min + timedelta(days=1), date.max - timedelta(days=1)


def _midnight(day: date | None, timezone: tzinfo) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=timezone) if day else None


def _sums(purposes: Iterable[Purpose]) -> dict[Purpose, int]:
    counted = dict.fromkeys(Purpose, 0)
    for purpose in purposes:
        counted[purpose] += 1
    found = [(purpose, number) for purpose, number in counted.items() if number]
    return dict(sorted(found, key=lambda item: -item[1]))
