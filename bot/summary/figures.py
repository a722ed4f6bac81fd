"""Everything that is counted over a period, from the trail and the lists that are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from sqlalchemy import Connection

from bot.bypass import bypasses
from bot.kinds import Kind
from bot.presence import absences
from bot.register.gather import Edition, gather
from bot.register.use import Filters, Status, Use
from bot.summary.counting import counted
from bot.summary.delays import Delays, delays
from bot.summary.opinions import Opinions, opinions
from bot.summary.outcome import Outcome, outcomes
from bot.summary.period import Period
from bot.summary.purposes import purposes
from bot.trail.read import subjects_of_kinds
from bot.trail.span import Row
from policy.declaration import TOOLS, Purpose


@dataclass(frozen=True, slots=True)
class Uses:
    """Declared uses of AI that stand, by purpose and by tool, the most frequent first; `refused` by the charter.

    Only products that Vigie knows are named: what people typed themselves can be erased, a summary can't. `others`
    counts the uses of those.
    """

    purposes: Mapping[Purpose, int]
    tools: Mapping[str, int]
    refused: int
    others: int = 0

    @property
    def number(self) -> int:
        """How many stand."""
        return sum(self.purposes.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a period. `outcomes` are of what was submitted in it, as it stands when they are counted.

    `published` counts submissions that went out; `bypassed` posts in public channels that nobody approved as they are.
    `absences` is how often Vigie was away, for `away` altogether.
    """

    outcomes: Mapping[Outcome, int]
    delays: Delays | None
    opinions: Opinions
    uses: Uses
    published: int
    bypassed: int
    absences: int
    away: timedelta

    @property
    def submitted(self) -> int:
        """How many submissions were opened."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Bucket:
    """What the chart shows of one week, or one month."""

    outcomes: Mapping[Outcome, int]
    uses: Mapping[Purpose, int]


NOTHING = Figures(dict.fromkeys(Outcome, 0), None, Opinions({}, (), 0, 0), Uses({}, {}, 0), 0, 0, 0, timedelta(0))


def figures(connection: Connection, period: Period, edition: Edition) -> Figures:
    """Count a period; days begin in the time zone of the edition."""
    span = period.span(edition.timezone)
    away = absences(connection, span)
    return Figures(
        outcomes=outcomes(connection, Row([span]))[0],
        delays=delays(connection, span),
        opinions=opinions(connection, span),
        uses=_uses(team_register(connection, period, edition)),
        published=len(set(connection.execute(subjects_of_kinds([Kind.PUBLISHED], span)).scalars())),
        bypassed=bypasses(connection, span),
        absences=len(away),
        away=sum((absence.until - absence.since for absence in away), timedelta(0)),
    )


def team_register(connection: Connection, period: Period, edition: Edition) -> tuple[Use, ...]:
    """Return the uses of a period for those who work here: public or not, refused or not, without names."""
    return gather(connection, team_filters(period), edition).uses


def team_filters(period: Period) -> Filters:
    """Return what narrows the register down to a period, for those who work here."""
    return Filters(since=period.first, until=period.last, everything=True, unnamed=True)


def buckets(connection: Connection, periods: Iterable[Period], timezone: tzinfo) -> tuple[Bucket, ...]:
    """Count what the chart shows, for weeks or months in a row."""
    row = Row([period.span(timezone) for period in periods])
    return tuple(map(Bucket, outcomes(connection, row), purposes(connection, row)))


def _uses(found: Iterable[Use]) -> Uses:
    uses = list(found)
    standing = [use for use in uses if use.status is Status.STANDING]
    return Uses(
        purposes=counted(use.purpose for use in standing),
        tools=counted(use.tool for use in standing if use.tool in TOOLS),
        refused=sum(use.status is Status.REFUSED for use in uses),
        others=sum(bool(use.tool) and use.tool not in TOOLS for use in standing),
    )
