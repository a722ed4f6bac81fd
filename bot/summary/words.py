"""A summary in words: what somebody has to act on first, then the figures, then what vouches for them. No names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.summary.duty_words import duties
from bot.summary.figure_words import article_lines, decision_lines, use_lines
from bot.summary.model import Summary
from bot.summary.period import Period, Week, month_of, year_of

COMMAND = "vigie trail verify --checkpoint -"
"""What `how` has people type; a platform sets it apart, so that it can be copied."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryText:
    """A summary as it is read: a platform puts it into its own letters.

    `checkpoint` is the signed note as it must be kept, line by line, empty where the trail is broken; `how` says how to
    hold the trail against it, `key` with which public key.
    """

    title: str
    sections: tuple[Section, ...]
    checkpoint: str
    how: str
    key: str


def summary_text(summary: Summary, catalogue: Catalogue) -> SummaryText:
    """Say a summary in a reader's language."""
    say = catalogue.say
    acting = Section(say(N_("To be acted on")), tuple(duties(summary, catalogue)))
    sections = (acting, *_figures(summary, catalogue)) if summary.counted else (acting,)
    return SummaryText(
        title=say(N_("Audit summary · {period}"), period=period_words(summary.period, catalogue)),
        sections=tuple(section for section in sections if section.lines),
        checkpoint=summary.integrity.checkpoint,
        how=say(N_("To check at home: copy this message, then {command}"), command=COMMAND),
        key=say(N_("Public key: {key}"), key=one_line(summary.integrity.key, 200)),
    )


def _figures(summary: Summary, catalogue: Catalogue) -> tuple[Section, ...]:
    say = catalogue.say
    return (
        Section(say(N_("In figures")), tuple(decision_lines(summary, catalogue))),
        Section(say(N_("AI, declared")), tuple(use_lines(summary, catalogue))),
        Section(say(N_("Charter")), tuple(article_lines(summary, catalogue))),
        Section(say(N_("Journal")), tuple(_journal(summary, catalogue))),
    )


def period_words(period: Period, catalogue: Catalogue) -> str:
    """Return how people call a period: a week by its number and days, a month by its name, else its days."""
    days = catalogue.span(period.first, period.last)
    if period == (week := Week.of(period.first)).period:
        return catalogue.say(N_("week {number}, {days}"), number=week.number, days=days)
    if period == year_of(period.first.year):
        return str(period.first.year)
    if period == month_of(period.first.year, period.first.month):
        return catalogue.month(period.first)
    return days


def plain(text: SummaryText) -> str:
    """Return a summary as plain text, for a terminal, a file or a mail."""
    lines = [text.title]
    for section in text.sections:
        lines += ["", section.heading, *(f"  {line}" for line in section.lines)]
    block = ["", text.checkpoint.rstrip("\n"), "", text.how, text.key] if text.checkpoint else []
    return "\n".join([*lines, *block]) + "\n"


def _journal(summary: Summary, catalogue: Catalogue) -> list[str]:
    """Say whether the trail is intact; a break stands first of all (bot/summary/duty_words.py)."""
    check = summary.integrity.check
    if check.first_break:
        return []
    return [
        catalogue.say(
            N_("Intact: {number} entries verified on {moment}"),
            number=catalogue.number(check.entries),
            moment=catalogue.moment(check.at),
        )
    ]
