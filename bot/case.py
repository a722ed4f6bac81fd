"""One submission as a pure fold over its trail entries: state can't disagree with the trail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from bot.kinds import Choice, Kind, State
from bot.people import Person, Role
from bot.trail.read import RecordedEntry
from policy.evidence import Examination
from policy.statement import Claim, Statement
from policy.verdict import Answer, Approval, Verdict, gravest_answer


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
class Decision:
    """What one person decided, and in which roles; `reason` is empty where it was erased or not asked."""

    seq: int
    at: datetime
    person: str
    roles: frozenset[Role]
    choice: Choice
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """A submission as it stands after its last entry."""

    reference: str
    revision: int
    author: str
    opened_at: datetime
    note: str
    assets: tuple[CaseAsset, ...]
    decisions: tuple[Decision, ...] = ()
    withdrawn: bool = False
    entries: tuple[RecordedEntry, ...] = field(default=(), repr=False)

    @property
    def answer(self) -> Answer | None:
        """The gravest answer of all files, None while one is still being examined."""
        verdicts = [asset.verdict for asset in self.assets]
        if any(verdict is None for verdict in verdicts):
            return None
        return gravest_answer(verdict.answer for verdict in verdicts if verdict)

    @property
    def fingerprint(self) -> str:
        """What a decision binds to: the revision, the exact bytes, the words and the verdicts."""
        said = [(asset.sha256, _spoken(asset.statement), _judged(asset.verdict)) for asset in self.assets]
        return hashlib.sha256(msgspec.json.encode([self.reference, self.revision, self.note, said])).hexdigest()[:16]

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
        return tuple(need for asset in self.assets if asset.verdict for need in asset.verdict.approvals)

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


def fold(entries: Iterable[RecordedEntry]) -> Case | None:
    """Return the submission that these entries of one subject tell of, None where they tell of none."""
    case: Case | None = None
    for recorded in entries:
        kind = recorded.entry.kind
        if kind == Kind.SUBMITTED:
            case = _submitted(recorded)
        elif case and kind in _STEPS:
            case = _STEPS[Kind(kind)](case, recorded)
        if case:
            case = replace(case, entries=(*case.entries, recorded))
    return case


def _submitted(recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    assets = tuple(
        CaseAsset(
            sha256=str(item["sha256"]),
            name=recorded.personal.get(f"name-{index}") or "",
            size=int(item["size"]),
            media_type=str(item["media_type"]),
        )
        for index, item in enumerate(entry.data["files"])
    )
    return Case(
        reference=str(entry.subject),
        revision=int(entry.data["revision"]),
        author=str(entry.actor),
        opened_at=entry.at,
        note=recorded.personal.get("note") or "",
        assets=assets,
    )


def _examined(case: Case, recorded: RecordedEntry) -> Case:
    text = recorded.personal.get("examination")
    examination = msgspec.json.decode(text, type=Examination) if text else None
    return _with_asset(case, recorded, examination=examination)


def _stated(case: Case, recorded: RecordedEntry) -> Case:
    data = recorded.entry.data
    statement = Statement(
        claim=Claim(str(data["claim"])),
        tool=recorded.personal.get("tool") or "",
        label_visible=bool(data["label_visible"]),
        note=recorded.personal.get("note") or "",
    )
    return _with_asset(case, recorded, statement=statement)


def _judged(verdict: Verdict | None) -> list[Any]:
    if verdict is None:
        return []
    return [verdict.answer, verdict.charter.sha256, [(rule.id, rule.certain) for rule in verdict.rules], verdict.facts]


def _spoken(statement: Statement | None) -> list[Any]:
    return [statement.claim, statement.tool, statement.label_visible, statement.note] if statement else []


def _verdict(case: Case, recorded: RecordedEntry) -> Case:
    return _with_asset(case, recorded, verdict=msgspec.convert(recorded.entry.data["verdict"], type=Verdict))


def _decided(case: Case, recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    decision = Decision(
        seq=entry.seq,
        at=entry.at,
        person=str(entry.actor),
        roles=frozenset(Role(str(role)) for role in entry.data["roles"]),
        choice=Choice(str(entry.data["choice"])),
        reason=recorded.personal.get("reason") or "",
    )
    return replace(case, decisions=(*case.decisions, decision))


def _retracted(case: Case, recorded: RecordedEntry) -> Case:
    seq = recorded.entry.data["decision"]
    return replace(case, decisions=tuple(decision for decision in case.decisions if decision.seq != seq))


def _withdrawn(case: Case, _recorded: RecordedEntry) -> Case:
    return replace(case, withdrawn=True)


def _with_asset(case: Case, recorded: RecordedEntry, **changes: Any) -> Case:  # noqa: ANN401 - passed to replace
    """What a file is, or what is said of it, changed: approvals given before were for something else and lapse."""
    sha256 = recorded.entry.data["sha256"]
    assets = tuple(replace(asset, **changes) if asset.sha256 == sha256 else asset for asset in case.assets)
    standing = tuple(decision for decision in case.decisions if decision.choice is not Choice.APPROVE)
    return replace(case, assets=assets, decisions=standing)


_STEPS = {
    Kind.EXAMINED: _examined,
    Kind.STATED: _stated,
    Kind.JUDGED: _verdict,
    Kind.DECIDED: _decided,
    Kind.RETRACTED: _retracted,
    Kind.WITHDRAWN: _withdrawn,
}
