from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card.model import Action, Card, Question, Verb
from handlers.telegram.ids import CODES, Gesture, Tap, action_of, button_of, tap_of, wanted
from tests.handlers.slack.rendering.made import small_card
from tests.handlers.slack.rendering.odd_cards import ACTIONS, CARDS

LONGEST = 64
SLOWLY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
APPROVE = Action(Verb.APPROVE, "Approve")
LABELS = tuple(Action(Verb.ADD_LABEL, "Add", value=f"Label {number} {'é' * 200}") for number in range(3))
TAPS = st.builds(
    Tap,
    st.sampled_from(list(CODES)),
    st.from_regex(r"([VD]-[0-9]{4,22})?", fullmatch=True),
    st.from_regex(r"([0-9a-f]{8})?", fullmatch=True),
    st.from_regex(r"[0-9a-z]{0,24}", fullmatch=True),
)


def deed(action: Action) -> tuple[Verb, str, str | None]:
    return action.verb, action.value, action.asset


def every(card: Card) -> list[Action]:
    return [*card.actions, *(answer for question in card.questions for answer in question.answers)]


def test_every_deed_has_a_code_of_its_own() -> None:
    assert set(CODES) == {*Verb, *Gesture}
    assert len(set(CODES.values())) == len(CODES)


def test_what_a_button_carries_can_be_read() -> None:
    card = small_card(actions=(APPROVE,))
    assert button_of(card, APPROVE) == "v1:ok:V-0042:a1b2c3d4"
    assert tap_of(card, Gesture.DETAILS, "2").pack() == "v1:di:V-0042:a1b2c3d4:2"
    assert Tap(Gesture.CLAIM).pack() == "v1:cl::"


@given(TAPS)
def test_a_tap_comes_back_as_it_was(tap: Tap) -> None:
    data = tap.pack()
    assert len(data.encode()) <= LONGEST
    assert Tap.unpack(data) == tap


@pytest.mark.parametrize(
    "data",
    ["", "v1", "v2:ok:V-0042:a1b2c3d4", "v1:zz:V-0042:a1b2c3d4", "v1:ok:V-0042", "v1:ok:V 42:a1b2c3d4",
     "v1:ok:V-0042:a1b2c3d4:", "v1:ok:V-0042:a1b2c3d4:x:y", "v1:ok:V-0042:a1b2c3d4:é", "v1:ok:V-0042:A1B2C3D4"],
)  # fmt: skip
def test_what_no_button_of_ours_carries_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="no button of ours"):
        Tap.unpack(data)
    assert action_of(small_card(actions=(APPROVE,)), data) is None


@given(st.text(max_size=70) | st.text(alphabet="v1:okdiV-042ab", max_size=40).map("v1:ok:".__add__))
def test_anything_made_up_is_either_ours_or_refused(data: str) -> None:
    try:
        tap = Tap.unpack(data)
    except ValueError:
        return
    assert tap.pack() == data


def test_what_is_too_long_makes_no_button() -> None:
    with pytest.raises(ValueError, match="can carry"):
        Tap(Gesture.STEP, "V-0042", "a1b2c3d4", "x" * 60).pack()


@SLOWLY
@given(CARDS, ACTIONS)
def test_a_button_finds_back_to_its_action_and_the_action_to_its_button(card: Card, more: Action) -> None:
    card = replace(card, actions=(*card.actions, more))
    for action in every(card):
        data = button_of(card, action)
        assert len(data.encode()) <= LONGEST
        found = action_of(card, data)
        assert found is not None
        assert deed(found) == deed(action)
        assert button_of(card, found) == data


def test_actions_of_one_verb_are_told_apart_however_long_they_are() -> None:
    card = small_card(actions=LABELS, questions=(Question("?", (APPROVE,)),))
    assert [action_of(card, button_of(card, action)) for action in (*LABELS, APPROVE)] == [*LABELS, APPROVE]


def test_a_button_means_the_same_wherever_its_action_stands() -> None:
    """The card of a group has other buttons than that of whoever taps, and the fingerprint is the same."""
    group, own = small_card(actions=(APPROVE, *LABELS)), small_card(actions=LABELS[1:])
    assert action_of(own, button_of(group, LABELS[2])) == LABELS[2]
    assert action_of(own, button_of(group, LABELS[0])) is None


def test_a_button_of_an_earlier_version_does_nothing() -> None:
    card = small_card(actions=(APPROVE,))
    changed = replace(card, fingerprint="0" * 64)
    data = button_of(card, APPROVE)
    assert action_of(changed, data) is None
    assert wanted(changed, Tap.unpack(data)) == APPROVE
    assert action_of(replace(card, reference="V-0043"), data) is None
