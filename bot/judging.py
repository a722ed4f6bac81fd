"""Holding a whole submission against the charter in force, and recording what its answers are where they changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from bot.case import DRAFT, Case, CaseAsset
from bot.house import House
from bot.kinds import Kind
from bot.submissions import case_of, refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.charter.judge import verdict_for, verdict_for_draft
from policy.charter.model import Charter
from policy.draft import analyse
from policy.facts import Said
from policy.verdict import Verdict


def judge_again(connection: Connection, house: House, reference: str) -> None:
    """Judge everything of a submission that was examined, record each answer that is new, and bring the index up."""
    case = case_of(connection, reference)
    if case is not None:
        for item, verdict in _new_verdicts(case, house.charter):
            data = {"revision": case.revision, **item, "verdict": msgspec.to_builtins(verdict)}
            draft = EntryDraft(kind=Kind.JUDGED, subject=reference, actor=None, data=data)
            append(connection, draft, at=house.clock())
    refresh(connection, reference)


def said_of(case: Case) -> Said:
    """Return what people said of the whole submission."""
    text = case.draft.text if case.draft else None
    return Said(
        declarations=tuple(item.declaration for item in case.standing),
        refused=tuple(item.declaration.purpose for item in case.declared.values() if item.refused),
        answers=case.answers,
        label_in_text=text is not None and analyse(text).has_label,
        mixed=case.draft is not None and bool(case.assets),
    )


def _new_verdicts(case: Case, charter: Charter) -> Iterator[tuple[dict[str, str], Verdict]]:
    said = said_of(case)
    for asset in {asset.sha256: asset for asset in case.assets}.values():
        if (verdict := _of_asset(asset, charter, said)) and _is_new(verdict, asset.verdict):
            yield {"sha256": asset.sha256}, verdict
    if case.draft and case.draft.text is not None:
        verdict = verdict_for_draft(charter, analyse(case.draft.text), said)
        if _is_new(verdict, case.draft.verdict):
            yield {"item": DRAFT}, verdict


def _of_asset(asset: CaseAsset, charter: Charter, said: Said) -> Verdict | None:
    """An examination that is not there, or was erased, can't be judged: the last verdict stands."""
    return verdict_for(charter, asset.examination, asset.statement, said) if asset.examination else None


def _is_new(verdict: Verdict, recorded: Verdict | None) -> bool:
    """A charter that was only reworded says nothing new: what was approved under its former words stays approved."""
    if recorded is None or recorded.charter.meaning != verdict.charter.meaning:
        return True
    return replace(verdict, charter=recorded.charter) != recorded
