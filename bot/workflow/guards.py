"""Who may act on what, as the trail knows it now, whatever a button said."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.case import Case
from bot.delegation import Voice, delegations, voice
from bot.errors import NotAllowedError, NotFoundError, StaleError, UsageError
from bot.foreign_text import one_line
from bot.house import House
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


def require_submitter(connection: Connection, house: House, person: Person) -> None:
    """Refuse people who only read."""
    if not present(connection, house, person).submits:
        raise NotAllowedError(N_("Your role lets you read, not submit."), N_("Ask for the role of author."))


def require_author(connection: Connection, house: House, case: Case, person: Person, refusal: str) -> None:
    """Refuse everybody but the author and the co-authors, in the words of `refusal`."""
    require_submitter(connection, house, person)
    if not case.made_by(person.id):
        raise NotAllowedError(refusal)


def require_reason(reason: str, remedy: str, least: int = 1) -> None:
    """Refuse an act that lacks its reason, or has one of fewer than `least` characters.

    Raises:
        UsageError: it is missing or too short.
    """
    if not (said := one_line(reason)):
        raise UsageError(N_("A reason is needed."), remedy)
    if len(said) < least:
        raise UsageError(N_("This reason is too short: at least {least} characters."), remedy, least=least)


def heard(connection: Connection, house: House, case: Case, person: Person) -> Voice:
    """Return what somebody may say about a submission, for themselves or for whoever lent them their roles.

    Raises:
        NotAllowedError: nothing: they made it, or no role of theirs decides.
    """
    known = _not_a_maker(case, present(connection, house, person))
    said = voice(case, known, roster(connection, house.clock()), delegations(connection), house.clock())
    if not said.decides:
        raise _no_decider()
    return said


def require_decider(connection: Connection, house: House, case: Case, person: Person) -> Person:
    """Return somebody who may judge what others did about a submission: in their own right, and not as its maker.

    Raises:
        NotAllowedError: they made it, or no role of their own decides.
    """
    known = _not_a_maker(case, present(connection, house, person))
    if not known.decides:
        raise _no_decider()
    return known


def _not_a_maker(case: Case, person: Person) -> Person:
    if case.needs_claim:
        raise NotAllowedError(
            N_("Nobody knows yet who submitted this."), N_("Whoever did says so first, with the button of the card.")
        )
    if case.made_by(person.id):
        raise NotAllowedError(N_("You submitted this: another person decides."))
    return person


def _no_decider() -> NotAllowedError:
    return NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))


def present(connection: Connection, house: House, person: Person) -> Person:
    """Return the person as the trail knows them now."""
    known = roster(connection, house.clock()).people.get(person.id)
    if known is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    return known


def takes_part(case: Case, person: Person) -> bool:
    """Whether somebody may say what became of it: those who made it, and those who decide."""
    return person.decides or (case.made_by(person.id) and person.submits)


def require_part(case: Case, person: Person) -> None:
    """Refuse whoever neither made it nor decides."""
    if not takes_part(case, person):
        raise NotAllowedError(N_("This is for those who made it, and for those who decide."))
