"""What people did about a submission once the charter had spoken, as the trail tells it: plain values, no rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kinds import Choice
from bot.people import Role


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided, and in which roles; `reason` is empty where it was erased or not asked.

    `principal` is whom they spoke for, whose roles are among `roles`. `responsible` names who holds editorial
    responsibility for a text that AI helped to write. An approval holds until `expires_at`, where that is recorded.
    """

    seq: int
    at: datetime
    person: str
    roles: frozenset[Role]
    choice: Choice
    reason: str
    responsible: str = ""
    principal: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """An approval in an emergency: the procedure was set aside until `until`, never what the charter forbids or asks.

    `principal` is whom the person spoke for. `stands` is False once it lapsed. Another person reviews it: until then
    `justified` is None.
    """

    seq: int
    at: datetime
    person: str
    until: datetime
    reason: str
    responsible: str = ""
    principal: str | None = None
    stands: bool = True
    reviewer: str | None = None
    justified: bool | None = None

    @property
    def voices(self) -> tuple[str, ...]:
        """Who broke it, and for whom: the two count as one."""
        return (self.person, self.principal) if self.principal else (self.person,)


class Ground(StrEnum):
    """Why somebody appeals."""

    INTERPRETATION = "interpretation"
    """The rule is a reading of the charter, and another reading is right."""
    EVIDENCE = "evidence"
    """What the file seems to admit is wrong."""
    REFUSAL = "refusal"
    """A person refused, and should not have."""


class Ruling(StrEnum):
    """What one member of an appeal's panel says."""

    ACCEPT = "accept"
    REJECT = "reject"


PANEL = 2
"""How many uninvolved people have to agree on an appeal."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One panel member's ruling, with the reason."""

    person: str
    ruling: Ruling
    reason: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a refusal: by the charter (`rules`, under the charter of that meaning) or by a person."""

    seq: int
    at: datetime
    person: str
    ground: Ground
    reason: str
    rules: frozenset[str] = frozenset()
    meaning: str = ""
    votes: tuple[Vote, ...] = ()

    @property
    def ruling(self) -> Ruling | None:
        """What the panel said, None while it has not."""
        for ruling in Ruling:
            if sum(vote.ruling is ruling for vote in self.votes) >= PANEL:
                return ruling
        return None


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a revision went out, and whether a correction was published after it."""

    seq: int
    at: datetime
    person: str
    revision: int
    where: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Lifted:
    """Rules whose refusal a panel has lifted, as the charter of that meaning had them."""

    rules: frozenset[str]
    meaning: str
