from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Pace, Rate
from handlers.slack.rates import EDITS, POSTS, REACTIONS

NEAR = 1e-6
CARD = "C0VALID"
SLOW = Rate(1.0, 3)


@dataclass
class Clock:
    """Goes on when it is told to."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def waits(pace: Pace, names: str, lane: str = CARD) -> list[object]:
    """Return how long each is to wait; whoever has a capital letter is urgent."""
    return [pytest.approx(pace.wait(lane, name, SLOW, urgent=name.isupper())) for name in names]


def test_after_a_rest_a_burst_goes_at_once_and_the_others_one_by_one(pace: Pace) -> None:
    assert waits(pace, "abcdef") == [0, 0, 0, 1, 2, 3]


def test_a_place_is_kept_for_whoever_comes_back(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcde")
    clock.now += 0.25
    assert waits(pace, "ed") == [1.75, 0.75]
    clock.now += 0.75
    assert waits(pace, "fde") == [2, 0, 1], "somebody new stands behind those who wait, though they ask first"


def test_a_place_serves_once(pace: Pace) -> None:
    assert waits(pace, "aaaa") == [0, 0, 0, 1]


def test_those_who_come_late_to_their_places_do_not_all_go_at_once(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcdefghi")
    clock.now += 60
    assert waits(pace, "defghi") == [0, 0, 0, 1, 1, 1]
    clock.now += 1
    assert waits(pace, "ghi") == [0, 1, 1]


def test_a_burst_comes_back_only_with_the_rest_it_takes(pace: Pace, clock: Clock) -> None:
    waits(pace, "abc")
    clock.now += 2
    assert waits(pace, "def") == [0, 0, 1]


def test_a_lane_waits_for_no_other(pace: Pace) -> None:
    waits(pace, "abcdef")
    assert waits(pace, "abc", "C0AFFICHE") == [0, 0, 0]


def test_somebody_new_stands_behind_those_who_came_late(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcdef")
    clock.now += 60
    assert waits(pace, "defgh") == [0, 0, 0, 1, 2]


def test_when_slack_asks_for_patience_nobody_goes_and_the_line_stays_as_it_is(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcdef")
    pace.hold(CARD, 30)
    assert waits(pace, "defg") == [30, 31, 32, 33]
    clock.now += 30
    assert waits(pace, "gde") == [3, 0, 1], "and it goes on without a burst"


def test_being_asked_for_patience_twice_is_being_asked_once(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcde")
    clock.now += 10
    for seconds in (30, 30, 5):
        pace.hold(CARD, seconds)
    assert waits(pace, "de") == [30, 30]
    clock.now += 30
    assert waits(pace, "de") == [0, 1]


def test_a_lane_at_rest_that_is_held_begins_without_a_burst(pace: Pace, clock: Clock) -> None:
    pace.hold(CARD, 10)
    assert waits(pace, "ab") == [10, 11]
    clock.now += 10
    assert waits(pace, "abc") == [0, 1, 2]


def test_what_can_be_left_out_goes_only_where_nobody_waits(pace: Pace, clock: Clock) -> None:
    assert [pace.may("signs", SLOW) for _ in range(5)] == [True, True, True, False, False]
    clock.now += 1
    assert [pace.may("signs", SLOW) for _ in range(2)] == [True, False]
    assert waits(pace, "a", "signs") == [1]
    clock.now += 0.5
    assert not pace.may("signs", SLOW)


def test_what_is_urgent_goes_ahead_of_those_who_wait_and_they_move_back_by_one_each(pace: Pace, clock: Clock) -> None:
    assert waits(pace, "abcdef") == [0, 0, 0, 1, 2, 3]
    assert waits(pace, "AB") == [1, 2]
    assert waits(pace, "defg") == [3, 4, 5, 6], "somebody new stands behind them all"
    clock.now += 1
    assert waits(pace, "dA") == [2, 0]
    clock.now += 1
    assert waits(pace, "dB") == [1, 0]
    clock.now += 1
    assert waits(pace, "Cde") == [0, 1, 2]


def test_what_is_urgent_goes_at_once_after_a_rest_and_counts(pace: Pace) -> None:
    assert waits(pace, "ABcde") == [0, 0, 0, 1, 2]


def test_what_is_urgent_waits_where_patience_is_asked_for_and_goes_first_then(pace: Pace, clock: Clock) -> None:
    waits(pace, "abcdA")
    pace.hold(CARD, 30)
    assert waits(pace, "dAB") == [31, 30, 31]
    clock.now += 30
    assert waits(pace, "dAB") == [2, 0, 1]


@pytest.mark.parametrize(("rate", "a_minute"), [(POSTS, 60), (EDITS, 50), (REACTIONS, 50)])
def test_our_rates_are_within_slack_s(rate: Rate, a_minute: int) -> None:
    assert 60 / rate.seconds <= a_minute


rates = st.builds(Rate, st.floats(0.1, 5), st.integers(1, 6))
crowds = st.tuples(st.sampled_from(["ask", "urgent"]), st.integers(1, 20)).map(
    lambda crowd: [(crowd[0], number) for number in range(crowd[1])]
)
steps = st.lists(
    st.one_of(
        crowds,
        st.tuples(st.tuples(st.just("rest"), st.floats(0, 30))),
        st.tuples(st.tuples(st.just("may"), st.just(0))),
        st.tuples(st.tuples(st.just("hold"), st.floats(0, 20))),
    ),
    max_size=20,
).map(lambda parts: [step for part in parts for step in part])


@given(rates, steps)
def test_no_lane_is_ever_faster_than_its_rate(rate: Rate, told: list[tuple[str, float]]) -> None:
    clock = Clock()
    pace, went, held = Pace(clock), [], 0.0
    for what, value in told:
        if what == "rest":
            clock.now += value
        elif what == "hold":
            pace.hold(CARD, value)
            held = max(held, clock.now + value)
        elif pace.may(CARD, rate) if what == "may" else not pace.wait(CARD, f"m{value}", rate, urgent=what == "urgent"):
            went.append(clock.now)
            assert clock.now >= held, "nobody goes while Slack has asked for patience"
    for first in range(len(went)):
        for last in range(first, len(went)):
            allowed = rate.burst + (went[last] - went[first]) / rate.seconds
            assert last - first + 1 <= allowed + NEAR


@given(st.builds(Rate, st.floats(0.1, 5), st.integers(2, 6)), st.integers(1, 30), st.floats(0, 30))
def test_whoever_comes_back_when_told_goes_then_and_in_the_order_of_asking(
    rate: Rate, messages: int, hold: float
) -> None:
    clock = Clock()
    pace = Pace(clock)
    waiting, went = {}, []
    for number in range(messages):
        seconds = pace.wait(CARD, f"m{number}", rate)
        if seconds:
            waiting[number] = seconds
        else:
            went.append(number)
    if hold:
        pace.hold(CARD, hold)
        waiting = {number: pace.wait(CARD, f"m{number}", rate) for number in waiting}
    due = sorted((clock.now + seconds, number) for number, seconds in waiting.items())
    for moment, number in due:
        clock.now = moment + NEAR
        assert pace.wait(CARD, f"m{number}", rate) == 0.0
        went.append(number)
    assert went == list(range(messages))


@given(rates, st.integers(0, 30), st.integers(1, 10))
def test_what_is_urgent_waits_just_as_long_as_if_nobody_stood_before_it(rate: Rate, usual: int, urgent: int) -> None:
    clock = Clock()
    crowded, empty = Pace(clock), Pace(clock)
    for number in range(usual):
        if not crowded.wait(CARD, f"m{number}", rate):
            empty.wait(CARD, f"m{number}", rate)
    for number in range(urgent):
        told = [pace.wait(CARD, f"u{number}", rate, urgent=True) for pace in (crowded, empty)]
        assert told[0] == pytest.approx(told[1])


@given(rates, st.lists(st.booleans(), min_size=1, max_size=30))
def test_every_place_is_used_once_and_no_time_is_lost_over_what_is_urgent(rate: Rate, urgent: list[bool]) -> None:
    clock = Clock()
    pace, waiting, went = Pace(clock), dict(enumerate(urgent)), []
    while waiting:
        told = {number: pace.wait(CARD, f"m{number}", rate, urgent=kind) for number, kind in waiting.items()}
        gone = [number for number, seconds in told.items() if not seconds]
        went += gone
        waiting = {number: kind for number, kind in waiting.items() if number not in gone}
        clock.now += NEAR if gone else min(told.values()) + NEAR
    for kind in (True, False):
        asked = [number for number in went if urgent[number] is kind]
        assert asked == sorted(asked), "each kind in the order of asking"
    assert len(went) == len(urgent)
    needed = rate.seconds * max(0, len(urgent) - rate.burst)
    assert clock.now - 1_000 <= needed + NEAR * 3 * len(urgent)
