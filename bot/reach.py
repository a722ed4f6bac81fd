"""Can anybody decide? Asked before a card goes out: nobody should wait for people who are not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.case import Case
from bot.decided import PANEL
from bot.delegation import Delegation, delegations, voices
from bot.house import House
from bot.kinds import Kind, State
from bot.people import DECIDERS, Role, Roster, roster
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.approval import Consent, unmet
from policy.verdict import Approval

ANY_DECIDER = Approval(1, Role.REVIEWER)
"""What is out of reach where the charter names nobody, and there is nobody who decides."""


def out_of_reach(case: Case, people: Roster, given: Sequence[Delegation], now: datetime) -> tuple[Approval, ...]:
    """Return the approvals that a submission waits for and that nobody here, or too few people, could give."""
    if case.state is State.APPEALED:
        return _short_panel(case, people)
    if not case.state.approvable or case.needs_claim:
        return ()
    heard = voices(case, people, given, now)
    possible = [
        Consent(case.one(item.person.id), frozenset(item.roles), item.principal.id if item.principal else None)
        for item in heard
    ]
    if not possible and not case.consents:
        return case.needs or (ANY_DECIDER,)
    return unmet(case.needs, [*case.consents, *possible])


def _short_panel(case: Case, people: Roster) -> tuple[Approval, ...]:
    votes = case.appeal.votes if case.appeal else ()
    spoken = {case.one(vote.person) for vote in votes}
    free = [
        person
        for person in people.people.values()
        if person.roles & DECIDERS and not case.made_by(person.id) and not case.decided_by(person.id)
    ]
    members = spoken | {case.one(person.id) for person in free}
    return (Approval(PANEL, Role.REVIEWER),) if len(members) < PANEL else ()


def tell_if_nobody_can_decide(connection: Connection, house: House, case: Case) -> bool:
    """Record, once for each revision, that a submission waits for people who are not there; return whether it was."""
    if not (case.state.approvable or case.state is State.APPEALED) or _told(case):
        return False
    missing = out_of_reach(case, roster(connection, house.clock()), delegations(connection), house.clock())
    if missing:
        needs = [{"count": need.count, "role": need.role} for need in missing]
        data = {"revision": case.revision, "needs": needs}
        append(connection, EntryDraft(Kind.NOBODY_CAN_DECIDE, case.reference, None, data), at=house.clock())
    return bool(missing)


def _told(case: Case) -> bool:
    told = (item.entry.data for item in case.entries if item.entry.kind == Kind.NOBODY_CAN_DECIDE)
    return any(data["revision"] == case.revision for data in told)
