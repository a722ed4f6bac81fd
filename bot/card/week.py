"""The week so far in a few lines: how much was put up for approval, what became of it, and what went out without."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bypass import bypasses
from bot.house import House
from bot.language import N_, Catalogue
from bot.summary.days import today
from bot.summary.outcome import Outcome, outcomes
from bot.summary.period import Week
from bot.trail.span import Row


def week_so_far(house: House, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the figures of the week that began last Monday, in the time zone of the house."""
    timezone = house.settings.timezone
    span = Week.of(today(house)).period.span(timezone)
    with house.database.reading() as connection:
        counted, bypassed = outcomes(connection, Row([span]))[0], bypasses(connection, span)
    return (*_submitted(counted, catalogue), *_bypassed(bypassed, catalogue))


def _submitted(counted: Mapping[Outcome, int], catalogue: Catalogue) -> tuple[str, ...]:
    number = sum(counted.values())
    if not number:
        return (catalogue.say(N_("Nothing was submitted this week.")),)
    return (
        catalogue.count("{number} submission this week", "{number} submissions this week", number),
        catalogue.say(
            N_("Approved: {approved} · refused: {refused} · unfavourable: {forbidden} · waiting: {waiting}"),
            approved=counted[Outcome.APPROVED],
            refused=counted[Outcome.REFUSED],
            forbidden=counted[Outcome.FORBIDDEN],
            waiting=counted[Outcome.WAITING],
        ),
    )


def _bypassed(number: int, catalogue: Catalogue) -> tuple[str, ...]:
    """Return how much went out without anybody's approval; nothing where nothing did."""
    told = catalogue.count(
        "{number} post in a public channel without Vigie", "{number} posts in public channels without Vigie", number
    )
    return (told,) if number else ()
