"""What the charter's rules ask about, drawn from the evidence of a file and from its author's word.

A fact that nothing establishes is left out: the judge treats it as unknown, and unknown never opens the gate.
"""

from __future__ import annotations

from enum import StrEnum

from policy.evidence import Examination, Look, Origin, Strength
from policy.media_type import MediaType
from policy.statement import Claim, Statement

YES, NO = "yes", "no"


class FactName(StrEnum):
    """Every fact that a rule may ask about."""

    KIND = "kind"
    ORIGIN_ESTABLISHED = "origin-established"
    GENERATED = "generated"
    ENHANCED = "enhanced"
    USE_DECLARED = "use-declared"
    LABEL_VISIBLE = "label-visible"


VALUES: dict[FactName, tuple[str, ...]] = {
    FactName.KIND: ("visual", "video", "document"),
    FactName.ORIGIN_ESTABLISHED: (YES, NO),
    FactName.GENERATED: (YES, NO),
    FactName.ENHANCED: (YES, NO),
    FactName.USE_DECLARED: (YES, NO),
    FactName.LABEL_VISIBLE: (YES, NO),
}
"""The values that each fact may take; unknown is not one of them."""

_GENERATED = {Origin.AI_GENERATED, Origin.AI_COMPOSITE}


def derive(examination: Examination, statement: Statement | None) -> dict[str, str]:
    """Return the facts that are established, by name."""
    proven = _proven_capture(examination)
    facts = {
        FactName.KIND: _kind(examination.media_type),
        FactName.ORIGIN_ESTABLISHED: _answer(proven or statement is not None),
        FactName.GENERATED: _generated(examination, statement, proven),
        FactName.ENHANCED: _enhanced(examination, statement, proven),
        FactName.USE_DECLARED: _answer(_declares_use(statement)),
        FactName.LABEL_VISIBLE: _answer(statement is not None and statement.label_visible),
    }
    return {name.value: value for name, value in facts.items() if value is not None}


def _kind(media_type: MediaType) -> str:
    if media_type.is_video:
        return "video"
    return "document" if media_type is MediaType.PDF else "visual"


def _generated(examination: Examination, statement: Statement | None, proven: bool) -> str | None:
    """An admission counts from anyone; « no » takes a proof or somebody's word."""
    if _admitted(examination) & _GENERATED or (statement and statement.claim.origin in _GENERATED):
        return YES
    return NO if statement or proven else None


def _enhanced(examination: Examination, statement: Statement | None, proven: bool) -> str | None:
    if Origin.AI_ENHANCED in _admitted(examination) or (statement and statement.claim is Claim.AI_ENHANCED):
        return YES
    return NO if statement or proven else None


def _admitted(examination: Examination) -> set[Origin]:
    """Return what the file admits; a watermark detector alone, with its false positives, admits nothing."""
    return {item.origin for item in examination.evidence if item.strength is not Strength.STATISTICAL}


def _proven_capture(examination: Examination) -> bool:
    """Whether a trusted signer vouches for a capture, and every reader could look for what might contradict it."""
    looked = all(report.look is not Look.COULD_NOT_LOOK for report in examination.reports)
    trusted = any(item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED for item in examination.evidence)
    return trusted and looked and examination.origin is Origin.CAPTURE


def _declares_use(statement: Statement | None) -> bool:
    return statement is not None and statement.claim.origin.admits_ai and bool(statement.tool.strip())


def _answer(holds: bool) -> str:
    return YES if holds else NO
