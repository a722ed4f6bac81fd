"""After the approval: that it went out, that it was corrected."""

from __future__ import annotations

from bot.errors import NotAllowedError, UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.workflow.expiring import lapse
from bot.workflow.guards import (
    NAME_LENGTH,
    TEXT_LENGTH,
    found_case,
    present,
    require_fresh,
    require_part,
    require_reason,
)


def publish(house: House, person: Person, reference: str, where: str, *, fingerprint: str) -> None:
    """Record that exactly what was approved went out, and where; it may go out in several places.

    Raises:
        NotAllowedError: it is not approved (any more), or on record there already, or this person only reads.
        StaleError: the card has changed since.
        UsageError: it does not say where.
    """
    if not (said := one_line(where, NAME_LENGTH)):
        raise UsageError(
            N_("Where did it go out?"), N_("For instance: Instagram, the website, the poster for the market.")
        )
    with house.database.writing() as connection:
        case = lapse(connection, house, found_case(connection, reference))
        require_part(case, present(connection, house, person))
        if any(place.where == said for place in case.places):
            raise NotAllowedError(N_("{reference} is on record as published there already."), reference=case.reference)
        if not case.may_go_out(house.clock()):
            raise NotAllowedError(
                N_("{reference} is not approved: it can't go out."), N_("The card says why."), reference=case.reference
            )
        require_fresh(case, fingerprint)
        data = {"revision": case.revision, "fingerprint": case.fingerprint}
        part = PersonalPart(field="where", person=person.id, text=said)
        append(connection, EntryDraft(Kind.PUBLISHED, reference, person.id, data, (part,)), at=house.clock())
        refresh(connection, reference)


def correct_publication(house: House, person: Person, reference: str, correction: str) -> None:
    """Record that something published was wrong, and how that was told.

    Raises:
        NotAllowedError: it was not published, or this person only reads.
        UsageError: it does not say what was corrected.
    """
    require_reason(correction, N_("Say what was wrong, and where the correction can be read."))
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_part(case, present(connection, house, person))
        if case.publication is None or case.withdrawn:
            raise NotAllowedError(N_("{reference} is not published."), reference=case.reference)
        data = {"revision": case.revision, "publication": case.publication.seq}
        part = PersonalPart(field="correction", person=person.id, text=correction.strip()[:TEXT_LENGTH])
        append(connection, EntryDraft(Kind.CORRECTED, reference, person.id, data, (part,)), at=house.clock())
        refresh(connection, reference)
