"""Who may act on what, as the trail knows it now, whatever a button said."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.case import Case
from bot.errors import NotAllowedError, NotFoundError, StaleError
from bot.language import N_
from bot.people import Person, roster
from bot.submissions import case_of

NAME_LENGTH = 255
TEXT_LENGTH = 4_000
"""Characters of a free text that are kept."""


def found_case(connection: Connection, reference: str) -> Case:
    """Return a submission.

    Raises:
        NotFoundError: there is none of that reference.
    """
    case = case_of(connection, reference)
    if case is None:
        raise NotFoundError(N_("There is no submission {reference}."), reference=reference[:20])
    return case


def open_case(connection: Connection, reference: str, fingerprint: str) -> Case:
    """Return a submission that somebody may still act on, just as it was on the screen.

    Raises:
        NotAllowedError: it is closed.
        StaleError: it has changed since.
    """
    case = found_case(connection, reference)
    require_open(case)
    require_fresh(case, fingerprint)
    return case


def require_open(case: Case) -> None:
    """Refuse what comes after the end."""
    if not case.state.open:
        raise NotAllowedError(
            N_("{reference} is closed already."), N_("The card shows what was decided."), reference=case.reference
        )


def require_fresh(case: Case, fingerprint: str) -> None:
    """Refuse a press on a card that shows something else than what there is now."""
    if fingerprint != case.fingerprint:
        raise StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))


def require_submitter(connection: Connection, person: Person) -> None:
    """Refuse people who only read."""
    if not present(connection, person).submits:
        raise NotAllowedError(N_("Your role lets you read, not submit."), N_("Ask for the role of author."))


def require_author(connection: Connection, case: Case, person: Person, refusal: str) -> None:
    """Refuse everybody but the author, in the words of `refusal`."""
    require_submitter(connection, person)
    if case.author != person.id:
        raise NotAllowedError(refusal)


def present(connection: Connection, person: Person) -> Person:
    """Return the person as the trail knows them now."""
    known = roster(connection).people.get(person.id)
    if known is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    return known
