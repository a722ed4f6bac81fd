"""Whether Vigie could have written an entry then: by somebody who might, on what there was, and in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.case import Case
from bot.decided import Ground, Ruling
from bot.declared import KINDS, follows
from bot.kinds import Choice, Kind, State
from bot.people import DECIDERS, Role
from bot.powers import Powers
from bot.trail.entry import Entry, read_moment
from bot.trail.read import RecordedEntry
from bot.workflow.breaking_glass import EMERGENCY
from bot.workflow.deciding import REVIEWED
from bot.workflow.drafting import REVISED_IN
from policy.approval import Consent, is_enough
from policy.facts import FactName

_OF_ITS_MAKERS = {
    Kind.STATED,
    Kind.REVISED,
    Kind.WITHOUT_ORIGINAL,
    Kind.DECLARED,
    Kind.DECLARATION_REFUSED,
    Kind.CO_AUTHOR_ADDED,
    Kind.APPEALED,
}
"""What nobody but those who made a submission does to it."""
_SECOND = timedelta(seconds=1)
"""The trail writes whole seconds."""


def possible(before: Case, recorded: RecordedEntry, powers: Powers) -> bool:
    """Whether this step could be taken then, by whoever took it."""
    entry = recorded.entry
    if entry.kind in KINDS and not follows(before.declared, entry):
        return False
    asked_of_author = entry.kind == Kind.ANSWERED and entry.data["fact"] == FactName.AI_USE
    if (entry.kind in _OF_ITS_MAKERS or asked_of_author) and not before.made_by(str(entry.actor)):
        return False
    check = _CHECKS.get(Kind(entry.kind)) if entry.kind in set(Kind) else None
    return check(before, entry, powers) if check else True


def _decided(before: Case, entry: Entry, powers: Powers) -> bool:
    """Not by its maker, in roles that they had or that were lent to them, on what they saw."""
    if not before.state.open or before.decided_by(str(entry.actor)) or not _spoke(before, entry, powers):
        return False
    if Choice(str(entry.data["choice"])) is Choice.APPROVE and not _approvable(before, entry):
        return False
    return _seen(before, entry)


def _spoke(before: Case, entry: Entry, powers: Powers) -> bool:
    claimed = frozenset(Role(str(role)) for role in entry.data["roles"])
    held, principal = powers.held(entry.actor, entry), entry.data.get("principal")
    if before.needs_claim or before.made_by(str(entry.actor)) or not claimed & DECIDERS:
        return False
    if principal is None:
        return claimed == held
    lent = powers.lent(str(principal), entry) and not before.made_by(str(principal))
    return lent and claimed == held | powers.held(str(principal), entry)


def _seen(before: Case, entry: Entry) -> bool:
    """What was erased since is part of the fingerprint: it can't be computed any more."""
    erased = any(text is None for earlier in before.entries for text in earlier.personal.values())
    return erased or entry.data["fingerprint"] == before.fingerprint


def _approvable(before: Case, entry: Entry) -> bool:
    """A text that AI helped to write takes the review of a person with every approval."""
    reviewed = entry.data.get("review") == list(REVIEWED)
    return before.state.approvable and not before.source_gone and (reviewed or not before.made_with_ai)


def _glass_broken(before: Case, entry: Entry, powers: Powers) -> bool:
    """Only where the person's own approval was not enough, and for no longer than a day."""
    if not _spoke(before, entry, powers) or not _approvable(before, entry) or not _seen(before, entry):
        return False
    actor = before.one(str(entry.actor))
    mine = Consent(actor, frozenset(str(role) for role in entry.data["roles"]), entry.data.get("principal"))
    alone = not before.decided_by(actor) and is_enough(before.needs, [*before.consents, mine])
    enough = alone and not before.copies
    return not enough and read_moment(str(entry.data["until"])) <= entry.at + EMERGENCY + _SECOND


def _glass_reviewed(before: Case, entry: Entry, powers: Powers) -> bool:
    broken = next((item for item in before.glass if item.seq == entry.data["glass"]), None)
    if broken is None or broken.reviewer is not None or before.one(str(entry.actor)) in map(before.one, broken.voices):
        return False
    return not before.made_by(str(entry.actor)) and powers.decided(entry.actor, entry)


def _taken_back(before: Case, entry: Entry, _powers: Powers) -> bool:
    """One's own, and nobody else's."""
    standing = [(item.seq, item.person) for item in before.decisions]
    standing += [(item.seq, item.person) for item in before.glass if item.stands]
    mine = {seq for seq, person in standing if before.one(person) == before.one(str(entry.actor))}
    return entry.data["decision"] in mine and before.publication is None and not before.withdrawn


def _expired(before: Case, entry: Entry, _powers: Powers) -> bool:
    """Approvals that stood, and whose time was over."""
    return entry.actor is None and set(entry.data["decisions"]) <= set(before.overdue(entry.at + _SECOND))


def _appealed(before: Case, entry: Entry, _powers: Powers) -> bool:
    """Once for each refusal, and against one that there is."""
    if before.appeal and before.appeal.ruling is not Ruling.ACCEPT:
        return False
    ground = Ground(str(entry.data["ground"]))
    return before.state is (State.REFUSED if ground is Ground.REFUSAL else State.FORBIDDEN)


def _voted(before: Case, entry: Entry, powers: Powers) -> bool:
    """By somebody who had no part in it, and once."""
    appeal, actor = before.appeal, str(entry.actor)
    if appeal is None or appeal.ruling is not None or appeal.seq != entry.data["appeal"]:
        return False
    spoken = {before.one(vote.person) for vote in appeal.votes}
    free = not before.made_by(actor) and not before.decided_by(actor) and before.one(actor) not in spoken
    return free and powers.decided(actor, entry)


def _published(before: Case, entry: Entry, powers: Powers) -> bool:
    """Nothing goes out but what is approved, just as it was, and in time."""
    return before.may_go_out(entry.at - _SECOND) and _seen(before, entry) and _part(before, entry, powers)


def _corrected(before: Case, entry: Entry, powers: Powers) -> bool:
    return before.publication is not None and not before.withdrawn and _part(before, entry, powers)


def _withdrawn(before: Case, entry: Entry, powers: Powers) -> bool:
    if before.state.out:
        return _part(before, entry, powers)
    return before.made_by(str(entry.actor)) and (before.state.open or before.state is State.APPEALED)


def _part(before: Case, entry: Entry, powers: Powers) -> bool:
    return before.made_by(str(entry.actor)) or powers.decided(entry.actor, entry)


def _revised(before: Case, _entry: Entry, _powers: Powers) -> bool:
    return before.state.open or before.state in REVISED_IN


def _without_original(before: Case, entry: Entry, _powers: Powers) -> bool:
    """For copies of which nobody had said so before."""
    return before.state.open and set(entry.data["files"]) == {asset.sha256 for asset in before.copies}


_CHECKS: Mapping[Kind, Callable[[Case, Entry, Powers], bool]] = {
    Kind.DECIDED: _decided,
    Kind.GLASS_BROKEN: _glass_broken,
    Kind.GLASS_REVIEWED: _glass_reviewed,
    Kind.RETRACTED: _taken_back,
    Kind.LIFTED: _taken_back,
    Kind.EXPIRED: _expired,
    Kind.APPEALED: _appealed,
    Kind.APPEAL_VOTED: _voted,
    Kind.PUBLISHED: _published,
    Kind.CORRECTED: _corrected,
    Kind.WITHDRAWN: _withdrawn,
    Kind.REVISED: _revised,
    Kind.WITHOUT_ORIGINAL: _without_original,
}
