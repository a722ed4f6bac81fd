from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminding.hours import after, is_quiet
from tests.bot.reminding.clocks import MOMENTS, PARIS, ZONES, paris, worked

FOUR_HOURS = timedelta(hours=4)
WORK = st.timedeltas(timedelta(), timedelta(hours=120))


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-24 08:59:59", True),
        ("2026-11-24 09:00", False),
        ("2026-11-24 18:59:59", False),
        ("2026-11-24 19:00", True),
        ("2026-11-25 00:00", True),
        ("2026-11-27 18:59", False),
        ("2026-11-28 12:00", True),
        ("2026-11-29 12:00", True),
        ("2026-11-30 09:00", False),
    ],
)
def test_it_is_quiet_from_seven_to_nine_and_on_weekends(at: str, quiet: bool) -> None:
    assert is_quiet(paris(at), PARIS) is quiet


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-24 10:00", "2026-11-24 14:00"),
        ("2026-11-24 17:00", "2026-11-25 11:00"),
        ("2026-11-24 15:00", "2026-11-25 09:00"),
        ("2026-11-24 22:00", "2026-11-25 13:00"),
        ("2026-11-27 17:00", "2026-11-30 11:00"),
        ("2026-11-28 12:00", "2026-11-30 13:00"),
        ("2026-12-31 18:00", "2027-01-01 12:00"),
    ],
)
def test_four_hours_of_work_are_four_hours_between_nine_and_seven(start: str, end: str) -> None:
    assert after(paris(start), FOUR_HOURS, PARIS) == paris(end)


@pytest.mark.parametrize(
    ("start", "end", "elapsed"),
    [
        ("2027-03-26 17:00", "2027-03-29 11:00", timedelta(hours=65)),
        ("2026-10-23 17:00", "2026-10-26 11:00", timedelta(hours=67)),
    ],
)
def test_when_clocks_change_mornings_still_begin_at_nine(start: str, end: str, elapsed: timedelta) -> None:
    done = after(paris(start), FOUR_HOURS, PARIS)
    assert done == paris(end)
    assert done - paris(start).astimezone(UTC) == elapsed


@given(MOMENTS, WORK, ZONES)
def test_it_ends_in_working_hours_after_exactly_so_much_work(start: datetime, work: timedelta, zone: tzinfo) -> None:
    end = after(start, work, zone)
    assert end >= start
    assert not is_quiet(end, zone)
    assert worked(start, end, zone) == work


@given(MOMENTS, WORK, WORK, ZONES)
def test_work_adds_up(start: datetime, one: timedelta, other: timedelta, zone: tzinfo) -> None:
    assert after(after(start, one, zone), other, zone) == after(start, one + other, zone)


@given(MOMENTS, ZONES)
def test_with_nothing_to_wait_for_it_is_now_or_at_the_next_opening(start: datetime, zone: tzinfo) -> None:
    assert (after(start, timedelta(), zone) == start) is not is_quiet(start, zone)
