"""Reads what generators write into PNG text, comments and user data: their names, prompts and graphs."""

from __future__ import annotations

from collections.abc import Iterator

from policy.evidence import Evidence, Obstacle, Origin, ReaderName, Report
from policy.generators import generator_named
from policy.readers.findings import found, report
from policy.readers.protocol import Subject, Text
from policy.traces import excerpt, traces_of

_PROGRAM_KEYS = {
    "software", "source", "producer", "creator", "©too", "©swr", "com.apple.quicktime.software",
}  # fmt: skip
"""Keywords, in lower case, under which programs give their name in PNG, PDF and QuickTime."""


def read(subject: Subject) -> Report:
    """Report every mark in the file's texts."""
    texts = subject.blocks.text
    obstacle = None if all(text.whole for text in texts) else Obstacle.DAMAGED
    return report(ReaderName.PARAMETERS, _evidence(texts), subject.limits, obstacle)


def _evidence(texts: tuple[Text, ...]) -> Iterator[Evidence]:
    for text in texts:
        if text.key.casefold() in _PROGRAM_KEYS and (generator := generator_named(text.value)):
            # Beside Canva's name stand the numbers of its user and team.
            value = generator.name if generator.origin is Origin.UNKNOWN else excerpt(text.value)
            yield found(ReaderName.PARAMETERS, text.key, value, generator.origin, text.where, generator.name)
    for text, trace in traces_of(texts):
        yield found(ReaderName.PARAMETERS, trace.marker, trace.value, trace.origin, text.where, trace.tool)
