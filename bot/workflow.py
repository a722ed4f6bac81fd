"""What people can do with a submission. Each function is one transaction; the trail entry is the act itself.

Nobody acts above their role: every function looks the person's role up in the trail again, whatever a button said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from bot.case import Case, CaseAsset
from bot.errors import NotAllowedError, NotFoundError, StaleError, UsageError
from bot.examining import judged, stored_asset
from bot.foreign_text import one_line
from bot.house import House
from bot.kinds import Choice, Kind, State
from bot.language import N_
from bot.originals import Stored
from bot.people import Person, roster
from bot.submissions import case_of, refresh, row_of
from bot.tables import originals, pending_examinations, submissions
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from policy.charter.judge import verdict_for
from policy.evidence import GRAVITY
from policy.statement import Claim, Statement

FILES_AT_ONCE = 20
REGRET = timedelta(minutes=2)
"""How long a person may take a decision of their own back."""
_NAME_LENGTH = 255
_TEXT_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Received:
    """A file as a platform received it; `name` is what the sender called it."""

    name: str
    stored: Stored


def submit(house: House, person: Person, files: Sequence[Received], note: str = "", *, channel: str) -> str:
    """Put files up for approval, as one submission, and return its reference, such as `V-0042`.

    `channel` says where they came in, such as `desk`; it goes into the trail.

    Durable when it returns; the examination follows by itself.

    Raises:
        NotAllowedError: this person only reads.
        UsageError: no file, or too many.
    """
    if not files:
        raise UsageError(N_("No file has arrived."), N_("Choose at least one."))
    if len(files) > FILES_AT_ONCE:
        raise UsageError(
            N_("That is more than {most} files at once."), N_("Send them in several goes."), most=FILES_AT_ONCE
        )
    with house.database.writing() as connection:
        _require_submitter(connection, person)
        reference = _open(connection, house, person, files, note[:_TEXT_LENGTH], channel)
    house.examiner.wake()
    return reference


def _open(
    connection: Connection, house: House, person: Person, files: Sequence[Received], note: str, channel: str
) -> str:
    at = house.clock()
    number = (connection.execute(select(func.max(submissions.c.number))).scalar() or 0) + 1
    reference = f"V-{number:04d}"
    personal = [
        PersonalPart(field=f"name-{index}", person=person.id, text=file.name[:_NAME_LENGTH])
        for index, file in enumerate(files)
    ]
    if note.strip():
        personal.append(PersonalPart(field="note", person=person.id, text=note.strip()))
    draft = EntryDraft(
        kind=Kind.SUBMITTED,
        subject=reference,
        actor=person.id,
        data={"revision": 1, "channel": channel, "files": [stored_asset(file.stored) for file in files]},
        personal=tuple(personal),
    )
    append(connection, draft, at=at)
    opened = _case(connection, reference)
    connection.execute(insert(submissions).values(reference=reference, **row_of(opened)))
    _await_examination(connection, reference, files, write_moment(at))
    return reference


def _await_examination(connection: Connection, reference: str, files: Sequence[Received], at: str) -> None:
    distinct = {file.stored.sha256: file.stored for file in files}
    for sha256, stored in distinct.items():
        known = connection.execute(select(originals.c.sha256).where(originals.c.sha256 == sha256)).first()
        if known is None:
            connection.execute(
                insert(originals).values(
                    sha256=sha256, size=stored.size, media_type=stored.media_type.value, stored_at=at
                )
            )
        connection.execute(
            insert(pending_examinations).values(reference=reference, revision=1, sha256=sha256, queued_at=at)
        )


def state(
    house: House, person: Person, reference: str, statement: Statement, *, asset: str | None, fingerprint: str
) -> None:
    """Record the author's word on where a visual comes from, for one file or all, and judge again.

    Raises:
        NotAllowedError: the person is not the author, or the submission is decided.
        StaleError: the card has changed since.
        UsageError: AI served and the tool is not named, or someone else's photo without a word on whose.
    """
    _require_complete(statement)
    with house.database.writing() as connection:
        case = _open_case(connection, reference, fingerprint)
        _require_submitter(connection, person)
        if case.author != person.id:
            raise NotAllowedError(N_("Only the author can say where this visual comes from."))
        wanted = [item for item in case.assets if asset in {None, item.sha256}]
        if not wanted:
            raise NotFoundError(N_("This submission has no such file."))
        _require_no_retreat(wanted, statement)
        for sha256 in dict.fromkeys(item.sha256 for item in wanted):
            _record_statement(connection, house, case, person, sha256, statement)
        refresh(connection, reference)


def _require_no_retreat(assets: Sequence[CaseAsset], statement: Statement) -> None:
    """Whoever admitted that AI served can't unsay it: what was admitted, only another person could lift."""
    said = [item.statement.claim.origin for item in assets if item.statement]
    if any(origin.admits_ai and GRAVITY[origin] < GRAVITY[statement.claim.origin] for origin in said):
        raise NotAllowedError(
            N_("You have said that AI served: that can't be unsaid here."),
            N_("If it was a slip, withdraw the submission and say why in the next one."),
        )


def _require_complete(statement: Statement) -> None:
    if statement.claim.origin.admits_ai and not one_line(statement.tool):
        raise UsageError(N_("Which tool served?"), N_("Name it: the charter asks that every use of AI be signalled."))
    if statement.claim is Claim.SOMEONES_PHOTO and not one_line(statement.note):
        raise UsageError(N_("Whose photo is it?"), N_("Say who took it, and when if you know."))


