"""The week so far in a few lines: how much was put up for approval, what became of it, and what went out without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from bot.bypass import bypasses_since
from bot.house import House
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.tables import submissions
from bot.trail.entry import write_moment

_DONE = {State.APPROVED, State.PUBLISHED, State.CORRECTED, State.EXPIRED}
_WAITING = {state for state in State if state.open and state is not State.EXPIRED} | {State.APPEALED}


def week_so_far(house: House, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the figures of the week that began last Monday, in the time zone of the house."""
    monday = _monday(house)
    return (*_submitted(_counted(house, monday), catalogue), *_bypassed(house, monday, catalogue))


def _submitted(counted: Mapping[State, int], catalogue: Catalogue) -> tuple[str, ...]:
    number = sum(counted.values())
    if not number:
        return (catalogue.say(N_("Nothing was submitted this week.")),)
    return (
        catalogue.count("{number} submission this week", "{number} submissions this week", number),
        catalogue.say(
            N_("Approved: {approved} · refused: {refused} · waiting: {waiting}"),
            approved=sum(counted.get(state, 0) for state in _DONE),
            refused=counted.get(State.REFUSED, 0),
            waiting=sum(counted.get(state, 0) for state in _WAITING),
        ),
    )


def _bypassed(house: House, since: datetime, catalogue: Catalogue) -> tuple[str, ...]:
    """Return how much went out without anybody's approval; nothing where nothing did."""
    with house.database.reading() as connection:
        number = bypasses_since(connection, since)
    told = catalogue.count(
        "{number} post in a public channel without Vigie", "{number} posts in public channels without Vigie", number
    )
    return (told,) if number else ()


def _monday(house: House) -> datetime:
    today = house.clock().astimezone(house.settings.timezone)
    monday = today.date() - timedelta(days=today.weekday())
    return datetime.combine(monday, time.min, tzinfo=house.settings.timezone)


def _counted(house: House, since: datetime) -> dict[State, int]:
    opened = submissions.c.opened_at >= write_moment(since)
    query = select(submissions.c.state, func.count()).where(opened).group_by(submissions.c.state)
    with house.database.reading() as connection:
        return {State(state): number for state, number in connection.execute(query)}
