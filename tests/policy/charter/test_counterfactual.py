from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.counterfactual import WayOut, way_out
from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.model import AnyOf, Charter, Fact, Value, Words
from policy.charter.words import VIGIE
from policy.verdict import Answer, Effect
from tests.policy.charter.random_charters import charter, charters, rule, said, some_facts

ANSWERS = YES, NO = "yes", "no"


@st.composite
def changeable_charters(draw: st.DrawFn) -> Charter:
    """Charters whose facts can be brought about, asked, or neither."""
    made = draw(charters)
    return replace(made, facts=tuple(draw(changeable(fact)) for fact in made.facts))


@st.composite
def changeable(draw: st.DrawFn, fact: Fact) -> Fact:
    remedies = draw(st.sets(st.sampled_from(ANSWERS)))
    by = draw(st.sampled_from((("author",), (VIGIE,))))
    return replace(fact, answered_by=by, remedies=tuple(value for value in fact.values if value.name in remedies))


def within_reach(fact: Fact, known: str | None) -> tuple[str, ...]:
    asked = known is None and fact.answered_by != (VIGIE,)
    return fact.value_names if asked else tuple(value.name for value in fact.remedies)


def every_way(made: Charter, facts: dict[str, str], size: int) -> Iterator[dict[str, str]]:
    """Yield every change of that many facts that people can bring about."""
    for changed in combinations(made.facts, size):
        options = [
            [v for v in within_reach(fact, facts.get(fact.name)) if v != facts.get(fact.name)] for fact in changed
        ]
        for values in product(*options):
            yield {fact.name: value for fact, value in zip(changed, values, strict=True)}


def leads_out(made: Charter, facts: dict[str, str], change: dict[str, str]) -> bool:
    return judge(made, facts | change).answer is Answer.REVIEWABLE


def smallest(made: Charter, facts: dict[str, str]) -> int | None:
    sizes = range(len(made.facts) + 1)
    return next((n for n in sizes if any(leads_out(made, facts, way) for way in every_way(made, facts, n))), None)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(changeable_charters(), some_facts)
def test_the_way_out_is_as_short_as_any_and_there_wherever_there_is_one(made: Charter, facts: dict[str, str]) -> None:
    found = way_out(made, facts)
    size = None if found is None else len(found.remedies) + len(found.questions)
    assert size == smallest(made, facts)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(changeable_charters(), some_facts)
def test_whoever_follows_the_way_out_can_arrive(made: Charter, facts: dict[str, str]) -> None:
    if found := way_out(made, facts):
        done = facts | {fact.name: value.name for fact, value in found.remedies}
        answers = product(*(fact.value_names for fact in found.questions))
        names = [fact.name for fact in found.questions]
        assert any(leads_out(made, done, dict(zip(names, given, strict=True))) for given in answers)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(changeable_charters(), some_facts)
def test_what_is_established_is_only_changed_by_its_remedies(made: Charter, facts: dict[str, str]) -> None:
    if found := way_out(made, facts):
        assert all(value in fact.remedies for fact, value in found.remedies)
        assert not {fact.name for fact in found.questions} & facts.keys()


@settings(derandomize=True, max_examples=100, deadline=None)
@given(charters, some_facts)
def test_without_remedies_a_refusal_has_no_way_out(made: Charter, facts: dict[str, str]) -> None:
    if judge(made, facts).answer is Answer.FORBIDDEN:
        assert way_out(made, facts) is None


def test_steps_come_in_the_order_of_the_charter_whatever_the_order_of_the_rules() -> None:
    one = rule(Effect.REQUIRE_LABEL, said("a"), id="one", satisfied_when=said("d"))
    two = rule(Effect.REQUIRE_DECLARATION, said("a"), id="two", satisfied_when=said("b"))
    remedy = Value(YES, Words("le faire", "do it"))
    plain = charter(one, two)
    made = replace(plain, facts=tuple(replace(fact, remedies=(remedy,)) for fact in plain.facts))
    facts = {"a": YES, "b": NO, "d": NO}
    found = way_out(made, facts)
    assert found
    assert [fact.name for fact, _ in found.remedies] == ["b", "d"]
    assert way_out(replace(made, rules=(two, one)), facts) == found


def test_what_no_person_answers_is_not_asked() -> None:
    plain = charter(rule(Effect.FORBID, said("a"), way_out=Words("x", "x")))
    assert way_out(plain, {}) == WayOut(questions=(plain.facts[0],))
    unasked = replace(plain, facts=(replace(plain.facts[0], answered_by=(VIGIE,)), *plain.facts[1:]))
    assert way_out(unasked, {}) is None


def test_a_charter_with_too_many_ways_out_is_given_up_rather_than_searched_for_ever() -> None:
    names = [f"f{number}" for number in range(40)]
    values = tuple(Value(answer, Words(answer, answer)) for answer in ANSWERS)
    facts = tuple(Fact(name, values, Words("x", "x"), ("author",), values) for name in names)
    either = [AnyOf((said(one), said(other))) for one, other in pairwise(names)]
    many = [rule(Effect.REQUIRE_LABEL, said("f0", *ANSWERS), id=str(n), satisfied_when=e) for n, e in enumerate(either)]
    assert way_out(replace(charter(*many), facts=facts), dict.fromkeys(names, NO)) is None
    assert way_out(replace(charter(*many[:4]), facts=facts), dict.fromkeys(names, NO))


def visual(**changes: str) -> dict[str, str]:
    return {"kind": "visual", "use-declared": NO, "label-visible": NO, "origin-established": NO} | {
        name.replace("_", "-"): value for name, value in changes.items()
    }


def words(found: WayOut | None) -> tuple[list[str], list[str]] | None:
    return (
        None
        if found is None
        else ([value.words.en for _, value in found.remedies], [fact.name for fact in found.questions])
    )


def test_in_the_shipped_charter_nobody_is_told_to_unsay_that_an_image_is_generated() -> None:
    made = shipped()
    for origin, declared, label in product(ANSWERS, repeat=3):
        facts = visual(generated=YES, ai_use=YES, origin_established=origin, use_declared=declared, label_visible=label)
        assert way_out(made, facts) is None


def test_in_the_shipped_charter_a_retouch_is_declared_and_labelled() -> None:
    facts = visual(origin_established=YES, generated=NO, enhanced=YES, ai_use=YES)
    assert words(way_out(shipped(), facts)) == (["declare the use of AI", "add the label"], [])


def test_in_the_shipped_charter_a_text_with_traces_is_asked_about_and_nothing_else() -> None:
    facts = visual(kind="text", generated=NO, enhanced=NO, text_traces=YES)
    del facts["origin-established"]
    assert words(way_out(shipped(), facts)) == ([], ["ai-use"])
