"""From the trail to the register: declared uses, and those that authors stated on their visuals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

import msgspec
from sqlalchemy import Connection

from bot.case import Case, CaseAsset
from bot.declared import KINDS, Declared, fold_declarations
from bot.kinds import Kind, State
from bot.people import roster
from bot.register.use import Filters, Register, Status, Use
from bot.register.veil import Veil
from bot.submissions import cases_of
from bot.trail.read import (
    RecordedEntry,
    bodies_about,
    bodies_of_kinds,
    entries_about,
    entries_of_kinds,
    subjects_of_kinds,
)
from bot.trail.span import Span
from policy.declaration import TOOLS, LabelPlace, Purpose
from policy.evidence import Origin
from policy.statement import Claim, Statement
from policy.verdict import Answer

_SOURCE_TYPES = {
    Origin.AI_ENHANCED: "algorithmicallyEnhanced",
    Origin.AI_COMPOSITE: "compositeWithTrainedAlgorithmicMedia",
    Origin.AI_GENERATED: "trainedAlgorithmicMedia",
}
"""The term for what a use yields (IPTC NewsCodes « digitalsourcetype »), which has none for the help with a text."""
_ADMITTING = frozenset(claim for claim in Claim if claim.origin.admits_ai)
_FIRST = (Kind.DECLARED, Kind.DECLARATION_REFUSED)
_YIELDS = {Purpose.RETOUCH: Origin.AI_ENHANCED, Purpose.IMAGE_GENERATION: Origin.AI_GENERATED}


class _Claimed(msgspec.Struct):
    claim: Claim


class _Stated(msgspec.Struct):
    """As much of a statement's entry as tells whether it is a use of AI: most are none."""

    subject: str
    data: _Claimed


class _Channel(msgspec.Struct):
    channel: str


class _Submitted(msgspec.Struct):
    subject: str
    data: _Channel


_STATED, _SUBMITTED = msgspec.json.Decoder(_Stated), msgspec.json.Decoder(_Submitted)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a register is made with: the organisation it is of, where its days begin, what stands for a name, now."""

    organisation: str
    timezone: tzinfo
    somebody: str
    now: datetime


def gather(connection: Connection, filters: Filters, edition: Edition) -> Register:
    """Return the register, newest uses first; without names and what is not public unless `everything` is wanted."""
    people, shown = roster(connection), filters
    span = filters.span(edition.timezone)
    found = [*_declared(connection, span), *stated(connection, span)]
    if filters.person:
        found = [use for use in found if use.declared_by == filters.person]
    if filters.everything and not filters.unnamed:
        uses = [replace(use, declared_by=people.name(use.declared_by)) for use in found]
    else:
        veil = Veil([person.name for person in people.people.values()], edition.somebody)
        shown = replace(filters, tool=veil.over(filters.tool))
        wide = filters.everything
        uses = [_published(use, veil) for use in found if wide or (use.public and use.status is Status.STANDING)]
    wanted = [use for use in uses if filters.let_through(use, edition.timezone)]
    wanted.sort(key=lambda use: (use.at, use.seq), reverse=True)
    return Register(tuple(wanted), shown, edition.now, edition.organisation)


def _published(use: Use, veil: Veil) -> Use:
    """Return a row as strangers may read it."""
    return replace(
        use,
        subject=veil.over(use.subject),
        tool=veil.over(use.tool),
        provider=veil.over(use.provider),
        declared_by="",
        check="",
        reason="",
    )


def _declared(connection: Connection, span: Span) -> Iterator[Use]:
    """Yield what was declared first in a span, as it stands now; what lies before is not read."""
    about = subjects_of_kinds(_FIRST, span)
    entries = entries_about(connection, KINDS, about) if span.since else entries_of_kinds(connection, KINDS)
    leaves = {recorded.entry.seq: recorded.leaf.hex() for recorded in entries}
    opened = map(_SUBMITTED.decode, bodies_about(connection, [Kind.SUBMITTED], about))
    channels = {submitted.subject: submitted.data.channel for submitted in opened}
    for known in fold_declarations(entries).values():
        yield _of_declaration(known, leaves[known.seq], channels.get(known.submission or "", ""))


def _of_declaration(known: Declared, leaf: str, channel: str) -> Use:
    said = known.declaration
    return Use(
        id=known.reference,
        subject=said.subject,
        at=known.declared_at,
        purpose=said.purpose,
        tool=said.tool,
        provider=said.provider,
        extent=said.extent,
        source_type=_SOURCE_TYPES[_YIELDS[said.purpose]] if said.purpose in _YIELDS else "",
        personal_data_sent=said.personal_data_sent,
        checker=said.checker,
        label=said.label,
        labelled=said.label is not LabelPlace.NOWHERE,
        channel=channel,
        submission=known.submission or "",
        charter=known.charter,
        seq=known.seq,
        leaf=leaf,
        status=Status.REFUSED if known.refused else Status.WITHDRAWN if known.withdrawn else Status.STANDING,
        public=said.public,
        declared_by=known.person,
        check=said.check,
        reason=known.reason,
    )


def stated(connection: Connection, span: Span) -> Iterator[Use]:
    """Yield what authors stated on visuals, where no declaration of the same submission tells it better.

    All of each submission with such a statement in the span; some may be of another time.
    """
    told = (_STATED.decode(body) for body in bodies_of_kinds(connection, [Kind.STATED], span))
    admitting = [statement.subject for statement in told if statement.data.claim in _ADMITTING]
    for case in cases_of(connection, list(dict.fromkeys(admitting))):
        declared = {item.declaration.purpose for item in case.standing}
        for number, (asset, statement, recorded) in enumerate(_admissions(case), 1):
            if _purpose(statement) not in declared:
                yield _of_statement(case, number, asset, statement, recorded)


def _admissions(case: Case) -> Iterator[tuple[CaseAsset, Statement, RecordedEntry]]:
    latest = {str(item.entry.data["sha256"]): item for item in case.entries if item.entry.kind == Kind.STATED}
    for asset in {asset.sha256: asset for asset in case.assets}.values():
        if asset.statement and asset.statement.claim.origin.admits_ai:
            yield asset, asset.statement, latest[asset.sha256]


def _purpose(statement: Statement) -> Purpose:
    return Purpose.RETOUCH if statement.claim is Claim.AI_ENHANCED else Purpose.IMAGE_GENERATION


def _of_statement(case: Case, number: int, asset: CaseAsset, statement: Statement, recorded: RecordedEntry) -> Use:
    return Use(
        id=f"{case.reference}/{number}",
        subject="",
        at=recorded.entry.at,
        purpose=_purpose(statement),
        tool=statement.tool,
        provider=TOOLS.get(statement.tool, ""),
        extent=None,
        source_type=_SOURCE_TYPES[statement.claim.origin],
        personal_data_sent=None,
        checker=None,
        label=None,
        labelled=statement.label_visible,
        channel=str(case.entries[0].entry.data["channel"]),
        submission=case.reference,
        charter=asset.verdict.charter.sha256 if asset.verdict else "",
        seq=recorded.entry.seq,
        leaf=recorded.leaf.hex(),
        status=_status(case, asset),
        public=statement.public,
        declared_by=case.author,
    )


def _status(case: Case, asset: CaseAsset) -> Status:
    """An image that the charter forbids, or people refused, is no use that stands, however openly it was stated."""
    forbidden = asset.verdict is not None and asset.verdict.answer is Answer.FORBIDDEN
    if forbidden or case.state is State.REFUSED:
        return Status.REFUSED
    return Status.WITHDRAWN if case.withdrawn else Status.STANDING
