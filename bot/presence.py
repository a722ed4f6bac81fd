"""Being there: each minute is noted, and an absence is on record as soon as it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import marks
from bot.house import House
from bot.kinds import Kind
from bot.trail.append import append
from bot.trail.entry import EntryDraft, read_moment, write_moment
from bot.trail.read import entries_of_kinds
from bot.trail.span import Span

ABSENT_AFTER = timedelta(minutes=10)
"""Without a sign of life for so long, Vigie was away; a restart takes less."""
_ASTRAY = timedelta(days=1)
"""A last sign of life so far ahead comes from a clock that went astray: it must not blind us until then."""
_SUBJECT, _PLACE = "presence", "here"


@dataclass(frozen=True, slots=True)
class Absence:
    """From the last sign of life to the next one."""

    since: datetime
    until: datetime


def be_present(house: House) -> None:
    """Give a sign of life, whichever process it is; record the absence before it, where it was one."""
    now = house.clock()
    with house.database.writing() as connection:
        before = marks.heard_until(connection, _SUBJECT, _PLACE)
        if before and now - before > ABSENT_AFTER:
            data = {"since": write_moment(before), "until": write_moment(now)}
            append(connection, EntryDraft(Kind.OUTAGE, _SUBJECT, None, data), at=now)
        if before is None or now > before or before - now > _ASTRAY:
            marks.mark_heard(connection, _SUBJECT, _PLACE, now)


def absences(connection: Connection, span: Span) -> list[Absence]:
    """Return the parts of all absences that lie in a span."""
    over = entries_of_kinds(connection, [Kind.OUTAGE], Span(span.since))
    told = (Absence(_read(item.entry.data["since"]), _read(item.entry.data["until"])) for item in over)
    return [_within(absence, span) for absence in told if _touches(absence, span)]


def _touches(absence: Absence, span: Span) -> bool:
    before = span.until is None or absence.since < span.until
    return before and (span.since is None or absence.until > span.since)


def _within(absence: Absence, span: Span) -> Absence:
    return Absence(
        max(absence.since, span.since or absence.since),
        min(absence.until, span.until or absence.until),
    )


def _read(written: object) -> datetime:
    return read_moment(str(written))
