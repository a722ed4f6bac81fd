from __future__ import annotations

from dataclasses import replace
from math import prod

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.guarantees import Proof, prove
from policy.charter.judge import judge
from policy.charter.lint import check
from policy.charter.load import shipped
from policy.charter.logic import holds
from policy.charter.model import All, Charter, Condition, Guarantee, Mode, Rule, facts_of
from policy.charter.worlds import Choice, Region, answers, conditions_of, outcomes, settle, size, whole
from policy.verdict import Answer, Effect
from tests.policy.charter.random_charters import (
    BOTH,
    VALUES,
    charter,
    combinations,
    conditions,
    promising_charters,
    rule,
    said,
)

EVERYTHING = list(combinations(VALUES, unknown=True))
OUTCOMES = {1: True, 2: False, 4: None}
NEVER = frozenset({Answer.FORBIDDEN, Answer.INCOMPLETE})


def single(region: Region) -> bool | None:
    return True if all(len(choices) == 1 for choices in region.values()) else None


def the_facts_of(region: Region) -> dict[str, str]:
    return {name: choice.value for name, (choice,) in region.items() if choice.value is not None}


def forbidding(**more: object) -> Rule:
    return rule(Effect.FORBID, said("a"), way_out=BOTH, **more)


def proof(made: Charter) -> Proof:
    (found,) = prove(made)
    return found


def broken(made: Charter, promise: Guarantee, facts: dict[str, str]) -> bool:
    return holds(promise.when, facts) is True and judge(made, facts).answer not in promise.answers


def mentioned(made: Charter, promise: Guarantee) -> set[str]:
    parts = [part for item in made.rules if item.mode is Mode.ENFORCE for part in conditions_of(item)]
    return {name for part in (promise.when, *parts) for name in facts_of(part)}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(promising_charters())
def test_a_proof_says_what_trying_every_combination_says(made: Charter) -> None:
    for promise, found in zip(made.guarantees, prove(made), strict=True):
        assert (found.counterexample is None) is not any(broken(made, promise, facts) for facts in EVERYTHING)
        assert found.vacuous is not any(holds(promise.when, facts) for facts in EVERYTHING)
        assert found.worlds == prod(len(VALUES[name]) + 1 for name in mentioned(made, promise))
        assert found.passed is (found.counterexample is None and not found.vacuous)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(promising_charters())
def test_a_counterexample_breaks_the_promise_that_it_is_held_against(made: Charter) -> None:
    for promise, found in zip(made.guarantees, prove(made), strict=True):
        if found.counterexample is not None:
            assert broken(made, promise, dict(found.counterexample))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(conditions, promising_charters())
def test_a_region_with_a_single_world_is_read_as_the_judge_reads_it(when: Condition, made: Charter) -> None:
    binding = [item for item in made.rules if item.mode is Mode.ENFORCE]
    everything = whole(made, [when, *(part for item in binding for part in conditions_of(item))])
    for region, _ in settle(everything, single):
        facts = the_facts_of(region)
        assert OUTCOMES[outcomes(when, region)] is holds(when, facts)
        assert answers(binding, region) == {judge(made, facts).answer}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(promising_charters(), st.data())
def test_a_larger_region_leaves_nothing_out(made: Charter, data: st.DataObject) -> None:
    binding = [item for item in made.rules if item.mode is Mode.ENFORCE]
    every = {name: [Choice(None), *(Choice(value) for value in values)] for name, values in VALUES.items()}
    kept = {
        name: tuple(data.draw(st.lists(st.sampled_from(choices), min_size=1, unique=True)))
        for name, choices in every.items()
    }
    for region, _ in settle(kept, single):
        facts = the_facts_of(region)
        assert judge(made, facts).answer in answers(binding, kept)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(promising_charters())
def test_the_parts_of_a_split_are_the_whole(made: Charter) -> None:
    everything = whole(made, [item.when for item in made.guarantees])
    assert sum(size(part) for part, _ in settle(everything, single)) == size(everything)


def test_an_exception_that_every_example_misses_is_found_with_the_facts_that_slip_through() -> None:
    made = shipped()
    first, *others = made.rules
    leaking = replace(
        made, rules=(replace(first, unless=All((said("kind", "use"), said("purpose", "subtitles")))), *others)
    )
    assert all(result.passed for result in check(leaking).examples)
    broken = [found for found in prove(leaking) if not found.passed]
    assert [found.guarantee.name for found in broken] == ["Aucune image générée par une IA ne passe jamais"]
    facts = dict(broken[0].counterexample or ())
    assert facts["generated"] == "yes"
    assert judge(leaking, facts).answer is not Answer.FORBIDDEN


def test_a_counterexample_leaves_out_what_nobody_needs_to_know() -> None:
    promise = Guarantee("g", said("a"), frozenset({Answer.FORBIDDEN}))
    made = charter(forbidding(unless=said("b")), rule(Effect.FORBID, said("c"), id="other", way_out=BOTH))
    assert proof(replace(made, guarantees=(promise,))).counterexample == (("a", "yes"),)


def test_a_promise_about_what_never_happens_is_vacuous() -> None:
    promise = Guarantee("g", All((said("a", "yes"), said("a", "no"))), NEVER)
    found = proof(charter(forbidding(), guarantees=(promise,)))
    assert (found.vacuous, found.counterexample, found.passed) == (True, None, False)


def test_a_rule_that_is_only_counted_keeps_no_promise() -> None:
    promise = Guarantee("g", said("a"), NEVER)
    assert proof(charter(forbidding(), guarantees=(promise,))).passed
    assert proof(charter(forbidding(mode=Mode.OBSERVE), guarantees=(promise,))).counterexample == (("a", "yes"),)


def test_the_facts_of_rules_that_are_only_counted_are_not_walked() -> None:
    promise = Guarantee("g", said("a"), NEVER)
    watching = rule(Effect.FORBID, said("d"), id="dry-run", mode=Mode.OBSERVE, way_out=BOTH)
    assert proof(charter(forbidding(), watching, guarantees=(promise,))).worlds == 3


def test_the_shipped_charter_keeps_every_promise() -> None:
    assert all(found.passed for found in prove(shipped()))
