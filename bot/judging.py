"""Holding a whole submission against the charter in force, and recording what its answers are where they changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from bot.case import DRAFT, Case
from bot.house import House
from bot.kinds import Kind
from bot.reach import tell_if_nobody_can_decide
from bot.submissions import case_of, refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.charter.judge import NOTHING_LIFTED, verdict_for, verdict_for_draft
from policy.charter.model import Charter
from policy.draft import analyse
from policy.facts import Said
from policy.verdict import Verdict


def judge_again(connection: Connection, house: House, reference: str) -> None:
    """Judge everything of a submission that was examined, record each answer that is new, and bring the index up."""
    case = case_of(connection, reference)
    if case is None:
        return
    new = list(_new_verdicts(case, house.charter))
    for item, verdict in new:
        data = {"revision": case.revision, **item, "verdict": msgspec.to_builtins(verdict)}
        draft = EntryDraft(kind=Kind.JUDGED, subject=reference, actor=None, data=data)
        append(connection, draft, at=house.clock())
    judged = (case_of(connection, reference) if new else None) or case
    told = tell_if_nobody_can_decide(connection, house, judged)
    refresh(connection, reference, None if told else judged)


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
    said, lifted = said_of(case), lifted_under(case, charter)
    for asset in {asset.sha256: asset for asset in case.assets}.values():
        if asset.examination is None:  # not there, or erased: it can't be judged, the last verdict stands
            continue
        verdict = verdict_for(charter, asset.examination, asset.statement, said, lifted)
        if _is_new(verdict, asset.verdict):
            yield {"sha256": asset.sha256}, verdict
    if case.draft and case.draft.text is not None:
        verdict = verdict_for_draft(charter, analyse(case.draft.text), said, lifted)
        if _is_new(verdict, case.draft.verdict):
            yield {"item": DRAFT}, verdict


def lifted_under(case: Case, charter: Charter) -> frozenset[str]:
    """Return the refusals that a panel has lifted; under a charter that means something else, none."""
    return case.lifted.rules if case.lifted and case.lifted.meaning == charter.meaning else NOTHING_LIFTED


def _is_new(verdict: Verdict, recorded: Verdict | None) -> bool:
    """A charter that was only reworded says nothing new: what was approved under its former words stays approved."""
    if recorded is None or recorded.charter.meaning != verdict.charter.meaning:
        return True
    return replace(verdict, charter=recorded.charter) != recorded
