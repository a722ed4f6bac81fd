"""An absence is on record as soon as it is over, once, whoever notices it."""

from __future__ import annotations

from datetime import timedelta

from bot.kinds import Kind
from bot.presence import ABSENT_AFTER, Absence, absences, be_present
from bot.trail.read import entries_of_kinds
from bot.trail.span import Span
from tests.bot.scene import NOON, Scene

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def recorded(fresh: Scene, span: Span | None = None) -> list[Absence]:
    with fresh.house.database.reading() as connection:
        return absences(connection, span or Span())


def away(fresh: Scene, length: timedelta) -> None:
    be_present(fresh.house)
    fresh.clock.go_on(length)
    be_present(fresh.house)


def test_the_first_sign_of_life_tells_of_no_absence(fresh: Scene) -> None:
    be_present(fresh.house)
    assert recorded(fresh) == []


def test_a_restart_is_no_absence(fresh: Scene) -> None:
    away(fresh, ABSENT_AFTER)
    assert recorded(fresh) == []


def test_an_absence_is_on_record_once_with_both_its_ends(fresh: Scene) -> None:
    away(fresh, 2 * HOUR)
    be_present(fresh.house)
    fresh.clock.go_on(MINUTE)
    be_present(fresh.house)
    assert recorded(fresh) == [Absence(NOON, NOON + 2 * HOUR)]
    assert fresh.verified().intact


def test_an_absence_counts_in_a_span_for_the_part_that_lies_in_it(fresh: Scene) -> None:
    away(fresh, 3 * HOUR)
    assert recorded(fresh, Span(NOON + HOUR, NOON + 2 * HOUR)) == [Absence(NOON + HOUR, NOON + 2 * HOUR)]
    assert recorded(fresh, Span(NOON - HOUR, NOON)) == []
    assert recorded(fresh, Span(NOON + 3 * HOUR, None)) == []


def test_a_clock_that_is_set_back_makes_no_absence(fresh: Scene) -> None:
    away(fresh, -HOUR)
    fresh.clock.go_on(HOUR + MINUTE)
    be_present(fresh.house)
    assert recorded(fresh) == []


def test_what_is_on_record_is_told_in_the_journal(fresh: Scene) -> None:
    away(fresh, 2 * HOUR)
    with fresh.house.database.reading() as connection:
        assert [item.entry.subject for item in entries_of_kinds(connection, [Kind.OUTAGE])] == ["presence"]


def test_a_clock_that_once_ran_ahead_hides_no_absence_after_it(fresh: Scene) -> None:
    away(fresh, timedelta(days=3_650))
    fresh.clock.now = NOON + MINUTE
    be_present(fresh.house)
    away(fresh, 12 * HOUR)
    assert Absence(NOON + MINUTE, NOON + MINUTE + 12 * HOUR) in recorded(fresh)
