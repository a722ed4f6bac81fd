"""Knows the texts that generators leave behind, whatever carries them: PNG text, EXIF, XMP, pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy.readers.protocol import Text
from policy.traces.comfyui import graphs, settled
from policy.traces.documents import documents
from policy.traces.infotext import infotexts
from policy.traces.labels import labels
from policy.traces.trace import Trace, excerpt

__all__ = ["Trace", "excerpt", "traces_in", "traces_of"]


def traces_in(key: str, text: str) -> Iterator[Trace]:
    """Yield what one text says; `key` is the keyword that its carrier gives it."""
    found = [*infotexts(key, text), *graphs(text)]
    yield from found or documents(key, text)
    yield from labels(key, text)


def traces_of(texts: Iterable[Text]) -> Iterator[tuple[Text, Trace]]:
    """Yield what the texts of one carrier say together, each trace with its text."""
    pairs = [(text, trace) for text in texts for trace in traces_in(text.key, text.value)]
    for (text, _), trace in zip(pairs, settled([trace for _, trace in pairs]), strict=True):
        yield text, trace
