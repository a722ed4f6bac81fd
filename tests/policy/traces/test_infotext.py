"""The settings line of AUTOMATIC1111 and its descendants, and texts that merely look like it."""

from __future__ import annotations

import time

import pytest

from policy.evidence import Origin
from policy.traces import Trace, traces_in
from tests.policy.blocks import INFOTEXT


def only(text: str, key: str = "parameters") -> Trace:
    (trace,) = traces_in(key, text)
    return trace


def test_the_settings_line_admits_generation() -> None:
    trace = only(INFOTEXT)
    assert (trace.marker, trace.origin, trace.tool) == ("parameters", Origin.AI_GENERATED, "AUTOMATIC1111")


@pytest.mark.parametrize("key", ["", "Comment", "UserComment", "parameters"])
def test_it_does_so_under_any_keyword(key: str) -> None:
    assert only(INFOTEXT, key).origin is Origin.AI_GENERATED


def test_of_the_prompt_only_the_beginning_is_told_on_one_line() -> None:
    trace = only("a very secret wish\n" * 100 + INFOTEXT)
    assert len(trace.value) == 120
    assert "\n" not in trace.value


@pytest.mark.parametrize(
    ("rest", "tool"),
    [
        (", Version: f2.0.1v1.10.1", "Forge"),
        (", App: SD.Next, Version: 9f3a", "SD.Next"),
        (', Civitai resources: [{"type":"checkpoint"}]', "Civitai"),
        (", NGMS: 0.2", "Tensor.Art"),
        (", Version: Fooocus v2.5.5", "Fooocus"),
    ],
)
def test_descendants_are_told_apart(rest: str, tool: str) -> None:
    assert only(INFOTEXT.partition(", Version")[0] + rest).tool == tool


def test_a_line_without_a_prompt_is_enough() -> None:
    assert only("Steps: 4, Sampler: DPM++ SDE, Seed: 7").origin is Origin.AI_GENERATED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Steps: 20",
        "Steps: 3, Seed: tomato",
        "Recette\nSteps: 12, Time: 30 minutes",
        "The steps: 20, sampler: none",
        "Les marches de la mairie, Steps: 20",
        "Sampler: Roland SP-404, Seed: 42, Model: A",
        "Upscaler 1 is the name of our robot",
    ],
)
def test_texts_of_people_are_no_settings(text: str) -> None:
    assert not list(traces_in("Description", text))


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+", Origin.AI_ENHANCED),
        ("Upscale: 2, Upscaler 1: 4x-UltraSharp", Origin.AI_ENHANCED),
        ("Postprocess GFPGAN visibility: 1.0", Origin.AI_ENHANCED),
        ("Postprocess CodeFormer visibility: 0.7", Origin.AI_ENHANCED),
        ("Postprocess upscale by: 4, Postprocess upscaler: Lanczos", Origin.UNKNOWN),
        ("Upscale: 2, Upscaler 1: Nearest", Origin.UNKNOWN),
    ],
)
def test_the_extras_tab_enhances_and_does_not_generate(text: str, origin: Origin) -> None:
    assert only(text, "postprocessing").origin is origin


@pytest.mark.parametrize("piece", [" ", "\n", "\t{", "Steps: 1, ", ",Sampler", "Job ID: ", '"type" : '])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    for beginning in ("", "{", "AIGC"):
        list(traces_in("parameters", beginning + text))
    assert time.process_time() - began < 1
