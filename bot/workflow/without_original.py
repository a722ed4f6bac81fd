"""Going on with a copy that an app has compressed: its author's choice, on record, and one more person approves."""

from __future__ import annotations

from bot.errors import NotAllowedError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow.guards import open_case, require_author


def go_without_original(house: House, person: Person, reference: str, *, fingerprint: str) -> None:
    """Record that the author hands in no original for the copies of a submission; another file is asked about anew.

    Raises:
        NotAllowedError: the person is not the author, no file is a copy, or the submission is decided.
        StaleError: the card has changed since.
    """
    with house.database.writing() as connection:
        case = open_case(connection, reference, fingerprint)
        require_author(connection, house, case, person, N_("Only the author can say that there is no original."))
        copies = sorted({asset.sha256 for asset in case.copies})
        if not copies:
            raise NotAllowedError(N_("No original is waited for here."), N_("The card shows what is asked for."))
        data = {"revision": case.revision, "files": copies}
        append(connection, EntryDraft(Kind.WITHOUT_ORIGINAL, reference, person.id, data), at=house.clock())
        judge_again(connection, house, reference)
