"""What the charter's rules ask about, each fact derived in one place: from evidence, from a draft, from people's words.

A fact that nothing establishes is left out: the judge treats it as unknown, and unknown never opens the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policy.declaration import Declaration, LabelPlace, Purpose
from policy.evidence import Examination, Look, Origin, Strength
from policy.media_type import MediaType
from policy.statement import Claim, Statement

TYPE_CHECKING = False  # the analysis of drafts is not loaded where only files are read
if TYPE_CHECKING:
    from policy.draft import DraftAnalysis

YES, NO = "yes", "no"


class FactName(StrEnum):
    """Every fact that Vigie derives itself; a charter may add others, which people answer."""

    KIND = "kind"
    ORIGIN_ESTABLISHED = "origin-established"
    GENERATED = "generated"
    ENHANCED = "enhanced"
    AI_USE = "ai-use"
    USE_DECLARED = "use-declared"
    LABEL_VISIBLE = "label-visible"
    TEXT_TRACES = "text-traces"
    RESULT_CHECKED = "result-checked"
    PERSONAL_DATA_SENT = "personal-data-sent"
    PURPOSE = "purpose"


_ANSWERS = (YES, NO)
VALUES: dict[FactName, tuple[str, ...]] = {
    FactName.KIND: ("visual", "video", "document", "text", "use"),
    FactName.ORIGIN_ESTABLISHED: _ANSWERS,
    FactName.GENERATED: _ANSWERS,
    FactName.ENHANCED: _ANSWERS,
    FactName.AI_USE: _ANSWERS,
    FactName.USE_DECLARED: _ANSWERS,
    FactName.LABEL_VISIBLE: _ANSWERS,
    FactName.TEXT_TRACES: _ANSWERS,
    FactName.RESULT_CHECKED: _ANSWERS,
    FactName.PERSONAL_DATA_SENT: _ANSWERS,
    FactName.PURPOSE: tuple(Purpose),
}
"""The values that each fact may take; unknown is not one of them."""
STATED_WITH_ORIGIN = frozenset({FactName.GENERATED, FactName.ENHANCED, FactName.AI_USE})
"""What the author's word on where a visual comes from answers in the same breath."""

