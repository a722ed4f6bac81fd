from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.logic import holds
from policy.charter.model import Charter, Condition, Mode
from policy.charter.worlds import HOLDS, Choice, Region, answers, conditions_of, outcomes, settle, whole
from policy.verdict import Answer, Approval, Effect
from tests.policy.charter.random_charters import (
    BOTH,
    charter,
    charters,
    completions,
    conditions,
    rule,
    said,
    some_facts,
)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(charters, some_facts)
def test_a_missing_fact_never_opens_the_gate(made: Charter, facts: dict[str, str]) -> None:
    if judge(made, facts).answer is Answer.REVIEWABLE:
        assert {judge(made, world).answer for world in completions(facts)} == {Answer.REVIEWABLE}


@settings(derandomize=True, max_examples=80, deadline=None)
@given(charters, some_facts)
def test_a_refusal_holds_whatever_else_turns_out(made: Charter, facts: dict[str, str]) -> None:
    if judge(made, facts).answer is Answer.FORBIDDEN:
        assert {judge(made, world).answer for world in completions(facts)} == {Answer.FORBIDDEN}


@settings(derandomize=True, max_examples=80, deadline=None)
@given(conditions, some_facts)
def test_a_condition_is_unknown_unless_all_worlds_agree(condition: Condition, facts: dict[str, str]) -> None:
    known = holds(condition, facts)
    possible = {holds(condition, world) for world in completions(facts)}
    assert None not in possible
    if known is not None:
        assert possible == {known}


@settings(derandomize=True, max_examples=80, deadline=None)
@given(charters, some_facts)
def test_an_incomplete_verdict_names_the_rules_that_stand_in_the_way(made: Charter, facts: dict[str, str]) -> None:
    verdict = judge(made, facts)
    if verdict.answer is Answer.INCOMPLETE:
        assert verdict.rules
    else:
        assert verdict.missing == ()


@settings(derandomize=True, max_examples=50, deadline=None)
@given(charters, some_facts)
def test_an_observed_rule_never_changes_an_answer(made: Charter, facts: dict[str, str]) -> None:
    watching = rule(Effect.FORBID, said("a", "yes", "no"), id="dry-run", mode=Mode.OBSERVE, way_out=BOTH)
    watched = judge(charter(*made.rules, watching), facts)
    assert watched.answer is judge(made, facts).answer
    assert "dry-run" not in {fired.id for fired in watched.rules}
    assert [fired.id for fired in watched.observed] == ["dry-run"]


