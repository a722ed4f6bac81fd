"""Keeping no longer than needed (GDPR, art. 5(1)(e)): names and words, originals, previews, each for its own time.

Facts, decisions and the tree stay. What goes from the trail is named by an entry, like any erasure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, select

from bot import erasure_log
from bot.house import House
from bot.kinds import State
from bot.people import roster
from bot.submissions import case_of
from bot.summary.folder import forget_words
from bot.tables import originals, pending_examinations, previews, submissions, trail_entries, trail_personal
from bot.trail.entry import write_moment
from bot.trail.erase import erase, erase_parts

REASON = "retention"
"""Why an entry of erasure stands in the trail that nobody asked for."""
_MONTH = timedelta(days=365.25 / 12)
_AT_ONCE = 20
"""Submissions in one transaction."""
_CLOSED = [state.value for state in State if not state.open]


def retain(house: House) -> int:
    """Let go of whatever has been kept long enough; return how many submissions, people and files that were."""
    words = _names(house) + _former_people(house)
    if words:
        forget_words(house.settings.summaries)
    return words + _files(house)


def _names(house: House) -> int:
    """Empty the names and texts of submissions that nothing has happened to for so long."""
    if not house.settings.retention_months:
        return 0
    before, done = _before(house, house.settings.retention_months * _MONTH), 0
    while True:
        with house.database.writing() as connection:
            due = list(_due(connection, before))
            for reference in due:
                parts = set(_parts(connection, reference))
                entry = erase_parts(connection, None, parts, at=house.clock(), reason=REASON)
                if entry:
                    erasure_log.remember(house.settings.erasure_log, entry)
        done += len(due)
        if len(due) < _AT_ONCE:
            break
    if done:
        house.database.scrub()
    return done


def _due(connection: Connection, before: datetime) -> Iterator[str]:
    kept = exists().where(
        trail_personal.c.entry_seq == trail_entries.c.seq,
        trail_entries.c.subject == submissions.c.reference,
        trail_personal.c.content.is_not(None),
    )
    old = select(submissions.c.reference).where(submissions.c.changed_at < write_moment(before), kept)
    yield from connection.execute(old.order_by(submissions.c.number).limit(_AT_ONCE)).scalars()


def _parts(connection: Connection, reference: str) -> Iterator[tuple[int, str]]:
    mine = trail_personal.c.entry_seq.in_(select(trail_entries.c.seq).where(trail_entries.c.subject == reference))
    kept = select(trail_personal.c.entry_seq, trail_personal.c.field).where(mine, trail_personal.c.content.is_not(None))
    yield from ((seq, field) for seq, field in connection.execute(kept))


def _former_people(house: House) -> int:
    """Erase the names of those who left so long ago."""
    if not house.settings.retention_months:
        return 0
    before, done = _before(house, house.settings.retention_months * _MONTH), 0
    with house.database.writing() as connection:
        left = select(trail_entries.c.subject).where(
            trail_entries.c.kind == "person-left", trail_entries.c.at < write_moment(before)
        )
        gone = {str(subject).removeprefix("person:") for subject in connection.execute(left).scalars()}
        for person in sorted(gone & set(roster(connection, house.clock()).former)):
            entry = erase(connection, person, at=house.clock(), actor=None)
            if entry:
                erasure_log.remember(house.settings.erasure_log, entry)
                done += 1
    if done:
        house.database.scrub()
    return done


def _files(house: House) -> int:
    """Delete originals and previews of what has been closed for so long, unless something younger holds them too."""
    done = 0
    for days, table in (
        (house.settings.keep_originals_days, originals),
        (house.settings.keep_previews_days, previews),
    ):
        if not days:
            continue
        with house.database.writing() as connection:
            digests = _released(connection, _before(house, timedelta(days=days)))
            held = set(connection.execute(select(table.c.sha256)).scalars())
            for sha256 in sorted(digests & held):
                connection.execute(delete(table).where(table.c.sha256 == sha256))
                done += 1
        if table is originals:
            for sha256 in digests & held:
                house.originals.remove(sha256)
    return done


def _released(connection: Connection, before: datetime) -> set[str]:
    """Return the files of which every submission is closed and older; one that waits for its examination stays."""
    kept: set[str] = set(connection.execute(select(pending_examinations.c.sha256)).scalars())
    old: set[str] = set()
    rows = connection.execute(select(submissions.c.reference, submissions.c.state, submissions.c.changed_at)).all()
    for row in rows:
        case = case_of(connection, row.reference)
        digests = {asset.sha256 for asset in case.assets} if case else set()
        closed = row.state in _CLOSED and row.changed_at < write_moment(before)
        (old if closed else kept).update(digests)
    return old - kept


def _before(house: House, kept: timedelta) -> datetime:
    return house.clock() - kept
