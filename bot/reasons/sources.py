"""What the facts of one file or text were derived from, and where the trail holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.case import DRAFT, Case, CaseAsset
from bot.declared import Declared
from bot.kinds import Kind
from bot.trail.read import RecordedEntry
from policy.draft import DraftAnalysis, analyse
from policy.evidence import Examination
from policy.statement import Statement


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that may speak for a fact.

    `analysis` is that of the item itself where `is_text`, else of the text that goes with a visual. `declarations`
    are the declared uses that hold and concern the item, `refused` those that the charter forbade. `stated` is the
    entry of the statement, `answers` have the entry of each answer to one of the charter's own questions.
    """

    is_text: bool = False
    examination: Examination | None = None
    analysis: DraftAnalysis | None = None
    statement: Statement | None = None
    stated: RecordedEntry | None = None
    declarations: tuple[Declared, ...] = ()
    refused: tuple[Declared, ...] = ()
    answers: Mapping[str, RecordedEntry] = field(default_factory=dict)

    @property
    def marked(self) -> bool:
        """Whether the file or the text itself says something that counted."""
        read = self.examination is not None and bool(self.examination.evidence)
        return read or (self.is_text and self.analysis is not None and self.analysis.has_traces)


def sources_of_asset(case: Case, asset: CaseAsset) -> Sources:
    """Return what the facts of one file of a submission were derived from."""
    mixed = case.draft is not None
    return Sources(
        examination=asset.examination,
        analysis=_analysis(case),
        statement=asset.statement,
        stated=last_entry(case, Kind.STATED, lambda entry: entry.entry.data["sha256"] == asset.sha256),
        declarations=tuple(item for item in case.standing if not mixed or item.declaration.purpose.about_visuals),
        refused=_refused(case),
        answers=_answers(case),
    )


def sources_of_draft(case: Case) -> Sources:
    """Return what the facts of the text of a submission were derived from."""
    mixed = bool(case.assets)
    return Sources(
        is_text=True,
        analysis=_analysis(case),
        declarations=tuple(item for item in case.standing if not mixed or item.declaration.purpose.about_text),
        refused=_refused(case),
        answers=_answers(case),
    )


def opinion_on(case: Case, sha256: str | None) -> int | None:
    """Return the number of the entry with the latest opinion on a file, or on the text where there is no digest."""
    found = last_entry(
        case,
        Kind.JUDGED,
        lambda entry: entry.entry.data.get("sha256") == sha256 if sha256 else entry.entry.data.get("item") == DRAFT,
    )
    return found.entry.seq if found else None


def last_entry(case: Case, kind: Kind, wanted: Callable[[RecordedEntry], bool]) -> RecordedEntry | None:
    """Return the latest entry of a kind that is wanted."""
    return next((item for item in reversed(case.entries) if item.entry.kind == kind and wanted(item)), None)


def _analysis(case: Case) -> DraftAnalysis | None:
    return analyse(case.draft.text) if case.draft and case.draft.text is not None else None


def _refused(case: Case) -> tuple[Declared, ...]:
    return tuple(item for item in case.declared.values() if item.refused)


def _answers(case: Case) -> dict[str, RecordedEntry]:
    return {str(item.entry.data["fact"]): item for item in case.entries if item.entry.kind == Kind.ANSWERED}
