"""One pending file: read in a worker process, judged by the charter, recorded in one transaction."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete

from bot.case import Case, CaseAsset
from bot.errors import NotFoundError
from bot.examiner import Pending
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.previews import keep
from bot.submissions import case_of
from bot.tables import pending_examinations
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from policy.evidence import Examination, Obstacle
from policy.look import write_look
from policy.media_type import MediaType


def examine(house: House, pending: Pending) -> None:
    """Examine one pending file and record the answer; without effect where that was already done."""
    with house.database.reading() as connection:
        asset = _asset(case_of(connection, pending.reference), pending)
    if asset is None:
        return
    examination, data = _read(house, asset)
    preview = house.sandbox.preview(data, examination.media_type) if data and examination.readable else None
    with house.database.writing() as connection:
        if preview:
            keep(connection, pending.sha256, preview)
        record(connection, house, pending, examination, look=preview.look if preview else None)


def _asset(case: Case | None, pending: Pending) -> CaseAsset | None:
    return case.asset(pending.sha256) if case else None


def _read(house: House, asset: CaseAsset) -> tuple[Examination, bytes]:
    if asset.size > house.limits.file_size:
        too_large = Examination(asset.sha256, asset.size, MediaType(asset.media_type), obstacle=Obstacle.TOO_LARGE)
        return too_large, b""
    try:
        data = house.originals.read(asset.sha256, house.limits.file_size)
    except NotFoundError:
        return Examination(asset.sha256, asset.size, MediaType(asset.media_type), obstacle=Obstacle.MISSING), b""
    if house.sandbox.trust != house.trust.lists():  # another process has renewed them: vigie trust update
        house.sandbox.renew(house.trust.lists())
    return house.sandbox.examine(data), data


def record(
    connection: Connection, house: House, pending: Pending, examination: Examination, *, look: int | None = None
) -> None:
    """Write what was found, how it looks and what the charter says of it; the pending row goes with it."""
    gone = connection.execute(
        delete(pending_examinations).where(
            pending_examinations.c.reference == pending.reference, pending_examinations.c.sha256 == pending.sha256
        )
    )
    case = case_of(connection, pending.reference)
    if not gone.rowcount or case is None:
        return
    append(connection, _examined(case, house, examination, look), at=house.clock())
    judge_again(connection, house, pending.reference)


def _examined(case: Case, house: House, examination: Examination, look: int | None) -> EntryDraft:
    """Evidence may hold names and prompts, so the whole of it is a personal part that can be erased."""
    return EntryDraft(
        kind=Kind.EXAMINED,
        subject=case.reference,
        actor=None,
        data={
            "revision": case.revision,
            "sha256": examination.sha256,
            "origin": examination.origin,
            "obstacle": examination.obstacle,
            "look": None if look is None else write_look(look),
            "trust_lists": house.sandbox.trust.sha256,
        },
        personal=(
            PersonalPart(field="examination", person=case.author, text=msgspec.json.encode(examination).decode()),
        ),
    )
