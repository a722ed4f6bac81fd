"""Two people put a changed charter into force. Their rule is built in: no charter can change how charters change.

Each function is one transaction; roles are looked up in the trail, whatever a button said.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.adoption.pending import Broken, Proposal, file_charter, pending, same_text
from bot.adoption.standing import Proposed, standing
from bot.adoption.start import SUBJECT, put_into_force
from bot.charter_in_force import charter_of, last_in_force, text_of
from bot.errors import NotAllowedError, StaleError, VigieError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person, roster
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow.guards import present
from policy.charter.model import Charter
from policy.charter.replay import Difference

ALONE = N_("Nobody else can decide here yet. Add somebody: vigie people add NAME --role reviewer")
MINE = N_("You proposed this change: another person approves it.")
NO_DECIDER = N_("Your role does not let you decide on the charter.")


def propose(house: House, person: Person, sha256: str) -> None:
    """Propose the charter file, as it was on this person's screen.

    Raises:
        NotAllowedError: the person decides on nothing here, or it is proposed already.
        StaleError: the file says something else by now.
        VigieError: the file has mistakes.
    """
    proposal = _fresh(pending(house), sha256)
    with house.database.writing() as connection:
        _require_decider(connection, house, person)
        entry = last_in_force(connection)
        if entry is None or not same_text(charter_of(entry.data), proposal.present):
            raise _stale()
        waiting = standing(connection)
        if waiting and same_text(waiting.charter, proposal.charter):
            raise NotAllowedError(N_("This change is proposed already."), N_("Another person approves or drops it."))
        data = text_of(proposal.charter) | {"difference": _numbers(proposal.difference)}
        _record(connection, house, Kind.CHARTER_PROPOSED, person, data)


def approve_charter(house: House, person: Person, sha256: str) -> None:
    """Approve what another person proposed, and put it into force; judge what is open again where it can matter.

    Raises:
        NotAllowedError: the person decides on nothing here, or proposed it.
        StaleError: the proposal was dropped or replaced, or the file says something else by now.
    """
    written = _written(house)
    with house.database.writing() as connection:
        _require_decider(connection, house, person)
        proposed = _proposed(connection, sha256)
        if written is None or not same_text(written, proposed.charter):
            raise _stale()
        if proposed.person == person.id:
            raise NotAllowedError(MINE, "" if others_decide(connection, person) else ALONE)
        _record(connection, house, Kind.CHARTER_APPROVED, person, _about(proposed))
        changed = house.charter.meaning != proposed.charter.meaning
        put_into_force(connection, house, proposed.charter, judge=changed, proposal=proposed.seq)


def drop(house: House, person: Person, sha256: str) -> None:
    """Drop a proposal: one's own, or another's.

    Raises:
        NotAllowedError: the person decides on nothing here.
        StaleError: it was dropped, replaced or approved already.
    """
    with house.database.writing() as connection:
        _require_decider(connection, house, person)
        _record(connection, house, Kind.CHARTER_DROPPED, person, _about(_proposed(connection, sha256)))


def others_decide(connection: Connection, person: Person) -> bool:
    """Whether there is somebody else who may decide."""
    return any(other.decides and other.id != person.id for other in roster(connection).people.values())


def _fresh(found: Proposal | Broken | None, sha256: str) -> Proposal:
    if isinstance(found, Broken):
        raise found.error
    if found is None or found.charter.sha256 != sha256:
        raise _stale()
    return found


def _written(house: House) -> Charter | None:
    """Return the charter of the file, None where it has mistakes by now."""
    try:
        return file_charter(house)
    except VigieError:
        return None


def _proposed(connection: Connection, sha256: str) -> Proposed:
    waiting = standing(connection)
    if waiting is None or waiting.charter.sha256 != sha256:
        raise StaleError(N_("This proposal does not stand any more."), N_("Reload the page and read it again."))
    return waiting


def _require_decider(connection: Connection, house: House, person: Person) -> None:
    if not present(connection, house, person).decides:
        raise NotAllowedError(NO_DECIDER, N_("Ask for the role of reviewer."))


def _stale() -> StaleError:
    return StaleError(
        N_("The charter file has changed since you opened this page."), N_("Reload the page and read it again.")
    )


def _about(proposed: Proposed) -> dict[str, Any]:
    charter = proposed.charter
    return {"proposal": proposed.seq, "id": charter.id, "version": charter.version, "sha256": charter.sha256}


def _numbers(difference: Difference) -> dict[str, Any]:
    """Return the difference as the trail keeps it: what the first person could read before proposing."""
    return {
        "verdicts": difference.verdicts,
        "touched": difference.touched,
        "answers": [[*group.what, group.count] for group in difference.answers],
    }


def _record(connection: Connection, house: House, kind: Kind, person: Person, data: dict[str, Any]) -> None:
    append(connection, EntryDraft(kind=kind, subject=SUBJECT, actor=person.id, data=data), at=house.clock())
