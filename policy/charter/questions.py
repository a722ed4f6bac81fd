"""What still has to be asked: facts whose answer can change the verdict, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.charter.decisive import decisive_facts
from policy.charter.logic import Facts, Finding, holds
from policy.charter.model import Charter, Condition, Is, Mode, Rule, facts_of
from policy.charter.worlds import HOLDS, OPEN, Choice, Region, answers, conditions_of, outcomes, whole
from policy.verdict import Answer


def questions(charter: Charter, blocking: Sequence[Finding], facts: Facts) -> tuple[str, ...]:
    """Return the facts to ask for, in the charter's order: unknown ones, and those that would fulfil a requirement.

    A fact is asked for only if, for some answers to the other questions, its value changes the answer. What would
    fulfil requirements that may yet apply is asked only where nothing else helps. No question: no answer would help.
    """
    wanted = {name for found in blocking for name in _asked(found, facts)}
    if not wanted:
        return ()
    rules = [rule for rule in charter.rules if rule.mode is Mode.ENFORCE]
    everything = whole(charter, [part for rule in rules for part in conditions_of(rule)])
    for thorough in (False, True):
        wanted = _with_what_may_follow(rules, everything, facts, wanted, thorough=thorough)
        if decisive := decisive_facts(rules, _region(everything, facts, wanted)):
            ordered = [fact.name for fact in charter.facts if fact.name in decisive]
            return (*ordered, *sorted(decisive.difference(ordered)))
    return ()


def _asked(found: Finding, facts: Facts) -> Iterator[str]:
    rule = found.rule
    if found.certain and rule.satisfied_when:
        yield from _open(rule.satisfied_when, facts, also=False)
        return
    for condition in conditions_of(rule):
        yield from _open(condition, facts, also=None)


def _open(condition: Condition, facts: Facts, also: bool | None) -> Iterator[str]:
    """Yield the facts of the parts that are unknown, or whose value is `also`."""
    if holds(condition, facts) not in {None, also}:
        return
    if isinstance(condition, Is):
        yield condition.fact
    else:
        for part in condition.parts:
            yield from _open(part, facts, also)


def _with_what_may_follow(
    rules: Sequence[Rule], everything: Region, facts: Facts, wanted: set[str], *, thorough: bool
) -> set[str]:
    """Add the unknown facts of the rules that answers may bring into play, and of those that these may bring in turn.

    A thorough look adds what would fulfil the requirements among them, even where it is known to be lacking.
    """
    while True:
        region = _region(everything, facts, wanted)
        in_play = [rule for rule in rules if answers([rule], region) != {Answer.REVIEWABLE}]
        more = {name for rule in in_play for name in _lacking(rule, region, facts, thorough=thorough)}
        if more <= wanted:
            return wanted
        wanted = wanted | more


def _lacking(rule: Rule, region: Region, facts: Facts, *, thorough: bool) -> Iterator[str]:
    for condition in conditions_of(rule):
        yield from _unknown(condition, region, facts)
    if thorough and rule.satisfied_when and outcomes(rule.satisfied_when, region) != HOLDS:
        yield from facts_of(rule.satisfied_when)


def _unknown(condition: Condition, region: Region, facts: Facts) -> Iterator[str]:
    """Yield the unknown facts of those parts that are not decided without them."""
    if not outcomes(condition, region) & OPEN:
        return
    if not isinstance(condition, Is):
        for part in condition.parts:
            yield from _unknown(part, region, facts)
    elif condition.fact not in facts:
        yield condition.fact


def _region(everything: Region, facts: Facts, wanted: set[str]) -> Region:
    """Return what may come of some facts while all others stay as they are."""
    return {name: _choices(choices, facts.get(name), name in wanted) for name, choices in everything.items()}


def _choices(choices: tuple[Choice, ...], value: str | None, wanted: bool) -> tuple[Choice, ...]:
    """Return what may come of one fact; a known one may change, and is never unknown again."""
    if not wanted:
        return (Choice(value),)
    return tuple(choice for choice in choices if value is None or choice.value is not None)
