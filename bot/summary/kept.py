"""Summaries as they are kept: each ISO week once, whoever asks, with its hash in the trail."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import tzinfo

import msgspec
from sqlalchemy import Connection, insert, select

from bot import marks
from bot.house import House
from bot.kinds import Kind
from bot.ports import NeedlessError
from bot.presence import be_present
from bot.self_check import SelfCheck, check_trail
from bot.summary.delivery import enqueue_summary
from bot.summary.folder import is_whole, write_files
from bot.summary.gather import summary_of
from bot.summary.model import Summary
from bot.summary.period import Period, Week, last_due
from bot.tables import summaries
from bot.trail.append import append
from bot.trail.entry import EntryDraft, write_moment
from bot.trail.note import parse_note
from bot.trail.read import began

log = logging.getLogger("vigie.summary")

_SUBJECT, _FIRST = "summaries", "first"


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary that was made, and the number of its entry in the trail."""

    summary: Summary
    seq: int


def make_due(house: House) -> list[Week]:
    """Make every summary that is due and not there yet, the oldest first; return their weeks."""
    with house.database.writing() as connection:
        weeks = due_weeks(connection, house)
    if not weeks:
        return []
    check = check_trail(house)
    return [week for week in weeks if make(house, week, check)]


def due_weeks(connection: Connection, house: House) -> list[Week]:
    """Return the weeks that are due and have no summary, in a writing transaction.

    They begin with the one that was due when this was asked for the first time, so that a house that has been running
    for long is not told its whole past.
    """
    settings = house.settings
    last = last_due(house.clock(), settings.summary_at, settings.timezone)
    first = marks.noted(connection, _SUBJECT, _FIRST)
    if first is None or Week.parse(first) > last.after(1):  # noted by a clock that went astray
        if not _has_begun(connection, last, settings.timezone):
            return []
        marks.note(connection, _SUBJECT, _FIRST, first := str(last))
    made = set(kept_weeks(connection))
    return [week for week in Period(Week.parse(first).period.first, last.period.last).weeks if week not in made]


def make(house: House, week: Week, check: SelfCheck | None = None) -> Kept | None:
    """Make the summary of a week, keep it, and have it sent; None where it is there: made before, or meanwhile."""
    with house.database.reading() as connection:
        if is_kept(connection, week):
            return None
    be_present(house)  # an absence that has just ended belongs to its week
    summary = summary_of(house, week.period, week, check)
    with house.database.writing() as connection:
        if is_kept(connection, week):
            return None
        made = _keep(connection, house, week, summary)
        enqueue_summary(connection, house, week)
    _write(house, summary, anew=True)  # a restored database may not know of those that lie there
    return made


def _has_begun(connection: Connection, week: Week, timezone: tzinfo) -> bool:
    """Whether anything is on record up to the end of a week."""
    first, until = began(connection), week.period.span(timezone).until
    return first is not None and until is not None and first < until


def _keep(connection: Connection, house: House, week: Week, summary: Summary) -> Kept:
    content = msgspec.json.encode(summary)
    note = summary.integrity.checkpoint
    signed = {"checkpoint": parse_note(note).checkpoint.size} if note else {}
    data = {"week": str(week), "sha256": hashlib.sha256(content).hexdigest(), **signed}
    entry = append(connection, EntryDraft(Kind.SUMMARISED, _SUBJECT, None, data), at=house.clock())
    made_at = write_moment(summary.made_at)
    row = {"week": str(week), "made_at": made_at, "entry_seq": entry.seq, "content": content}
    connection.execute(insert(summaries).values(row))
    return Kept(summary, entry.seq)


def write_missing_files(house: House) -> None:
    """Write whatever is missing of the files of every summary: the disk was full, or a word in them was erased."""
    with house.database.reading() as connection:
        weeks = kept_weeks(connection)
    for week in weeks:
        if not is_whole(house.settings.summaries / str(week)):
            with house.database.reading() as connection:
                found = kept(connection, week)
            if found:
                _write(house, found.summary)


def _write(house: House, summary: Summary, *, anew: bool = False) -> None:
    """Write a week's files; where that fails, the summary goes out all the same, and they are written later."""
    try:
        write_files(house, summary, anew=anew)
    except Exception:
        log.exception("the files of %s can't be written", summary.week)


def is_kept(connection: Connection, week: Week) -> bool:
    """Whether the summary of a week was made."""
    return connection.execute(select(summaries.c.week).where(summaries.c.week == str(week))).first() is not None


def kept(connection: Connection, week: Week) -> Kept | None:
    """Return the summary of a week as it was made, None where it never was."""
    mine = summaries.c.week == str(week)
    row = connection.execute(select(summaries.c.content, summaries.c.entry_seq).where(mine)).first()
    return _read(row.content, row.entry_seq) if row else None


def to_be_sent(house: House, week: Week) -> Summary:
    """Return the summary of a week for whoever sends it.

    Raises:
        NeedlessError: there is none.
    """
    with house.database.reading() as connection:
        found = kept(connection, week)
    if found is None:
        raise NeedlessError(f"there is no summary of {week}")
    return found.summary


def newest(connection: Connection, number: int, before: Week | None = None) -> list[Kept]:
    """Return so many summaries, the newest first; those of the weeks before one, where it is given."""
    query = select(summaries.c.content, summaries.c.entry_seq).order_by(summaries.c.week.desc()).limit(number)
    rows = connection.execute(query.where(summaries.c.week < str(before)) if before else query)
    return [one for content, seq in rows if (one := _read(content, seq))]


def kept_weeks(connection: Connection) -> list[Week]:
    """Return the weeks that have a summary, newest first."""
    return [
        Week.parse(week)
        for week in connection.execute(select(summaries.c.week).order_by(summaries.c.week.desc())).scalars()
    ]


def _read(content: bytes, seq: int) -> Kept | None:
    """Return a summary; None for one that this version can't read: it holds up no other."""
    try:
        return Kept(msgspec.json.decode(content, type=Summary), seq)
    except msgspec.MsgspecError:
        log.exception("the summary of entry %s can't be read", seq)
        return None
