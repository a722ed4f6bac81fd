"""Erasing a person on request (GDPR, Regulation 2016/679, art. 17): gone from every table and from the file itself.

What they decided stays, without their name and their words; the trail still verifies.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from bot import erasure_log
from bot.errors import NotFoundError
from bot.house import House
from bot.language import N_
from bot.people import Person, roster
from bot.people.accounts import dismiss
from bot.summary.folder import forget_words
from bot.tables import account_codes, accounts, inbox, sessions, sign_in_links, trail_personal
from bot.trail.erase import erase, named_parts


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: names and texts of the trail; `scrubbed` tells whether the file could be cleaned at once."""

    parts: int
    scrubbed: bool


def held(connection: Connection, person: str) -> int:
    """Return how many names and texts of a person the trail holds."""
    theirs = trail_personal.c.person == person, trail_personal.c.content.is_not(None)
    return connection.execute(select(func.count()).select_from(trail_personal).where(*theirs)).scalar_one()


def erase_person(house: House, person: str, actor: str | None = None) -> Erased:
    """Let a person go, and erase their name and their words; what others wrote of them by name goes too.

    Raises:
        NotFoundError: nothing of theirs is left.
    """
    with house.database.writing() as connection:
        known = roster(connection, house.clock()).people.get(person)
        if known:
            dismiss(connection, house, known, actor)
        entry = erase(connection, person, at=house.clock(), actor=actor)
        if entry is None:
            raise NotFoundError(N_("Nothing of this person is left."))
        _forget(connection, person)
        # Before the commit: a copy put back later must not bring back what we have begun to erase.
        erasure_log.remember(house.settings.erasure_log, entry)
    forget_words(house.settings.summaries)
    return Erased(len(named_parts(entry)), house.database.scrub())


def _forget(connection: Connection, person: str) -> None:
    """Empty what stands beside the trail; an event that was never acted on may hold their words."""
    for table in (accounts, account_codes, sessions, sign_in_links):
        connection.execute(delete(table).where(table.c.person == person))
    mine = [row.id for row in connection.execute(select(inbox.c.id, inbox.c.payload)) if person.encode() in row.payload]
    if mine:
        connection.execute(delete(inbox).where(inbox.c.id.in_(mine)))


def former_people(connection: Connection) -> list[Person]:
    """Return those who have left and whose name is still known."""
    return [Person(number, name, frozenset()) for number, name in roster(connection).former.items() if name]
