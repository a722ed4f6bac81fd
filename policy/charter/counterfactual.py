"""The way out: the smallest change that would make an answer `reviewable`, where people can bring one about.

Two kinds of change are known, and kept apart: what people can do (a fact's remedies), and questions that nobody has
answered yet. What is established and has no remedy stays as it is, so nobody is ever told to claim something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy.charter.logic import Facts, findings
from policy.charter.model import Charter, Fact, Mode, Rule, Value, facts_of
from policy.charter.words import VIGIE

_MOST_WORLDS = 500
"""Worlds that are tried before giving up; over 3,000 random fact sets the shipped charter took eleven at most."""

Changes = frozenset[tuple[str, str]]
"""Facts that are not as they were, with the value that each has now."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would make an answer `reviewable`, each part in the order of the charter.

    `remedies` are things to do: the fact, and what brings it about in words. `questions` only wait for an answer;
    which one would lead out is left out on purpose, since only the true one counts.
    """

    remedies: tuple[tuple[Fact, Value], ...] = ()
    questions: tuple[Fact, ...] = ()


def way_out(charter: Charter, facts: Facts) -> WayOut | None:
    """Return the way out that changes the fewest facts, empty where the answer is `reviewable` already.

    None where nothing that people can change suffices, or where finding out would take too long.
    """
    level: list[Changes] = [frozenset()]
    tried = 0
    while level:
        following: dict[Changes, None] = {}
        for changes in level:
            if tried == _MOST_WORLDS:
                return None
            tried += 1
            standing = _standing(charter, facts, changes)
            if not standing:
                return _told(charter, changes)
            following |= dict.fromkeys(_steps(charter, facts, changes, standing))
        level = list(following)
    return None


def _standing(charter: Charter, facts: Facts, changes: Changes) -> list[Rule]:
    """Return the rules that still stand between the facts, changed like that, and a review."""
    found = findings(charter, {**facts, **dict(changes)})
    return [item.rule for item in found if item.rule.mode is Mode.ENFORCE and (item.forbids or item.blocks)]


def _steps(charter: Charter, facts: Facts, changes: Changes, standing: list[Rule]) -> list[Changes]:
    """Return the ways to change one more fact.

    Every way out changes some fact that each standing rule asks about; the rule with the fewest choices is enough.
    """
    choices = [list(_choices(charter, facts, changes, rule)) for rule in standing]
    return [changes | {choice} for choice in min(choices, key=len)]


def _choices(charter: Charter, facts: Facts, changes: Changes, rule: Rule) -> Iterator[tuple[str, str]]:
    asked = {name for part in (rule.when, rule.unless, rule.satisfied_when) if part for name in facts_of(part)}
    for fact in charter.facts:
        if fact.name in asked.difference(name for name, _ in changes):
            known = facts.get(fact.name)
            yield from ((fact.name, value) for value in _within_reach(fact, known) if value != known)


def _within_reach(fact: Fact, known: str | None) -> tuple[str, ...]:
    """Return the values that a fact may come to have: by a remedy, or by an answer where nobody has given one yet."""
    remedies = tuple(value.name for value in fact.remedies)
    asked = known is None and any(role != VIGIE for role in fact.answered_by)
    return tuple(dict.fromkeys((*remedies, *fact.value_names))) if asked else remedies


def _told(charter: Charter, changes: Changes) -> WayOut:
    changed = dict(changes)
    remedies: list[tuple[Fact, Value]] = []
    questions: list[Fact] = []
    for fact in (fact for fact in charter.facts if fact.name in changed):
        remedy = next((value for value in fact.remedies if value.name == changed[fact.name]), None)
        if remedy:
            remedies.append((fact, remedy))
        else:
            questions.append(fact)
    return WayOut(tuple(remedies), tuple(questions))
