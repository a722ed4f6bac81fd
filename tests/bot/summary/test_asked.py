from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.language import Catalogue
from bot.summary import asked
from bot.summary.period import Period, Week
from policy.language import Language

BEGAN = date(2026, 11, 1)


def complaint(ask: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as refused:
        ask()
    return refused.value.sentence(Catalogue(Language.ENGLISH))


def test_days_months_years_and_weeks_are_read() -> None:
    assert asked.days("2026-11-16", "2026-11-22") == asked.week("2026-W47").period
    assert asked.days("2026-11-16", "2026-11-16").days == 1
    assert asked.month("2026-02") == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert asked.year("2026") == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert asked.week("2026-W53") == Week(2026, 53)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_period_or_a_sentence(written: str) -> None:
    for read in (asked.week, asked.month, asked.year, lambda text: asked.days(text, "2026-11-22")):
        with suppress(UsageError):
            assert read(written) is not None


@pytest.mark.parametrize(
    "ask",
    [
        lambda: asked.week("9999-W52"),
        lambda: asked.week("0001-W01"),
        lambda: asked.month("9999-12"),
        lambda: asked.month("0001-01"),
        lambda: asked.year("9999"),
        lambda: asked.year("1"),
        lambda: asked.days("0001-01-01", "0001-01-02"),
        lambda: asked.days("9999-12-31", "9999-12-31"),
    ],
)
def test_the_ends_of_the_calendar_are_no_period(ask: Callable[[], object]) -> None:
    assert "is no period" in complaint(ask)


def test_days_are_the_right_way_round_and_not_too_many() -> None:
    assert complaint(lambda: asked.days("2026-11-22", "2026-11-16")).startswith("The last day comes before")
    assert complaint(lambda: asked.days("2010-01-01", "2026-01-01")).startswith("A summary covers 10 years")
    assert complaint(lambda: asked.days("hier", "2026-11-16")) == "“hier” is no period. Write it as in 2026-11-24."


def test_what_has_begun_can_be_told_of_and_what_has_not_cannot() -> None:
    today = date(2026, 11, 24)
    asked.require_begun(asked.year("2026"), today, BEGAN)
    asked.require_begun(Period(today, today), today, BEGAN)
    tomorrow = today + timedelta(days=1)
    assert complaint(lambda: asked.require_begun(Period(tomorrow, tomorrow), today, BEGAN)) == "That is still to come."


def test_a_period_before_the_journal_is_told_as_such() -> None:
    long_ago = Period(date(2020, 3, 2), date(2020, 3, 8))
    said = complaint(lambda: asked.require_begun(long_ago, date(2026, 11, 30), BEGAN))
    assert said.startswith("The journal had not begun then.")
