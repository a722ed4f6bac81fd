"""Reading the text of a post before it goes out: traces of AI assistants, visible labels, links to images, changes.

Style is never a trace: how somebody writes says nothing about who wrote.
"""

from __future__ import annotations

from policy.draft.analysis import analyse
from policy.draft.model import (
    Change,
    ChangeKind,
    DraftAnalysis,
    ImageLink,
    Label,
    Passage,
    Trace,
    TraceKind,
)
from policy.draft.revision import changes

__all__ = [
    "Change",
    "ChangeKind",
    "DraftAnalysis",
    "ImageLink",
    "Label",
    "Passage",
    "Trace",
    "TraceKind",
    "analyse",
    "changes",
]
