"""What is found in a draft, each finding with its place in the text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

_EXCERPT = 80
"""Characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the text: offsets in characters, the end excluded; `line` counts from 1."""

    start: int
    end: int
    line: int
    excerpt: str


class Places:
    """Gives passages of one text, each in time that does not grow with the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [at for at, character in enumerate(text) if character == "\n"]

    def passage(self, start: int, end: int) -> Passage:
        """Return the passage between two offsets, its excerpt cut to a length that a card can show."""
        excerpt = self._text[start : min(end, start + _EXCERPT)]
        return Passage(start, end, bisect_left(self._ends, start) + 1, excerpt)


class TraceKind(StrEnum):
    """What a trace is."""

    RESIDUE = "residue"
    CHATBOT_LINK = "chatbot-link"
    ASSISTANT_PHRASE = "assistant-phrase"
    PLACEHOLDER = "placeholder"


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that an assistant leaves behind; `tool` names which one, empty where any could have."""

    kind: TraceKind
    tool: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Label:
    """Words that tell readers that AI served for this very piece."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class ImageLink:
    """A link to an image. It is named, never followed."""

    url: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class DraftAnalysis:
    """Everything that was found in a draft, in the order of the text."""

    traces: tuple[Trace, ...] = ()
    labels: tuple[Label, ...] = ()
    image_links: tuple[ImageLink, ...] = ()

    @property
    def has_label(self) -> bool:
        """Whether the text says that AI served."""
        return bool(self.labels)

    @property
    def has_traces(self) -> bool:
        """Whether something asks for the author's word; an unfilled blank alone speaks of haste, not of AI."""
        return any(trace.kind is not TraceKind.PLACEHOLDER for trace in self.traces)


class ChangeKind(StrEnum):
    """What happened to a stretch of text between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text, and what happened to it."""

    kind: ChangeKind
    text: str
