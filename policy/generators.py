"""Names that generators give themselves where a file names the program that made it.

A name counts only as a whole: alone, or followed by a version. « Gemini » is also a person, a telescope and a
telephone, « Flux » a lamp: a word inside other words accuses nobody.
Sources: the notes « markers.md » §1.3 and §1.5, each seen on a real file or in the product's own code.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from policy.evidence import Origin

_LONGEST_NAME = 400
"""Characters; a longer text is no program's name."""


class Generator(NamedTuple):
    """A program known by name, and what its name alone says of a file's origin."""

    name: str
    origin: Origin


_FLUX = r"[ -]\[?(?:dev|schnell|pro|ultra|flex|max|klein|kontext)\b\]?"

_NAMES: tuple[tuple[str, str, Origin], ...] = (
    ("Adobe Firefly", r"adobe firefly(?: (?:image|video|vector)(?: model)?)?", Origin.AI_GENERATED),
    ("AI generated", r"ai generated;[\w;.-]+", Origin.AI_GENERATED),
    ("Amazon Nova Canvas", r"amazon nova (?:canvas|reel)", Origin.AI_GENERATED),
    ("Amazon Titan", r"amazon titan image generator(?: g1)?", Origin.AI_GENERATED),
    ("Aphrodite AI", r"aphrodite ai", Origin.AI_GENERATED),
    ("Apple Image Playground", r"(?:apple )?image playground", Origin.AI_GENERATED),
    ("AUTOMATIC1111", r"automatic1111|stable[ -]diffusion[ -]web ?ui(?:[ -]forge)?", Origin.AI_GENERATED),
    ("Bing Image Creator", r"(?:microsoft )?bing image creator|image creator from designer",
     Origin.AI_GENERATED),
    ("Black Forest Labs", r"black forest labs(?: api)?", Origin.AI_GENERATED),
    ("ChatGPT", r"(?:openai )?(?:chatgpt|gpt-?4o)(?: image)?", Origin.AI_GENERATED),
    ("Craiyon", r"craiyon", Origin.AI_GENERATED),
    ("DALL·E", r"(?:openai )?dall[·•.-]e", Origin.AI_GENERATED),
    ("Doubao", r"doubao(?: ai)?|豆包", Origin.AI_GENERATED),
    ("Draw Things", r"draw things", Origin.AI_GENERATED),
    ("Dreamina", r"dreamina(?: ai)?|jimeng(?: ai)?|即梦(?:ai)?", Origin.AI_GENERATED),
    ("Easy Diffusion", r"easy diffusion", Origin.AI_GENERATED),
    ("FLUX", rf"flux\.[12](?:\.1)?(?:{_FLUX})*|flux[ -][12](?:\.1)?(?:{_FLUX})+", Origin.AI_GENERATED),
    ("Fooocus", r"fooocus", Origin.AI_GENERATED),
    ("Google Gemini", r"google gemini|gemini \d(?:\.\d)? (?:flash|pro)(?: image)?(?: preview)?|nano banana",
     Origin.AI_GENERATED),
    ("Google Imagen", r"google imagen|made with google ai|google ai", Origin.AI_GENERATED),
    ("Google Veo", r"google veo", Origin.AI_GENERATED),
    ("gpt-image", r"(?:openai )?gpt[ -]image", Origin.AI_GENERATED),
    ("Grok", r"x?ai grok|grok imagine|grok[ -]\d(?:[ -]image)?", Origin.AI_GENERATED),
    ("Ideogram", r"ideogram(?: ai|\.ai)?", Origin.AI_GENERATED),
    ("InvokeAI", r"invoke ?ai|invoke-ai/invokeai", Origin.AI_GENERATED),
    ("Kling", r"kling ?ai", Origin.AI_GENERATED),
    ("Leonardo.Ai", r"leonardo[. ]ai", Origin.AI_GENERATED),
    ("Luma", r"luma ai|luma dream machine|luma photon", Origin.AI_GENERATED),
    ("Microsoft Responsible AI", r"microsoft responsible ai(?: image provenance)?", Origin.AI_GENERATED),
    ("Midjourney", r"midjourney(?: bot)?", Origin.AI_GENERATED),
    ("NovelAI", r"novel ?ai(?: diffusion(?: anime| furry)?)?", Origin.AI_GENERATED),
    ("OpenAI", r"openai(?: media service api|[ -]api| sora)?", Origin.AI_GENERATED),
    ("Reve", r"reve\.com|reve ai", Origin.AI_GENERATED),
    ("Runway", r"runway ?ml|runway gen-?", Origin.AI_GENERATED),
    ("Seedream", r"(?:bytedance )?see(?:dream|dedit)", Origin.AI_GENERATED),
    ("Stability AI", r"stability ai(?: ltd)?", Origin.AI_GENERATED),
    ("Stable Diffusion", r"stable diffusion(?: xl)?", Origin.AI_GENERATED),
    ("SwarmUI", r"(?:stable)?swarmui", Origin.AI_GENERATED),
    ("Topaz", r"topaz (?:gigapixel|photo|sharpen|denoise|video) ?ai", Origin.AI_ENHANCED),
    ("Upscayl", r"upscayl", Origin.AI_ENHANCED),
    # A pipeline: what it did to the picture stands in its graph, not in its name.
    ("ComfyUI", r"comfyui", Origin.UNKNOWN),
    # Tools of people: they may hold generated pictures or none.
    ("Canva", r"canva(?: \(renderer\))?", Origin.UNKNOWN),
)  # fmt: skip

