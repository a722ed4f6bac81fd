"""Holding facts against a charter: Kleene's three-valued logic, so that a missing fact never opens the gate.

A rule whose condition is unknown leaves the answer `incomplete`, whatever else holds, unless a refusal is certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from policy.charter.model import AnyOf, Charter, Condition, Is, Mode, Rule
from policy.evidence import Examination
from policy.facts import derive
from policy.statement import Statement
from policy.verdict import Answer, Approval, Effect, FiredRule, Verdict

_REQUIREMENTS = {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}


def verdict_for(charter: Charter, examination: Examination, statement: Statement | None) -> Verdict:
    """Return what the charter says of one examined file and its author's word on it."""
    verdict = judge(charter, derive(examination, statement))
    return verdict if examination.readable else replace(verdict, answer=Answer.UNREADABLE, rules=(), missing=())


def judge(charter: Charter, facts: Mapping[str, str]) -> Verdict:
    """Return what the charter says of some facts; a fact that is not there is unknown."""
    findings = [finding for rule in charter.rules if (finding := _finding(rule, facts))]
    binding = [finding for finding in findings if finding.rule.mode is Mode.ENFORCE]
    forbidding = [finding for finding in binding if finding.certain and finding.rule.effect is Effect.FORBID]
    blocking = forbidding or [finding for finding in binding if finding.blocks]
    return Verdict(
        answer=_answer(bool(forbidding), bool(blocking)),
        rules=tuple(finding.fired for finding in sorted(blocking, key=lambda finding: not finding.certain)),
        missing=() if forbidding else tuple(_missing(charter, blocking, facts)),
        charter=charter.reference,
        facts=tuple(sorted(facts.items())),
        approvals=tuple(_approvals(binding)),
        observed=tuple(finding.fired for finding in findings if finding.rule.mode is Mode.OBSERVE),
    )


def holds(condition: Condition, facts: Mapping[str, str]) -> bool | None:
    """Return whether a condition holds: True, False, or None where a fact that matters is unknown."""
    if isinstance(condition, Is):
        value = facts.get(condition.fact)
        return None if value is None else value in condition.values
    parts = [holds(part, facts) for part in condition.parts]
    decisive = isinstance(condition, AnyOf)
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


@dataclass(frozen=True, slots=True)
class _Finding:
    """A rule that applies, or may apply."""

    rule: Rule
    certain: bool

    @property
    def blocks(self) -> bool:
        """Whether it stands between the file and its review."""
        if not self.certain:
            return self.rule.effect is not Effect.PERMIT
        return self.rule.effect in _REQUIREMENTS

    @property
    def fired(self) -> FiredRule:
        return FiredRule(self.rule.id, self.rule.article, self.rule.effect, self.certain)


def _finding(rule: Rule, facts: Mapping[str, str]) -> _Finding | None:
    applies = _applies(rule, facts)
    fulfilled = holds(rule.satisfied_when, facts) if rule.satisfied_when else False
    if applies is False or fulfilled is True:
        return None
    return _Finding(rule, applies is True and fulfilled is False)


def _applies(rule: Rule, facts: Mapping[str, str]) -> bool | None:
    wanted = holds(rule.when, facts)
    excepted = holds(rule.unless, facts) if rule.unless else False
    if wanted is False or excepted is True:
        return False
    return None if wanted is None or excepted is None else True


def _answer(forbidden: bool, blocked: bool) -> Answer:
    if forbidden:
        return Answer.FORBIDDEN
    return Answer.INCOMPLETE if blocked else Answer.REVIEWABLE


def _approvals(binding: list[_Finding]) -> Iterator[Approval]:
    for finding in binding:
        if finding.rule.approval:
            yield finding.rule.approval


def _missing(charter: Charter, blocking: list[_Finding], facts: Mapping[str, str]) -> Iterator[str]:
    """Yield the facts to ask for, in the charter's order: unknown ones, and those that would fulfil a requirement."""
    wanted = {name for finding in blocking for name in _asked(finding, facts)}
    yield from (fact.name for fact in charter.facts if fact.name in wanted)
    yield from sorted(wanted - {fact.name for fact in charter.facts})


def _asked(finding: _Finding, facts: Mapping[str, str]) -> Iterator[str]:
    rule = finding.rule
    if finding.certain and rule.satisfied_when:
        yield from _facts_of(rule.satisfied_when)
    for condition in (rule.when, rule.unless, rule.satisfied_when):
        if condition:
            yield from (name for name in _facts_of(condition) if name not in facts)


def _facts_of(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Is):
        yield condition.fact
    else:
        for part in condition.parts:
            yield from _facts_of(part)
