"""One submission as it stands after its trail entries (bot/fold.py): what it is, what was said of it, its state."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from bot.declared import Declared
from bot.kinds import Choice, State
from bot.people import Person, Role
from bot.trail.read import RecordedEntry
from policy.evidence import Examination
from policy.facts import YES, FactName
from policy.statement import Statement
from policy.verdict import Answer, Approval, Verdict, gravest_answer

DRAFT = "draft"
"""What the trail calls the text of a submission, where it names a file by its digest."""


@dataclass(frozen=True, slots=True)
class CaseAsset:
    """One file of a submission: what it is, what was read, what was said, what the charter answers."""

    sha256: str
    name: str
    size: int
    media_type: str
    examination: Examination | None = None
    statement: Statement | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """The text of a submission, and the one before it, for comparison; None where it was erased."""

    text: str | None
    earlier: str | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided, and in which roles; `reason` is empty where it was erased or not asked.

    `responsible` names who holds editorial responsibility for a text that AI helped to write, empty for others.
    """

    seq: int
    at: datetime
    person: str
    roles: frozenset[Role]
    choice: Choice
    reason: str
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A submission as it stands after its last entry."""

    reference: str
    revision: int
    author: str
    opened_at: datetime
    note: str
    assets: tuple[CaseAsset, ...]
    draft: CaseDraft | None = None
    declared: Mapping[str, Declared] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    withdrawn: bool = False
    entries: tuple[RecordedEntry, ...] = field(default=(), repr=False)

    @property
    def answer(self) -> Answer | None:
        """The gravest answer of all files and the draft, None while one is still being examined."""
        items = [*self.assets, *((self.draft,) if self.draft else ())]
        if any(item.verdict is None for item in items):
            return None
        return gravest_answer(verdict.answer for verdict in self.verdicts)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the charter says so far: of each file, then of the draft."""
        items = [*self.assets, *((self.draft,) if self.draft else ())]
        return tuple(item.verdict for item in items if item.verdict)

    @property
    def erased(self) -> bool:
        """Whether something that a decision would be about is no longer there to be read."""
        unread = any(asset.verdict and asset.examination is None for asset in self.assets)
        return unread or (self.draft is not None and self.draft.text is None)

    @property
    def standing(self) -> tuple[Declared, ...]:
        """The declared uses of AI that hold: neither withdrawn nor refused."""
        return tuple(item for item in self.declared.values() if item.stands)

    @property
    def made_with_ai(self) -> bool:
        """Whether AI helped to write the draft, so that whoever approves answers for its review."""
        verdict = self.draft.verdict if self.draft else None
        return verdict is not None and (FactName.AI_USE.value, YES) in verdict.facts

    @property
    def fingerprint(self) -> str:
        """What a decision binds to: the revision, the exact bytes, the words and the verdicts."""
        said = [(asset.sha256, _spoken(asset.statement), _judged(asset.verdict)) for asset in self.assets]
        bound = [self.reference, self.revision, self.note, said, *_words(self)]
        return hashlib.sha256(msgspec.json.encode(bound)).hexdigest()[:16]

    @property
    def decision(self) -> Decision | None:
        """The latest standing decision."""
        return self.decisions[-1] if self.decisions else None

    @property
    def state(self) -> State:
        """Where the submission stands."""
        if self.withdrawn:
            return State.WITHDRAWN
        if self.decision and self.decision.choice is Choice.REFUSE:
            return State.REFUSED
        if self.decision and self.decision.choice is Choice.REQUEST_CHANGES:
            return State.CHANGES_REQUESTED
        if self.answer is None:
            return State.EXAMINING
        if self.answer is Answer.REVIEWABLE and self.approved:
            return State.APPROVED
        return State(self.answer.value)

    @property
    def approved(self) -> bool:
        """Whether every approval that the charter asks for was given, each by as many distinct people."""
        yes = [decision for decision in self.decisions if decision.choice is Choice.APPROVE]
        return bool(yes) and all(
            len({decision.person for decision in yes if need.role in decision.roles}) >= need.count
            for need in self.needs
        )

    @property
    def needs(self) -> tuple[Approval, ...]:
        """The approvals that the charter asks for."""
        return tuple(need for verdict in self.verdicts for need in verdict.approvals)

    def may_approve(self, person: Person) -> bool:
        """Whether this person's approval would count: they have a role that the charter names, where it names any."""
        return person.decides and (not self.needs or any(need.role in person.roles for need in self.needs))

    @property
    def head(self) -> RecordedEntry:
        """The submission's last entry."""
        return self.entries[-1]

    def asset(self, sha256: str) -> CaseAsset | None:
        """Return the file of that digest."""
        return next((asset for asset in self.assets if asset.sha256 == sha256), None)


def _judged(verdict: Verdict | None) -> list[Any]:
    if verdict is None:
        return []
    charter = verdict.charter.meaning or verdict.charter.sha256  # a reworded message makes no approval stale
    return [verdict.answer, charter, [(rule.id, rule.certain) for rule in verdict.rules], verdict.facts]


def _spoken(statement: Statement | None) -> list[Any]:
    return [statement.claim, statement.tool, statement.label_visible, statement.note] if statement else []


def _words(case: Case) -> Iterator[Any]:
    """Yield what else was said, where there is any."""
    if case.draft or case.declared or case.answers:
        yield [case.draft.text, _judged(case.draft.verdict)] if case.draft else []
        yield [(item.reference, item.revision, item.declaration) for item in case.standing]
        yield sorted(case.answers.items())