def _record_statement(
    connection: Connection, house: House, case: Case, person: Person, sha256: str, statement: Statement
) -> None:
    texts = {"tool": statement.tool.strip()[:_NAME_LENGTH], "note": statement.note.strip()[:_TEXT_LENGTH]}
    append(
        connection,
        EntryDraft(
            kind=Kind.STATED,
            subject=case.reference,
            actor=person.id,
            data={
                "revision": case.revision,
                "sha256": sha256,
                "claim": statement.claim,
                "label_visible": statement.label_visible,
            },
            personal=tuple(PersonalPart(field=k, person=person.id, text=text) for k, text in texts.items() if text),
        ),
        at=house.clock(),
    )
    examination = item.examination if (item := case.asset(sha256)) else None
    if examination is not None:
        judged(connection, house, case, sha256, verdict_for(house.charter, examination, statement))


def decide(house: House, person: Person, reference: str, choice: Choice, reason: str, *, fingerprint: str) -> None:
    """Record what a reviewer decides: the author never decides, and only what can be reviewed can be approved.

    Raises:
        NotAllowedError: the person may not decide on this one, or it can't be approved as it stands.
        StaleError: the card has changed since.
        UsageError: a refusal or a request for changes without its reason.
    """
    if choice is not Choice.APPROVE and not one_line(reason):
        raise UsageError(N_("A reason is needed."), N_("One sentence is enough: the author will read it."))
    with house.database.writing() as connection:
        case = _open_case(connection, reference, fingerprint)
        decider = _present(connection, person)
        _require_decider(case, decider)
        if choice is Choice.APPROVE:
            _require_approvable(case, decider)
        if any(decision.person == person.id for decision in case.decisions):
            raise NotAllowedError(N_("You have already decided."), N_("Another person must confirm."))
        data = {
            "revision": case.revision,
            "choice": choice,
            "fingerprint": case.fingerprint,
            "roles": sorted(decider.roles),
        }
        parts = (
            (PersonalPart(field="reason", person=person.id, text=reason.strip()[:_TEXT_LENGTH]),)
            if reason.strip()
            else ()
        )
        draft = EntryDraft(kind=Kind.DECIDED, subject=reference, actor=person.id, data=data, personal=parts)
        append(connection, draft, at=house.clock())
        refresh(connection, reference)


def _require_decider(case: Case, person: Person) -> None:
    if case.author == person.id:
        raise NotAllowedError(N_("You submitted this: another person decides."))
    if not person.decides:
        raise NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))


def _require_approvable(case: Case, person: Person) -> None:
    if case.state is not State.REVIEWABLE:
        raise NotAllowedError(N_("This can't be approved as it stands."), N_("The card says what is missing."))
    if not case.may_approve(person):
        raise NotAllowedError(N_("Your role does not let you decide."), N_("Ask for the role of reviewer."))


def retract(house: House, person: Person, reference: str) -> None:
    """Take one's own decision back, within two minutes: everyone's thumb slips.

    Raises:
        NotAllowedError: it is someone else's, there is none, or it is too late.
    """
    with house.database.writing() as connection:
        case = _case(connection, reference)
        decision = case.decision
        _present(connection, person)
        if decision is None or decision.person != person.id or case.withdrawn:
            raise NotAllowedError(N_("There is no decision of yours to take back."))
        if house.clock() - decision.at > REGRET:
            raise NotAllowedError(N_("It is too late to take this decision back."), N_("Talk to the charter officer."))
        draft = EntryDraft(kind=Kind.RETRACTED, subject=reference, actor=person.id, data={"decision": decision.seq})
        append(connection, draft, at=house.clock())
        refresh(connection, reference)


def withdraw(house: House, person: Person, reference: str) -> None:
    """Take one's own submission out of the queue; the trail keeps that it was there.

    Raises:
        NotAllowedError: the person is not its author, or it is decided.
    """
    with house.database.writing() as connection:
        case = _case(connection, reference)
        _require_submitter(connection, person)
        if case.author != person.id:
            raise NotAllowedError(N_("Only the author can withdraw a submission."))
        _require_open(case)
        append(
            connection, EntryDraft(kind=Kind.WITHDRAWN, subject=reference, actor=person.id, data={}), at=house.clock()
        )
        refresh(connection, reference)


def _open_case(connection: Connection, reference: str, fingerprint: str) -> Case:
    case = _case(connection, reference)
    _require_open(case)
    if fingerprint != case.fingerprint:
        raise StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))
    return case


def _case(connection: Connection, reference: str) -> Case:
    case = case_of(connection, reference)
    if case is None:
        raise NotFoundError(N_("There is no submission {reference}."), reference=reference[:20])
    return case


def _require_open(case: Case) -> None:
    if not case.state.open:
        raise NotAllowedError(
            N_("{reference} is closed already."), N_("The card shows what was decided."), reference=case.reference
        )


def _require_submitter(connection: Connection, person: Person) -> None:
    if not _present(connection, person).submits:
        raise NotAllowedError(N_("Your role lets you read, not submit."), N_("Ask for the role of author."))


def _present(connection: Connection, person: Person) -> Person:
    """Return the person as the trail knows them now."""
    known = roster(connection).people.get(person.id)
    if known is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    return known


__all__ = ["FILES_AT_ONCE", "REGRET", "Received", "decide", "retract", "state", "submit", "withdraw"]
