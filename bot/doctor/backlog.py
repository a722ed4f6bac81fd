"""What is left undone: events that nobody acted on, files that nobody read, messages that did not go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from bot.delivery.events import Failed, read_outcome
from bot.delivery.inbox import Arrival
from bot.delivery.outbox import Delivery
from bot.doctor.model import Finding, Health, Installation
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.tables import inbox as arrivals
from bot.tables import outbox as messages
from bot.tables import pending_examinations
from bot.trail.entry import write_moment

LATE = timedelta(minutes=10)
"""Longer than anything takes while Vigie runs."""
_REMEMBERED = timedelta(days=7)
"""How long a message that was refused is counted: a group that is gone does not make a house unwell for ever."""
_START = N_("Start Vigie anew, with the tokens of all its platforms in .env: vigie run. It takes up what waits.")
_MOST = 5
"""How many references or channels are named."""


def lately_refused(now: datetime) -> ColumnElement[bool]:
    """Return which messages were refused for good not long ago: a row that failed has its moment in `not_before`."""
    return and_(messages.c.state == Delivery.FAILED.value, messages.c.not_before >= write_moment(now - _REMEMBERED))


def inbox(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look for events that nobody acted on, or that failed too often."""
    if installation.database is None:
        return
    late = and_(arrivals.c.state == Arrival.RECEIVED.value, arrivals.c.received_at < _moment(installation))
    with installation.database.reading() as connection:
        waiting = _count(connection, arrivals, late)
        parked = _count(connection, arrivals, arrivals.c.state == Arrival.PARKED.value)
        references = _references(connection)
    if waiting:
        words = catalogue.count(
            "{number} event came in more than ten minutes ago, and nobody has acted on it.",
            "{number} events came in more than ten minutes ago, and nobody has acted on them.",
            waiting,
        )
        yield Finding("inbox", Health.BAD, words, catalogue.say(_START))
    if parked:
        words = catalogue.count(
            "{number} event failed too often and was put aside.",
            "{number} events failed too often and were put aside.",
            parked,
        )
        remedy = N_("Look for {references} in the log, and have people send it again; Vigie forgets it in a month.")
        yield Finding("inbox", Health.WARNING, words, catalogue.say(remedy, references=references or "—"))
    if not waiting and not parked:
        yield Finding("inbox", Health.GOOD, catalogue.say(N_("All that came in was acted on.")))


def unexamined(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look for files that should have been read by now."""
    if installation.database is None:
        return
    with installation.database.reading() as connection:
        late = pending_examinations.c.queued_at < _moment(installation)
        waiting = _count(connection, pending_examinations, late)
    if not waiting:
        yield Finding("examinations", Health.GOOD, catalogue.say(N_("All files that came in were read.")))
        return
    words = catalogue.count(
        "{number} file waits for more than ten minutes to be read.",
        "{number} files wait for more than ten minutes to be read.",
        waiting,
    )
    yield Finding("examinations", Health.BAD, words, catalogue.say(_START))


def outbox(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look for messages that did not go out, will not, or may have."""
    if installation.database is None:
        return
    queued = messages.c.state.in_([Delivery.QUEUED.value, Delivery.SENDING.value])
    late = and_(queued, messages.c.not_before < _moment(installation))
    with installation.database.reading() as connection:
        found = [
            *_late(_count(connection, messages, late), catalogue),
            *_failed(connection, installation.now, catalogue),
            *_uncertain(connection, catalogue),
        ]
    yield from found or [Finding("outbox", Health.GOOD, catalogue.say(N_("All messages went out.")))]


def _late(number: int, catalogue: Catalogue) -> Iterator[Finding]:
    if number:
        words = catalogue.count(
            "{number} message should have gone out more than ten minutes ago.",
            "{number} messages should have gone out more than ten minutes ago.",
            number,
        )
        yield Finding("outbox", Health.BAD, words, catalogue.say(_START))


def _failed(connection: Connection, now: datetime, catalogue: Catalogue) -> Iterator[Finding]:
    failed = lately_refused(now)
    if number := _count(connection, messages, failed):
        words = catalogue.count(
            "{number} message was refused for good: {where}",
            "{number} messages were refused for good: {where}",
            number,
            where=_places(connection, failed),
        )
        remedy = N_("Invite Vigie back into that channel; the card follows with the next thing that happens to it.")
        yield Finding("outbox", Health.WARNING, words, catalogue.say(remedy))


def _uncertain(connection: Connection, catalogue: Catalogue) -> Iterator[Finding]:
    uncertain = messages.c.state == Delivery.UNCERTAIN.value
    if number := _count(connection, messages, uncertain):
        words = catalogue.count(
            "{number} message may have gone out, or not: {where}",
            "{number} messages may have gone out, or not: {where}",
            number,
            where=_places(connection, uncertain),
        )
        remedy = N_("Vigie looks for it by itself while it runs. If it lasts, look into that channel yourself.")
        yield Finding("outbox", Health.WARNING, words, catalogue.say(remedy))


def _moment(installation: Installation) -> str:
    return write_moment(installation.now - LATE)


def _count(connection: Connection, table: Table, wanted: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(wanted)).scalar_one()


def _places(connection: Connection, wanted: ColumnElement[bool]) -> str:
    """Return what the messages are about, and where they belong."""
    query = select(messages.c.subject, messages.c.platform, messages.c.target).where(wanted)
    rows = connection.execute(query.order_by(messages.c.id.desc()).limit(_MOST))
    return ", ".join(f"{one_line(subject)} → {one_line(f'{platform}:{target}')}" for subject, platform, target in rows)


def _references(connection: Connection) -> str:
    """Return the references under which the log tells of the latest failures."""
    parked = select(arrivals.c.outcome).where(arrivals.c.state == Arrival.PARKED.value, arrivals.c.outcome.is_not(None))
    rows = connection.execute(parked.order_by(arrivals.c.id.desc()).limit(_MOST)).scalars()
    outcomes = [read_outcome(written) for written in rows]
    return ", ".join(outcome.reference for outcome in outcomes if isinstance(outcome, Failed))
