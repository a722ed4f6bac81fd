"""The graphs that ComfyUI saves: `prompt` is what ran, `workflow` is the whole desk it ran on.

ComfyUI is a pipeline that people also use to enlarge or to sort pictures, so the nodes decide, not the name.
Source: comfyanonymous/ComfyUI, nodes.py (SaveImage) and comfy_extras (animated WebP: EXIF Make and Model).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.evidence import Origin
from policy.traces.trace import Trace

PROMPT, WORKFLOW = "ComfyUI prompt", "ComfyUI workflow"

# Patterns are compiled where a graph is found, which is rare: compiled ahead they would slow every start.
_EXIF_PREFIX = r"\A\s*(?:prompt|workflow)\s*:\s*(?=\{)"
# In a node's own text every quotation mark has a backslash before it, so no prompt can pose as a node.
_EXECUTED = r'"class_type"\s*:\s*"([^"\\]{1,120})"'
_DRAWN = r'"type"\s*:\s*"([^"\\]{1,120})"'

_GENERATING = (
    r"KSampler.*|SamplerCustom.*|.*Sampler(?: ?\(.*\))?|OpenAI(?:Dalle|GPTImage)\d+|GeminiImage\w*Node"
    r"|IdeogramV\d|FluxPro\w*Node|StabilityStableImage\w+|RecraftTextToImageNode|LumaImageNode|ByteDanceImage\w*"
)
_SELECTING = {"KSamplerSelect"}
_REPAINTING = r"FaceDetailer.*|DetailerForEach.*"
_ENHANCING = r".*Upscale.*Model.*|UltimateSDUpscale.*|.*FaceRestore.*|SUPIR.*"


def graphs(text: str) -> Iterator[Trace]:
    """Yield a trace where the text is a graph of ComfyUI."""
    if "{" not in text:
        return
    graph = re.sub(_EXIF_PREFIX, "", text, count=1, flags=re.IGNORECASE)
    if not graph.lstrip().startswith("{"):
        return
    if '"class_type"' in graph and '"inputs"' in graph:
        yield _judged(PROMPT, dict.fromkeys(found[1] for found in re.finditer(_EXECUTED, graph)))
    elif '"nodes"' in graph and ('"last_node_id"' in graph or '"links"' in graph):
        yield _judged(WORKFLOW, dict.fromkeys(found[1] for found in re.finditer(_DRAWN, graph)))


def settled(traces: list[Trace]) -> list[Trace]:
    """Let what ran decide over what lay on the desk: a workflow beside its prompt says nothing itself."""
    if not any(trace.marker == PROMPT for trace in traces):
        return traces
    return [trace._replace(origin=Origin.UNKNOWN) if trace.marker == WORKFLOW else trace for trace in traces]


def _judged(marker: str, nodes: dict[str, None]) -> Trace:
    for pattern, origin in (
        (_GENERATING, Origin.AI_GENERATED),
        (_REPAINTING, Origin.AI_COMPOSITE),
        (_ENHANCING, Origin.AI_ENHANCED),
    ):
        for node in nodes:
            if re.fullmatch(pattern, node) and node not in _SELECTING:
                return Trace(marker, node, origin, "ComfyUI")
    return Trace(marker, "no sampler", Origin.UNKNOWN, "ComfyUI")
