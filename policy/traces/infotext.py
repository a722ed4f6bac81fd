"""The « infotext » of AUTOMATIC1111's web interface and of all that descend from it.

A prompt, then `Negative prompt: …`, then one line such as
`Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: …, Version: v1.9`.
Source: AUTOMATIC1111/stable-diffusion-webui, modules/infotext_utils.py; its successors write the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.evidence import Origin
from policy.traces.trace import Trace, excerpt

_STEPS = re.compile(r"(?:^|[\n,]) ?Steps: \d{1,4}(?:,|$)", re.MULTILINE)
_SETTING = re.compile(r"[,\n] ?(Sampler|Schedule type|CFG scale|Seed|Model hash|Model): [^,\n]")
_FEWEST_SETTINGS = 2
_EXTRAS = re.compile(
    r"(?:^|[\n,]) ?(?:Postprocess upscaler|Upscaler 1|Postprocess GFPGAN visibility|Postprocess CodeFormer[\w ]*): "
)
_PLAIN_UPSCALERS = re.compile(r"\b(?:Postprocess upscaler|Upscaler 1): (?:None|Lanczos|Nearest)\b")
_EXTRAS_KEYS = {"postprocessing", "extras"}

_PRODUCTS = (
    ("Civitai resources:", "Civitai"),
    ("Version: Fooocus", "Fooocus"),
    ("Version: f", "Forge"),
    ("App: SD.Next", "SD.Next"),
    ("NGMS: ", "Tensor.Art"),
)


def infotexts(key: str, text: str) -> Iterator[Trace]:
    """Yield a trace where the text is the settings of a generated, or of an upscaled, picture."""
    settings = {found[1] for found in _SETTING.finditer(text)} if _STEPS.search(text) else set()
    if len(settings) >= _FEWEST_SETTINGS:
        tool = next((name for mark, name in _PRODUCTS if mark in text), "AUTOMATIC1111")
        yield Trace("parameters", excerpt(text), Origin.AI_GENERATED, tool)
    elif _EXTRAS.search(text) or (key in _EXTRAS_KEYS and "pscaler" in text):
        plain = _PLAIN_UPSCALERS.search(text)
        yield Trace("postprocessing", excerpt(text), Origin.UNKNOWN if plain else Origin.AI_ENHANCED, "AUTOMATIC1111")
