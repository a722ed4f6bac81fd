from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language import Catalogue
from bot.summary.figures import Bucket
from bot.summary.outcome import Outcome
from bot.summary.period import month_of, year_of
from bot.summary.picture import alternative, bucket_words, chart_of
from policy.declaration import Purpose
from policy.language import Language
from tests.bot.summary.samples import NOTHING, SUMMARY, WEEK

ENGLISH = Catalogue(Language.ENGLISH)


def test_the_chart_shows_every_outcome_of_every_week() -> None:
    chart = chart_of(SUMMARY, ENGLISH)
    assert (chart.weeks[0], chart.weeks[-1], len(chart.weeks)) == ("W36", "W47", 12)
    outcomes = {series.name: series.values for series in chart.panels[0].series}
    assert list(outcomes) == ["Approved", "Refused", "Unfavourable", "Waiting", "Withdrawn"]
    assert outcomes["Approved"] == (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 7)
    assert outcomes["Waiting"][-1] == 1


def test_uses_are_told_apart_by_purpose_the_most_frequent_first() -> None:
    series = chart_of(SUMMARY, ENGLISH).panels[1].series
    assert [(one.name, one.values[-1]) for one in series] == [("Writing a text", 2), ("Translating", 1)]


def test_what_is_rare_shares_one_colour_and_is_not_lost() -> None:
    uses = {purpose: len(Purpose) - number for number, purpose in enumerate(Purpose)}
    chart = chart_of(replace(SUMMARY, buckets=((WEEK.period, Bucket(NOTHING, uses)),)), ENGLISH)
    series = chart.panels[1].series
    assert (len(series), series[-1].name) == (7, "Other purposes")
    assert sum(one.values[0] for one in series) == sum(uses.values())
    assert len({one.colour for one in series}) == 7


def test_whoever_can_not_see_the_chart_is_told_what_it_shows() -> None:
    assert alternative(chart_of(SUMMARY, ENGLISH), ENGLISH) == (
        "Submissions by outcome, W36 to W47: Approved 73, Refused 0, Unfavourable 2, Waiting 1, Withdrawn 0. "
        "In W47: 10. "
        "Declared uses of AI by purpose, W36 to W47: Writing a text 2, Translating 1. In W47: 3."
    )


def test_a_chart_without_uses_says_so() -> None:
    empty = replace(SUMMARY, buckets=((WEEK.period, Bucket(NOTHING | {Outcome.WAITING: 1}, {})),))
    assert alternative(chart_of(empty, ENGLISH), ENGLISH).endswith("by purpose, W47 to W47: nothing. In W47: 0.")


@pytest.mark.parametrize("language", Language)
def test_the_title_names_whose_chart_it_is_and_of_when(language: Language) -> None:
    catalogue = Catalogue(language)
    title = chart_of(SUMMARY, catalogue).title
    assert title.startswith(SUMMARY.organisation)
    assert catalogue.span(WEEK.period.first, WEEK.period.last) in title


def test_a_month_is_called_by_its_name_and_a_year_by_its_number() -> None:
    assert bucket_words(month_of(2026, 11), ENGLISH) == "Nov 26"
    assert bucket_words(WEEK.period, ENGLISH) == "W47"
    assert bucket_words(year_of(2026), ENGLISH) == "2026"
