"""A summary's figures as a table: one row for each figure, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from bot.declaration_words import purpose_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.spreadsheet import BYTE_ORDER_MARK, row
from bot.summary.figure_words import outcome_words
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.summary.picture import bucket_words

_HEADINGS = (N_("Period"), N_("Figure"), N_("Detail"), N_("How many"))


def as_csv(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Give the figures of the period, then of each week or month in it, line by line, headings first."""
    yield BYTE_ORDER_MARK + row(catalogue.say(heading) for heading in _HEADINGS)
    if not summary.counted:
        return
    whole = f"{summary.period.first.isoformat()} – {summary.period.last.isoformat()}"
    for figure, detail, number in _figures(summary, catalogue):
        yield row((whole, figure, detail, str(number)))
    for period, bucket in summary.buckets:
        week = Week.of(period.first)
        label = str(week) if period == week.period else bucket_words(period, catalogue)
        for outcome, number in bucket.outcomes.items():
            yield row((label, catalogue.say(N_("Submissions")), outcome_words(outcome, catalogue), str(number)))
        for purpose, number in bucket.uses.items():
            yield row((label, catalogue.say(N_("Declared uses")), purpose_words(purpose, catalogue), str(number)))


def _figures(summary: Summary, catalogue: Catalogue) -> Iterator[tuple[str, str, int]]:
    say, figures = catalogue.say, summary.figures
    yield say(N_("Submissions")), "", figures.submitted
    for outcome, number in figures.outcomes.items():
        yield say(N_("Submissions")), outcome_words(outcome, catalogue), number
    for article, number in figures.opinions.refused_by_article.items():
        yield say(N_("Unfavourable opinions")), say(N_("art. {article}"), article=one_line(article, 20)), number
    for observed in figures.opinions.observed:
        yield say(N_("Rules on trial")), one_line(observed.rule), observed.number
    yield say(N_("Answered within a minute")), "", figures.opinions.answered
    if figures.delays:
        yield say(N_("First decision, half of them, in seconds")), "", int(figures.delays.median.total_seconds())
        yield say(N_("First decision, nine in ten, in seconds")), "", int(figures.delays.ninth.total_seconds())
    for purpose, number in figures.uses.purposes.items():
        yield say(N_("Declared uses")), purpose_words(purpose, catalogue), number
    for tool, number in figures.uses.tools.items():
        yield say(N_("Tools")), one_line(tool), number
    yield say(N_("Tools")), say(N_("tools that Vigie does not know")), figures.uses.others
    yield say(N_("Uses refused by the charter")), "", figures.uses.refused
    yield say(N_("Published")), "", figures.published
    yield say(N_("Posts without Vigie")), "", figures.bypassed
    yield say(N_("Outages")), "", figures.absences
    yield say(N_("Outages, in seconds")), "", int(figures.away.total_seconds())
