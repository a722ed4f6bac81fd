"""One submission as it stands after its trail entries (bot/fold.py): what it is, what was said of it, its state."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from bot.decided import Appeal, BrokenGlass, Decision, Lifted, Publication
from bot.declared import Declared
from bot.kinds import Choice, State
from bot.people import DECIDERS, Role
from bot.trail.read import RecordedEntry
from policy.approval import Consent, is_enough
from policy.evidence import Examination
from policy.facts import YES, FactName
from policy.statement import Statement
from policy.transport import Transport
from policy.verdict import Answer, Approval, Verdict, gravest_answer

DRAFT = "draft"
"""What the trail calls the text of a submission, where it names a file by its digest."""


@dataclass(frozen=True, slots=True)
class CaseAsset:
    """One file of a submission: what it is, what was read, what was said, what the charter answers."""

    sha256: str
    name: str
    size: int
    media_type: str
    transport: Transport = Transport.AS_UPLOADED
    examination: Examination | None = None
    statement: Statement | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """The text of a submission, and the one before it, for comparison; None where it was erased."""

    text: str | None
    earlier: str | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A submission as it stands after its last entry.

    `editors` are all who ever changed its text or files; `same` tells which ids turned out to be one person.
    `without_original` are the copies, by digest, whose author went on without handing in the original.
    `expired` says that an approval ran out and that nothing has changed since; `source_gone` that the message which
    it came in with was deleted.
    """

    reference: str
    revision: int
    author: str
    opened_at: datetime
    note: str
    assets: tuple[CaseAsset, ...]
    draft: CaseDraft | None = None
    unclaimed: bool = False
    co_authors: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, Declared] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    without_original: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    glass: tuple[BrokenGlass, ...] = ()
    appeal: Appeal | None = None
    lifted: Lifted | None = None
    expired: bool = False
    publications: tuple[Publication, ...] = ()
    withdrawn: bool = False
    source_gone: bool = False
    entries: tuple[RecordedEntry, ...] = field(default=(), repr=False)

    @property
    def answer(self) -> Answer | None:
        """The gravest answer of all files and the draft, None while one is still being examined."""
        items = [*self.assets, *((self.draft,) if self.draft else ())]
        if any(item.verdict is None for item in items):
            return None
        return gravest_answer(verdict.answer for verdict in self.verdicts)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the charter says so far: of each file, then of the draft."""
        items = [*self.assets, *((self.draft,) if self.draft else ())]
        return tuple(item.verdict for item in items if item.verdict)

    @property
    def erased(self) -> bool:
        """Whether something that a decision would be about is no longer there to be read."""
        unread = any(asset.verdict and asset.examination is None for asset in self.assets)
        return unread or (self.draft is not None and self.draft.text is None)

    @property
    def standing(self) -> tuple[Declared, ...]:
        """The declared uses of AI that hold: neither withdrawn nor refused."""
        return tuple(item for item in self.declared.values() if item.stands)

    @property
    def made_with_ai(self) -> bool:
        """Whether AI helped to write the draft, so that whoever approves answers for its review."""
        verdict = self.draft.verdict if self.draft else None
        return verdict is not None and (FactName.AI_USE.value, YES) in verdict.facts

    @property
    def needs_claim(self) -> bool:
        """Whether nobody knows yet which person submitted it: nobody can be told from its author."""
        return self.unclaimed and self.one(self.author) == self.author

    @property
    def fingerprint(self) -> str:
        """What a decision binds to: the revision, the exact bytes, the words and the verdicts."""
        said = [(asset.sha256, _spoken(asset.statement), _judged(asset.verdict)) for asset in self.assets]
        bound = [self.reference, self.revision, self.note, said, *_words(self), *filter(None, [self.unproven])]
        return hashlib.sha256(msgspec.json.encode(bound)).hexdigest()[:16]

    @property
    def decision(self) -> Decision | None:
        """The latest standing decision."""
        return self.decisions[-1] if self.decisions else None

    @property
    def state(self) -> State:
        """Where the submission stands."""
        return self._ended or self._refused or self._waiting

    @property
    def _ended(self) -> State | None:
        if self.withdrawn:
            return State.WITHDRAWN
        if self.publication:
            return State.PUBLISHED if self.publication.correction is None else State.CORRECTED
        return None

    @property
    def _refused(self) -> State | None:
        choices = {decision.choice for decision in self.decisions}
        if self.appeal and self.appeal.ruling is None:
            return State.APPEALED
        if Choice.REFUSE in choices:
            return State.REFUSED
        return State.CHANGES_REQUESTED if Choice.REQUEST_CHANGES in choices else None

    @property
    def _waiting(self) -> State:
        if self.answer is not Answer.REVIEWABLE:
            return State(self.answer.value) if self.answer else State.EXAMINING
        if self.approved:
            return State.APPROVED
        return State.EXPIRED if self.expired else State.REVIEWABLE

    @property
    def approved(self) -> bool:
        """Whether all approvals that the charter asks for stand, or broken glass in their place, whatever the date."""
        return self.broken is not None or is_enough(self.needs, self.consents)

    def approved_at(self, now: datetime) -> bool:
        """Whether approvals that hold at this moment are enough; a published one has served."""
        return self._enough_without(self.overdue(now))

    def may_go_out(self, now: datetime) -> bool:
        """Whether it may be published at this moment: approved as it stands and in time, be it out elsewhere or not."""
        over = [seq for seq, end in self._given_until if end is not None and end <= now]
        return self.state in {State.APPROVED, State.PUBLISHED} and self._enough_without(over)

    def _enough_without(self, gone: Collection[int]) -> bool:
        broken = self.broken is not None and self.broken.seq not in gone
        return broken or is_enough(self.needs, self._consents(gone))

    @property
    def approved_until(self) -> datetime | None:
        """When the approval ends by itself; None for never: it was published, or it is not approved."""
        ends = sorted({end for _, end in self._ends if end is not None})
        return next((end for end in ends if self.approved and not self.approved_at(end)), None)

    @property
    def consents(self) -> tuple[Consent, ...]:
        """The approvals that stand, by human being."""
        return self._consents(())

    def _consents(self, without: Collection[int]) -> tuple[Consent, ...]:
        given = (item for item in self.decisions if item.choice is Choice.APPROVE and item.seq not in without)
        return tuple(
            Consent(self.one(item.person), frozenset(item.roles), self.one(item.principal) if item.principal else None)
            for item in given
        )

    @property
    def broken(self) -> BrokenGlass | None:
        """The broken glass that stands in the place of approvals."""
        return next((item for item in self.glass if item.stands), None)

    @property
    def publication(self) -> Publication | None:
        """Where this very revision was published first."""
        return next(iter(self.places), None)

    @property
    def places(self) -> tuple[Publication, ...]:
        """Wherever this very revision was published."""
        return tuple(item for item in self.publications if item.revision == self.revision)

    @property
    def makers(self) -> frozenset[str]:
        """Everybody who made it, under every id: none of them may decide on it."""
        made = {self.one(person) for person in {self.author} | self.co_authors | self.editors}
        return frozenset(made | {person for person in self.same if self.one(person) in made})

    def one(self, person: str) -> str:
        """Return the one id of a person who had several."""
        while person in self.same:
            person = self.same[person]
        return person

    def made_by(self, person: str) -> bool:
        """Whether this person is among those who made it."""
        return self.one(person) in self.makers

    def decided_by(self, person: str) -> bool:
        """Whether this person has decided, under any id, or somebody spoke for them."""
        spoke = [name for item in self.decisions for name in (item.person, item.principal) if name]
        spoke += [name for item in self.glass if item.stands for name in item.voices]
        return self.one(person) in {self.one(name) for name in spoke}

    def overdue(self, now: datetime) -> tuple[int, ...]:
        """Return the entries of those approvals that stand, and should not any more, at this moment."""
        return tuple(seq for seq, end in self._ends if end is not None and end <= now)

    @property
    def expires_at(self) -> datetime | None:
        """When the first of the approvals that stand runs out."""
        return min((end for _, end in self._ends if end is not None), default=None)

    @property
    def _ends(self) -> tuple[tuple[int, datetime | None], ...]:
        """Until when each approval holds, by its entry; a published one has served."""
        return () if self.publication else self._given_until

    @property
    def _given_until(self) -> tuple[tuple[int, datetime | None], ...]:
        """Until when each approval was given, by its entry."""
        given = tuple((item.seq, item.expires_at) for item in self.decisions if item.choice is Choice.APPROVE)
        return given + tuple((item.seq, item.until) for item in self.glass if item.stands)

    @property
    def copies(self) -> tuple[CaseAsset, ...]:
        """The files that an app has compressed, and whose author has not said that they go on without the original."""
        return tuple(asset for asset in self._re_encoded if asset.sha256 not in self.without_original)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The files, by digest, that are to be approved without their original."""
        return tuple(asset.sha256 for asset in self._re_encoded if asset.sha256 in self.without_original)

    @property
    def _re_encoded(self) -> Iterator[CaseAsset]:
        return (asset for asset in self.assets if asset.transport is Transport.RE_ENCODED)

    @property
    def needs(self) -> tuple[Approval, ...]:
        """The approvals that the charter asks for, each by one more person where an original is missing."""
        asked = tuple(need for verdict in self.verdicts for need in verdict.approvals)
        if not self.unproven:
            return asked
        return tuple(Approval(need.count + 1, need.role) for need in asked or (Approval(1, Role.REVIEWER),))

    def counts(self, roles: frozenset[Role]) -> bool:
        """Whether an approval in these roles would count: one that the charter names, where it names any."""
        return bool(roles & DECIDERS) and (not self.needs or any(need.role in roles for need in self.needs))

    @property
    def head(self) -> RecordedEntry:
        """The submission's last entry."""
        return self.entries[-1]

    def asset(self, sha256: str) -> CaseAsset | None:
        """Return the file of that digest."""
        return next((asset for asset in self.assets if asset.sha256 == sha256), None)


def _judged(verdict: Verdict | None) -> list[Any]:
    if verdict is None:
        return []
    charter = verdict.charter.meaning or verdict.charter.sha256  # a reworded message makes no approval stale
    return [verdict.answer, charter, [(rule.id, rule.certain) for rule in verdict.rules], verdict.facts]


def _spoken(statement: Statement | None) -> list[Any]:
    return [statement.claim, statement.tool, statement.label_visible, statement.note] if statement else []


def _words(case: Case) -> Iterator[Any]:
    """Yield what else was said, where there is any."""
    if case.draft or case.declared or case.answers:
        yield [case.draft.text, _judged(case.draft.verdict)] if case.draft else []
        yield [(item.reference, item.revision, item.declaration) for item in case.standing]
        yield sorted(case.answers.items())
