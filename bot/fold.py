"""From trail entries to the submission that they tell of: a pure fold, so state can't disagree with the trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from bot.case import DRAFT, Case, CaseAsset, CaseDraft
from bot.declared import told
from bot.deliberation import DELIBERATION
from bot.kinds import Choice, Kind, State
from bot.trail.read import RecordedEntry
from policy.evidence import Examination
from policy.facts import NO, YES, FactName
from policy.statement import Claim, Statement
from policy.transport import Transport
from policy.verdict import Verdict


def fold(entries: Iterable[RecordedEntry]) -> Case | None:
    """Return the submission that these entries of one subject tell of, None where they tell of none."""
    case: Case | None = None
    for recorded in entries:
        case = advance(case, recorded)
    return case


def advance(case: Case | None, recorded: RecordedEntry) -> Case | None:
    """Return the submission after one more entry."""
    kind = recorded.entry.kind
    if kind == Kind.SUBMITTED:
        case = _submitted(recorded)
    elif case and kind in _STEPS:
        case = _STEPS[Kind(kind)](case, recorded)
    return replace(case, entries=(*case.entries, recorded)) if case else None


def _submitted(recorded: RecordedEntry) -> Case:
    entry = recorded.entry
    return Case(
        reference=str(entry.subject),
        revision=int(entry.data["revision"]),
        author=str(entry.actor),
        opened_at=entry.at,
        note=recorded.personal.get("note") or "",
        assets=_assets(recorded),
        draft=CaseDraft(recorded.personal["draft"]) if "draft" in recorded.personal else None,
        co_authors=frozenset(str(person) for person in entry.data.get("co_authors", ())),
        unclaimed=bool(entry.data.get("unclaimed", False)),
    )


def _assets(recorded: RecordedEntry) -> tuple[CaseAsset, ...]:
    return tuple(
        CaseAsset(
            sha256=str(item["sha256"]),
            name=recorded.personal.get(f"name-{index}") or "",
            size=int(item["size"]),
            media_type=str(item["media_type"]),
            transport=Transport(str(item.get("transport", Transport.AS_UPLOADED))),
        )
        for index, item in enumerate(recorded.entry.data["files"])
    )


def _revised(case: Case, recorded: RecordedEntry) -> Case:
    """A new revision: whatever was decided or lifted, and that no AI served, was said of another one."""
    entry = recorded.entry
    answers = {name: value for name, value in case.answers.items() if (name, value) != (FactName.AI_USE, NO)}
    changed = replace(
        case,
        revision=int(entry.data["revision"]),
        editors=case.editors | {str(entry.actor)},
        answers=answers,
        decisions=(),
        glass=tuple(replace(item, stands=False) for item in case.glass),
        appeal=None,
        lifted=None,
        expired=False,
    )
    if "files" in entry.data:
        changed = replace(changed, assets=tuple(_known_as(case, asset) for asset in _assets(recorded)))
    if "note" in entry.commitments:
        changed = replace(changed, note=recorded.personal.get("note") or "")
    if "draft" in recorded.personal:
        earlier = case.draft.text if case.draft else None
        changed = replace(changed, draft=CaseDraft(recorded.personal["draft"], earlier))
    return changed


def _known_as(case: Case, asset: CaseAsset) -> CaseAsset:
    """A file that was there before keeps what was found in it and said of it."""
    known = case.asset(asset.sha256)
    return replace(known, name=asset.name, transport=asset.transport) if known else asset


def _source_gone(case: Case, _recorded: RecordedEntry) -> Case:
    """What nobody has decided yet goes with its message; what was decided stays decided."""
    waiting = case.state.open or case.state in {State.APPEALED, State.CHANGES_REQUESTED}
    return replace(case, source_gone=True, withdrawn=case.withdrawn or waiting)


def _examined(case: Case, recorded: RecordedEntry) -> Case:
    text = recorded.personal.get("examination")
    examination = msgspec.json.decode(text, type=Examination) if text else None
    return _with_asset(case, recorded, examination=examination)


def _stated(case: Case, recorded: RecordedEntry) -> Case:
    data = recorded.entry.data
    statement = Statement(
        claim=Claim(str(data["claim"])),
        tool=recorded.personal.get("tool") or "",
        label_visible=bool(data["label_visible"]),
        note=recorded.personal.get("note") or "",
        public=bool(data.get("public", False)),
    )
    stated = _with_asset(case, recorded, statement=statement)
    return _unlifted(stated) if statement.claim.origin.admits_ai else stated


def _verdict(case: Case, recorded: RecordedEntry) -> Case:
    verdict = msgspec.convert(recorded.entry.data["verdict"], type=Verdict)
    if recorded.entry.data.get("item") == DRAFT and case.draft:
        return _lapsed(replace(case, draft=replace(case.draft, verdict=verdict)))
    return _with_asset(case, recorded, verdict=verdict)


def _answered(case: Case, recorded: RecordedEntry) -> Case:
    fact, value = str(recorded.entry.data["fact"]), str(recorded.entry.data["value"])
    answered = _lapsed(replace(case, answers={**case.answers, fact: value}))
    return _unlifted(answered) if (fact, value) == (FactName.AI_USE, YES) else answered


def _without_original(case: Case, recorded: RecordedEntry) -> Case:
    files = frozenset(str(sha256) for sha256 in recorded.entry.data["files"])
    return _lapsed(replace(case, without_original=case.without_original | files))


def _declaration(case: Case, recorded: RecordedEntry) -> Case:
    declared = _lapsed(replace(case, declared=told(case.declared, recorded)))
    return declared if recorded.entry.kind == Kind.DECLARATION_WITHDRAWN else _unlifted(declared)


def _unlifted(case: Case) -> Case:
    """What a panel lifted, it lifted before somebody admitted more."""
    return replace(case, lifted=None)


def _with_asset(case: Case, recorded: RecordedEntry, **changes: Any) -> Case:  # noqa: ANN401 - passed to replace
    sha256 = recorded.entry.data["sha256"]
    assets = tuple(replace(asset, **changes) if asset.sha256 == sha256 else asset for asset in case.assets)
    return _lapsed(replace(case, assets=assets))


def _lapsed(case: Case) -> Case:
    """What a submission is, or what is said of it, changed: approvals given before were for something else."""
    return replace(
        case,
        decisions=tuple(decision for decision in case.decisions if decision.choice is not Choice.APPROVE),
        glass=tuple(replace(item, stands=False) for item in case.glass),
        expired=False,
    )


_STEPS = {
    Kind.EXAMINED: _examined,
    Kind.STATED: _stated,
    Kind.REVISED: _revised,
    Kind.SOURCE_GONE: _source_gone,
    Kind.ANSWERED: _answered,
    Kind.WITHOUT_ORIGINAL: _without_original,
    Kind.DECLARED: _declaration,
    Kind.DECLARATION_CORRECTED: _declaration,
    Kind.DECLARATION_WITHDRAWN: _declaration,
    Kind.DECLARATION_REFUSED: _declaration,
    Kind.JUDGED: _verdict,
    **DELIBERATION,
}