# After its name a product may tell its version, a hash of its model, what it runs on, or (RFC 9110 §10.1.5)
# the further products that it is built of. Nothing else: « Midjourney v6 » is a program, « Midjourney fans »
# are people.
_VERSION = r"(?:/v?\d\S*(?: .*)?|[ -]?[vf]?\d[\w.+-]*)?(?: [0-9a-f]{8})?"
_REST = r"(?: [(\[].*| (?:doc|user|brand)=.*)?"
_NAME = re.compile(
    f"(?:{'|'.join(f'({pattern})' for _, pattern, _ in _NAMES)}){_VERSION}{_REST}", re.IGNORECASE | re.DOTALL
)
_GENERATORS = tuple(Generator(name, origin) for name, _, origin in _NAMES)

_COMPANIES = re.compile(
    r"openai|stability ai(?: ltd)?|black forest labs|google ai|luma ai|runway ?ml|leonardo[. ]ai", re.IGNORECASE
)
"""Generators that bear their makers' names. As the maker of a *file* such a name admits; in a credit it may stand
for a press photo that the company handed out, and accuses nobody."""

_CREDITS = {
    "made with google ai": Generator("Google AI", Origin.AI_GENERATED),
    "edited with google ai": Generator("Google AI", Origin.AI_COMPOSITE),
    "apple photos clean up": Generator("Apple Photos Clean Up", Origin.AI_COMPOSITE),
    "apple image playground": Generator("Apple Image Playground", Origin.AI_GENERATED),
    "imagined with ai": Generator("Meta AI", Origin.AI_GENERATED),
}


def generator_named(text: str) -> Generator | None:
    """Return the generator that the text of a « Software », « CreatorTool » or « softwareAgent » names."""
    found = _NAME.fullmatch(_plain(text))
    return _GENERATORS[found.lastindex - 1] if found and found.lastindex else None


def credit_named(text: str) -> Generator | None:
    """Return the generator or AI tool that stands where a picture's author, source or credit does."""
    name = _plain(text)
    if _COMPANIES.fullmatch(name):
        return None
    return _CREDITS.get(name.casefold()) or generator_named(name)


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST_NAME].strip("\0 \t\r\n").replace("_", " ").split())