@settings(derandomize=True, max_examples=50, deadline=None)
@given(charters, some_facts, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_change_the_answer(
    made: Charter, facts: dict[str, str], random: object
) -> None:
    shuffled = list(made.rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(charter(*shuffled), facts).answer is judge(made, facts).answer


def test_permission_overrides_nothing() -> None:
    made = charter(rule(Effect.FORBID, said("a"), id="no", way_out=BOTH), rule(Effect.PERMIT, said("a"), id="yes"))
    assert judge(made, {"a": "yes"}).answer is Answer.FORBIDDEN


def test_a_refusal_lists_what_forbids_and_nothing_else() -> None:
    made = charter(
        rule(Effect.REQUIRE_LABEL, said("b"), id="label", satisfied_when=said("c")),
        rule(Effect.FORBID, said("a"), id="no", way_out=BOTH),
    )
    verdict = judge(made, {"a": "yes", "b": "yes", "c": "no"})
    assert [(fired.id, fired.certain) for fired in verdict.rules] == [("no", True)]


def test_an_exception_that_is_unknown_leaves_the_rule_open() -> None:
    made = charter(rule(Effect.FORBID, said("a"), unless=said("b"), way_out=BOTH))
    assert judge(made, {"a": "yes"}).answer is Answer.INCOMPLETE
    assert judge(made, {"a": "yes"}).missing == ("b",)
    assert judge(made, {"a": "yes", "b": "yes"}).answer is Answer.REVIEWABLE
    assert judge(made, {"a": "yes", "b": "no"}).answer is Answer.FORBIDDEN


def test_questions_come_in_the_order_of_the_charter() -> None:
    made = charter(
        rule(Effect.FORBID, said("d"), id="one", way_out=BOTH), rule(Effect.FORBID, said("b"), id="two", way_out=BOTH)
    )
    assert judge(made, {}).missing == ("b", "d")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_the_shipped_charter_is_there_in_both_languages(language: str) -> None:
    made = shipped()
    sentences = [made.title, made.source_note, *(item.message for item in made.rules)]
    sentences += [item.way_out for item in made.rules if item.way_out] + [fact.question for fact in made.facts]
    assert all(getattr(sentence, language).strip() for sentence in sentences)


FORBIDDEN = frozenset({Answer.FORBIDDEN})
NEVER = frozenset({Answer.FORBIDDEN, Answer.INCOMPLETE})
VISUALS = ("visual", "video", "document")
PUBLISHED = (*VISUALS, "text")
Values = dict[str, tuple[str | None, ...]]


def always(made: Charter, cases: Values, allowed: frozenset[Answer]) -> bool:
    """Whether the answer is an allowed one in every world in which some facts have some values, None for unknown."""
    binding = [item for item in made.rules if item.mode is Mode.ENFORCE]
    everything = whole(made, [part for item in binding for part in conditions_of(item)])
    region = {**everything, **{name: tuple(Choice(value) for value in values) for name, values in cases.items()}}

    def kept(part: Region) -> bool | None:
        possible = answers(binding, part)
        return True if possible <= allowed else False if possible.isdisjoint(allowed) else None

    return all(held for _, held in settle(region, kept))


@pytest.mark.parametrize(
    ("cases", "allowed"),
    [
        ({"generated": ("yes",)}, FORBIDDEN),
        ({"generated": (None,)}, NEVER),
        ({"kind": (None,)}, NEVER),
        ({"ai-use": (None,), "use-declared": ("no", None)}, NEVER),
        ({"ai-use": ("yes",), "use-declared": ("no", None)}, NEVER),
        ({"kind": PUBLISHED, "ai-use": ("yes",), "label-visible": ("no", None)}, NEVER),
        ({"kind": VISUALS, "origin-established": ("no", None)}, NEVER),
        ({"kind": ("text", "use"), "use-declared": ("yes",), "result-checked": ("no", None)}, NEVER),
        ({"kind": ("use",), "purpose": ("decision",)}, FORBIDDEN),
        ({"kind": ("use",), "purpose": (None,)}, NEVER),
    ],
)
def test_in_the_shipped_charter_nothing_hidden_unknown_or_generated_ever_passes(
    cases: Values, allowed: frozenset[Answer]
) -> None:
    assert always(shipped(), cases, allowed)


def test_such_a_proof_can_fail() -> None:
    assert not always(shipped(), {"generated": ("no",)}, NEVER)
    assert not always(shipped(), {"kind": ("use",), "label-visible": ("no",)}, NEVER)


def test_in_the_shipped_charter_whatever_is_published_needs_one_other_person() -> None:
    made = shipped()
    approving = [item for item in made.rules if item.mode is Mode.ENFORCE and item.approval]
    assert [item.approval for item in approving] == [Approval(1, "reviewer")]
    assert [(item.unless, item.satisfied_when) for item in approving] == [(None, None)]
    for kind in PUBLISHED:
        assert outcomes(approving[0].when, {"kind": (Choice(kind),)}) == HOLDS


@settings(derandomize=True, max_examples=60, deadline=None)
@given(charters, some_facts)
def test_what_is_settled_is_not_overturned_by_more_facts(made: Charter, facts: dict[str, str]) -> None:
    settled = judge(made, facts).answer
    if settled is not Answer.INCOMPLETE:
        assert {judge(made, later).answer for later in completions(facts, unknown=True)} == {settled}
