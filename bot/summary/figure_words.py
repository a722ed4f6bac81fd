"""The figures of a summary in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import sqrt

from bot.declaration_words import purpose_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.summary.figures import Figures
from bot.summary.model import Measure, Summary, measured
from bot.summary.opinions import Observed
from bot.summary.outcome import Outcome
from policy.verdict import Effect

_NAMED = 4
"""Purposes, tools and articles that a line names; the others are counted together."""
_NAME = 28
"""Characters of a tool's name: a line stays one on a phone."""
_UP, _DOWN = "↑", "↓"
_WOULD = {
    Effect.FORBID: N_("“{rule}” would have refused {number}"),
    Effect.REQUIRE_STATEMENT: N_("“{rule}” would have asked for an origin {number} times"),
    Effect.REQUIRE_DECLARATION: N_("“{rule}” would have asked for a declaration {number} times"),
    Effect.REQUIRE_LABEL: N_("“{rule}” would have asked for a label {number} times"),
    Effect.REQUIRE_APPROVAL: N_("“{rule}” would have asked for more approvals {number} times"),
    Effect.PERMIT: N_("“{rule}” would have permitted {number}"),
}


def outcome_words(outcome: Outcome, catalogue: Catalogue) -> str:
    """Return how an outcome is called in the chart."""
    return catalogue.say(_OUTCOMES[outcome])


_OUTCOMES = {
    Outcome.APPROVED: N_("Approved"),
    Outcome.REFUSED: N_("Refused"),
    Outcome.FORBIDDEN: N_("Unfavourable"),
    Outcome.WAITING: N_("Waiting"),
    Outcome.WITHDRAWN: N_("Withdrawn"),
}


def decision_lines(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Yield how much was submitted, what became of it, and how soon."""
    figures, say = summary.figures, catalogue.say
    told = catalogue.count("{number} submission", "{number} submissions", figures.submitted)
    yield told + _usual(summary, Measure.SUBMITTED, catalogue)
    if became := list(_became(summary, catalogue)):
        yield " · ".join(became)
    if figures.published:
        yield catalogue.count("{number} published", "{number} published", figures.published)
    if figures.delays:
        median, ninth = catalogue.duration(figures.delays.median), catalogue.duration(figures.delays.ninth)
        yield say(N_("First decision: half within {median}, nine in ten within {ninth}"), median=median, ninth=ninth)
    yield from _coverage(figures, catalogue)


def brief(figures: Figures, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the key figures, each in a few words; what there was none of is left out."""
    uses = figures.uses.number
    return (
        catalogue.count("{number} submission", "{number} submissions", figures.submitted),
        *(catalogue.say(_SHORT[outcome], number=number) for outcome, number in figures.outcomes.items() if number),
        *([catalogue.count("{number} declared use", "{number} declared uses", uses)] if uses else []),
    )


def _became(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    compared = {
        Outcome.APPROVED: Measure.APPROVED,
        Outcome.REFUSED: Measure.REFUSED,
        Outcome.FORBIDDEN: Measure.FORBIDDEN,
    }
    for outcome, number in summary.figures.outcomes.items():
        usual = _usual(summary, compared[outcome], catalogue) if outcome in compared else ""
        if number or usual:
            yield f"{catalogue.say(_SHORT[outcome], number=number)}{usual}"


_SHORT = {
    Outcome.APPROVED: N_("approved: {number}"),
    Outcome.REFUSED: N_("refused: {number}"),
    Outcome.FORBIDDEN: N_("unfavourable: {number}"),
    Outcome.WAITING: N_("waiting: {number}"),
    Outcome.WITHDRAWN: N_("withdrawn: {number}"),
}


def _usual(summary: Summary, measure: Measure, catalogue: Catalogue) -> str:
    """Say what is usual, with an arrow where the figure differs by more than chance: |x - m| > √m."""
    if measure not in summary.usual:
        return ""
    mean = summary.usual[measure]
    number = measured(summary.buckets[-1][1])[measure]
    if not mean and not number:
        return ""
    arrow = (_UP if number > mean else _DOWN) if abs(number - mean) > sqrt(mean) else ""
    told = catalogue.say(N_("usually {mean}"), mean=catalogue.mean(mean))
    return f" ({' '.join(filter(None, (told, arrow)))})"


def _coverage(figures: Figures, catalogue: Catalogue) -> Iterator[str]:
    opinions = figures.opinions
    if opinions.submitted:
        yield catalogue.say(
            N_("Answered within a minute: {answered} of {submitted}"),
            answered=opinions.answered,
            submitted=opinions.submitted,
        )
    if figures.absences:
        away = catalogue.duration(figures.away)
        yield catalogue.count("{number} outage: {away}", "{number} outages: {away}", figures.absences, away=away)


def use_lines(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Yield what AI was declared to have served for, and with which tools."""
    uses, say = summary.figures.uses, catalogue.say
    told = catalogue.count("{number} declared use", "{number} declared uses", uses.number)
    yield told + _usual(summary, Measure.USES, catalogue)
    if uses.purposes:
        named = {purpose_words(purpose, catalogue): number for purpose, number in uses.purposes.items()}
        yield _listed(named, catalogue)
    if uses.tools or uses.others:
        named = {one_line(tool, _NAME): number for tool, number in uses.tools.items()}
        named |= {say(N_("tools that Vigie does not know")): uses.others} if uses.others else {}
        yield say(N_("Tools: {tools}"), tools=_listed(named, catalogue))
    if uses.refused:
        yield catalogue.count(
            "{number} use refused by the charter", "{number} uses refused by the charter", uses.refused
        )


def _listed(named: Mapping[str, int], catalogue: Catalogue) -> str:
    """Return names with their numbers, the most frequent first; the last ones together."""
    items = list(named.items())
    first, rest = items[:_NAMED], items[_NAMED:]
    if len(rest) == 1:
        first, rest = items, []
    others = [catalogue.say(N_("others ({number})"), number=sum(number for _, number in rest))] if rest else []
    return " · ".join([*(f"{name} ({number})" for name, number in first), *others])


def article_lines(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Yield the charter in force, what it refused by which article, and what rules on trial would have done."""
    say, charter, opinions = catalogue.say, summary.charter, summary.figures.opinions
    held = catalogue.count("{number} guarantee kept", "{number} guarantees kept", charter.guarantees)
    since = catalogue.moment(charter.in_force_since)
    version = say(N_("Version {version}, in force since {moment}"), version=one_line(charter.version), moment=since)
    yield f"{version} · {held}" if charter.guarantees else version
    if opinions.refused_by_article:
        named = {
            say(N_("art. {article}"), article=one_line(name, 20)): number
            for name, number in opinions.refused_by_article.items()
        }
        yield say(N_("Unfavourable opinions: {articles}"), articles=_listed(named, catalogue))
    yield from _observed(opinions.observed, catalogue)


def _observed(observed: Iterable[Observed], catalogue: Catalogue) -> Iterator[str]:
    for one in list(observed)[:_NAMED]:
        told = catalogue.say(_WOULD[one.effect], rule=one_line(one.rule, 40), number=one.number)
        yield catalogue.say(N_("On trial: {told}"), told=told)
