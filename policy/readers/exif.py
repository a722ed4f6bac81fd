"""Reads EXIF blocks (Exif 3.0, JEITA CP-3451): the camera, and what generators write into its text fields.

Positions (GPS) and serial numbers are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policy.cameras import camera_named
from policy.evidence import Evidence, Obstacle, Origin, ReaderName, Report
from policy.generators import credit_named, generator_named
from policy.readers import samsung
from policy.readers.exif_text import text_of_field
from policy.readers.findings import found, report
from policy.readers.protocol import Located, Subject, Text
from policy.tiff_directory import Entry, TiffReader
from policy.traces import excerpt, traces_of

_EXIF_DIRECTORY = 0x8769
_DESCRIPTION, _MAKE, _MODEL, _SOFTWARE, _ARTIST, _COMMENT = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x9286
_TEXT_FIELDS = {
    0x010D: "DocumentName",
    _DESCRIPTION: "ImageDescription",
    _MAKE: "Make",
    _MODEL: "Model",
    _SOFTWARE: "Software",
    _ARTIST: "Artist",
    _COMMENT: "UserComment",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9E: "XPKeywords",
}
_NAMED_IN = {_SOFTWARE: generator_named, _MAKE: generator_named, _MODEL: generator_named, _ARTIST: credit_named}
_SETTINGS = {
    0x829A,  # ExposureTime
    0x829D,  # FNumber
    0x8827,  # PhotographicSensitivity
    0x9003,  # DateTimeOriginal
    0x9201,  # ShutterSpeedValue
    0x9202,  # ApertureValue
    0x920A,  # FocalLength
    0x927C,  # MakerNote
    0xA433,  # LensMake
    0xA434,  # LensModel
}
_SIGNATURE = re.compile(r"Signature: [A-Za-z0-9+/=]{200,2000}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SCREENSHOT = "Screenshot"


class _Field(NamedTuple):
    tag: int
    name: str
    text: str
    where: str


class _Block(NamedTuple):
    """The text fields of one EXIF block, whether it holds a camera's settings, and whether all was there."""

    fields: tuple[_Field, ...]
    settings: bool
    whole: bool
    where: str

    def first(self, tag: int) -> str:
        return next((field.text for field in self.fields if field.tag == tag and field.text), "")


def read(subject: Subject) -> Report:
    """Report every mark in the file's EXIF blocks and in Samsung's trailer."""
    blocks = [_block(block, subject.limits.metadata_size) for block in subject.blocks.exif]
    evidence = [item for block in blocks if block for item in _evidence(block)]
    if subject.blocks.trailer:
        evidence += samsung.evidence(subject.blocks.trailer)
    obstacle = None if all(block and block.whole for block in blocks) else Obstacle.DAMAGED
    return report(ReaderName.EXIF, evidence, subject.limits, obstacle)


def _block(block: Located, limit: int) -> _Block | None:
    try:
        reader = TiffReader(block.data, limit)
    except ValueError:
        return None
    main = reader.directory(reader.first)
    if main is None:
        return None
    exif = reader.directory(main.number(_EXIF_DIRECTORY) or 0)
    directories = [directory for directory in (main, exif) if directory]
    entries = [entry for directory in directories for entry in directory.entries]
    texts = [entry for entry in entries if entry.tag in _TEXT_FIELDS]
    pointer_leads_nowhere = exif is None and main.get(_EXIF_DIRECTORY) is not None
    too_long = sum(entry.length for entry in texts) > limit
    return _Block(
        fields=tuple(_fields(texts, block.where, limit)),
        settings=any(_says_something(entry) for entry in entries),
        whole=all(directory.whole for directory in directories)
        and not any(text.missing for text in texts)
        and not (pointer_leads_nowhere or too_long),
        where=block.where,
    )


def _says_something(entry: Entry) -> bool:
    return entry.tag in _SETTINGS and entry.length > 0 and any(entry.data[:64])


def _fields(entries: list[Entry], where: str, limit: int) -> Iterator[_Field]:
    """Yield the text fields, at most `limit` bytes of them all: many may point to the same long text."""
    for entry in entries:
        limit -= entry.length
        if limit < 0:
            return
        name = _TEXT_FIELDS[entry.tag]
        yield _Field(entry.tag, name, text_of_field(entry), f"EXIF {name} ({where})")


def _evidence(block: _Block) -> Iterator[Evidence]:
    yield from _programs(block)
    yield from _traces(block)
    yield from _signature_pair(block)
    if block.first(_COMMENT) == _SCREENSHOT:
        yield found(ReaderName.EXIF, "UserComment", _SCREENSHOT, Origin.UNKNOWN, f"EXIF UserComment ({block.where})")
    if camera := camera_named(block.first(_MAKE), block.first(_MODEL), settings=block.settings):
        where = f"EXIF Make, Model ({block.where})"
        yield found(ReaderName.EXIF, "camera", camera, Origin.CAPTURE, where, camera)


def _programs(block: _Block) -> Iterator[Evidence]:
    for field in block.fields:
        named = _NAMED_IN.get(field.tag)
        if named and (generator := named(field.text)):
            value = generator.name if generator.origin is Origin.UNKNOWN else excerpt(field.text)
            yield found(ReaderName.EXIF, field.name, value, generator.origin, field.where, generator.name)


def _traces(block: _Block) -> Iterator[Evidence]:
    texts = [Text(field.name, field.text, field.where) for field in block.fields]
    for text, trace in traces_of(texts):
        yield found(ReaderName.EXIF, trace.marker, trace.value, trace.origin, text.where, trace.tool)


def _signature_pair(block: _Block) -> Iterator[Evidence]:
    """Report what Grok writes: a signature as the description, the picture's UUID as the artist."""
    signed = _SIGNATURE.fullmatch(block.first(_DESCRIPTION)) and (
        _UUID.fullmatch(block.first(_ARTIST)) or block.first(_COMMENT) == block.first(_DESCRIPTION)
    )
    if signed:
        where = f"EXIF ImageDescription, Artist ({block.where})"
        yield found(ReaderName.EXIF, "Signature", "Signature", Origin.AI_GENERATED, where, "Grok")
