from __future__ import annotations

from dataclasses import replace

from policy.charter.load import shipped
from policy.charter.model import All, AnyOf, Charter, Example, Rule
from policy.charter.mutants import Change, Survivor, survivors
from policy.verdict import Answer, Approval, Effect
from tests.policy.charter.random_charters import BOTH, charter, rule, said

SEEN = Answer.REVIEWABLE
"""Mutants are compared with what the rules say, not with what an example expects."""


def with_examples(*facts: dict[str, str], rules: tuple[Rule, ...]) -> Charter:
    examples = tuple(Example(str(number), tuple(item.items()), SEEN) for number, item in enumerate(facts))
    return replace(charter(*rules), examples=examples)


def changes(*facts: dict[str, str], rules: tuple[Rule, ...]) -> set[tuple[Change, str, str]]:
    return {(item.change, item.fact, item.value) for item in survivors(with_examples(*facts, rules=rules))}


def test_the_examples_of_the_shipped_charter_notice_every_change() -> None:
    assert survivors(shipped()) == ()


def test_without_its_example_a_forgotten_value_goes_unnoticed() -> None:
    made = shipped()
    fewer = tuple(item for item in made.examples if item.name != "Vidéo d’une réunion, sans origine")
    assert survivors(replace(made, examples=fewer)) == (
        Survivor("origin-of-every-visual", Change.VALUE_DROPPED, "kind", "video"),
    )


def test_a_rule_without_any_example_could_be_dropped_or_inverted() -> None:
    refusing = rule(Effect.FORBID, said("a"), way_out=BOTH)
    assert changes(rules=(refusing,)) == {(Change.RULE_DROPPED, "", ""), (Change.VALUES_INVERTED, "a", "")}
    assert changes({"a": "yes"}, rules=(refusing,)) == set()


def test_an_exception_that_no_example_meets_could_be_dropped() -> None:
    excepted = rule(Effect.FORBID, said("a"), unless=said("b"), way_out=BOTH)
    seen = {"a": "yes", "b": "no"}
    assert (Change.EXCEPTION_DROPPED, "", "") in changes(seen, rules=(excepted,))
    assert changes(seen, {"a": "yes", "b": "yes"}, rules=(excepted,)) == set()


def test_a_fulfilment_that_no_example_meets_could_be_dropped() -> None:
    asking = rule(Effect.REQUIRE_LABEL, said("a"), satisfied_when=said("b"))
    assert (Change.FULFILMENT_DROPPED, "", "") in changes({"a": "yes", "b": "no"}, rules=(asking,))


def test_each_part_of_a_condition_needs_its_example() -> None:
    both = rule(Effect.FORBID, All((said("a"), said("b"))), way_out=BOTH)
    assert (Change.PART_DROPPED, "b", "") in changes({"a": "yes", "b": "yes"}, {"a": "no"}, rules=(both,))
    either = rule(Effect.FORBID, AnyOf((said("a"), said("b"))), way_out=BOTH)
    assert (Change.PART_DROPPED, "b", "") in changes({"a": "yes", "b": "no"}, rules=(either,))


def test_how_many_people_approve_needs_an_example() -> None:
    approving = rule(Effect.REQUIRE_APPROVAL, said("a"), approval=Approval(1, "reviewer"))
    found = changes({"a": "no"}, rules=(approving,))
    assert {(Change.APPROVAL_RAISED, "", ""), (Change.APPROVAL_DROPPED, "", "")} <= found
    assert changes({"a": "yes"}, {"a": "no"}, rules=(approving,)) == set()


def test_a_change_that_makes_no_difference_anywhere_is_not_told() -> None:
    refusing = rule(Effect.FORBID, said("a"), id="all", way_out=BOTH)
    hidden = rule(Effect.REQUIRE_LABEL, All((said("a"), said("b"))), id="hidden", satisfied_when=said("c"))
    permitting = rule(Effect.PERMIT, said("d"), id="permits")
    made = with_examples({"a": "yes"}, {"a": "no"}, rules=(refusing, hidden, permitting))
    assert survivors(made) == ()
