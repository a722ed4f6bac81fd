"""The author's word on where a visual comes from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.case import Case, CaseAsset
from bot.errors import NotAllowedError, NotFoundError, UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.workflow.guards import NAME_LENGTH, TEXT_LENGTH, open_case, require_author
from policy.evidence import GRAVITY
from policy.statement import Claim, Statement


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
        case = open_case(connection, reference, fingerprint)
        require_author(connection, house, case, person, N_("Only the author can say where this visual comes from."))
        wanted = [item for item in case.assets if asset in {None, item.sha256}]
        if not wanted:
            raise NotFoundError(N_("This submission has no such file."))
        _require_no_retreat(wanted, statement)
        for sha256 in dict.fromkeys(item.sha256 for item in wanted):
            _record_statement(connection, house, case, person, sha256, statement)
        judge_again(connection, house, reference)


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
    texts = {"tool": statement.tool.strip()[:NAME_LENGTH], "note": statement.note.strip()[:TEXT_LENGTH]}
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
                "public": statement.public,
            },
            personal=tuple(PersonalPart(field=k, person=person.id, text=text) for k, text in texts.items() if text),
        ),
        at=house.clock(),
    )
