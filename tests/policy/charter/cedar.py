"""The charter's rules as Cedar policies, so that another engine can be asked the same questions.

Cedar knows no unknown, so it is asked only where every fact is known. Whoever asks to `review` or to `keep` a file is
allowed to unless a rule forbids it; an `approval` is due where a rule with one allows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cedarpy

from policy.charter.model import AnyOf, Charter, Condition, Is, Mode, Rule
from policy.verdict import Answer, Effect

_KEEP, _REVIEW, _APPROVAL = "keep", "review", "approval"
_STOPS = {
    Effect.FORBID: (_KEEP, _REVIEW),
    Effect.REQUIRE_STATEMENT: (_REVIEW,),
    Effect.REQUIRE_DECLARATION: (_REVIEW,),
    Effect.REQUIRE_LABEL: (_REVIEW,),
}
_BATCH = 3_000


@dataclass(frozen=True)
class Opinion:
    """What Cedar makes of one set of facts."""

    answer: Answer
    rules: frozenset[str]
    approvals: frozenset[str]


def opinions(charter: Charter, worlds: Sequence[dict[str, str]]) -> list[Opinion]:
    """Return Cedar's opinion on each set of facts."""
    policies, owners = _policies(charter)
    asked = [(action, facts) for facts in worlds for action in (_KEEP, _REVIEW, _APPROVAL)]
    told: list[tuple[bool, frozenset[str]]] = []
    for start in range(0, len(asked), _BATCH):
        requests = [_request(action, facts) for action, facts in asked[start : start + _BATCH]]
        for result in cedarpy.is_authorized_batch(requests, policies, []):
            assert not result.diagnostics.errors
            told.append((result.allowed, frozenset(owners[reason] for reason in result.diagnostics.reasons)))
    return [_opinion(*told[start : start + 3]) for start in range(0, len(told), 3)]


def _opinion(
    keep: tuple[bool, frozenset[str]], review: tuple[bool, frozenset[str]], approval: tuple[bool, frozenset[str]]
) -> Opinion:
    approvals = approval[1] if approval[0] else frozenset()
    if not keep[0]:
        return Opinion(Answer.FORBIDDEN, keep[1], approvals)
    if not review[0]:
        return Opinion(Answer.INCOMPLETE, review[1], approvals)
    return Opinion(Answer.REVIEWABLE, frozenset(), approvals)


def _request(action: str, facts: dict[str, str]) -> dict[str, object]:
    return {
        "principal": 'Person::"author"',
        "action": f'Action::"{action}"',
        "resource": 'File::"it"',
        "context": facts,
    }


def _policies(charter: Charter) -> tuple[str, dict[str, str]]:
    """Return the policies, and which rule each one is from by the name that Cedar gives it."""
    written: list[tuple[str, str]] = [
        ("", f'permit(principal, action == Action::"{action}", resource);') for action in (_KEEP, _REVIEW)
    ]
    for rule in charter.rules:
        if rule.mode is Mode.ENFORCE:
            written += [(rule.id, text) for text in _of_rule(rule)]
    owners = {f"policy{number}": owner for number, (owner, _) in enumerate(written)}
    return "\n".join(text for _, text in written), owners


def _of_rule(rule: Rule) -> Iterable[str]:
    clauses = f"when {{ {_expression(rule.when)} }}"
    for exception in (rule.unless, rule.satisfied_when):
        clauses += f" unless {{ {_expression(exception)} }}" if exception else ""
    for action in _STOPS.get(rule.effect, ()):
        yield f'forbid(principal, action == Action::"{action}", resource) {clauses};'
    if rule.approval:
        yield f'permit(principal, action == Action::"{_APPROVAL}", resource) {clauses};'


def _expression(condition: Condition) -> str:
    if isinstance(condition, Is):
        return f"{json.dumps(sorted(condition.values))}.contains(context[{json.dumps(condition.fact)}])"
    sign = " || " if isinstance(condition, AnyOf) else " && "
    return "(" + sign.join(_expression(part) for part in condition.parts) + ")"
