"""How Vigie is, in a few lines, for people who decide: what `/sante` answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from bot import marks
from bot.database import Database
from bot.delivery.holder import dead
from bot.delivery.inbox import Arrival
from bot.delivery.outbox import Delivery
from bot.doctor.backlog import LATE, lately_refused
from bot.errors import NotAllowedError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person
from bot.tables import inbox, outbox, schedule_leases
from bot.trail.entry import read_moment, write_moment
from bot.verification import verify_database
from handlers.telegram.places import NAME, Place
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import bold, code, inert

LISTENER = "telegram-updates"
"""What the process that fetches Telegram's news holds, and where it notes up to when it did (join.py)."""
SILENT = timedelta(minutes=3)
"""So long without news fetched is too long; a question is open for less than a minute."""
_GOOD, _WATCH = "✔", "!"


@dataclass(frozen=True, slots=True)
class Listener:
    """The process that fetches Telegram's news: its name, whether it lives, and up to when it did."""

    holder: str = ""
    lives: bool = False
    heard: datetime | None = None


def listener(database: Database, now: datetime) -> Listener:
    """Return who fetches Telegram's news on a database."""
    lease = select(schedule_leases.c.holder, schedule_leases.c.held_until).where(schedule_leases.c.task == LISTENER)
    with database.reading() as connection:
        row = connection.execute(lease).first()
        heard = marks.heard_until(connection, NAME, LISTENER)
    if row is None or not row.holder:
        return Listener(heard=heard)
    ours = row.holder if f":{os.getpid()}:" in row.holder else ""
    lives = read_moment(row.held_until) > now and not dead([row.holder], ours)
    return Listener(row.holder, lives, heard)


def health(house: House, person: Person, place: Place, catalogue: Catalogue) -> Message:
    """Return how everything is.

    Raises:
        NotAllowedError: that is for people who decide.
    """
    if not person.decides:
        raise NotAllowedError(N_("This is for people who decide."))
    looked = _Look(house, catalogue)
    lines = [*looked.listening(), *looked.arrivals(), *looked.messages(), *looked.records()]
    well = all(line.well for line in lines)
    head = N_("Vigie is well.") if well else N_("Vigie needs somebody to look after it.")
    told = [bold(catalogue.say(head)), *(f"{_GOOD if line.well else _WATCH} {inert(line.words)}" for line in lines)]
    if not well:
        told.append(inert(catalogue.say(N_("On its machine, vigie doctor says what to do."))))
    this = catalogue.say(N_("This chat:"))
    told.append(f"{inert(this)} {code(f'{NAME}:{place.chat}')}")
    return Message("\n".join(told))


@dataclass(frozen=True, slots=True)
class _Line:
    well: bool
    words: str


class _Look:
    """Looks at one thing after the other."""

    def __init__(self, house: House, catalogue: Catalogue) -> None:
        self._house, self._catalogue = house, catalogue
        self._now = house.clock()

    def listening(self) -> Iterator[_Line]:
        """Yield up to when news were fetched, and by whom; where Telegram brings them, this question has come."""
        say = self._catalogue.say
        if self._house.settings.telegram.webhook_secret:
            yield _Line(True, say(N_("Telegram brings its news.")))
            return
        found = listener(self._house.database, self._now)
        if found.heard is None:
            yield _Line(False, say(N_("No news of Telegram were fetched yet.")))
        else:
            moment = self._catalogue.moment(found.heard)
            words = say(N_("News of Telegram fetched: {moment}"), moment=moment)
            yield _Line(self._now - found.heard < SILENT, words)
        if found.lives:
            machine, _, number = found.holder.rpartition(":")[0].rpartition(":")
            words = say(N_("One process listens: no. {number} on {machine}"), number=number, machine=machine)
            yield _Line(True, words)
        else:
            yield _Line(False, say(N_("No process listens.")))

    def arrivals(self) -> Iterator[_Line]:
        """Yield what came in and waits, or was put aside; the question itself is not counted."""
        state, late = inbox.c.state, inbox.c.received_at < write_moment(self._now - LATE)
        waiting = self._count(state == Arrival.RECEIVED.value)
        parked = self._count(state == Arrival.PARKED.value)
        overdue = self._count(state == Arrival.RECEIVED.value, late)
        words = N_("Came in: {waiting} waiting, {parked} put aside")
        yield _Line(not overdue and not parked, self._catalogue.say(words, waiting=max(waiting - 1, 0), parked=parked))

    def messages(self) -> Iterator[_Line]:
        """Yield what is to go out, may have gone out, or never will."""
        state, late = outbox.c.state, outbox.c.not_before < write_moment(self._now - LATE)
        queued = state.in_([Delivery.QUEUED.value, Delivery.SENDING.value])
        uncertain, failed = self._count(state == Delivery.UNCERTAIN.value), self._count(lately_refused(self._now))
        words = N_("To be sent: {queued} waiting, {uncertain} uncertain, {failed} failed")
        told = self._catalogue.say(words, queued=self._count(queued), uncertain=uncertain, failed=failed)
        yield _Line(not uncertain and not failed and not self._count(queued, late), told)

    def records(self) -> Iterator[_Line]:
        """Yield whether the journal holds; reading all of it is a test of the database too."""
        found = verify_database(self._house.database, self._house.key.verifier)
        if found.intact:
            number = self._catalogue.number(found.entries)
            yield _Line(True, self._catalogue.say(N_("Journal intact: {number} entries"), number=number))
        else:
            yield _Line(False, self._catalogue.say(N_("The journal has been changed from outside, or is damaged.")))

    def _count(self, *wanted: ColumnElement[bool]) -> int:
        query = select(func.count()).where(*wanted)
        with self._house.database.reading() as connection:
            return connection.execute(query).scalar_one()
