"""Whole files through all readers: what people hand in, what generators make, and what is no picture at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Examination, Look, Obstacle, Origin, ReaderName, Strength
from policy.examination import examine_here
from policy.media_type import MediaType
from tests.policy import making
from tests.policy.blocks import (
    CAMERA,
    COMMENT,
    INFOTEXT,
    MAKE,
    MODEL,
    SETTINGS,
    SOFTWARE,
    SOURCE_TYPES,
    exif,
    iim,
    samsung_trailer,
    tiff,
    xmp,
)
from tests.policy.containers.samples import BEGINNINGS, SAMPLES

CAMERA_EXIF = making.jpeg_exif(exif(CAMERA, SETTINGS))
GENERATED = SOURCE_TYPES + "trainedAlgorithmicMedia"
COMFYUI = json.dumps({"3": {"class_type": "KSampler", "inputs": {}}})


def looks(examination: Examination) -> dict[ReaderName, Look]:
    return {report.reader: report.look for report in examination.reports}


@pytest.mark.parametrize(
    ("data", "origin"),
    [
        (making.jpeg(CAMERA_EXIF), Origin.CAPTURE),
        (making.heic((b"Exif", exif([(MAKE, "Apple"), (MODEL, "iPhone 16")], SETTINGS))), Origin.CAPTURE),
        (tiff((MAKE, "Canon"), (MODEL, "Canon EOS R5")), Origin.CAPTURE),
        (making.jpeg(making.jpeg_exif(exif([(SOFTWARE, "Adobe Photoshop 26.0")]))), Origin.UNKNOWN),
        (making.png(making.png_text("Software", "Adobe ImageReady")), Origin.UNKNOWN),
        (making.jpeg(making.jpeg_iptc(iim(120, "La diffusion des tracts".encode("latin-1")))), Origin.UNKNOWN),
        (making.png(making.png_text("Description", "A talk on Midjourney")), Origin.UNKNOWN),
        (making.png(making.png_text("prompt", COMFYUI.replace("KSampler", "ImageScale"))), Origin.UNKNOWN),
        (making.pdf(b"<</Creator (Adobe InDesign 20.0)>>"), Origin.UNKNOWN),
        (making.svg("<g/>"), Origin.UNKNOWN),
        (making.gif(), Origin.UNKNOWN),
        (making.video(making.user_data(b"\xa9swr", b"18.1")), Origin.UNKNOWN),
    ],
)
def test_work_of_people_is_not_accused(data: bytes, origin: Origin) -> None:
    examination = examine_here(data)
    assert (examination.obstacle, examination.origin) == (None, origin)
    assert Look.COULD_NOT_LOOK not in {look for name, look in looks(examination).items() if name is not ReaderName.C2PA}


@pytest.mark.parametrize(
    ("data", "origin"),
    [
        (making.jpeg(making.jpeg_xmp(xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (making.png(making.png_xmp(xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (
            making.png(making.png_text("XML:com.adobe.xmp", xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))),
            Origin.AI_GENERATED,
        ),
        (making.gif(making.gif_xmp(xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (tiff((700, xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (making.heic((b"mime", xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (making.pdf(making.pdf_metadata(xmp(Iptc4xmpExt_DigitalSourceType=GENERATED))), Origin.AI_GENERATED),
        (making.webp(making.riff_chunk(b"EXIF", exif([(MODEL, "prompt:" + COMFYUI)]))), Origin.AI_GENERATED),
        (
            making.jpeg(making.jpeg_exif(exif([(COMMENT, b"UNICODE\0" + INFOTEXT.encode("utf-16-be"))]))),
            Origin.AI_GENERATED,
        ),
        (making.jpeg(making.jpeg_iptc(iim(110, b"Edited with Google AI"))), Origin.AI_COMPOSITE),
        (making.jpeg(CAMERA_EXIF, trailer=samsung_trailer(PEg_Info=b'{"genAIType":8}')), Origin.AI_COMPOSITE),
        (making.jpeg(CAMERA_EXIF, making.jpeg_xmp(xmp(photoshop_Credit="Apple Photos Clean Up"))), Origin.AI_COMPOSITE),
    ],
)
def test_a_file_that_admits_is_believed_whatever_else_it_claims(data: bytes, origin: Origin) -> None:
    examination = examine_here(data)
    assert (examination.obstacle, examination.origin) == (None, origin)
    assert {item.strength for item in examination.evidence} == {Strength.UNSIGNED}


@pytest.mark.parametrize(
    ("data", "obstacle"),
    [
        (b"", Obstacle.EMPTY),
        (b"Chers camarades, le conseil se tient jeudi.", Obstacle.UNSUPPORTED),
        (b"PK\x03\x04 a document", Obstacle.UNSUPPORTED),
        (b"\xff\xd8\xff text renamed to .jpg", Obstacle.TRUNCATED),
        (making.png(width=0), Obstacle.NO_PIXELS),
        (making.svg("", before='<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), Obstacle.EXTERNAL_ENTITIES),
        (making.video(making.box(b"free") * 6_000), Obstacle.TOO_COMPLEX),
    ],
)
def test_what_can_not_be_opened_is_unreadable_and_says_why(data: bytes, obstacle: Obstacle) -> None:
    examination = examine_here(data)
    assert not examination.readable
    assert (examination.obstacle, examination.origin) == (obstacle, Origin.UNKNOWN)


@pytest.mark.parametrize("media_type", list(SAMPLES))
def test_the_bytes_decide_and_not_a_name(media_type: MediaType) -> None:
    assert examine_here(SAMPLES[media_type]).media_type is media_type


def test_a_giant_header_leaves_the_metadata_readable() -> None:
    examination = examine_here(making.jpeg(CAMERA_EXIF, width=60_000, height=60_000))
    assert (examination.damage, examination.origin) == (Obstacle.TOO_MANY_PIXELS, Origin.CAPTURE)


def test_a_cut_generated_picture_still_admits() -> None:
    data = making.png(making.png_text("parameters", INFOTEXT))
    examination = examine_here(data[: data.index(b"IDAT") - 4])
    assert (examination.obstacle, examination.origin) == (None, Origin.AI_GENERATED)
    assert examination.damage is Obstacle.TRUNCATED


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.sampled_from(list(SAMPLES)), st.binary(max_size=300))
def test_random_bytes_after_the_right_beginning_accuse_nobody(media_type: MediaType, rest: bytes) -> None:
    assert examine_here(BEGINNINGS[media_type] + rest).origin is Origin.UNKNOWN
