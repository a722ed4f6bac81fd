"""Making a summary: counting its period and those before, verifying the trail, signing its head."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection

from bot.charter_in_force import charter_of, has_text
from bot.house import House
from bot.kinds import Kind
from bot.register.edition import edition_of
from bot.self_check import SelfCheck, check_trail, last_check
from bot.summary.chart.model import MOST_WEEKS
from bot.summary.figures import NOTHING, Bucket, buckets, figures
from bot.summary.model import CHART_WEEKS, USUAL_WEEKS, CharterLine, Integrity, Measure, Summary, measured
from bot.summary.period import Period, Week
from bot.summary.standing import Standing, standing
from bot.trail.checkpoint import checkpoint
from bot.trail.entry import Entry, read_moment
from bot.trail.note import parse_note
from bot.trail.read import began, entries_between, last_number, latest_checkpoint
from bot.trail.span import Span
from policy.charter.model import Charter

log = logging.getLogger("vigie.summary")

_OLD_LISTS = timedelta(days=30)
"""From when on trust lists are told of (bot/doctor/trust.py)."""
_LATELY = timedelta(days=7)
"""What stands open now belongs into the summary of a period that ended no longer ago."""


def summary_of(house: House, period: Period, week: Week | None = None, check: SelfCheck | None = None) -> Summary:
    """Make the summary of a period; `check` is a verification of the trail that was made just now.

    In a trail that is broken, what is to be counted may not be readable: then the summary says that alone.
    """
    check = check or check_trail(house)
    note = str(checkpoint(house.database, house.key, house.clock())) if check.intact else ""
    integrity = Integrity(check, note, str(house.key.verifier))
    return _counted(house, period, week, integrity)


def report_of(house: House, period: Period) -> Summary:
    """Make the summary of a period as the last verification saw the trail, with the last checkpoint before it."""
    with house.database.reading() as connection:
        check, note = last_check(connection), latest_checkpoint(connection)
    check = check or check_trail(house)
    signed = note if note and check.intact and parse_note(note).checkpoint.size <= check.entries else ""
    return _counted(house, period, None, Integrity(check, signed, str(house.key.verifier)))


def _counted(house: House, period: Period, week: Week | None, integrity: Integrity) -> Summary:
    try:
        with house.database.reading() as connection:
            return gathered(connection, house, period, week, integrity)
    except Exception:
        if integrity.check.intact:
            raise
        log.exception("the trail is broken, and %s can't be counted", week or period)
        return _uncounted(house, period, week, integrity)


def _uncounted(house: House, period: Period, week: Week | None, integrity: Integrity) -> Summary:
    now = house.clock()
    return Summary(
        week=str(week or ""),
        period=period,
        made_at=now,
        organisation="",
        figures=NOTHING,
        usual={},
        standing=None,
        buckets=((period, Bucket(NOTHING.outcomes, {})),),
        charter=CharterLine("", 0, now),
        integrity=integrity,
        counted=False,
    )


def gathered(connection: Connection, house: House, period: Period, week: Week | None, integrity: Integrity) -> Summary:
    """Count everything, in one steady view of the trail."""
    now, timezone, charter = house.clock(), house.settings.timezone, house.charter
    edition = edition_of(charter, house.catalogue(), now)
    shown = _shown(period)
    counted = buckets(connection, shown, timezone)
    return Summary(
        week=str(week or ""),
        period=period,
        made_at=now,
        organisation=edition.organisation,
        figures=figures(connection, period, edition),
        usual=_usual(connection, counted, shown, timezone) if week and _is_over(period, now, timezone) else {},
        standing=_standing(connection, house, period, now),
        buckets=tuple(zip(shown, counted, strict=True)),
        charter=_charter(connection, charter, period.span(timezone)),
        integrity=integrity,
    )


def _is_over(period: Period, now: datetime, timezone: tzinfo) -> bool:
    """Whether a period is over: a week that is still running can't be held against whole ones."""
    until = period.span(timezone).until
    return until is not None and until <= now


def _shown(period: Period) -> list[Period]:
    """Return the columns of the chart: the weeks up to the end of a short period, the months or years of a long one."""
    weeks = [week.period for week in period.weeks]
    if len(weeks) > MOST_WEEKS:
        months, years = list(period.months), list(period.years)
        return months if len(months) <= MOST_WEEKS else years[-MOST_WEEKS:]
    last = Week.of(period.last)
    return [last.after(number).period for number in range(1 - max(CHART_WEEKS, len(weeks)), 1)]


def _usual(
    connection: Connection, counted: tuple[Bucket, ...], shown: list[Period], timezone: tzinfo
) -> Mapping[Measure, float]:
    """Return the means of the weeks before the last; nothing where the trail is younger than they are."""
    first = began(connection)
    before = counted[-1 - USUAL_WEEKS : -1]
    since = shown[-1 - USUAL_WEEKS].span(timezone).since
    if first is None or since is None or first >= since + timedelta(days=1):
        return {}
    found = [measured(bucket) for bucket in before]
    return {measure: sum(one[measure] for one in found) / len(found) for measure in Measure}


def _standing(connection: Connection, house: House, period: Period, now: datetime) -> Standing | None:
    end = period.span(house.settings.timezone).until
    if end is None or now - end >= _LATELY:
        return None
    fetched = [read_moment(source.fetched_at) for source in house.trust.sources()]
    age = now - min(fetched) if fetched else None
    return standing(connection, age if age and age > _OLD_LISTS else None)


def _charter(connection: Connection, present: Charter, span: Span) -> CharterLine:
    """Return the charter that was in force at the end of a span, as its entry holds it."""
    entry = _last_before(connection, span)
    known = has_text(entry.data) and entry.data["sha256"] != present.sha256
    charter = charter_of(entry.data) if known else present
    return CharterLine(charter.version, len(charter.guarantees), entry.at)


def _last_before(connection: Connection, span: Span) -> Entry:
    """Return the entry of the charter at the end of a span; of the present one, for a span before any."""
    before = last_number(connection, [Kind.CHARTER_IN_FORCE], Span(until=span.until))
    number = before or last_number(connection, [Kind.CHARTER_IN_FORCE]) or 1
    return entries_between(connection, number, number)[0].entry
