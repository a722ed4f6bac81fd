"""Putting a charter into force: recorded in the trail, and everything still open is judged again under it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.case import Case, CaseAsset
from bot.examining import judged
from bot.house import House
from bot.kinds import Kind
from bot.submissions import cases_of, open_references, refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.read import entries_of_kinds
from policy.charter.judge import verdict_for


def adopt_charter(house: House) -> None:
    """Record the charter of this run where it differs from the last one, and judge open submissions again."""
    with house.database.writing() as connection:
        if _in_force(connection) != house.charter.sha256:
            charter = house.charter
            data = {"id": charter.id, "version": charter.version, "sha256": charter.sha256}
            draft = EntryDraft(kind=Kind.CHARTER_IN_FORCE, subject="charter", actor=None, data=data)
            append(connection, draft, at=house.clock())
            _judge_again(connection, house)


def _in_force(connection: Connection) -> str | None:
    entries = entries_of_kinds(connection, [Kind.CHARTER_IN_FORCE])
    return str(entries[-1].entry.data["sha256"]) if entries else None


def _judge_again(connection: Connection, house: House) -> None:
    for case in cases_of(connection, open_references(connection)):
        for asset in case.assets:
            _judge_asset(connection, house, case, asset)
        refresh(connection, case.reference)


def _judge_asset(connection: Connection, house: House, case: Case, asset: CaseAsset) -> None:
    """An erased examination can't be judged again: its last verdict stands."""
    if asset.examination is None:
        return
    verdict = verdict_for(house.charter, asset.examination, asset.statement)
    if verdict != asset.verdict:
        judged(connection, house, case, asset.sha256, verdict)
