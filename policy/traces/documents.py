"""Settings of a generated picture that programs save as a JSON document.

Each is known by keys that no other program combines. Sources: notes « markers.md » §1.3; InvokeAI
services/image_files; Fooocus modules/meta_parser.py; SwarmUI Media/ImageFile.cs; Draw Things ImageConverter;
Easy Diffusion utils/save_utils.py; NovelAI novelai-image-metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from policy.evidence import Origin
from policy.generators import generator_named
from policy.traces.trace import Trace, excerpt

_DENOISING = r'"type"\s*:\s*"\w*denoise\w*"'
_DREAM = r'" -s ?\d{1,6} -S ?-?\d{1,20}\b'
_PROMPT_KEYS = ("prompt", "positive_prompt", "full_prompt", "Prompt", "c", "Description", "dream")
_GRAPH_KEYS = {"invokeai_graph", "invokeai_workflow"}
_EASY_DIFFUSION_KEYS = {"use_stable_diffusion_model", "Stable Diffusion model"}


class _Form(NamedTuple):
    """A program's document: all of `keys` are in it, and one of each set in `choices`."""

    tool: str
    keys: frozenset[str] = frozenset()
    choices: tuple[frozenset[str], ...] = ()

    def fits(self, keys: set[str]) -> bool:
        return self.keys <= keys and all(choice & keys for choice in self.choices)


_FORMS = (
    _Form("SwarmUI", frozenset({"sui_image_params"})),
    _Form("InvokeAI", frozenset({"app_version", "generation_mode"})),
    _Form("InvokeAI", frozenset({"positive_prompt", "seed", "scheduler"})),
    _Form("InvokeAI", frozenset({"model_weights", "app_id", "image"})),
    _Form("Draw Things", frozenset({"c", "sampler", "steps", "seed"})),
    _Form("NovelAI", frozenset({"uc", "sampler", "steps", "seed"})),
    _Form("NovelAI", frozenset({"signed_hash", "sampler"})),
    _Form("Fooocus", choices=(
        frozenset({"base_model", "Base Model"}),
        frozenset({"sampler", "Sampler"}),
        frozenset({"seed", "Seed"}),
    )),
    _Form("Easy Diffusion", choices=(frozenset(_EASY_DIFFUSION_KEYS), frozenset({"seed", "Seed"}))),
)  # fmt: skip


def documents(key: str, text: str) -> Iterator[Trace]:
    """Yield a trace where the text is a program's record of what it generated."""
    if key == "Dream" and re.search(_DREAM, text):
        yield Trace("Dream", excerpt(text), Origin.AI_GENERATED, "InvokeAI")
    elif key in _GRAPH_KEYS:
        origin = Origin.AI_GENERATED if re.search(_DENOISING, text) else Origin.UNKNOWN
        yield Trace(key, "denoise" if origin is Origin.AI_GENERATED else "no denoise node", origin, "InvokeAI")
    elif key == "fooocus_scheme":
        yield Trace(key, excerpt(text), Origin.AI_GENERATED, "Fooocus")
    elif key in _EASY_DIFFUSION_KEYS:
        yield Trace(key, excerpt(text), Origin.AI_GENERATED, "Easy Diffusion")
    elif text.lstrip().startswith("{"):
        yield from _from_json(key, text)


def _from_json(key: str, text: str) -> Iterator[Trace]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    form = next((form for form in _FORMS if form.fits(set(document))), None)
    if form:
        yield Trace(key or "parameters", _prompt(document) or form.tool, Origin.AI_GENERATED, form.tool)
    elif generator := generator_named(str(document.get("Software", ""))):
        yield Trace("Software", generator.name, generator.origin, generator.name)


def _prompt(document: dict[str, object]) -> str:
    """Return the beginning of the prompt, from wherever the document keeps it."""
    inner = document.get("sui_image_params") or document.get("image")
    for place in (document, inner if isinstance(inner, dict) else {}):
        for key in _PROMPT_KEYS:
            if isinstance(prompt := place.get(key), str) and prompt:
                return excerpt(prompt.encode("utf-8", "replace").decode())
    return ""
