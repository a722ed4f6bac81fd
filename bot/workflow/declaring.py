"""Declaring a use of AI, correcting and withdrawing it: every step is an entry, nothing changes silently."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.declared import KINDS, Declared, entry_of, fold_declarations
from bot.errors import NotAllowedError, NotFoundError, StaleError, UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.tables import trail_entries
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import entries_for, entries_of_kinds
from bot.workflow.guards import TEXT_LENGTH, found_case, open_case, present, require_author, require_submitter
from policy.charter.judge import verdict_for_use
from policy.declaration import Declaration
from policy.verdict import Answer

_NUMBERED = (Kind.DECLARED, Kind.DECLARATION_REFUSED)


def declare(
    house: House, person: Person, declaration: Declaration, *, submission: str | None = None, fingerprint: str = ""
) -> Declared:
    """Record a declared use of AI, alone or for a submission, and return it.

    One that the charter forbids is recorded as asked for and refused: `refused` says so, the charter says why.

    Raises:
        NotAllowedError: the person only reads, is not the submission's author, or it is decided.
        StaleError: the submission's card has changed since.
    """
    with house.database.writing() as connection:
        require_submitter(connection, house, person)
        if submission:
            case = open_case(connection, submission, fingerprint)
            require_author(
                connection, house, case, person, N_("Only the author can declare a use of AI for this submission.")
            )
        forbidden = verdict_for_use(house.charter, declaration).answer is Answer.FORBIDDEN
        reference = _next_reference(connection)
        draft = entry_of(
            Kind.DECLARATION_REFUSED if forbidden else Kind.DECLARED,
            submission or reference,
            reference,
            person.id,
            declaration,
            revision=1,
            charter=house.charter.sha256,
        )
        append(connection, draft, at=house.clock())
        if submission:
            judge_again(connection, house, submission)
        return declared_as(connection, reference, submission)


def correct(
    house: House,
    person: Person,
    reference: str,
    declaration: Declaration,
    *,
    revision: int,
    submission: str | None = None,
) -> Declared:
    """Record a declaration anew as its next revision; `revision` is the one that was on the screen.

    What the charter forbids is recorded as asked for and refused, under a reference of its own, and returned; the
    declaration itself stays as it was.

    Raises:
        NotAllowedError: it is somebody else's, or was withdrawn or refused.
        StaleError: it was corrected meanwhile.
        UsageError: nothing has changed.
    """
    with house.database.writing() as connection:
        known = _own(connection, house, person, reference, revision, submission)
        if declaration == known.declaration:
            raise UsageError(N_("Nothing has changed."))
        if verdict_for_use(house.charter, declaration).answer is Answer.FORBIDDEN:
            return _refuse(connection, house, known, declaration)
        subject = known.submission or reference
        draft = entry_of(
            Kind.DECLARATION_CORRECTED,
            subject,
            reference,
            person.id,
            declaration,
            revision=known.revision + 1,
            charter=house.charter.sha256,
        )
        append(connection, draft, at=house.clock())
        _judge_open(connection, house, known)
        return declared_as(connection, reference, known.submission)


def _refuse(connection: Connection, house: House, known: Declared, declaration: Declaration) -> Declared:
    reference = _next_reference(connection)
    subject, kind = known.submission or reference, Kind.DECLARATION_REFUSED
    charter = house.charter.sha256
    draft = entry_of(kind, subject, reference, known.person, declaration, revision=1, charter=charter)
    append(connection, draft, at=house.clock())
    _judge_open(connection, house, known)
    return declared_as(connection, reference, known.submission)


def withdraw_declaration(house: House, person: Person, reference: str, reason: str, *, revision: int) -> Declared:
    """Take a declaration back, with the reason: it stays readable in the trail.

    Raises:
        NotAllowedError: it is somebody else's, or was withdrawn or refused already.
        StaleError: it was corrected meanwhile.
        UsageError: no reason.
    """
    if not one_line(reason):
        raise UsageError(N_("A reason is needed."), N_("One sentence is enough: it stays in the journal."))
    with house.database.writing() as connection:
        known = _own(connection, house, person, reference, revision)
        draft = EntryDraft(
            kind=Kind.DECLARATION_WITHDRAWN,
            subject=known.submission or reference,
            actor=person.id,
            data={"declaration": reference},
            personal=(PersonalPart(field="reason", person=person.id, text=reason.strip()[:TEXT_LENGTH]),),
        )
        append(connection, draft, at=house.clock())
        _judge_open(connection, house, known)
        return declared_as(connection, reference, known.submission)


def declared_as(connection: Connection, reference: str, submission: str | None = None) -> Declared:
    """Return a declaration as it stands; where it is known to which submission it belongs, that is quicker.

    Raises:
        NotFoundError: there is none of that reference.
    """
    near = fold_declarations(entries_for(connection, [submission or reference]))
    found = near.get(reference) or all_declared(connection).get(reference)
    if found is None:
        raise NotFoundError(N_("There is no declaration {reference}."), reference=reference[:20])
    return found


def all_declared(connection: Connection) -> dict[str, Declared]:
    """Return every declaration, by reference, oldest first."""
    return fold_declarations(entries_of_kinds(connection, KINDS))


def _own(
    connection: Connection, house: House, person: Person, reference: str, revision: int, submission: str | None = None
) -> Declared:
    known = declared_as(connection, reference, submission)
    if submission and known.submission != submission:
        raise NotFoundError(N_("There is no declaration {reference}."), reference=reference[:20])
    if present(connection, house, person).id != known.person:
        raise NotAllowedError(N_("Only the person who declared this use can change it."))
    if not known.stands:
        raise NotAllowedError(
            N_("{reference} no longer holds."), N_("Declare the use again if need be."), reference=reference
        )
    if revision != known.revision:
        raise StaleError(N_("This declaration was corrected meanwhile."), N_("Read it again."))
    return known


def _judge_open(connection: Connection, house: House, known: Declared) -> None:
    """What was decided stays decided; what is approved falls back, since it was approved with other words."""
    if known.submission:
        case = found_case(connection, known.submission)
        if case.state.open:
            judge_again(connection, house, known.submission)
        else:
            refresh(connection, known.submission)


def _next_reference(connection: Connection) -> str:
    """Return the next free reference; entries are never removed, so counting them gives it."""
    kinds = [kind.value for kind in _NUMBERED]
    count = connection.execute(select(func.count()).where(trail_entries.c.kind.in_(kinds))).scalar_one()
    return f"D-{count + 1:04d}"
