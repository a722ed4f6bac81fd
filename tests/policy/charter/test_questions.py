from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given, settings

from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.model import All, Charter, Fact, Value, facts_of
from policy.verdict import Answer, Effect
from tests.policy.charter.random_charters import (
    BOTH,
    FACTS,
    VALUES,
    charter,
    charters,
    combinations,
    rule,
    said,
    some_facts,
)


def told(facts: dict[str, str], asked: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the facts with every combination of answers to some questions; none at all is one of them."""
    settled = {name: value for name, value in facts.items() if name not in asked}
    for answers in combinations({name: VALUES[name] for name in asked}, unknown=True):
        yield {**settled, **answers}


def changes_the_answer(made: Charter, facts: dict[str, str], asked: Sequence[str], name: str) -> bool:
    """Whether, for some answers to the other questions, what is said of one leads to different verdicts."""
    for world in told(facts, [other for other in asked if other != name]):
        worlds = [{**world, name: value} for value in VALUES[name]] + ([] if name in facts else [world])
        if len({judge(made, each).answer for each in worlds}) > 1:
            return True
    return False


def can_be_changed(made: Charter, facts: dict[str, str]) -> list[str]:
    """Return the unknown facts, and those for which a requirement waits that applies for certain."""
    waiting = [made.by_id[fired.id] for fired in judge(made, facts).rules if fired.certain]
    wanted = {name for item in waiting if item.satisfied_when for name in facts_of(item.satisfied_when)}
    return [name for name in FACTS if name not in facts or name in wanted]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(charters, some_facts)
def test_every_question_can_change_the_answer(made: Charter, facts: dict[str, str]) -> None:
    asked = judge(made, facts).missing
    for name in asked:
        assert changes_the_answer(made, facts, asked, name)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(charters, some_facts)
def test_answers_to_the_questions_lead_to_a_review_wherever_any_answers_do(
    made: Charter, facts: dict[str, str]
) -> None:
    made = replace(made, by_id={item.id: item for item in made.rules})
    verdict = judge(made, facts)
    if verdict.answer is not Answer.INCOMPLETE:
        assert verdict.missing == ()
    elif any(judge(made, world).answer is Answer.REVIEWABLE for world in completions_of(made, facts)):
        assert any(judge(made, world).answer is Answer.REVIEWABLE for world in told(facts, verdict.missing))


def completions_of(made: Charter, facts: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield the facts with everything that may be said of unknown ones, and of those that a requirement waits for."""
    changeable = can_be_changed(made, facts)
    for world in told(facts, changeable):
        if all(name in world for name in facts):
            yield world


@settings(derandomize=True, max_examples=80, deadline=None)
@given(charters, some_facts)
def test_no_question_is_asked_twice(made: Charter, facts: dict[str, str]) -> None:
    asked = judge(made, facts).missing
    assert len(set(asked)) == len(asked)


def test_a_question_that_the_others_make_pointless_is_not_asked() -> None:
    narrow = rule(Effect.FORBID, said("a"), id="narrow", unless=said("b"), way_out=BOTH)
    wide = rule(Effect.FORBID, said("a"), id="wide", way_out=BOTH)
    assert judge(charter(narrow), {}).missing == ("a", "b")
    assert judge(charter(narrow, wide), {}).missing == ("a",)


def test_what_a_declaration_will_bring_up_is_asked_together_with_it() -> None:
    text = {"kind": "text", "generated": "no", "enhanced": "no", "ai-use": "yes"}
    undeclared = text | {"use-declared": "no", "label-visible": "no"}
    asked = judge(shipped(), undeclared).missing
    assert set(asked) == {"use-declared", "label-visible", "result-checked"}
    assert judge(shipped(), text | dict.fromkeys(asked, "yes")).answer is Answer.REVIEWABLE


def test_a_requirement_that_only_an_answer_brings_into_play_asks_for_what_fulfils_it() -> None:
    made = charter(
        rule(Effect.REQUIRE_DECLARATION, said("a"), id="first", satisfied_when=said("b")),
        rule(Effect.REQUIRE_LABEL, said("b"), id="then", satisfied_when=said("c")),
    )
    assert judge(made, {"a": "yes", "b": "no", "c": "no"}).missing == ("b", "c")


def test_nothing_is_asked_where_no_answer_would_help() -> None:
    never = rule(Effect.REQUIRE_LABEL, said("a"), satisfied_when=All((said("b", "yes"), said("b", "no"))))
    verdict = judge(charter(never), {"a": "yes", "b": "no"})
    assert (verdict.answer, verdict.missing) == (Answer.INCOMPLETE, ())


def test_many_open_questions_are_still_told_apart() -> None:
    names = [f"fact-{number}" for number in range(24)]
    values = tuple(Value(value, BOTH) for value in ("yes", "no"))
    forbidding = [rule(Effect.FORBID, said(name), id=name, way_out=BOTH) for name in names]
    pointless = rule(Effect.FORBID, All((said(names[0]), said("a"))), id="pointless", way_out=BOTH)
    facts = tuple(Fact(name, values, BOTH, ("author",), own=True) for name in (*names, "a"))
    assert judge(replace(charter(*forbidding, pointless), facts=facts), {}).missing == tuple(names)
