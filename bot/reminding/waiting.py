"""What waits for people: since when, for what, and where it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.case import Case
from bot.fold import advance
from bot.kinds import State
from bot.trail.read import RecordedEntry

WAITING = frozenset({State.REVIEWABLE, State.EXPIRED, State.APPEALED})
"""A decision is wanted, or another one in the place of approvals that ran out, or a panel's ruling."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a submission has waited in one state. `chat` and `target` are the outbox's; empty for the desk alone.

    `target` is the message that it came in with, `chat` the first part of that.
    """

    since: datetime
    state: State
    platform: str
    target: str

    @property
    def chat(self) -> str:
        """The channel that it came in by, as its platform calls it."""
        return self.target.split("/")[0]


def wait_of(entries: Sequence[RecordedEntry]) -> Wait | None:
    """Return what the submission of these entries waits for, None where it waits for nobody.

    Another state, and another revision, is another wait: whoever decides has something else before them.
    """
    case: Case | None = None
    known: tuple[State, int] | None = None
    since: datetime | None = None
    for recorded in entries:
        case = advance(case, recorded)
        now = (case.state, case.revision) if case else None
        if now != known:
            known, since = now, recorded.entry.at
    if known is None or since is None or known[0] not in WAITING:
        return None
    platform, colon, target = str(entries[0].entry.data["channel"]).partition(":")
    return Wait(since, known[0], platform if colon else "", target if colon else "")
