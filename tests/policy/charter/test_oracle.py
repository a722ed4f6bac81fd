"""Where every fact is known, another engine (Cedar) says of the same rules what ours says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.model import Charter, Mode, facts_of
from policy.charter.worlds import conditions_of, values_of
from policy.verdict import Verdict
from tests.policy.charter.cedar import Opinion, opinions
from tests.policy.charter.random_charters import VALUES, charters, combinations


def ours(made: Charter, verdict: Verdict) -> Opinion:
    fired = frozenset(rule.id for rule in verdict.rules)
    assert all(rule.certain for rule in verdict.rules)
    approving = {id(item.approval): item.id for item in made.rules}
    return Opinion(verdict.answer, fired, frozenset(approving[id(approval)] for approval in verdict.approvals))


def distinct(made: Charter) -> Charter:
    """Return the charter with approvals that are told apart, although they may be equal."""
    rules = (replace(item, approval=replace(item.approval)) if item.approval else item for item in made.rules)
    return replace(made, rules=tuple(rules))


def agree(made: Charter, worlds: list[dict[str, str]]) -> None:
    told = distinct(made)
    for facts, theirs in zip(worlds, opinions(told, worlds), strict=True):
        assert ours(told, judge(told, facts)) == theirs, facts


def test_cedar_says_the_same_of_every_set_of_facts_of_the_shipped_charter() -> None:
    made = shipped()
    binding = [part for item in made.rules if item.mode is Mode.ENFORCE for part in conditions_of(item)]
    names = sorted({name for part in binding for name in facts_of(part)})
    worlds = list(combinations({name: values_of(made, name) for name in names}, unknown=False))
    assert len(worlds) == 8_320
    agree(made, worlds)


@settings(derandomize=True, max_examples=20, deadline=None)
@given(charters)
def test_cedar_says_the_same_of_random_charters(made: Charter) -> None:
    agree(made, list(combinations(VALUES, unknown=False)))
