"""How every reader of unsigned metadata words what it found."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from policy.evidence import GRAVITY, Evidence, Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.limits import Limits

_MOST_FINDINGS = 20_000


def found(reader: ReaderName, marker: str, value: str, origin: Origin, where: str, tool: str | None = None) -> Evidence:
    """Return a piece of evidence that nobody signed."""
    return Evidence(reader, marker, value, origin, Strength.UNSIGNED, where, tool)


def report(
    reader: ReaderName, evidence: Iterable[Evidence], limits: Limits, obstacle: Obstacle | None = None
) -> Report:
    """Return the reader's answer: each thing once, gravest first where there are too many to show them all.

    `obstacle` tells what kept the reader from seeing everything; with nothing found it could not look.
    """
    distinct = dict.fromkeys(_shortened(item, limits) for item in islice(evidence, _MOST_FINDINGS))
    kept = tuple(distinct)
    if len(kept) > limits.values:
        kept = tuple(sorted(kept, key=lambda item: GRAVITY[item.origin])[: limits.values])
    if kept:
        return Report(reader, Look.FOUND, kept, obstacle)
    return Report(reader, Look.COULD_NOT_LOOK if obstacle else Look.NOTHING, (), obstacle)


def _shortened(item: Evidence, limits: Limits) -> Evidence:
    length = limits.value_length
    return Evidence(
        item.reader,
        item.marker,
        item.value[:length],
        item.origin,
        item.strength,
        item.where[:length],
        item.tool[:length] if item.tool else None,
        item.signer,
    )
