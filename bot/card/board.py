"""The cards of a channel: one, or a page of them, as one person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.card.build import build
from bot.card.model import Card
from bot.card.reading import Reading
from bot.case import Case
from bot.delegation import delegations
from bot.errors import NotFoundError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_, Catalogue
from bot.people import Person, Role, roster
from bot.previews import with_preview
from bot.reach import out_of_reach
from bot.submissions import Shelf, case_of, cases_of, count, shelf
from bot.submissions import changed_since as changed
from bot.trail.read import entries_of_kinds
from bot.trail.read import head as trail_head


@dataclass(frozen=True, slots=True)
class Page:
    """Some cards, newest first; `next_before` continues the list, None where it ends."""

    cards: tuple[Card, ...]
    next_before: int | None


def card(house: House, viewer: Person, reference: str, catalogue: Catalogue) -> Card:
    """Return one submission's card.

    Raises:
        NotFoundError: there is no submission of that reference.
    """
    with house.database.reading() as connection:
        case = case_of(connection, reference)
        if case is None:
            raise NotFoundError(N_("There is no submission {reference}."), reference=reference[:20])
        return _cards(connection, house, viewer, [case], catalogue)[0]


def feed(house: House, viewer: Person, catalogue: Catalogue, which: Shelf, before: int | None, limit: int) -> Page:
    """Return a page of cards from one shelf."""
    with house.database.reading() as connection:
        rows = shelf(connection, which, viewer.id, before, limit + 1)
        cases = cases_of(connection, [reference for _, reference in rows[:limit]])
        cards = _cards(connection, house, viewer, cases, catalogue)
    return Page(tuple(cards), rows[limit - 1][0] if len(rows) > limit else None)


def counts(house: House, viewer: Person) -> dict[Shelf, int]:
    """Return how many submissions each shelf holds."""
    with house.database.reading() as connection:
        return {which: count(connection, which, viewer.id) for which in Shelf}


def stuck(house: House, viewer: Person) -> tuple[str, ...]:
    """Return the submissions on which nobody here can decide, oldest first, for the charter officer to see to it."""
    if Role.CHARTER_OFFICER not in viewer.roles:
        return ()
    now = house.clock()
    with house.database.reading() as connection:
        told = {str(item.entry.subject) for item in entries_of_kinds(connection, [Kind.NOBODY_CAN_DECIDE])}
        people, given = roster(connection, now), delegations(connection)
        cases = cases_of(connection, sorted(told))
    return tuple(case.reference for case in cases if out_of_reach(case, people, given, now))


def head(house: House) -> int:
    """Return the number of the trail's last entry, 0 for an empty trail."""
    with house.database.reading() as connection:
        return trail_head(connection).size


def changed_since(house: House, seq: int) -> tuple[str, ...]:
    """Return the submissions that something happened to after entry `seq`."""
    with house.database.reading() as connection:
        return tuple(changed(connection, seq))


def _cards(
    connection: Connection, house: House, viewer: Person, cases: Sequence[Case], catalogue: Catalogue
) -> list[Card]:
    now, given = house.clock(), delegations(connection)
    reading = Reading(viewer, roster(connection, now), house.charter, catalogue, now, given)
    shown = with_preview(connection, [asset.sha256 for case in cases for asset in case.assets])
    stamp = trail_head(connection).stamp
    return [build(case, reading, shown, stamp) for case in cases]
