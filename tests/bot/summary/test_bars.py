from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.summary import asked
from bot.summary.gather import summary_of
from bot.summary.period import Period, Week, month_of, year_of
from bot.summary.picture import bucket_words
from policy.language import Language
from tests.bot.scene import Scene


@pytest.mark.parametrize(
    ("period", "number", "last"),
    [
        (Week(2026, 48).period, 12, "W48"),
        (month_of(2026, 11), 12, "W49"),
        (Period(date(2026, 8, 10), date(2026, 11, 29)), 16, "W48"),
        (Period(date(2026, 8, 9), date(2026, 11, 29)), 4, "Nov 26"),
        (year_of(2026), 12, "Dec 26"),
        (Period(date(2025, 9, 1), date(2026, 12, 31)), 16, "Dec 26"),
        (Period(date(2025, 8, 31), date(2026, 12, 31)), 2, "2026"),
        (asked.days("2016-01-01", "2026-12-31"), 11, "2026"),
    ],
)
def test_there_are_never_more_bars_than_can_be_read(
    lasting_scene: Scene, period: Period, number: int, last: str
) -> None:
    summary = summary_of(lasting_scene.house, period)
    words = [bucket_words(bar, lasting_scene.house.catalogue(Language.ENGLISH)) for bar, _ in summary.buckets]
    assert (len(words), words[-1]) == (number, last)
    for before, after in pairwise(summary.buckets):
        assert after[0].first == before[0].last + timedelta(days=1)
