"""What people did about a submission, step by step: the half of the fold (bot/fold.py) that is about deciding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.case import Case
from bot.decided import Appeal, BrokenGlass, Decision, Ground, Lifted, Publication, Ruling, Vote
from bot.kinds import Choice, Kind
from bot.people import Role
from bot.trail.entry import read_moment
from bot.trail.read import RecordedEntry


def _co_author(case: Case, recorded: RecordedEntry) -> Case:
    person = str(recorded.entry.data["person"])
    return _unmade(replace(case, co_authors=case.co_authors | {person}))


def _same_person(case: Case, recorded: RecordedEntry) -> Case:
    """Two accounts turn out to be one person: who has made it never decides on it, and nobody counts twice."""
    old, person = str(recorded.entry.data["person"]), str(recorded.entry.data["is"])
    if case.one(person) == case.one(old):
        return case
    return _unmade(replace(case, same={**case.same, case.one(old): case.one(person)}))


def _unmade(case: Case) -> Case:
    """Whoever is known to have made it has decided nothing about it."""
    return replace(
        case,
        decisions=tuple(item for item in case.decisions if not _by_maker(case, item)),
        glass=tuple(
            replace(item, stands=item.stands and not any(map(case.made_by, item.voices))) for item in case.glass
        ),
    )


def _by_maker(case: Case, decision: Decision) -> bool:
    return case.made_by(decision.person) or (decision.principal is not None and case.made_by(decision.principal))


def _decided(case: Case, recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    expires_at = entry.data.get("expires_at")
    decision = Decision(
        seq=entry.seq,
        at=entry.at,
        person=str(entry.actor),
        roles=frozenset(Role(str(role)) for role in entry.data["roles"]),
        choice=Choice(str(entry.data["choice"])),
        reason=recorded.personal.get("reason") or "",
        responsible=recorded.personal.get("responsible") or "",
        principal=entry.data.get("principal"),
        expires_at=read_moment(str(expires_at)) if expires_at else None,
    )
    return replace(case, decisions=(*case.decisions, decision))


def _retracted(case: Case, recorded: RecordedEntry) -> Case:
    return _without(case, {recorded.entry.data["decision"]})


def _expired(case: Case, recorded: RecordedEntry) -> Case:
    """Approvals ran out: they were for a while, and the while is over."""
    left = _without(case, set(recorded.entry.data["decisions"]))
    return replace(left, expired=case.expired or (case.approved and not left.approved))


def _without(case: Case, seqs: Collection[int]) -> Case:
    return replace(
        case,
        decisions=tuple(decision for decision in case.decisions if decision.seq not in seqs),
        glass=tuple(replace(item, stands=item.stands and item.seq not in seqs) for item in case.glass),
    )


def _glass_broken(case: Case, recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    broken = BrokenGlass(
        seq=entry.seq,
        at=entry.at,
        person=str(entry.actor),
        until=read_moment(str(entry.data["until"])),
        reason=recorded.personal.get("reason") or "",
        responsible=recorded.personal.get("responsible") or "",
        principal=entry.data.get("principal"),
    )
    return replace(case, glass=(*case.glass, broken))


def _glass_reviewed(case: Case, recorded: RecordedEntry) -> Case:
    data = recorded.entry.data
    reviewer, justified = str(recorded.entry.actor), bool(data["justified"])
    glass = tuple(
        replace(item, reviewer=reviewer, justified=justified, stands=item.stands and justified)
        if item.seq == data["glass"]
        else item
        for item in case.glass
    )
    return replace(case, glass=glass)


def _appealed(case: Case, recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    appeal = Appeal(
        seq=entry.seq,
        at=entry.at,
        person=str(entry.actor),
        ground=Ground(str(entry.data["ground"])),
        reason=recorded.personal.get("reason") or "",
        rules=frozenset(str(rule) for rule in entry.data["rules"]),
        meaning=str(entry.data["charter"]),
    )
    return replace(case, appeal=appeal)


def _voted(case: Case, recorded: RecordedEntry) -> Case:
    """The vote that settles an appeal takes effect with it: a refusal falls, or what the charter refused is lifted."""
    if case.appeal is None:
        return case
    vote = Vote(
        person=str(recorded.entry.actor),
        ruling=Ruling(str(recorded.entry.data["ruling"])),
        reason=recorded.personal.get("reason") or "",
    )
    appeal = replace(case.appeal, votes=(*case.appeal.votes, vote))
    voted = replace(case, appeal=appeal)
    if appeal.ruling is not Ruling.ACCEPT:
        return voted
    if appeal.ground is Ground.REFUSAL:
        return _without(voted, {item.seq for item in case.decisions if item.choice is Choice.REFUSE})
    return replace(voted, lifted=Lifted(appeal.rules, appeal.meaning))


def _published(case: Case, recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    where = recorded.personal.get("where") or ""
    out = Publication(entry.seq, entry.at, str(entry.actor), int(entry.data["revision"]), where)
    return replace(case, publications=(*case.publications, out))


def _corrected(case: Case, recorded: RecordedEntry) -> Case:
    words = recorded.personal.get("correction") or ""
    publications = tuple(
        replace(item, correction=words) if item.revision == case.revision else item for item in case.publications
    )
    return replace(case, publications=publications)


def _withdrawn(case: Case, _recorded: RecordedEntry) -> Case:
    return replace(case, withdrawn=True)


DELIBERATION = {
    Kind.CO_AUTHOR_ADDED: _co_author,
    Kind.SAME_PERSON: _same_person,
    Kind.DECIDED: _decided,
    Kind.RETRACTED: _retracted,
    Kind.LIFTED: _retracted,
    Kind.EXPIRED: _expired,
    Kind.GLASS_BROKEN: _glass_broken,
    Kind.GLASS_REVIEWED: _glass_reviewed,
    Kind.APPEALED: _appealed,
    Kind.APPEAL_VOTED: _voted,
    Kind.PUBLISHED: _published,
    Kind.CORRECTED: _corrected,
    Kind.WITHDRAWN: _withdrawn,
}
"""The step of each kind of entry."""
