"""What a changed charter would say of what was judged before: the same facts under both, and where they part.

Both charters are applied anew to the recorded facts, so that what an earlier change altered is not told again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from policy.charter.logic import answer, findings
from policy.charter.model import Charter, Mode
from policy.verdict import Answer, Approval

EXAMPLES = 5
"""How many submissions are named for each kind of change."""
Snapshot = tuple[tuple[str, str], ...]
"""The facts that a verdict was given on, as it records them."""
What = TypeVar("What", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RecordedFacts:
    """A verdict to be given again; `reference` names its submission, `answer` is what was said then.

    `lifted` names the rules whose refusal people have lifted.
    """

    reference: str
    answer: Answer
    facts: Snapshot
    lifted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group(Generic[What]):
    """How many verdicts change in the same way, and some submissions among them."""

    what: What
    count: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What would change among `verdicts` recorded ones, the commonest first.

    `touched` of them would say something else: an answer, a rule that starts or stops to bear on it, one that is newly
    counted in observe mode, or who has to approve.
    """

    verdicts: int = 0
    touched: int = 0
    answers: tuple[Group[tuple[Answer, Answer]], ...] = ()
    starting: tuple[Group[str], ...] = ()
    ending: tuple[Group[str], ...] = ()
    observed: tuple[Group[str], ...] = ()
    approvals: tuple[Group[tuple[tuple[Approval, ...], tuple[Approval, ...]]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Opinion:
    answer: Answer
    rules: frozenset[str]
    observed: frozenset[str]
    approvals: tuple[Approval, ...]


@dataclass(slots=True)
class _Tally(Generic[What]):
    """Counts by kind of change, with the first submissions of each."""

    counts: dict[What, int] = field(default_factory=dict)
    named: dict[What, dict[str, None]] = field(default_factory=dict)

    def add(self, what: What, reference: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
        named = self.named.setdefault(what, {})
        if len(named) < EXAMPLES:
            named[reference] = None

    def groups(self) -> tuple[Group[What], ...]:
        commonest = sorted(self.counts.items(), key=lambda item: -item[1])
        return tuple(Group(what, count, tuple(self.named[what])) for what, count in commonest)


def replay(before: Charter, after: Charter, recorded: Iterable[RecordedFacts]) -> Difference:
    """Return what would be said differently; what could not be read stays unreadable."""
    known: dict[tuple[Snapshot, tuple[str, ...]], tuple[_Opinion, _Opinion]] = {}
    tallies = _Tallies()
    verdicts = touched = 0
    for item in recorded:
        verdicts += 1
        if item.answer is Answer.UNREADABLE:
            continue
        given = item.facts, item.lifted
        pair = known.get(given)
        if pair is None:
            pair = known[given] = (_opinion(before, *given), _opinion(after, *given))
        if pair[0] != pair[1]:
            touched += 1
            tallies.add(*pair, item.reference)
    return tallies.difference(verdicts, touched)


@dataclass(slots=True)
class _Tallies:
    answers: _Tally[tuple[Answer, Answer]] = field(default_factory=_Tally)
    starting: _Tally[str] = field(default_factory=_Tally)
    ending: _Tally[str] = field(default_factory=_Tally)
    observed: _Tally[str] = field(default_factory=_Tally)
    approvals: _Tally[tuple[tuple[Approval, ...], tuple[Approval, ...]]] = field(default_factory=_Tally)

    def add(self, before: _Opinion, after: _Opinion, reference: str) -> None:
        if before.answer is not after.answer:
            self.answers.add((before.answer, after.answer), reference)
        if before.approvals != after.approvals:
            self.approvals.add((before.approvals, after.approvals), reference)
        for tally, rules in (
            (self.starting, after.rules - before.rules),
            (self.ending, before.rules - after.rules),
            (self.observed, after.observed - before.observed),
        ):
            for rule in sorted(rules):
                tally.add(rule, reference)

    def difference(self, verdicts: int, touched: int) -> Difference:
        return Difference(
            verdicts=verdicts,
            touched=touched,
            answers=self.answers.groups(),
            starting=self.starting.groups(),
            ending=self.ending.groups(),
            observed=self.observed.groups(),
            approvals=self.approvals.groups(),
        )


def _opinion(charter: Charter, snapshot: Snapshot, lifted: tuple[str, ...]) -> _Opinion:
    """Return what `judge` would say, without working out what to ask: that takes longest, and is not compared."""
    found = findings(charter.without(lifted), dict(snapshot))
    binding = [finding for finding in found if finding.rule.mode is Mode.ENFORCE]
    bearing = [finding for finding in binding if finding.forbids] or [finding for finding in binding if finding.blocks]
    return _Opinion(
        answer=answer(binding),
        rules=frozenset(finding.rule.id for finding in bearing if finding.certain),
        observed=frozenset(
            finding.rule.id for finding in found if finding.certain and finding.rule.mode is Mode.OBSERVE
        ),
        approvals=tuple(finding.rule.approval for finding in binding if finding.rule.approval),
    )
