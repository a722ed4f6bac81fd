"""Counting who said yes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy.approval import Consent, is_enough, unmet
from policy.verdict import Approval

REVIEWER = frozenset({"reviewer"})
TWO = [Approval(2, "reviewer")]


def test_two_people_are_two() -> None:
    assert is_enough(TWO, [Consent("a", REVIEWER), Consent("b", REVIEWER)])


def test_one_person_is_one_however_often() -> None:
    assert unmet(TWO, [Consent("a", REVIEWER), Consent("a", REVIEWER)]) == tuple(TWO)


def test_a_principal_and_whoever_speaks_for_them_are_one() -> None:
    assert not is_enough(TWO, [Consent("a", REVIEWER), Consent("b", REVIEWER, principal="a")])


def test_two_who_speak_for_the_same_person_are_one() -> None:
    assert not is_enough(TWO, [Consent("b", REVIEWER, principal="a"), Consent("c", REVIEWER, principal="a")])


def test_a_chain_of_people_who_speak_for_each_other_is_one_whatever_the_order() -> None:
    chain = [Consent("a", REVIEWER, principal="b"), Consent("c", REVIEWER, principal="d"), Consent("b", REVIEWER, "c")]
    assert not is_enough(TWO, chain)


def test_each_role_is_counted_by_itself() -> None:
    needs = [Approval(1, "reviewer"), Approval(1, "charter-officer")]
    both = frozenset({"reviewer", "charter-officer"})
    assert unmet(needs, [Consent("a", REVIEWER)]) == (Approval(1, "charter-officer"),)
    assert is_enough(needs, [Consent("a", both)])


def test_where_nobody_is_named_somebody_has_to_say_yes() -> None:
    assert not is_enough([], [])
    assert is_enough([], [Consent("a", frozenset({"charter-officer"}))])


people = st.sampled_from("abcdef")
consents = st.lists(st.builds(Consent, people, st.just(REVIEWER), st.none() | people), max_size=8)


@given(consents, st.integers(1, 6))
def test_the_count_never_exceeds_those_who_spoke_nor_depends_on_the_order(said: list[Consent], count: int) -> None:
    needs = [Approval(count, "reviewer")]
    enough = is_enough(needs, said)
    assert enough == is_enough(needs, list(reversed(said)))
    if enough:
        assert len({consent.person for consent in said}) >= count


@given(consents, people)
def test_speaking_for_somebody_who_has_spoken_adds_nothing(said: list[Consent], person: str) -> None:
    for count in range(1, 6):
        needs = [Approval(count, "reviewer")]
        if not is_enough(needs, said) and any(consent.person == person for consent in said):
            assert not is_enough(needs, [*said, Consent("new", REVIEWER, principal=person)])
