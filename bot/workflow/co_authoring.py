"""Whoever made it together: a co-author acts as its author does, and decides on it as little."""

from __future__ import annotations

from bot.errors import NotAllowedError, NotFoundError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person, roster
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow.guards import found_case, require_author


def add_co_author(house: House, person: Person, reference: str, other: str) -> None:
    """Name somebody, by id, who made a submission too; what they had decided on it falls.

    Raises:
        NotAllowedError: the person did not make it, or it is published or withdrawn.
        NotFoundError: nobody has this id.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_author(connection, house, case, person, N_("Only the author can name a co-author."))
        if case.withdrawn or case.publication:
            raise NotAllowedError(
                N_("{reference} is closed already."), N_("The card shows what was decided."), reference=reference
            )
        known = roster(connection, house.clock()).people.get(other)
        if known is None:
            raise NotFoundError(N_("Choose one of the people of the list."))
        if case.made_by(known.id):
            raise NotAllowedError(N_("This person is among its authors already."))
        data = {"person": known.id}
        append(connection, EntryDraft(Kind.CO_AUTHOR_ADDED, reference, person.id, data), at=house.clock())
        judge_again(connection, house, reference)