_DERIVED = {name.value for name in FactName}
_GENERATED = {Origin.AI_GENERATED, Origin.AI_COMPOSITE}


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of a whole submission, beside the statement on each visual.

    `refused` are purposes that someone asked to declare and the charter forbids: an admission all the same.
    `answers` are given to the charter's own questions. `mixed` tells that text and visuals came together, so
    that a declaration concerns those that its purpose can have shaped.
    """

    declarations: tuple[Declaration, ...] = ()
    refused: tuple[Purpose, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    label_in_text: bool = False
    mixed: bool = False

    @property
    def about_text(self) -> tuple[Declaration, ...]:
        """The declared uses that may have shaped the text."""
        return tuple(item for item in self.declarations if not self.mixed or item.purpose.about_text)

    @property
    def about_visuals(self) -> tuple[Declaration, ...]:
        """The declared uses that may have shaped the visuals."""
        return tuple(item for item in self.declarations if not self.mixed or item.purpose.about_visuals)

    @property
    def purposes(self) -> set[Purpose]:
        """What AI was used for, whether that was accepted or refused."""
        return {item.purpose for item in self.declarations} | set(self.refused)


NOTHING_SAID = Said()


def derive(examination: Examination, statement: Statement | None, said: Said = NOTHING_SAID) -> dict[str, str]:
    """Return the facts that are established for one visual, by name."""
    word = _Word(examination, statement, said)
    return _established(
        {
            FactName.KIND: _kind(examination.media_type),
            FactName.ORIGIN_ESTABLISHED: _answer(word.proven or statement is not None),
            FactName.GENERATED: word.settled(word.generated),
            FactName.ENHANCED: word.settled(word.enhanced),
            FactName.AI_USE: word.settled(word.generated or word.enhanced or bool(said.about_visuals)),
            FactName.USE_DECLARED: _answer(_names_tool(statement) or bool(said.about_visuals)),
            FactName.LABEL_VISIBLE: _answer(word.labelled),
            FactName.TEXT_TRACES: NO,
            **_of_declarations(said.about_visuals),
        },
        said,
    )


def derive_draft(analysis: DraftAnalysis, said: Said = NOTHING_SAID) -> dict[str, str]:
    """Return the facts that are established for a draft text, by name; a text is no image.

    A label in the text admits the use that it tells of, as does a request to declare one: no answer unsays it.
    """
    admitted = bool(said.about_text) or analysis.has_label or any(purpose.about_text for purpose in said.refused)
    return _established(
        {
            FactName.KIND: "text",
            FactName.GENERATED: NO,
            FactName.ENHANCED: NO,
            FactName.AI_USE: YES if admitted else said.answers.get(FactName.AI_USE),
            FactName.USE_DECLARED: _answer(bool(said.about_text)),
            FactName.LABEL_VISIBLE: _answer(analysis.has_label),
            FactName.TEXT_TRACES: _answer(analysis.has_traces),
            **_of_declarations(said.about_text),
        },
        said,
    )


def derive_use(declaration: Declaration) -> dict[str, str]:
    """Return the facts that are established for a declared use by itself, by name."""
    return _established(
        {
            FactName.KIND: "use",
            FactName.PURPOSE: declaration.purpose.value,
            FactName.GENERATED: _answer(declaration.purpose is Purpose.IMAGE_GENERATION),
            FactName.ENHANCED: _answer(declaration.purpose is Purpose.RETOUCH),
            FactName.AI_USE: YES,
            FactName.USE_DECLARED: YES,
            FactName.TEXT_TRACES: NO,
            FactName.LABEL_VISIBLE: _answer(declaration.label is not LabelPlace.NOWHERE),
            **_of_declarations((declaration,)),
        },
        NOTHING_SAID,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """What the file and its author say of one visual."""

    examination: Examination
    statement: Statement | None
    said: Said

    @property
    def proven(self) -> bool:
        """Whether a trusted signer vouches for a capture, and every reader could look for what might contradict it."""
        looked = all(report.look is not Look.COULD_NOT_LOOK for report in self.examination.reports)
        evidence = self.examination.evidence
        trusted = any(item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED for item in evidence)
        return trusted and looked and self.examination.origin is Origin.CAPTURE

    @property
    def admitted(self) -> set[Origin]:
        """What is admitted, and counts from anyone; a watermark detector, with its false positives, admits nothing."""
        found = self.examination.evidence
        claimed = {self.statement.claim.origin} if self.statement else set()
        return claimed | {item.origin for item in found if item.strength is not Strength.STATISTICAL}

    @property
    def generated(self) -> bool:
        return bool(self.admitted & _GENERATED) or Purpose.IMAGE_GENERATION in self.said.purposes

    @property
    def enhanced(self) -> bool:
        claimed = self.statement is not None and self.statement.claim is Claim.AI_ENHANCED
        return claimed or Origin.AI_ENHANCED in self.admitted or Purpose.RETOUCH in self.said.purposes

    @property
    def labelled(self) -> bool:
        """Whether people can read that AI served: the post says it, or whoever stated or declared the use does."""
        stated = self.statement is not None and self.statement.label_visible
        places = [item.label for item in self.said.about_visuals]
        return self.said.label_in_text or stated or (bool(places) and LabelPlace.NOWHERE not in places)

    def settled(self, admitted: bool) -> str | None:
        """An admission counts from anyone; « no » takes a proof or somebody's word."""
        if admitted:
            return YES
        return NO if self.statement or self.proven else None


def _established(facts: Mapping[FactName, str | None], said: Said) -> dict[str, str]:
    own = {name: value for name, value in said.answers.items() if name not in _DERIVED}
    return own | {name.value: value for name, value in facts.items() if value is not None}


def _kind(media_type: MediaType) -> str:
    if media_type.is_video:
        return "video"
    return "document" if media_type is MediaType.PDF else "visual"


def _of_declarations(declarations: tuple[Declaration, ...]) -> dict[FactName, str | None]:
    """Return what the declarations say together: checked where all are, personal data sent where any did."""
    if not declarations:
        return {}
    sent = {item.personal_data_sent for item in declarations}
    return {
        FactName.RESULT_CHECKED: _answer(all(item.checked for item in declarations)),
        FactName.PERSONAL_DATA_SENT: YES if True in sent else None if None in sent else NO,
    }


def _names_tool(statement: Statement | None) -> bool:
    return statement is not None and statement.claim.origin.admits_ai and bool(statement.tool.strip())


def _answer(holds: bool) -> str:
    return YES if holds else NO
