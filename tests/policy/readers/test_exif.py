"""The EXIF reader: cameras that are cameras, generators that sign, and fields in every encoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Evidence, Look, Obstacle, Origin, Report, Strength, gravest
from policy.limits import Limits
from policy.readers import exif as reader
from tests.policy.blocks import (
    ARTIST,
    CAMERA,
    COMMENT,
    DESCRIPTION,
    EXIF_POINTER,
    INFOTEXT,
    MAKE,
    MODEL,
    SETTINGS,
    SOFTWARE,
    Field,
    asked,
    exif,
)

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
SIGNATURE = "Signature: " + "Ab9+" * 80
LABEL = '{"AIGC":{"Label":"1","ContentProducer":"001191110102MACQD9K64010000"}}'
GRAPH = '{"3":{"class_type":"KSampler","inputs":{}}}'
DOCUMENT_NAME, XP_TITLE, XP_COMMENT, XP_KEYWORDS, MAKER_NOTE = 0x010D, 0x9C9B, 0x9C9C, 0x9C9E, 0x927C


def only(*main: Field, camera: tuple[Field, ...] = (), order: str = "<") -> Evidence:
    (item,) = asked(reader.read, exif=[exif(main, camera, order)]).evidence
    assert item.strength is Strength.UNSIGNED
    return item


def origin(*main: Field, camera: tuple[Field, ...] = ()) -> Origin:
    return gravest(item.origin for item in asked(reader.read, exif=[exif(main, camera)]).evidence)


# Cameras


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_camera_is_a_claim_of_capture(order: str) -> None:
    item = only(*CAMERA, camera=SETTINGS, order=order)
    assert (item.marker, item.value, item.origin) == ("camera", "Canon EOS 40D", Origin.CAPTURE)
    assert item.where == "EXIF Make, Model (here)"


def test_a_cheap_camera_is_known_by_its_settings() -> None:
    assert origin((MAKE, "Lomography"), (MODEL, "LC-A"), camera=SETTINGS) is Origin.CAPTURE
    assert origin((MAKE, "Lomography"), (MODEL, "LC-A")) is Origin.UNKNOWN


@pytest.mark.parametrize("setting", [(MAKER_NOTE, bytes(40)), (0x829A, (0, 0))])
def test_settings_of_zeros_are_none(setting: Field) -> None:
    assert origin((MAKE, "Lomography"), (MODEL, "LC-A"), camera=(setting,)) is Origin.UNKNOWN


def test_positions_are_never_read() -> None:
    report = asked(reader.read, exif=[exif([*CAMERA, (0x8825, 26)], SETTINGS)])
    assert [item.marker for item in report.evidence] == ["camera"]


# Generators


@pytest.mark.parametrize(
    ("main", "tool"),
    [
        (((SOFTWARE, "AI generated;txt2img;flux"), (MODEL, "flux-dev")), "AI generated"),
        (((MAKE, "Ideogram AI"),), "Ideogram"),
        (((MODEL, "Flux.2"),), "FLUX"),
        (((SOFTWARE, "Fooocus v2.5.5"),), "Fooocus"),
        (((SOFTWARE, "NovelAI Diffusion V4 4BDE2A90"),), "NovelAI"),
        (((ARTIST, "Midjourney"),), "Midjourney"),
    ],
)
def test_a_generator_that_names_itself_admits(main: tuple[Field, ...], tool: str) -> None:
    item = only(*main)
    assert (item.origin, item.tool) == (Origin.AI_GENERATED, tool)


def test_a_generator_is_no_camera_whatever_settings_stand_beside_it() -> None:
    report = asked(reader.read, exif=[exif([(MAKE, "Black Forest Labs"), (MODEL, "Flux.2")], SETTINGS)])
    assert {item.origin for item in report.evidence} == {Origin.AI_GENERATED}


@pytest.mark.parametrize("artist", [UUID, "someone"])
def test_groks_signature_pair_is_known(artist: str) -> None:
    comment = (COMMENT, b"ASCII\0\0\0" + SIGNATURE.encode())
    item = only((DESCRIPTION, SIGNATURE), (ARTIST, artist), camera=(comment,))
    assert (item.marker, item.value, item.origin, item.tool) == ("Signature", "Signature", Origin.AI_GENERATED, "Grok")


def test_one_half_of_the_pair_is_not_enough() -> None:
    assert origin((DESCRIPTION, SIGNATURE)) is Origin.UNKNOWN
    assert origin((ARTIST, UUID)) is Origin.UNKNOWN
    assert origin((DESCRIPTION, "Signature: the mayor"), (ARTIST, UUID)) is Origin.UNKNOWN


def test_comfyui_hides_its_graph_in_the_cameras_name() -> None:
    block = exif([(MAKE, 'workflow:{"nodes":[],"links":[]}'), (MODEL, "prompt:" + GRAPH)])
    items = asked(reader.read, exif=[block]).evidence
    assert {(item.marker, item.origin) for item in items} == {
        ("ComfyUI prompt", Origin.AI_GENERATED),
        ("ComfyUI workflow", Origin.UNKNOWN),
    }


# Encodings


@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + INFOTEXT.encode("utf-16-be"),
        b"UNICODE\0" + INFOTEXT.encode("utf-16-le"),
        b"UNICODE\0" + INFOTEXT.encode("utf-16"),
        b"ASCII\0\0\0" + INFOTEXT.encode(),
        b"UTF-8\0\0\0" + INFOTEXT.encode(),
        bytes(8) + INFOTEXT.encode(),
        INFOTEXT.encode(),
        b"ASCII\0\0\0" + INFOTEXT.encode() + b"   \0\0",
    ],
    ids=["UTF-16 BE", "UTF-16 LE", "UTF-16 with a mark", "ASCII", "UTF-8", "no code", "no code at all", "padded"],
)
@pytest.mark.parametrize("wrong_directory", [False, True])
def test_settings_in_the_comment_are_read_in_every_encoding(comment: bytes, wrong_directory: bool) -> None:
    field: Field = (COMMENT, comment)
    item = only(field) if wrong_directory else only((SOFTWARE, "-"), camera=(field,))
    assert (item.marker, item.origin, item.where) == (
        "parameters",
        Origin.AI_GENERATED,
        "EXIF UserComment (here)",
    )
    assert len(item.value) <= 120


@pytest.mark.parametrize("order", ["utf-16-be", "utf-16-le"])
def test_a_comment_of_many_accents_keeps_its_byte_order(order: str) -> None:
    comment = b"UNICODE\0" + f"été à Évry — {INFOTEXT}".encode(order)
    assert origin((COMMENT, comment)) is Origin.AI_GENERATED


@pytest.mark.parametrize("tag", [XP_TITLE, XP_COMMENT, XP_KEYWORDS])
def test_windows_fields_are_utf_16(tag: int) -> None:
    assert origin((tag, (INFOTEXT + "\0").encode("utf-16-le"))) is Origin.AI_GENERATED


@pytest.mark.parametrize("tag", [DESCRIPTION, DOCUMENT_NAME])
def test_plain_fields_are_read_too(tag: int) -> None:
    assert origin((tag, INFOTEXT)) is Origin.AI_GENERATED
    assert origin((tag, LABEL)) is Origin.AI_GENERATED


def test_a_screenshot_is_noticed_and_states_nothing() -> None:
    item = only((SOFTWARE, "18.1"), camera=((COMMENT, b"ASCII\0\0\0Screenshot"),))
    assert (item.value, item.origin) == ("Screenshot", Origin.UNKNOWN)


# People


@pytest.mark.parametrize(
    "main",
    [
        (),
        ((SOFTWARE, "Adobe Photoshop 26.0 (Windows)"), (ARTIST, "Gemini Dupont")),
        ((DESCRIPTION, "La diffusion des tracts, place Midjourney"),),
        ((ARTIST, "OpenAI"), (DESCRIPTION, "Made by OpenAI")),
        ((SOFTWARE, "PaintTool SAI"), (DESCRIPTION, "OLYMPUS DIGITAL CAMERA")),
        ((MAKE, "Canon"),),
        ((DESCRIPTION, "prompt: what shall we paint?"),),
    ],
)
def test_people_and_their_programs_are_not_accused(main: tuple[Field, ...]) -> None:
    report = asked(reader.read, exif=[exif(main)])
    assert (report.look, report.evidence) == (Look.NOTHING, ())


def test_a_photo_that_went_through_photoshop_stays_a_capture() -> None:
    main: tuple[Field, ...] = ((MAKE, "NIKON CORPORATION"), (MODEL, "NIKON Z 9"), (SOFTWARE, "Adobe Photoshop 26.0"))
    assert origin(*main, camera=SETTINGS) is Origin.CAPTURE


# Damage


def test_no_block_is_nothing() -> None:
    assert asked(reader.read).look is Look.NOTHING


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"no TIFF",
        b"II*\0\xff\xff\xff\xff",
        exif([(DESCRIPTION, "a text beyond the end")])[:-5],
        exif([(DESCRIPTION, "x"), (ARTIST, "y")])[:-20],
        exif([(EXIF_POINTER, 60_000)]),
    ],
    ids=["empty", "no TIFF", "no directory", "cut text", "cut directory", "pointer to nowhere"],
)
def test_a_block_that_can_not_be_read_is_not_nothing(block: bytes) -> None:
    report = asked(reader.read, exif=[block])
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_what_can_be_read_of_a_damaged_block_counts() -> None:
    report = asked(reader.read, exif=[exif([*CAMERA, (EXIF_POINTER, 60_000)])])
    assert (report.look, report.obstacle) == (Look.FOUND, Obstacle.DAMAGED)
    assert report.evidence[0].origin is Origin.CAPTURE


def test_every_block_counts() -> None:
    report = asked(reader.read, exif=[exif(CAMERA, SETTINGS), exif([(SOFTWARE, "Midjourney")])])
    assert gravest(item.origin for item in report.evidence) is Origin.AI_GENERATED


def test_many_fields_on_the_same_long_text_are_read_within_the_limit() -> None:
    head = b"II*\0\x08\0\0\0" + (2_000).to_bytes(2, "little")
    row = DESCRIPTION.to_bytes(2, "little") + b"\2\0" + (100_000).to_bytes(4, "little") + (24_014).to_bytes(4, "little")
    block = head + row * 2_000 + bytes(4) + b"a" * 100_000
    report = asked(reader.read, exif=[block], limits=Limits(metadata_size=200_000))
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_every_prefix_gets_an_answer() -> None:
    whole = exif(CAMERA, (*SETTINGS, (COMMENT, b"UNICODE\0" + INFOTEXT.encode("utf-16-be"))))
    for size in range(len(whole)):
        assert isinstance(asked(reader.read, exif=[whole[:size]]), Report)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""]), st.binary(max_size=200))
def test_random_bytes_get_an_answer(header: bytes, rest: bytes) -> None:
    assert isinstance(asked(reader.read, exif=[header + rest]), Report)
