"""Kleene's three-valued logic over facts, and what one rule makes of them: a missing fact never opens the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policy.charter.model import AnyOf, Charter, Condition, Is, Mode, Rule
from policy.verdict import Answer, Effect, FiredRule

_REQUIREMENTS = {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}

Facts = Mapping[str, str]
"""Established facts by name; one that is not there is unknown."""


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Return whether a condition holds: True, False, or None where a fact that matters is unknown."""
    if isinstance(condition, Is):
        value = facts.get(condition.fact)
        return None if value is None else value in condition.values
    decisive = isinstance(condition, AnyOf)
    known: bool | None = not decisive
    for part in condition.parts:
        if (held := holds(part, facts)) is decisive:
            return decisive
        if held is None:
            known = None
    return known


@dataclass(frozen=True, slots=True)
class Finding:
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
    def forbids(self) -> bool:
        """Whether it refuses for certain."""
        return self.certain and self.rule.effect is Effect.FORBID

    @property
    def fired(self) -> FiredRule:
        """What a verdict records of it."""
        return FiredRule(self.rule.id, self.rule.article, self.rule.effect, self.certain)


def finding(rule: Rule, facts: Facts) -> Finding | None:
    """Return what a rule finds, None where it does not apply or is fulfilled."""
    wanted = holds(rule.when, facts)
    if wanted is False:
        return None
    excepted = holds(rule.unless, facts) if rule.unless else False
    if excepted is True:
        return None
    fulfilled = holds(rule.satisfied_when, facts) if rule.satisfied_when else False
    if fulfilled is True:
        return None
    return Finding(rule, wanted is True and excepted is False and fulfilled is False)


def findings(charter: Charter, facts: Facts) -> list[Finding]:
    """Return what every rule finds, those in observe mode included, in the file's order."""
    return [found for rule in charter.rules if (found := finding(rule, facts))]


def answer(found: Iterable[Finding]) -> Answer:
    """Return the answer that the findings of binding rules lead to."""
    worst = Answer.REVIEWABLE
    for item in found:
        if item.rule.mode is Mode.OBSERVE:
            continue
        if item.forbids:
            return Answer.FORBIDDEN
        if item.blocks:
            worst = Answer.INCOMPLETE
    return worst
