"""Reads IPTC-IIM records (IPTC-NAA Information Interchange Model 4.2): credit, programs, social networks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policy.encodings import text_of
from policy.evidence import Evidence, Obstacle, Origin, ReaderName, Report
from policy.generators import credit_named, generator_named
from policy.readers.findings import found, report
from policy.readers.protocol import Located, Subject, Text
from policy.source_types import origin_of
from policy.traces import excerpt, traces_of

_MARK = 0x1C
_APPLICATION_RECORD = 2
_SPECIAL_INSTRUCTIONS, _PROGRAM, _BYLINE, _CREDIT, _SOURCE, _CAPTION = 40, 65, 80, 110, 115, 120
_NAMES = {
    _PROGRAM: "Originating Program",
    _BYLINE: "By-line",
    _CREDIT: "Credit",
    _SOURCE: "Source",
    _CAPTION: "Caption",
}
_EXTENDED = 0x8000
_HEAD = 5
_SOCIAL_NETWORK = b"FBMD"
_SOURCE_TYPE = "cv.iptc.org/newscodes/digitalsourcetype/"
_MOST_RECORDS = 10_000


class _Record(NamedTuple):
    """One dataset: the numbers of its record and of itself, « 2:110 », and its value."""

    record: int
    number: int
    value: bytes


def read(subject: Subject) -> Report:
    """Report every mark in the file's IIM records."""
    whole = True
    evidence: list[Evidence] = []
    for block in subject.blocks.iptc:
        records, end = _records(block.data)
        whole = whole and bool(records) and not block.data[end:].strip(b"\0")
        evidence += _evidence(records, block)
    return report(ReaderName.IPTC, evidence, subject.limits, None if whole else Obstacle.DAMAGED)


def _records(data: bytes) -> tuple[list[_Record], int]:
    """Return the datasets (IIM §1.6), a cut one included, and the end of the last whole one."""
    records: list[_Record] = []
    end = 0
    while len(records) < _MOST_RECORDS and end + _HEAD <= len(data) and data[end] == _MARK:
        size = int.from_bytes(data[end + 3 : end + _HEAD], "big")
        start = end + _HEAD
        if size & _EXTENDED:
            width = size & ~_EXTENDED
            size, start = int.from_bytes(data[start : start + min(width, 8)], "big"), start + width
        records.append(_Record(data[end + 1], data[end + 2], data[start : start + size]))
        if start + size > len(data):
            break
        end = start + size
    return records, end


def _evidence(records: list[_Record], block: Located) -> Iterator[Evidence]:
    for record in records:
        if record.record != _APPLICATION_RECORD:
            continue
        where = f"IPTC-IIM 2:{record.number:03d} ({block.where})"
        if record.number == _SPECIAL_INSTRUCTIONS and record.value.startswith(_SOCIAL_NETWORK):
            # What follows is a number by which the network follows the picture around.
            yield found(ReaderName.IPTC, "FBMD", "FBMD", Origin.UNKNOWN, where, "Facebook / Instagram")
        if record.number in _NAMES:
            yield from _named(record.number, text_of(record.value), where)


def _named(number: int, text: str, where: str) -> Iterator[Evidence]:
    name = _NAMES[number]
    generator = generator_named(text) if number == _PROGRAM else credit_named(text)
    if number != _CAPTION and generator:
        yield found(ReaderName.IPTC, name, excerpt(text), generator.origin, where, generator.name)
    if text.strip().removeprefix("https://").removeprefix("http://").startswith(_SOURCE_TYPE):
        term, origin = origin_of(text)
        yield found(ReaderName.IPTC, "digitalSourceType", term, origin, where)
    if number == _CAPTION:
        for _, trace in traces_of([Text(name, text, where)]):
            yield found(ReaderName.IPTC, trace.marker, trace.value, trace.origin, where, trace.tool)
