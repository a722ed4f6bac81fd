"""What the charter says of a file: an opinion with its grounds, never an approval (design §2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """The machine's three answers, and the admission that a file could not be read; gravest first."""

    FORBIDDEN = "forbidden"
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    REVIEWABLE = "reviewable"


_RANK = {answer: rank for rank, answer in enumerate(Answer)}


def gravest_answer(answers: Iterable[Answer]) -> Answer:
    """Return the gravest answer; nothing at all is `incomplete`: empty never means yes."""
    return min(answers, key=_RANK.__getitem__, default=Answer.INCOMPLETE)


class Effect(StrEnum):
    """What a rule does when it applies."""

    FORBID = "forbid"
    REQUIRE_STATEMENT = "require-statement"
    REQUIRE_DECLARATION = "require-declaration"
    REQUIRE_LABEL = "require-label"
    REQUIRE_APPROVAL = "require-approval"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that bears on the answer; `certain` is False where a missing fact leaves it open."""

    id: str
    article: str
    effect: Effect
    certain: bool = True


@dataclass(frozen=True, slots=True)
class CharterReference:
    """Which charter was applied: its name, its version, the SHA-256 of its text and of its meaning."""

    id: str
    version: str
    sha256: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """How many people of which role must say yes."""

    count: int
    role: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one file, with the rules that led to it and the facts that are missing.

    `rules` lists forbidding, unmet and open rules, gravest first; `observed` those in observe mode.
    `missing` names facts that someone must supply. `facts` is the snapshot that was judged. `lifted` names rules
    that would forbid, and that people have lifted for this very submission.
    """

    answer: Answer
    rules: tuple[FiredRule, ...]
    missing: tuple[str, ...]
    charter: CharterReference
    facts: tuple[tuple[str, str], ...] = ()
    approvals: tuple[Approval, ...] = ()
    observed: tuple[FiredRule, ...] = ()
    lifted: tuple[str, ...] = ()
