"""What a register is narrowed down to, in moments."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.register.use import Filters
from bot.trail.entry import write_moment

ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "Pacific/Auckland", "America/Los_Angeles")]


@pytest.mark.parametrize("timezone", ZONES, ids=str)
def test_the_ends_of_the_calendar_are_no_bounds(timezone: ZoneInfo) -> None:
    for day in (date.min, date.max):
        span = Filters(since=day, until=day).span(timezone)
        assert all(write_moment(moment) for moment in (span.since, span.until) if moment)
    assert Filters(since=date.min).span(timezone).since is None
    assert Filters(until=date.max).span(timezone).until is None


@pytest.mark.parametrize("timezone", ZONES, ids=str)
def test_a_day_is_from_its_midnight_to_the_next(timezone: ZoneInfo) -> None:
    span = Filters(since=date(2026, 11, 24), until=date(2026, 11, 24)).span(timezone)
    assert span.since is not None
    assert span.until is not None
    assert (span.until - span.since).total_seconds() == 86_400
    assert span.since.astimezone(timezone).hour == 0
