"""All that is looked for in a draft, in one pass each."""

from __future__ import annotations

from policy.draft.labels import find_labels
from policy.draft.links import find_image_links
from policy.draft.model import DraftAnalysis
from policy.draft.traces import find_traces


def analyse(text: str) -> DraftAnalysis:
    """Return what is found in a text of any length, in time linear in it; never fails."""
    return DraftAnalysis(tuple(find_traces(text)), tuple(find_labels(text)), tuple(find_image_links(text)))
