"""The chart of a summary: what it shows, and the same in words for whoever can't see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.declaration_words import purpose_words
from bot.language import N_, Catalogue
from bot.summary.chart import USES, Chart, Hue, Panel, Series
from bot.summary.figure_words import outcome_words
from bot.summary.figures import Bucket
from bot.summary.model import Summary
from bot.summary.outcome import Outcome
from bot.summary.period import Period, Week, year_of
from bot.summary.words import period_words
from policy.declaration import Purpose

_OUTCOMES = {
    Outcome.APPROVED: Hue.APPROVED,
    Outcome.REFUSED: Hue.REFUSED,
    Outcome.FORBIDDEN: Hue.FORBIDDEN,
    Outcome.WAITING: Hue.WAITING,
    Outcome.WITHDRAWN: Hue.WITHDRAWN,
}


def chart_of(summary: Summary, catalogue: Catalogue) -> Chart:
    """Return the chart of a summary in a reader's language."""
    say = catalogue.say
    counted = [bucket for _, bucket in summary.buckets]
    return Chart(
        title=f"{summary.organisation} · {period_words(summary.period, catalogue)}",
        weeks=tuple(bucket_words(period, catalogue) for period, _ in summary.buckets),
        panels=(
            Panel(say(N_("Submissions by outcome")), _by_outcome(counted, catalogue)),
            Panel(say(N_("Declared uses of AI by purpose")), _by_purpose(counted, catalogue)),
        ),
        source=_source(summary, catalogue),
    )


def _source(summary: Summary, catalogue: Catalogue) -> str:
    """Return the line below; where the columns can reach beyond the period, it says so."""
    moment = catalogue.moment(summary.made_at)
    if summary.week:
        return catalogue.say(N_("Vigie, {moment}"), moment=moment)
    return catalogue.say(N_("Vigie, {moment}. Columns are whole weeks, months or years."), moment=moment)


def bucket_words(period: Period, catalogue: Catalogue) -> str:
    """Return how the chart calls a week, such as « S47 », a month or a year."""
    week = Week.of(period.first)
    if period == week.period:
        return catalogue.say(N_("W{number}"), number=f"{week.number:02d}")
    if period == year_of(period.first.year):
        return str(period.first.year)
    return catalogue.month(period.first, short=True)


def alternative(chart: Chart, catalogue: Catalogue) -> str:
    """Say what the chart shows: each panel's last column, and its sums."""
    if not chart.weeks:
        return ""
    say, last = catalogue.say, chart.weeks[-1]
    told = []
    for panel in chart.panels:
        sums = ", ".join(f"{series.name} {sum(series.values)}" for series in panel.series) or say(N_("nothing"))
        newest = sum(series.values[-1] for series in panel.series)
        words = N_("{title}, {first} to {last}: {sums}. In {last}: {newest}.")
        told.append(say(words, title=panel.title, first=chart.weeks[0], last=last, sums=sums, newest=newest))
    return " ".join(told)


def _by_outcome(counted: Sequence[Bucket], catalogue: Catalogue) -> tuple[Series, ...]:
    return tuple(
        Series(outcome_words(outcome, catalogue), hue, tuple(bucket.outcomes[outcome] for bucket in counted))
        for outcome, hue in _OUTCOMES.items()
    )


def _by_purpose(counted: Sequence[Bucket], catalogue: Catalogue) -> tuple[Series, ...]:
    """Return the most frequent purposes, and the others as one."""
    sums: Counter[Purpose] = Counter()
    for bucket in counted:
        sums.update(bucket.uses)
    ordered = sorted(sums, key=lambda purpose: (-sums[purpose], purpose))
    named, rest = ordered[: len(USES)], ordered[len(USES) :]
    series = [
        Series(purpose_words(purpose, catalogue), hue, tuple(bucket.uses.get(purpose, 0) for bucket in counted))
        for purpose, hue in zip(named, USES, strict=False)
    ]
    if rest:
        others = tuple(sum(bucket.uses.get(purpose, 0) for purpose in rest) for bucket in counted)
        series.append(Series(catalogue.say(N_("Other purposes")), Hue.OTHER_USES, others))
    return tuple(series)
