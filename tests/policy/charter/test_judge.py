from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.judge import holds, judge
from policy.charter.load import shipped
from policy.charter.model import (
    All,
    AnyOf,
    Article,
    Authority,
    Basis,
    Charter,
    Condition,
    Fact,
    Is,
    Mode,
    Rule,
    Words,
)
from policy.facts import VALUES, FactName
from policy.verdict import Answer, Approval, Effect

BOTH = Words("x", "x")
FACTS = ("a", "b", "c", "d")
ANSWERS = ("yes", "no")


def rule(effect: Effect, when: Condition, **more: object) -> Rule:
    given: dict[str, object] = {
        "id": "r",
        "article": "1",
        "authority": Authority.CHARTER,
        "basis": Basis.TEXT,
        "quote": "q",
        "quote_verified": True,
        "quote_waived": False,
        "message": BOTH,
    }
    return Rule(effect=effect, when=when, **(given | more))  # type: ignore[arg-type]


def charter(*rules: Rule) -> Charter:
    facts = tuple(Fact(name, ANSWERS, BOTH, ("author",)) for name in FACTS)
    return Charter("t", "1", BOTH, "o", "2025-11-15", "q", BOTH, (Article("1", BOTH),), facts, rules, (), "0" * 64)


def said(name: str, *values: str) -> Is:
    return Is(name, frozenset(values or ("yes",)))


simple = st.builds(
    lambda name, values: said(name, *values), st.sampled_from(FACTS), st.sets(st.sampled_from(ANSWERS), min_size=1)
)
conditions = st.recursive(
    simple,
    lambda inner: (
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
effects = st.sampled_from(Effect)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    effect = draw(effects)
    needs = effect in {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}
    return rule(
        effect,
        draw(conditions),
        unless=draw(st.none() | conditions),
        satisfied_when=draw(conditions) if needs else None,
        approval=Approval(1, "reviewer") if effect is Effect.REQUIRE_APPROVAL else None,
    )


charters = st.lists(rules(), max_size=4).map(lambda many: charter(*many))
some_facts = st.dictionaries(st.sampled_from(FACTS), st.sampled_from(ANSWERS))


def worlds(facts: dict[str, str]) -> list[dict[str, str]]:
    """Return every way in which the unknown facts may turn out."""
    unknown = [name for name in FACTS if name not in facts]
    return [facts | dict(zip(unknown, values, strict=True)) for values in product(ANSWERS, repeat=len(unknown))]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(charters, some_facts)
def test_a_missing_fact_never_opens_the_gate(made: Charter, facts: dict[str, str]) -> None:
    if judge(made, facts).answer is Answer.REVIEWABLE:
        assert {judge(made, world).answer for world in worlds(facts)} == {Answer.REVIEWABLE}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(charters, some_facts)
def test_a_refusal_holds_whatever_else_turns_out(made: Charter, facts: dict[str, str]) -> None:
    if judge(made, facts).answer is Answer.FORBIDDEN:
        assert {judge(made, world).answer for world in worlds(facts)} == {Answer.FORBIDDEN}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(conditions, some_facts)
def test_a_condition_is_unknown_unless_all_worlds_agree(condition: Condition, facts: dict[str, str]) -> None:
    known = holds(condition, facts)
    possible = {holds(condition, world) for world in worlds(facts)}
    assert None not in possible
    if known is not None:
        assert possible == {known}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(charters, some_facts)
def test_an_incomplete_verdict_names_what_would_settle_it(made: Charter, facts: dict[str, str]) -> None:
    verdict = judge(made, facts)
    if verdict.answer is Answer.INCOMPLETE:
        assert verdict.missing
        assert verdict.rules
    else:
        assert verdict.missing == ()


@settings(derandomize=True, max_examples=100, deadline=None)
@given(charters, some_facts)
def test_an_observed_rule_never_changes_an_answer(made: Charter, facts: dict[str, str]) -> None:
    watching = rule(Effect.FORBID, said("a", "yes", "no"), id="dry-run", mode=Mode.OBSERVE, way_out=BOTH)
    watched = judge(charter(*made.rules, watching), facts)
    assert watched.answer is judge(made, facts).answer
    assert "dry-run" not in {fired.id for fired in watched.rules}
    assert [fired.id for fired in watched.observed] == ["dry-run"]


@settings(derandomize=True, max_examples=100, deadline=None)
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


def every_world_of_the_shipped_charter() -> list[dict[str, str]]:
    names = list(FactName)
    options = [(*VALUES[name], None) for name in names]
    return [
        {name.value: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in product(*options)
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_the_shipped_charter_is_there_in_both_languages(language: str) -> None:
    made = shipped()
    sentences = [made.title, made.source_note, *(item.message for item in made.rules)]
    sentences += [item.way_out for item in made.rules if item.way_out] + [fact.question for fact in made.facts]
    assert all(getattr(sentence, language).strip() for sentence in sentences)


def test_in_the_shipped_charter_no_generated_image_ever_passes() -> None:
    made = shipped()
    for facts in every_world_of_the_shipped_charter():
        if facts.get("generated") == "yes":
            assert judge(made, facts).answer is Answer.FORBIDDEN
        if facts.get("generated") is None:
            assert judge(made, facts).answer is Answer.INCOMPLETE


def test_in_the_shipped_charter_no_hidden_use_of_ai_ever_passes() -> None:
    made = shipped()
    for facts in every_world_of_the_shipped_charter():
        if facts.get("enhanced") == "yes" and "no" in {facts.get("use-declared"), facts.get("label-visible")}:
            assert judge(made, facts).answer in {Answer.FORBIDDEN, Answer.INCOMPLETE}


def test_in_the_shipped_charter_nothing_passes_without_its_origin_and_another_person() -> None:
    made = shipped()
    for facts in every_world_of_the_shipped_charter():
        verdict = judge(made, facts)
        if verdict.answer is Answer.REVIEWABLE:
            assert facts["origin-established"] == "yes"
            assert verdict.approvals == (Approval(1, "reviewer"),)
