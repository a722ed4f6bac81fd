"""Would the examples notice if a rule said something else? Small changes that none of them notices are told.

Each binding rule is changed a little, one change at a time; an example notices where the answer, the rules that fire
for certain, or the approvals differ. Changes that make no difference in any world are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, product

from policy.charter.logic import answer, findings
from policy.charter.model import All, AnyOf, Charter, Condition, Is, Mode, Rule, facts_of
from policy.charter.worlds import Region, conditions_of, values_of, whole
from policy.verdict import Answer, Approval

_MOST_WORLDS = 20_000
"""Worlds in which a change is looked for; past that it is told, although it may make no difference."""


class Change(StrEnum):
    """What was changed in a rule."""

    RULE_DROPPED = "rule-dropped"
    VALUES_INVERTED = "values-inverted"
    VALUE_DROPPED = "value-dropped"
    PART_DROPPED = "part-dropped"
    GROUP_DROPPED = "group-dropped"
    EXCEPTION_DROPPED = "exception-dropped"
    FULFILMENT_DROPPED = "fulfilment-dropped"
    APPROVAL_RAISED = "approval-raised"
    APPROVAL_DROPPED = "approval-dropped"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no example notices. `fact` and `value` are those that it concerns, "" where it concerns none."""

    rule_id: str
    change: Change
    fact: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class _Mutant:
    """A changed rule, None where it is dropped."""

    told: Survivor
    rule: Rule | None


Outcome = tuple[Answer, frozenset[str], tuple[Approval, ...]]


def survivors(charter: Charter) -> tuple[Survivor, ...]:
    """Return the changes to binding rules that no example notices, in the order of the rules."""
    examples = [dict(example.facts) for example in charter.examples]
    before = [_outcome(charter, facts) for facts in examples]
    found: dict[Survivor, None] = {}
    for rule in charter.rules:
        for mutant in _mutants(charter, rule) if rule.mode is Mode.ENFORCE else ():
            changed = _with(charter, rule, mutant.rule)
            unnoticed = all(
                _outcome(changed, facts) == outcome for facts, outcome in zip(examples, before, strict=True)
            )
            if unnoticed and _differs_somewhere(charter, changed, rule, mutant.rule):
                found[mutant.told] = None
    return tuple(found)


def _outcome(charter: Charter, facts: Mapping[str, str]) -> Outcome:
    """Return what the judge answers, without looking for the questions that it would ask."""
    binding = [found for found in findings(charter, facts) if found.rule.mode is Mode.ENFORCE]
    forbidding = [found for found in binding if found.forbids]
    fired = forbidding or [found for found in binding if found.blocks and found.certain]
    approvals = tuple(found.rule.approval for found in binding if found.rule.approval)
    return answer(binding), frozenset(found.rule.id for found in fired), approvals


def _with(charter: Charter, rule: Rule, changed: Rule | None) -> Charter:
    rules = [changed if other is rule else other for other in charter.rules]
    return replace(charter, rules=tuple(other for other in rules if other))


def _differs_somewhere(charter: Charter, changed: Charter, rule: Rule, mutant: Rule | None) -> bool:
    """Whether some world tells the charters apart; only those are tried in which the rule alone tells them apart."""
    binding = [part for other in charter.rules if other.mode is Mode.ENFORCE for part in conditions_of(other)]
    everything = whole(charter, [*binding, *(conditions_of(mutant) if mutant else ())])
    asked = {name for part in conditions_of(rule) for name in facts_of(part)}
    own = {name: choices for name, choices in everything.items() if name in asked}
    others = {name: choices for name, choices in everything.items() if name not in asked}
    alone = replace(charter, rules=(rule,))
    alone_changed = replace(charter, rules=(mutant,) if mutant else ())
    telling = (facts for facts in _worlds(own) if _outcome(alone, facts) != _outcome(alone_changed, facts))
    worlds = ({**facts, **more} for facts in telling for more in _worlds(others))
    tried = 0
    for facts in islice(worlds, _MOST_WORLDS):
        tried += 1
        if _outcome(charter, facts) != _outcome(changed, facts):
            return True
    return tried == _MOST_WORLDS


def _worlds(region: Region) -> Iterator[dict[str, str]]:
    for chosen in product(*region.values()):
        yield {name: choice.value for name, choice in zip(region, chosen, strict=True) if choice.value is not None}


def _mutants(charter: Charter, rule: Rule) -> Iterator[_Mutant]:
    yield _Mutant(Survivor(rule.id, Change.RULE_DROPPED), None)
    for told, changed in _changed(charter, rule, rule.when):
        yield _Mutant(told, replace(rule, when=changed))
    if rule.unless:
        yield _Mutant(Survivor(rule.id, Change.EXCEPTION_DROPPED), replace(rule, unless=None))
        for told, changed in _changed(charter, rule, rule.unless):
            yield _Mutant(told, replace(rule, unless=changed))
    if rule.satisfied_when:
        yield _Mutant(Survivor(rule.id, Change.FULFILMENT_DROPPED), replace(rule, satisfied_when=None))
        for told, changed in _changed(charter, rule, rule.satisfied_when):
            yield _Mutant(told, replace(rule, satisfied_when=changed))
    if rule.approval:
        more = replace(rule.approval, count=rule.approval.count + 1)
        yield _Mutant(Survivor(rule.id, Change.APPROVAL_RAISED), replace(rule, approval=more))
        yield _Mutant(Survivor(rule.id, Change.APPROVAL_DROPPED), replace(rule, approval=None))


def _changed(charter: Charter, rule: Rule, condition: Condition) -> Iterator[tuple[Survivor, Condition]]:
    """Yield every condition that differs from a given one in a single place."""
    if isinstance(condition, Is):
        yield from _other_values(charter, rule, condition)
        return
    for index, part in enumerate(condition.parts):
        others = (*condition.parts[:index], *condition.parts[index + 1 :])
        if others:
            yield _dropped(rule, part), _rebuilt(condition, others)
        for told, changed in _changed(charter, rule, part):
            yield told, _rebuilt(condition, (*condition.parts[:index], changed, *condition.parts[index + 1 :]))


def _dropped(rule: Rule, part: Condition) -> Survivor:
    if isinstance(part, Is):
        return Survivor(rule.id, Change.PART_DROPPED, part.fact)
    return Survivor(rule.id, Change.GROUP_DROPPED)


def _rebuilt(condition: All | AnyOf, parts: Sequence[Condition]) -> Condition:
    return type(condition)(tuple(parts))


def _other_values(charter: Charter, rule: Rule, condition: Is) -> Iterator[tuple[Survivor, Is]]:
    if others := frozenset(values_of(charter, condition.fact)) - condition.values:
        yield Survivor(rule.id, Change.VALUES_INVERTED, condition.fact), Is(condition.fact, others)
    if len(condition.values) > 1:
        for value in sorted(condition.values):
            fewer = condition.values - {value}
            yield Survivor(rule.id, Change.VALUE_DROPPED, condition.fact, value), Is(condition.fact, fewer)
