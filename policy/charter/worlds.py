"""Many combinations of facts at once, unknown included, and what may come of them.

A region leaves some facts undecided. What is said of it covers every world in it, and perhaps more, never less; of a
region that holds a single world it is exact. So a promise is proven by splitting regions until each one is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

from policy.charter.model import All, AnyOf, Charter, Condition, Is, Rule, facts_of
from policy.facts import VALUES, FactName
from policy.verdict import Answer, Effect

HOLDS, FAILS, OPEN = 1, 2, 4
"""What a condition may turn out to be; sums of them where there are several possibilities."""
_REQUIREMENTS = {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}
Settled = TypeVar("Settled")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fact, None for unknown; `alike` counts the values that no condition tells from it."""

    value: str | None
    alike: int = 1


Region = Mapping[str, tuple[Choice, ...]]
"""What each fact may still be."""


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Return the conditions that a rule has."""
    return tuple(part for part in (rule.when, rule.unless, rule.satisfied_when) if part)


def whole(charter: Charter, conditions: Sequence[Condition]) -> Region:
    """Return all worlds, over the facts that some conditions mention, in the order in which they do."""
    names = dict.fromkeys(name for condition in conditions for name in facts_of(condition))
    parts = [part for condition in conditions for part in _tests(condition)]
    return {name: _choices(values_of(charter, name), [part for part in parts if part.fact == name]) for name in names}


def _tests(condition: Condition) -> Iterator[Is]:
    if isinstance(condition, Is):
        yield condition
    else:
        for part in condition.parts:
            yield from _tests(part)


def _choices(values: Iterable[str], tests: Sequence[Is]) -> tuple[Choice, ...]:
    """Return unknown, and one value for all those that every test treats alike."""
    alike: dict[tuple[bool, ...], list[str]] = {}
    for value in values:
        alike.setdefault(tuple(value in test.values for test in tests), []).append(value)
    return (Choice(None), *(Choice(group[0], len(group)) for group in alike.values()))


def values_of(charter: Charter, name: str) -> tuple[str, ...]:
    """Return the values that a fact may take, whether the charter speaks of it or a rule alone does."""
    fact = charter.fact(name)
    return fact.value_names if fact else VALUES[FactName(name)]


def size(region: Region) -> int:
    """Return how many worlds a region has."""
    return prod(sum(choice.alike for choice in choices) for choices in region.values())


def simplest(region: Region) -> dict[str, str]:
    """Return the facts of the world in which what a region leaves undecided stays unknown."""
    return {name: choices[0].value for name, choices in region.items() if choices[0].value is not None}


def settle(region: Region, decide: Callable[[Region], Settled | None]) -> Iterator[tuple[Region, Settled]]:
    """Split a region until each part is decided; together the parts are the region, and none overlap.

    `decide` has to settle whatever holds a single world.
    """
    settled = decide(region)
    if settled is not None:
        yield region, settled
        return
    name = next(name for name, choices in region.items() if len(choices) > 1)
    for choice in region[name]:
        yield from settle({**region, name: (choice,)}, decide)


def outcomes(condition: Condition | None, region: Region) -> int:
    """Return what a condition may turn out to be in a region; one that isn't there fails."""
    if condition is None:
        return FAILS
    if isinstance(condition, Is):
        found = 0
        for choice in region[condition.fact]:
            found |= OPEN if choice.value is None else HOLDS if choice.value in condition.values else FAILS
        return found
    return _combined(condition, region)


def _combined(condition: All | AnyOf, region: Region) -> int:
    """Combine parts: what decides is possible where one part may be so, its contrary where all parts may."""
    decisive = HOLDS if isinstance(condition, AnyOf) else FAILS
    some, every, undecided = 0, HOLDS | FAILS, True
    for part in condition.parts:
        found = outcomes(part, region)
        some |= found
        every &= found
        undecided = undecided and found != decisive
    return (some & decisive) | (every & ~decisive) | (some & OPEN if undecided else 0)


def answers(rules: Iterable[Rule], region: Region) -> frozenset[Answer]:
    """Return the answers to which binding rules may lead in a region."""
    open_gate, closed, refused = True, False, False
    for rule in rules:
        if rule.effect is Effect.PERMIT:
            continue
        silent, open_, certain = _findings(rule, region)
        if rule.effect is Effect.FORBID:
            if certain and not silent and not open_:
                return frozenset({Answer.FORBIDDEN})
            refused = refused or certain
        blocking = open_ or (certain and rule.effect in _REQUIREMENTS)
        closed = closed or blocking
        open_gate = open_gate and (silent or (certain and rule.effect is Effect.REQUIRE_APPROVAL))
    possible = {Answer.REVIEWABLE: open_gate, Answer.INCOMPLETE: closed, Answer.FORBIDDEN: refused}
    return frozenset(answer for answer, may in possible.items() if may)


def _findings(rule: Rule, region: Region) -> tuple[bool, bool, bool]:
    """Return whether a rule may stay silent, may be left open, and may apply for certain."""
    wanted = outcomes(rule.when, region)
    excused = outcomes(rule.unless, region), outcomes(rule.satisfied_when, region)
    silent = bool(wanted & FAILS) or any(found & HOLDS for found in excused)
    certain = bool(wanted & HOLDS) and all(found & FAILS for found in excused)
    possible = bool(wanted & (HOLDS | OPEN)) and all(found & (FAILS | OPEN) for found in excused)
    return silent, possible and bool((wanted | excused[0] | excused[1]) & OPEN), certain
