"""In an emergency one person may set the procedure aside, never what the charter forbids or asks for.

The approval is short, has its reason in the trail, and another person reviews it afterwards.
"""

from __future__ import annotations

from datetime import timedelta

from bot.case import Case
from bot.decided import BrokenGlass
from bot.delegation import Voice
from bot.errors import NotAllowedError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from bot.workflow.deciding import REVIEWED, Review, require_approvable, reviewed_by
from bot.workflow.expiring import lapse
from bot.workflow.guards import TEXT_LENGTH, found_case, heard, open_case, require_decider, require_reason
from policy.approval import Consent, is_enough

EMERGENCY = timedelta(hours=24)
"""How long an approval without the procedure holds."""
REVIEW_WITHIN = timedelta(hours=72)
"""How soon another person is to review it."""
REASON_LENGTH = 20
"""Characters that the reason has at least: « urgent » is none."""


def break_glass(
    house: House, person: Person, reference: str, reason: str, *, fingerprint: str, review: Review | None = None
) -> None:
    """Approve alone what would take other or more people, for a day.

    Raises:
        NotAllowedError: the person made it or decides on nothing, it can't be approved at all, or needs nobody else.
        StaleError: the card has changed since.
        UsageError: the reason is too short, or the review of a text that AI helped to write is missing.
    """
    require_reason(reason, N_("Say what can't wait, and why the others can't be reached."), REASON_LENGTH)
    with house.database.writing() as connection:
        case = lapse(connection, house, open_case(connection, reference, fingerprint))
        said = heard(connection, house, case, person)
        require_approvable(case)
        if not breakable(case, said):
            raise NotAllowedError(N_("Your approval is enough: there is no need to set the procedure aside."))
        reviewed = reviewed_by(case, review)
        spoken = {"principal": said.principal.id} if said.principal else {}
        data = (
            spoken
            | {
                "revision": case.revision,
                "fingerprint": case.fingerprint,
                "roles": sorted(said.roles),
                "until": write_moment(house.clock() + EMERGENCY),
            }
            | ({"review": list(REVIEWED)} if reviewed else {})
        )
        texts = {"reason": reason.strip()[:TEXT_LENGTH], "responsible": reviewed}
        parts = tuple(PersonalPart(field=name, person=person.id, text=text) for name, text in texts.items() if text)
        append(connection, EntryDraft(Kind.GLASS_BROKEN, reference, person.id, data, parts), at=house.clock())
        refresh(connection, reference)


def breakable(case: Case, said: Voice) -> bool:
    """Whether this person alone could not approve it in the ordinary way."""
    if not case.state.approvable or case.erased or case.source_gone or not said.decides:
        return False
    mine = Consent(case.one(said.person.id), frozenset(said.roles), said.principal.id if said.principal else None)
    return case.decided_by(said.person.id) or bool(case.copies) or not is_enough(case.needs, [*case.consents, mine])


def review_glass(house: House, person: Person, reference: str, reason: str, *, justified: bool) -> None:
    """Say whether setting the procedure aside was justified; where it was not, what is left of the approval falls.

    Raises:
        NotAllowedError: the person made it, broke the glass, or decides on nothing; or nothing is left to review.
        UsageError: no reason.
    """
    require_reason(reason, N_("One sentence is enough: it stays in the journal."))
    with house.database.writing() as connection:
        case = lapse(connection, house, found_case(connection, reference))
        require_decider(connection, house, case, person)
        broken = unreviewed(case, person)
        if broken is None:
            raise NotAllowedError(N_("There is nothing for you to review here."))
        data = {"glass": broken.seq, "justified": justified}
        part = PersonalPart(field="reason", person=person.id, text=reason.strip()[:TEXT_LENGTH])
        append(connection, EntryDraft(Kind.GLASS_REVIEWED, reference, person.id, data, (part,)), at=house.clock())
        refresh(connection, reference)


def unreviewed(case: Case, person: Person | None = None) -> BrokenGlass | None:
    """Return the first broken glass that waits for its review (by this person), None for none."""
    waiting = [item for item in case.glass if item.reviewer is None]
    mine = (item for item in waiting if person is None or case.one(person.id) not in map(case.one, item.voices))
    return next(mine, None)
