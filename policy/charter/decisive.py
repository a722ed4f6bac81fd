"""Which facts the answer depends on, found with a reduced decision diagram.

A fact stands in such a diagram just where some values of the others make its own decide (Bryant, « Graph-based
algorithms for Boolean function manipulation », 1986; here with several values to a fact).
"""

from __future__ import annotations

from collections.abc import Sequence

from policy.charter.model import Rule, facts_of
from policy.charter.worlds import Region, answers, conditions_of
from policy.verdict import Answer, gravest_answer

_MOST_NODES = 3_000
"""Nodes past which all undecided facts are taken for decisive: a charter of ordinary size has some dozens."""


def decisive_facts(binding: Sequence[Rule], region: Region) -> set[str]:
    """Return the undecided facts of a region that change the answer of some rules, for some values of the others."""
    order = [name for name, choices in region.items() if len(choices) > 1]
    diagram = _Diagram(order)
    try:
        diagram.node(0, region, Answer.REVIEWABLE, binding)
    except _TooLargeError:
        return set(order)
    return diagram.decisive


class _TooLargeError(Exception):
    """The diagram would take too long."""


class _Diagram:
    def __init__(self, order: Sequence[str]) -> None:
        self.decisive: set[str] = set()
        self._order = order
        self._made: dict[object, object] = {}

    def node(self, depth: int, region: Region, so_far: Answer, rules: Sequence[Rule]) -> object:
        """Return what a region leads to: its answer, or the fact that decides and what each of its values leads to."""
        possible = [(rule, answers([rule], region)) for rule in rules]
        so_far = gravest_answer((so_far, *(answer for _, found in possible if len(found) == 1 for answer in found)))
        open_rules = [rule for rule, found in possible if gravest_answer((so_far, *found)) is not so_far]
        if not open_rules:
            return so_far
        key = (depth, so_far, *self._remembered(depth, region, open_rules))
        if key not in self._made:
            if len(self._made) > _MOST_NODES:
                raise _TooLargeError
            self._made[key] = self._split(depth, region, so_far, open_rules)
        return self._made[key]

    def _remembered(self, depth: int, region: Region, rules: Sequence[Rule]) -> tuple[object, ...]:
        """Return what tells nodes of one depth apart: their rules, and those decided facts that these mention."""
        mentioned = {name for rule in rules for part in conditions_of(rule) for name in facts_of(part)}
        return (*(rule.id for rule in rules), *(region[name] for name in self._order[:depth] if name in mentioned))

    def _split(self, depth: int, region: Region, so_far: Answer, rules: Sequence[Rule]) -> object:
        name = self._order[depth]
        below = [self.node(depth + 1, {**region, name: (choice,)}, so_far, rules) for choice in region[name]]
        if all(node == below[0] for node in below):
            return below[0]
        self.decisive.add(name)
        return (name, *below)
