from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.model import Charter, Mode
from policy.charter.replay import EXAMPLES, Difference, Group, RecordedFacts, replay
from policy.facts import VALUES
from policy.verdict import Answer, Approval, Effect

CHARTER = shipped()


SNAPSHOTS = st.fixed_dictionaries(
    {}, optional={name.value: st.sampled_from(values) for name, values in VALUES.items()}
).map(lambda chosen: tuple(sorted(chosen.items())))


def recorded(snapshot: tuple[tuple[str, str], ...], reference: str = "V-0001") -> RecordedFacts:
    return RecordedFacts(reference, judge(CHARTER, dict(snapshot)).answer, snapshot)


def without(rule: str) -> Charter:
    return replace(CHARTER, rules=tuple(item for item in CHARTER.rules if item.id != rule))


def generated() -> tuple[tuple[str, str], ...]:
    example = next(item for item in CHARTER.examples if item.rules == ("no-generated-image",))
    return tuple(sorted(example.facts))


def test_the_same_charter_changes_nothing() -> None:
    found = replay(CHARTER, CHARTER, [recorded(generated())])
    assert found == Difference(verdicts=1)


def test_what_is_no_longer_forbidden_is_told_with_its_rule_and_its_submission() -> None:
    found = replay(CHARTER, without("no-generated-image"), [recorded(generated(), "V-0042")])
    assert found.touched == 1
    assert found.answers == (Group((Answer.FORBIDDEN, Answer.INCOMPLETE), 1, ("V-0042",)),)
    assert Group("no-generated-image", 1, ("V-0042",)) in found.ending
    assert [group.what for group in found.starting]


def test_more_approvals_are_a_change_though_no_answer_is() -> None:
    rules = tuple(
        replace(rule, approval=Approval(2, rule.approval.role)) if rule.approval and rule.mode is Mode.ENFORCE else rule
        for rule in CHARTER.rules
    )
    found = replay(CHARTER, replace(CHARTER, rules=rules), [recorded(generated())])
    assert (found.answers, found.starting, found.ending, found.touched) == ((), (), (), 1)
    assert [(group.what[0][0].count, group.what[1][0].count) for group in found.approvals] == [(1, 2)]


def test_a_rule_in_observe_mode_is_only_counted() -> None:
    rules = tuple(
        replace(rule, mode=Mode.OBSERVE) if rule.id == "origin-of-every-visual" else rule for rule in CHARTER.rules
    )
    example = next(item for item in CHARTER.examples if item.rules == ("no-generated-image",))
    found = replay(CHARTER, replace(CHARTER, rules=rules), [recorded(tuple(sorted(example.facts)))])
    assert [group.what for group in found.observed] == ["origin-of-every-visual"]
    assert found.answers == ()


def test_what_could_not_be_read_stays_unreadable() -> None:
    item = RecordedFacts("V-0001", Answer.UNREADABLE, generated())
    assert replay(CHARTER, without("no-generated-image"), [item]) == Difference(verdicts=1)


def test_only_some_submissions_are_named_and_each_once() -> None:
    items = [recorded(generated(), f"V-{number // 2:04d}") for number in range(40)]
    group = replay(CHARTER, without("no-generated-image"), items).answers[0]
    assert group.count == 40
    assert group.references == tuple(f"V-{number:04d}" for number in range(EXAMPLES))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(SNAPSHOTS, max_size=6), st.integers(0, len(CHARTER.rules) - 1), st.sampled_from(Effect))
def test_it_counts_exactly_the_answers_that_judging_anew_would_change(
    snapshots: list[tuple[tuple[str, str], ...]], index: int, effect: Effect
) -> None:
    rules = [*CHARTER.rules]
    rules[index] = replace(rules[index], effect=effect)
    after = replace(CHARTER, rules=tuple(rules))
    found = replay(CHARTER, after, [recorded(snapshot) for snapshot in snapshots])
    pairs = [(judge(CHARTER, dict(snapshot)).answer, judge(after, dict(snapshot)).answer) for snapshot in snapshots]
    assert sum(group.count for group in found.answers) == sum(before is not now for before, now in pairs)
    assert {group.what for group in found.answers} == {pair for pair in pairs if pair[0] is not pair[1]}
    assert found.touched >= sum(group.count for group in found.answers)
    assert found.verdicts == len(snapshots)
