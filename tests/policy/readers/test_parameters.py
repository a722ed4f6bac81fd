"""The reader of texts: what generators write into PNG, comments and films, in whole files."""

from __future__ import annotations

import json
import zlib

import pytest

from policy.containers import walk
from policy.evidence import Look, Obstacle, Origin, Report, Strength, gravest
from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.readers import parameters as reader
from policy.readers.protocol import Subject
from tests.policy.blocks import INFOTEXT, asked
from tests.policy.making import (
    chunk,
    gif,
    gif_comment,
    jpeg,
    jpeg_comment,
    keyed_data,
    pdf,
    png,
    png_international_text,
    png_packed_text,
    png_text,
    segment,
    user_data,
    video,
)

PROMPT = json.dumps({"3": {"class_type": "KSampler", "inputs": {"seed": 1}}})
UPSCALING = json.dumps({"3": {"class_type": "ImageScale", "inputs": {}}})
WORKFLOW = json.dumps({"last_node_id": 3, "nodes": [{"type": "KSampler"}], "links": []})
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
LABEL = '{"Label":"1","ContentProducer":"001191110102MACQD9K64010000"}'
INVOKEAI = json.dumps({"app_version": "5.4", "generation_mode": "txt2img", "positive_prompt": "a boat"})
FOOOCUS = json.dumps({"prompt": "a boat", "base_model": "juggernaut", "sampler": "dpmpp", "seed": "1"})
NOVELAI = json.dumps({"prompt": "a boat", "uc": "", "sampler": "k_euler", "steps": 28, "seed": 1})


def read(data: bytes) -> Report:
    media_type = sniff(data)
    return reader.read(Subject(data, media_type, walk(data, media_type, Limits()).blocks))


def origin(data: bytes) -> Origin:
    return gravest(item.origin for item in read(data).evidence)


@pytest.mark.parametrize(
    "data",
    [
        png(png_text("parameters", INFOTEXT)),
        png(png_international_text("parameters", ("été, " + INFOTEXT).encode())),
        png(png_packed_text("parameters", INFOTEXT.encode())),
        png(after=[png_text("parameters", INFOTEXT)]),
        png(png_text("prompt", PROMPT), png_text("workflow", WORKFLOW)),
        png(png_text("workflow", WORKFLOW)),
        png(png_text("invokeai_metadata", INVOKEAI)),
        png(png_text("Dream", '"a boat" -s 50 -S 1234567 -W 512 -H 512')),
        png(png_text("Software", "NovelAI"), png_text("Source", "NovelAI Diffusion V4 4BDE2A90")),
        png(png_text("Comment", NOVELAI)),
        png(png_text("parameters", FOOOCUS), png_text("fooocus_scheme", "fooocus")),
        png(png_text("Software", "Draw Things")),
        png(png_text("Source", "Luma AI")),
        png(png_text("Description", f"a boat --v 6.1 Job ID: {UUID}")),
        png(png_text("AIGC", LABEL)),
        jpeg(jpeg_comment(FOOOCUS.encode())),
        jpeg(segment(0xEB, b"AIGC" + LABEL.encode())),
        gif(gif_comment(INFOTEXT.encode())),
        video(keyed_data(AIGC=LABEL)),
        video(keyed_data(comment=PROMPT)),
        video(user_data(b"\xa9swr", b"Google Veo 3")),
        pdf(b"<</Creator (Midjourney)>>"),
    ],
)
def test_a_generated_file_admits(data: bytes) -> None:
    report = read(data)
    assert gravest(item.origin for item in report.evidence) is Origin.AI_GENERATED
    assert {item.strength for item in report.evidence} == {Strength.UNSIGNED}
    assert all(len(item.value) <= 120 for item in report.evidence)


def test_it_says_where_each_thing_stands() -> None:
    (item,) = read(png(png_text("parameters", INFOTEXT))).evidence
    assert item.where == "PNG tEXt “parameters” @33"


def test_an_innocent_repetition_hides_nothing() -> None:
    data = png(png_text("parameters", INFOTEXT), png_text("parameters", "an honest photo"))
    assert origin(data) is Origin.AI_GENERATED


def test_a_graph_that_only_enlarges_beside_a_desk_that_could_generate_says_nothing() -> None:
    data = png(png_text("prompt", UPSCALING), png_text("workflow", WORKFLOW))
    assert origin(data) is Origin.UNKNOWN


def test_canva_is_named_without_its_users_number() -> None:
    (item,) = read(pdf(rb"<</Creator (Canva \(Renderer\) doc=DAFx user=UAEx)>>")).evidence
    assert (item.value, item.origin) == ("Canva", Origin.UNKNOWN)


@pytest.mark.parametrize(
    "data",
    [
        png(),
        png(png_text("Software", "Adobe ImageReady"), png_text("Comment", "Created with GIMP")),
        png(png_text("Description", "La diffusion des tracts, avec Flux et Gemini")),
        png(png_text("Description", "Not made with Midjourney"), png_text("Author", "Reve Dupont")),
        png(png_text("Title", "Midjourney")),
        png(png_text("date:create", "2026-11-24T10:00:00+00:00"), png_text("Software", "gnome-screenshot")),
        jpeg(jpeg_comment(b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 90")),
        video(user_data(b"\xa9swr", b"18.1"), keyed_data(com_apple_quicktime_software="18.1", title="Flux")),
        pdf(b"<</Producer (Adobe PDF Library 17.0) /Creator (Adobe InDesign 20.0)>>"),
    ],
)
def test_people_and_their_programs_are_not_accused(data: bytes) -> None:
    report = read(data)
    assert (report.look, report.evidence) == (Look.NOTHING, ())


def test_a_text_of_which_something_is_missing_is_not_nothing() -> None:
    damaged = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a long story, " * 99)[:-9])
    report = read(png(damaged))
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_nor_is_a_text_beyond_the_limit() -> None:
    limits = Limits(metadata_size=100)
    for text in (png_text("Comment", "a" * 101), png_packed_text("Comment", b"a" * 101)):
        blocks = walk(png(text), MediaType.PNG, limits).blocks
        report = reader.read(Subject(b"", MediaType.PNG, blocks, limits=limits))
        assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_the_gravest_are_kept_where_there_are_too_many_to_show() -> None:
    texts = [("hf-job-id", f"{number:08}") for number in range(50)] + [("parameters", INFOTEXT)]
    report = asked(reader.read, text=texts, limits=Limits(values=5))
    assert len(report.evidence) == 5
    assert report.evidence[0].origin is Origin.AI_GENERATED


def test_the_same_finding_is_told_once() -> None:
    report = asked(reader.read, text=[("Software", "Midjourney")] * 3)
    assert len(report.evidence) == 1
