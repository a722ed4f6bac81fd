"""What a summary says, in both languages: what is to be acted on first, no names, short enough for a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import workflow
from bot.bypass import record_bypass
from bot.kinds import Choice
from bot.presence import be_present
from bot.summary.gather import summary_of
from bot.summary.model import Measure, Summary
from bot.summary.period import Period, Week, month_of, year_of
from bot.summary.words import SummaryText, period_words, plain, summary_text
from bot.trail.note import parse_pasted
from policy.declaration import Purpose
from policy.language import Language
from policy.statement import Claim
from tests.bot.declarations import DRAFTED
from tests.bot.scene import PEOPLE, Scene, under
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable, with_quorum

WEEK = Week(2026, 48)
ABOUT = 1_100
"""Characters of the weekly message (issue 7)."""


def said(summary: Summary, scene: Scene, language: Language = Language.ENGLISH) -> SummaryText:
    return summary_text(summary, scene.catalogue(language))


def lines(text: SummaryText) -> list[str]:
    return [line for section in text.sections for line in section.lines]


@pytest.fixture
def busy(fresh: Scene) -> Scene:
    """A week with a bit of everything, seen on the Monday after."""
    be_present(fresh.house)
    fresh.decide(reviewable(fresh), Choice.APPROVE)
    fresh.decide(reviewable(fresh), Choice.REFUSE, "Camille et Dominique le savent.")
    fresh.submit(GENERATED)
    fresh.submit(PHOTO)
    reviewable(fresh)
    for purpose in (Purpose.TRANSLATION, Purpose.TRANSLATION, Purpose.SUBTITLES, Purpose.PROOFREADING, Purpose.OTHER):
        fresh.declare(replace(DRAFTED, purpose=purpose, tool=f"Traducteur et correcteur automatique {purpose}"))
    fresh.declare(replace(DRAFTED, tool="L’outil de Camille"))
    with fresh.house.database.writing() as connection:
        record_bypass(connection, "https://t.me/c/1/2", 0, fresh.clock())
    fresh.clock.go_on(timedelta(hours=3))
    be_present(fresh.house)
    fresh.clock.go_on(timedelta(days=5, hours=20))
    return fresh


def test_a_quiet_week_is_told_too(fresh: Scene) -> None:
    fresh.clock.go_on(timedelta(days=6))
    text = said(summary_of(fresh.house, WEEK.period, WEEK), fresh)
    assert text.title == "Audit summary · week 48, Nov 23 – 29, 2026"
    assert lines(text)[:3] == ["Nothing waits for a decision or a review", "0 submissions", "0 declared uses"]


def test_what_is_to_be_acted_on_comes_first(busy: Scene) -> None:
    text = said(summary_of(busy.house, WEEK.period, WEEK), busy)
    assert text.sections[0].lines == (
        "⚠ 1 post in a public channel without Vigie",
        "1 submission waits for a decision: V-0005, for 5\u00a0d\u00a023\u00a0h",
    )


def test_the_figures_are_told_in_words(busy: Scene) -> None:
    told = lines(said(summary_of(busy.house, WEEK.period, WEEK), busy))
    assert "5 submissions" in told
    assert "approved: 1 · refused: 1 · unfavourable: 1 · waiting: 2" in told
    assert "Answered within a minute: 5 of 5" in told
    assert "1 outage: 3\u00a0h" in told
    assert "6 declared uses" in told
    assert "Unfavourable opinions: art. 1 (1)" in told


@pytest.mark.parametrize("language", Language)
def test_a_busy_week_names_nobody_and_fits_on_a_phone(busy: Scene, language: Language) -> None:
    text = plain(said(summary_of(busy.house, WEEK.period, WEEK), busy, language))
    assert not [name for name in PEOPLE if name in text]
    assert len(text) < ABOUT * 1.5
    assert max(map(len, text.splitlines()[:-4])) < 180


def test_its_checkpoint_can_be_read_out_of_its_text(busy: Scene) -> None:
    text = plain(said(summary_of(busy.house, WEEK.period, WEEK), busy))
    assert busy.house.key.verifier.verifies(parse_pasted(text))


def test_an_emergency_tells_the_hours_that_are_left_for_its_review(fresh: Scene) -> None:
    fresh.clock.go_on(timedelta(days=5))
    strict = under(fresh.house, with_quorum(fresh.house.charter, 2))
    reference = reviewable(replace(fresh, house=strict))
    workflow.break_glass(
        strict,
        fresh.people["Dominique"],
        reference,
        "Le tract part à l’imprimerie dans une heure.",
        fingerprint=fresh.case(reference).fingerprint,
    )
    fresh.clock.go_on(timedelta(days=1))
    assert "⚠ Emergency V-0001: to be reviewed within 2\u00a0d" in told(fresh)
    fresh.clock.go_on(timedelta(days=3))
    assert "⚠ Emergency V-0001: its review is overdue since Dec 2, 2026, 12:00" in told(fresh)
    workflow.review_glass(fresh.house, fresh.people["Sacha"], reference, "Vu.", justified=True)
    assert not [line for line in told(fresh) if "Emergency" in line]


def told(scene: Scene) -> list[str]:
    return lines(said(summary_of(scene.house, WEEK.period, WEEK), scene))


@pytest.mark.parametrize(
    ("mean", "number", "words"),
    [
        (4.0, 4, "usually 4"),
        (4.0, 6, "usually 4"),
        (4.0, 7, "usually 4 ↑"),
        (4.0, 1, "usually 4 ↓"),
        (0.5, 2, "usually 0.5 ↑"),
    ],
)
def test_an_arrow_tells_what_is_more_than_chance(fresh: Scene, mean: float, number: int, words: str) -> None:
    fresh.clock.go_on(timedelta(days=6))
    summary = summary_of(fresh.house, WEEK.period, WEEK)
    (period, bucket), uses = summary.buckets[-1], {Purpose.OTHER: number}
    changed = replace(
        summary,
        usual={Measure.USES: mean},
        buckets=(*summary.buckets[:-1], (period, replace(bucket, uses=uses))),
        figures=replace(summary.figures, uses=replace(summary.figures.uses, purposes=uses)),
    )
    assert f"{number} declared use{'' if number == 1 else 's'} ({words})" in lines(said(changed, fresh))


def test_what_is_usual_is_told_once_there_are_four_weeks_before(fresh: Scene) -> None:
    for number in range(6):
        fresh.submit(PHOTO)
        fresh.clock.go_on(timedelta(weeks=1))
        week = WEEK.after(number)
        usual = summary_of(fresh.house, week.period, week).usual
        assert usual.get(Measure.SUBMITTED) == (None if number < 5 else 1.0)


def test_a_period_of_long_ago_says_nothing_of_what_stands_open_now(busy: Scene) -> None:
    busy.clock.go_on(timedelta(days=30))
    summary = summary_of(busy.house, WEEK.period, WEEK)
    assert summary.standing is None
    assert "V-0005" not in plain(said(summary, busy))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (WEEK.period, "week 48, Nov 23 – 29, 2026"),
        (month_of(2026, 2), "February 2026"),
        (year_of(2026), "2026"),
        (Period(date(2026, 1, 12), date(2026, 3, 15)), "Jan 12 – Mar 15, 2026"),
    ],
)
def test_each_period_has_its_name(fresh: Scene, period: Period, words: str) -> None:
    assert period_words(period, fresh.catalogue(Language.ENGLISH)) == words


def test_a_week_that_is_still_running_is_not_held_against_whole_ones(fresh: Scene) -> None:
    for _ in range(6):
        fresh.submit(PHOTO)
        fresh.clock.go_on(timedelta(weeks=1))
    week = WEEK.after(6)
    assert summary_of(fresh.house, week.period, week).usual == {}


def test_what_waits_is_told_since_it_began_to_wait(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO)
    fresh.clock.go_on(timedelta(days=5))
    fresh.state(reference, Claim.OWN_PHOTO)
    fresh.clock.go_on(timedelta(hours=2))
    assert "1 submission waits for a decision: V-0001, for 2\u00a0h" in told(fresh)
