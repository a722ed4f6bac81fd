"""ComfyUI is a pipeline: a sampler generates, a detailer repaints, a model enlarges, other nodes do neither."""

from __future__ import annotations

import json

import pytest

from policy.evidence import Origin
from policy.readers.protocol import Text
from policy.traces import Trace, traces_in, traces_of


def prompt(*nodes: str, **inputs: str) -> str:
    return json.dumps({str(number): {"class_type": node, "inputs": inputs} for number, node in enumerate(nodes)})


def workflow(*nodes: str) -> str:
    return json.dumps({"last_node_id": 9, "nodes": [{"id": 1, "type": node} for node in nodes], "links": []})


def only(text: str) -> Trace:
    (trace,) = traces_in("prompt", text)
    return trace


@pytest.mark.parametrize(
    "node",
    [
        "KSampler",
        "KSamplerAdvanced",
        "KSampler (Efficient)",
        "SamplerCustom",
        "SamplerCustomAdvanced",
        "WanVideoSampler",
        "OpenAIDalle3",
        "OpenAIGPTImage1",
        "GeminiImage2Node",
        "FluxProUltraImageNode",
        "IdeogramV3",
    ],
)
@pytest.mark.parametrize("graph", [prompt, workflow])
def test_a_sampler_generates(graph: object, node: str) -> None:
    assert callable(graph)
    trace = only(graph("LoadImage", node, "SaveImage"))
    assert (trace.value, trace.origin, trace.tool) == (node, Origin.AI_GENERATED, "ComfyUI")


@pytest.mark.parametrize("graph", [prompt, workflow])
def test_a_graph_without_a_sampler_says_nothing(graph: object) -> None:
    assert callable(graph)
    trace = only(graph("LoadImage", "ImageScale", "KSamplerSelect", "SaveImage"))
    assert (trace.value, trace.origin) == ("no sampler", Origin.UNKNOWN)


@pytest.mark.parametrize(
    ("node", "origin"),
    [
        ("FaceDetailer", Origin.AI_COMPOSITE),
        ("DetailerForEachPipe", Origin.AI_COMPOSITE),
        ("ImageUpscaleWithModel", Origin.AI_ENHANCED),
        ("UltimateSDUpscale", Origin.AI_ENHANCED),
        ("SUPIR_sample", Origin.AI_ENHANCED),
    ],
)
def test_repainting_and_enhancing_are_called_so(node: str, origin: Origin) -> None:
    assert only(prompt("LoadImage", node)).origin is origin


@pytest.mark.parametrize("prefix", ["prompt:", "Workflow: ", " prompt :"])
def test_a_graph_in_exif_bears_a_prefix(prefix: str) -> None:
    assert only(prefix + prompt("KSampler")).origin is Origin.AI_GENERATED


def test_words_in_a_prompt_pose_as_no_node() -> None:
    text = '{"class_type": "KSampler"} "type": "KSampler"'
    assert only(prompt("LoadImage", "Note", text=text)).origin is Origin.UNKNOWN


def test_what_ran_decides_over_what_lay_on_the_desk() -> None:
    texts = [Text("prompt", prompt("LoadImage", "ImageScale"), "a"), Text("workflow", workflow("KSampler"), "b")]
    assert [trace.origin for _, trace in traces_of(texts)] == [Origin.UNKNOWN, Origin.UNKNOWN]


def test_a_desk_alone_decides_for_itself() -> None:
    texts = [Text("workflow", workflow("KSampler"), "b")]
    assert [trace.origin for _, trace in traces_of(texts)] == [Origin.AI_GENERATED]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"nodes": []}',
        '{"nodes": ["Paris", "Lyon"], "edges": []}',
        'a caption with "class_type": "KSampler" and "inputs" in it',
        'see prompt:{"class_type":"KSampler","inputs":{}}',
    ],
)
def test_other_texts_are_no_graphs(text: str) -> None:
    assert not list(traces_in("prompt", text))
