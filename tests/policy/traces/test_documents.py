"""Records that programs keep of what they generated, each known by keys that nobody else combines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Origin
from policy.traces import Trace, traces_in

INVOKEAI = {"app_version": "5.4", "generation_mode": "txt2img", "positive_prompt": "a boat", "seed": 1}
DOCUMENTS = {
    "InvokeAI": INVOKEAI,
    "SwarmUI": {"sui_image_params": {"prompt": "a boat", "swarm_version": "0.9"}},
    "Draw Things": {"c": "a boat", "uc": "", "sampler": "DPM++", "steps": 8, "seed": 1},
    "NovelAI": {"prompt": "a boat", "uc": "", "sampler": "k_euler", "steps": 28, "seed": 1, "signed_hash": "x"},
    "Fooocus": {"prompt": "a boat", "base_model": "juggernaut", "sampler": "dpmpp", "seed": "1"},
    "Easy Diffusion": {"prompt": "a boat", "use_stable_diffusion_model": "sd", "seed": 1},
}
OLD_INVOKEAI = {"model_weights": "sd-1.5", "app_id": "invoke-ai/InvokeAI", "image": {"prompt": "a boat"}}


def only(key: str, text: str) -> Trace:
    (trace,) = traces_in(key, text)
    return trace


@pytest.mark.parametrize("tool", list(DOCUMENTS))
def test_a_record_admits_and_tells_the_beginning_of_its_prompt(tool: str) -> None:
    trace = only("parameters", json.dumps(DOCUMENTS[tool]))
    assert (trace.value, trace.origin, trace.tool) == ("a boat", Origin.AI_GENERATED, tool)


def test_fooocus_writes_its_keys_in_capitals_too() -> None:
    record = {"Prompt": "a boat", "Base Model": "juggernaut", "Sampler": "dpmpp", "Seed": "1"}
    assert only("Comment", json.dumps(record)).tool == "Fooocus"


def test_old_invokeai_keeps_its_prompt_deeper() -> None:
    trace = only("sd-metadata", json.dumps(OLD_INVOKEAI))
    assert (trace.value, trace.tool) == ("a boat", "InvokeAI")


@pytest.mark.parametrize(
    ("key", "text", "tool"),
    [
        ("Dream", '"a boat" -s 50 -S 1234567 -W 512 -H 512 -C 7.5 -A k_lms', "InvokeAI"),
        ("invokeai_graph", '{"nodes":{"a":{"type":"denoise_latents"}}}', "InvokeAI"),
        ("fooocus_scheme", "a1111", "Fooocus"),
        ("use_stable_diffusion_model", "sd-v1-5", "Easy Diffusion"),
        ("Comment", '{"Software":"NovelAI","Source":"NovelAI Diffusion V4"}', "NovelAI"),
    ],
)
def test_a_keyword_or_a_name_is_enough(key: str, text: str, tool: str) -> None:
    trace = only(key, text)
    assert (trace.origin, trace.tool) == (Origin.AI_GENERATED, tool)


def test_an_invokeai_graph_without_denoising_says_nothing() -> None:
    assert only("invokeai_workflow", '{"nodes":{"a":{"type":"img_resize"}}}').origin is Origin.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '"a boat"',
        '{"prompt": "Where shall we meet?"}',
        '{"seed": 1, "steps": 10000}',
        '{"sampler": "SP-404", "seed": 1}',
        '{"Software": "Adobe Photoshop 26.0"}',
        '{"Software": null}',
        '{"Description": "a boat by Midjourney fans"}',
        '{"broken": ',
        '{"a":' * 100_000,
        '{"n": ' + "9" * 10_000 + "}",
    ],
)
def test_other_documents_accuse_nobody(text: str) -> None:
    assert not list(traces_in("Comment", text))


def test_a_prompt_that_is_no_text_is_passed_over() -> None:
    trace = only("parameters", json.dumps({**INVOKEAI, "positive_prompt": ["a", "b"]}))
    assert trace.value == "InvokeAI"


def test_a_prompt_of_broken_unicode_can_still_be_written_down() -> None:
    trace = only("parameters", json.dumps({**INVOKEAI, "positive_prompt": "\ud800 boat"}))
    assert trace.value.encode("utf-8")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_KEYS = st.sampled_from(["prompt", "seed", "sampler", "steps", "Software", "image", "c", "uc", "app_version"])


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.dictionaries(_KEYS, _JSON, max_size=9), st.sampled_from(["", "Comment", "Dream", "AIGC", "parameters"]))
def test_any_document_gets_an_answer(document: dict[str, object], key: str) -> None:
    assert all(len(trace.value) <= 120 for trace in traces_in(key, json.dumps(document)))
