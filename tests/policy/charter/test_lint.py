from __future__ import annotations

from dataclasses import replace

from policy.charter.lint import check
from policy.charter.load import shipped
from policy.charter.model import All, Charter, Is
from policy.charter.problem import Mistake
from policy.verdict import Answer, Effect


def with_first_rule(**changes: object) -> Charter:
    charter = shipped()
    first, *others = charter.rules
    return replace(charter, rules=(replace(first, **changes), *others))  # type: ignore[arg-type]


def test_the_shipped_charter_passes_its_own_check() -> None:
    result = check(shipped())
    assert result.passed
    assert len(result.examples) >= 10


def test_a_quote_that_nobody_adopted_fails() -> None:
    result = check(with_first_rule(quote_verified=False))
    assert not result.passed
    (problem,) = result.misquoted
    assert (problem.line, problem.mistake) == (shipped().rules[0].line, Mistake.MISQUOTED)


def test_a_quote_that_is_marked_as_unverified_is_only_told() -> None:
    result = check(with_first_rule(quote_verified=False, quote_waived=True))
    assert result.passed
    assert result.waived == ("no-generated-image",)


def test_an_example_with_another_answer_fails() -> None:
    charter = shipped()
    wrong = replace(charter.examples[0], answer=Answer.FORBIDDEN)
    result = check(replace(charter, examples=(wrong, *charter.examples[1:])))
    assert [item.example.name for item in result.examples if not item.passed] == [wrong.name]


def test_an_example_that_expects_other_rules_fails() -> None:
    charter = shipped()
    wrong = replace(charter.examples[1], rules=("label-ai-use",))
    assert not check(replace(charter, examples=(wrong,))).passed


def test_an_example_that_expects_other_rules_to_be_counted_fails() -> None:
    charter = shipped()
    counting = next(item for item in charter.examples if item.observed)
    result = check(replace(charter, examples=(replace(counting, observed=()),)))
    assert not result.passed
    assert (result.examples[0].answered, result.examples[0].counted) == (True, False)


def test_a_guarantee_that_is_broken_or_empty_fails() -> None:
    charter = shipped()
    broken = replace(charter.guarantees[0], answers=frozenset({Answer.REVIEWABLE}))
    assert not check(replace(charter, guarantees=(broken,))).passed
    never = replace(charter.guarantees[0], when=All((Is("kind", frozenset({"use"})), Is("kind", frozenset({"text"})))))
    assert not check(replace(charter, guarantees=(never,))).passed


def test_the_combinations_of_all_guarantees_are_counted() -> None:
    result = check(shipped())
    assert result.worlds == sum(proof.worlds for proof in result.proofs) > 1_000_000


def test_every_rule_that_can_block_is_needed_by_some_example() -> None:
    charter = shipped()
    for rule in charter.rules:
        if rule.effect is not Effect.PERMIT and rule.id != "one-other-person":
            without = tuple(other for other in charter.rules if other.id != rule.id)
            assert not check(replace(charter, rules=without, guarantees=())).passed, rule.id
