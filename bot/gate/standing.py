"""What one submission says of one of its files at one moment: the only place that knows what « approved » means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.case import Case
from bot.kinds import Choice, Kind, State
from bot.trail.read import RecordedEntry
from policy.verdict import Answer


class Standing(StrEnum):
    """Where a file stands. Only the first one opens the gate; values are what `--json` prints."""

    APPROVED = "approved"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    REPLACED = "replaced"
    PENDING = "pending"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Word:
    """A submission's word on a file: since entry `entry`, written at `at`, and until `until` where it ends by itself.

    `once_approved` tells a file that was approved from one that never was.
    """

    standing: Standing
    reference: str
    revision: int
    entry: int
    at: datetime
    until: datetime | None = None
    once_approved: bool = False


_STANDINGS = {
    State.APPROVED: Standing.APPROVED,
    State.PUBLISHED: Standing.APPROVED,
    State.EXPIRED: Standing.LAPSED,
    State.CORRECTED: Standing.CORRECTED,
    State.WITHDRAWN: Standing.WITHDRAWN,
    State.REFUSED: Standing.REFUSED,
    State.APPEALED: Standing.REFUSED,
    State.FORBIDDEN: Standing.FORBIDDEN,
    State.EXAMINING: Standing.PENDING,
    State.UNREADABLE: Standing.PENDING,
    State.INCOMPLETE: Standing.PENDING,
    State.REVIEWABLE: Standing.PENDING,
    State.CHANGES_REQUESTED: Standing.PENDING,
}
_CHOICES = {
    Standing.APPROVED: Choice.APPROVE,
    Standing.LAPSED: Choice.APPROVE,
    Standing.REFUSED: Choice.REFUSE,
}
"""The decision that made a file stand so."""
_KINDS = {
    Standing.LAPSED: Kind.EXPIRED,
    Standing.CORRECTED: Kind.CORRECTED,
    Standing.WITHDRAWN: Kind.WITHDRAWN,
    Standing.FORBIDDEN: Kind.JUDGED,
}
"""The kind of entry that made it stand so, where no decision did."""


def standing(case: Case, sha256: str, now: datetime) -> Word:
    """Return what a submission says of a file at a moment."""
    until = case.approved_until
    found = _standing(case, sha256, now, until)
    entry, at = _since(case, sha256, found)
    ends = until if found in {Standing.APPROVED, Standing.LAPSED} else None
    return Word(found, case.reference, _revision(case, sha256), entry, at, ends, _once_approved(case))


def _standing(case: Case, sha256: str, now: datetime, until: datetime | None) -> Standing:
    asset = case.asset(sha256)
    if asset is None:
        return Standing.REPLACED
    found = _STANDINGS.get(case.state, Standing.PENDING)
    if found is Standing.APPROVED and until is not None and now >= until:
        return Standing.LAPSED
    if found is Standing.FORBIDDEN and not (asset.verdict and asset.verdict.answer is Answer.FORBIDDEN):
        return Standing.PENDING  # another file of the same submission is
    return found


def _since(case: Case, sha256: str, found: Standing) -> tuple[int, datetime]:
    if found is Standing.APPROVED and case.broken:
        return case.broken.seq, case.broken.at
    choice = _CHOICES.get(found)
    decided = [(decision.seq, decision.at) for decision in case.decisions if decision.choice is choice]
    if decided:
        return decided[-1]
    told = _last(case.entries, _KINDS.get(found), sha256) or case.head
    return told.entry.seq, told.entry.at


def _last(entries: Iterable[RecordedEntry], kind: Kind | None, sha256: str) -> RecordedEntry | None:
    """Return the last entry of a kind that is about the file, or about the whole submission."""
    fitting = [
        recorded
        for recorded in entries
        if recorded.entry.kind == kind and recorded.entry.data.get("sha256") in {None, sha256}
    ]
    return fitting[-1] if fitting else None


def _revision(case: Case, sha256: str) -> int:
    """Return the revision that the file belongs to: the present one, or the last in which it was."""
    return case.revision if case.asset(sha256) else revisions(case.entries).get(sha256, case.revision)


def revisions(entries: Iterable[RecordedEntry]) -> dict[str, int]:
    """Return every file that a submission ever had, with the last revision that named it."""
    return {
        str(item["sha256"]): int(recorded.entry.data["revision"])
        for recorded in entries
        if recorded.entry.kind in {Kind.SUBMITTED, Kind.REVISED}
        for item in recorded.entry.data.get("files", ())
    }


def _once_approved(case: Case) -> bool:
    published = any(recorded.entry.kind == Kind.PUBLISHED for recorded in case.entries)
    return case.approved or published
