"""Reads XMP packets (ISO 16684): digital source type, AI properties, credits, programs, camera, pointers.

Namespaces and properties: IPTC Photo Metadata 2025.1; Adobe XMP Specification part 2; TC260 (GB 45438-2025);
Dublin Core terms. What stands inside another property speaks for a part of the file only.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy.cameras import camera_named
from policy.evidence import Evidence, Obstacle, Origin, ReaderName, Report, gravest
from policy.generators import credit_named, generator_named
from policy.readers.findings import found, report
from policy.readers.protocol import Located, Subject, Text
from policy.source_types import origin_of
from policy.traces import excerpt, traces_of
from policy.xmp_packet import Packet, Property, parse

_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_XMP_MM = "http://ns.adobe.com/xap/1.0/mm/"
_EVENT = "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_EXIF_EX = "http://cipa.jp/exif/1.0/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_DC = "http://purl.org/dc/elements/1.1/"
_DC_TERMS = "http://purl.org/dc/terms/"
_CHINESE_LABEL = "http://www.tc260.org.cn/ns/AIGC/1.0/"

_SOURCE_TYPES = {(_IPTC_EXT, "DigitalSourceType"), (_IPTC_EXT, "DigitalSourcefileType")}
_AI_PROPERTIES = {
    "AISystemUsed": True,
    "AISystemVersionUsed": True,
    "AIPromptInformation": True,
    "AIPromptWriterName": False,
}
"""IPTC 2025.1, and whether the value may be told: the last one is a person's name."""
_DENIALS = {"", "none", "no", "no ai", "n/a", "na", "not applicable", "-", "aucun", "aucune", "non", "néant"}
"""What templates of photographers write where no AI was used."""
_PROGRAMS = {
    (_XMP, "CreatorTool"): "xmp:CreatorTool",
    (_EVENT, "softwareAgent"): "stEvt:softwareAgent",
    (_TIFF, "Software"): "tiff:Software",
    (_PDF, "Producer"): "pdf:Producer",
}
_TEXTS = {
    (_EXIF, "UserComment"): "exif:UserComment",
    (_DC, "description"): "dc:description",
    (_CHINESE_LABEL, "AIGC"): "AIGC",
}
_HISTORY = (_XMP_MM, "History")
_SETTINGS = {
    (_EXIF, "ExposureTime"),
    (_EXIF, "FNumber"),
    (_EXIF, "ISOSpeedRatings"),
    (_EXIF, "FocalLength"),
    (_EXIF, "DateTimeOriginal"),
    (_EXIF_EX, "PhotographicSensitivity"),
    (_EXIF_EX, "LensModel"),
}
_PARTS = {
    Origin.AI_GENERATED: Origin.AI_COMPOSITE,
    Origin.AI_COMPOSITE: Origin.AI_COMPOSITE,
    Origin.AI_ENHANCED: Origin.AI_ENHANCED,
}
"""What a part's origin makes of the whole; a captured or hand-made part says nothing of the rest."""
_MOST_TEXTS = 100


def read(subject: Subject) -> Report:
    """Report every mark in the file's XMP packets, contradictions included."""
    evidence: list[Evidence] = []
    complete = True
    for block in subject.blocks.xmp:
        packet = parse(block.data)
        complete = complete and packet.complete
        evidence += _evidence(packet, block)
    return report(ReaderName.XMP, evidence, subject.limits, None if complete else Obstacle.DAMAGED)


def _evidence(packet: Packet, block: Located) -> Iterator[Evidence]:
    sources = list(_source_types(packet, block))
    yield from sources
    yield from _ai_properties(packet, block, sources)
    yield from _credits(packet, block)
    yield from _programs(packet, block)
    yield from _texts(packet, block)
    yield from _camera(packet, block)
    yield from _pointers(packet, block)


def _source_types(packet: Packet, block: Located) -> Iterator[Evidence]:
    for item in packet.properties:
        if (item.namespace, item.name) in _SOURCE_TYPES:
            term, origin = origin_of(item.value)
            where = _where(f"Iptc4xmpExt:{item.name}", block)
            yield found(ReaderName.XMP, "digitalSourceType", term, _for_the_whole(item, origin), where)


def _ai_properties(packet: Packet, block: Located, sources: list[Evidence]) -> Iterator[Evidence]:
    """Report that an AI was used: for what the source type says, for the whole where it says nothing."""
    stated = gravest(source.origin for source in sources if source.origin.admits_ai)
    for name, tell in _AI_PROPERTIES.items():
        for item in packet.values(_IPTC_EXT, name):
            origin = stated if stated.admits_ai else _for_the_whole(item, Origin.AI_GENERATED)
            if item.value.strip(" .").casefold() in _DENIALS:
                origin = Origin.UNKNOWN
            tool = excerpt(item.value) if name == "AISystemUsed" else None
            value = excerpt(item.value) if tell else "present"
            yield found(ReaderName.XMP, name, value, origin, _where(f"Iptc4xmpExt:{name}", block), tool)


def _credits(packet: Packet, block: Located) -> Iterator[Evidence]:
    for item in packet.values(_PHOTOSHOP, "Credit"):
        if generator := credit_named(item.value):
            origin = _for_the_whole(item, generator.origin)
            where = _where("photoshop:Credit", block)
            yield found(ReaderName.XMP, "Credit", excerpt(item.value), origin, where, generator.name)


def _programs(packet: Packet, block: Located) -> Iterator[Evidence]:
    for item in packet.properties:
        name = _PROGRAMS.get((item.namespace, item.name))
        if name and (generator := generator_named(item.value)):
            # Beside Canva's name stand the numbers of its user and team.
            value = generator.name if generator.origin is Origin.UNKNOWN else excerpt(item.value)
            origin = _for_the_whole(item, generator.origin)
            yield found(ReaderName.XMP, item.name, value, origin, _where(name, block), generator.name)


def _texts(packet: Packet, block: Located) -> Iterator[Evidence]:
    items = [item for item in packet.properties if (item.namespace, item.name) in _TEXTS][:_MOST_TEXTS]
    for item in items:
        name = _TEXTS[item.namespace, item.name]
        for _, trace in traces_of([Text(name, item.value, "")]):
            origin = _for_the_whole(item, trace.origin)
            yield found(ReaderName.XMP, trace.marker, trace.value, origin, _where(name, block), trace.tool)


def _camera(packet: Packet, block: Located) -> Iterator[Evidence]:
    own = [item for item in packet.properties if not item.within]
    make = next((item.value for item in own if (item.namespace, item.name) == (_TIFF, "Make")), "")
    model = next((item.value for item in own if (item.namespace, item.name) == (_TIFF, "Model")), "")
    settings = any((item.namespace, item.name) in _SETTINGS for item in own)
    if camera := camera_named(make, model, settings=settings):
        where = _where("tiff:Make, tiff:Model", block)
        yield found(ReaderName.XMP, "camera", camera, Origin.CAPTURE, where, camera)


def _pointers(packet: Packet, block: Located) -> Iterator[Evidence]:
    """Report where credentials are kept outside the file; nobody goes there."""
    for item in packet.values(_DC_TERMS, "provenance"):
        if item.value.startswith(("http://", "https://")):
            where = _where("dcterms:provenance", block)
            yield found(ReaderName.XMP, "provenance", item.value, Origin.UNKNOWN, where)


def _for_the_whole(item: Property, origin: Origin) -> Origin:
    if not item.within or item.within == (_HISTORY,):
        return origin
    return _PARTS.get(origin, Origin.UNKNOWN)


def _where(name: str, block: Located) -> str:
    return f"XMP {name} ({block.where})"
