"""Labels and signatures by which services say in plain text that they made a picture.

Sources: GB 45438-2025 (China's mandatory label, in force since 2025-09-01); notes « markers.md » §1.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.evidence import Origin
from policy.generators import credit_named, generator_named
from policy.traces.trace import Trace, excerpt

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MIDJOURNEY = re.compile(rf"Job ID: {_UUID}\s*$")
_AIGC = re.compile(r'\s*(?:AIGC\s*:?\s*\{|\{\s*\\?"AIGC\\?"\s*:)')
_AIGC_LABEL = re.compile(r'\\?"Label\\?"\s*:\s*\\?"?(\d)')
_AIGC_PRODUCER = re.compile(r'\\?"(?:ContentProducer|ServiceProvider)\\?"\s*:\s*\\?"([\w -]{1,60})')
_GENERATED = "1"
_BYTEDANCE = re.compile(r'"aigc_label_type"\s*:\s*([1-9])')
_DREAMINA = re.compile(r'"product"\s*:\s*"(dreamina|jimeng)".{0,2000}"exportType"\s*:\s*"generation"', re.DOTALL)
_REPLICATE = re.compile(r'\s*\{.{0,2000}"MediaProvenance \(v1', re.DOTALL)
# The whole text, perhaps with what the product is called beside its maker: a sentence that goes on may tell a story.
_CREDIT = re.compile(
    r"\s*(?:Image )?(?:Generated|Created|Made) (?:by|with|using) ([^'’\n,;]{2,60}?)(['’]s [\w .-]{1,60})?[.!]?\s*",
    re.IGNORECASE,
)
_WINDOW = 8_192
"""Characters at either end of a text that are searched; labels are short."""
_LONGEST_CREDIT = 200


def labels(key: str, text: str) -> Iterator[Trace]:
    """Yield what a label in the text says."""
    if key == "hf-job-id":
        yield Trace(key, excerpt(text), Origin.UNKNOWN, "Hugging Face")
    head = text[:_WINDOW]
    if key == "AIGC" or _AIGC.match(head.replace("&quot;", '"')):
        yield from _chinese_label(head.replace("&quot;", '"'))
    if _MIDJOURNEY.search(text[-_WINDOW:]):
        yield Trace("Job ID", excerpt(text), Origin.AI_GENERATED, "Midjourney")
    if found := _BYTEDANCE.search(head):
        origin = Origin.AI_GENERATED if found[1] == _GENERATED else Origin.UNKNOWN
        yield Trace("aigc_label_type", found[1], origin, "ByteDance")
    if found := _DREAMINA.search(head):
        yield Trace("exportType", "generation", Origin.AI_GENERATED, found[1].capitalize())
    if _REPLICATE.match(head):
        yield Trace("MediaProvenance", excerpt(text), Origin.AI_GENERATED, "Replicate")
    yield from _credit(key, text)


def _credit(key: str, text: str) -> Iterator[Trace]:
    found = _CREDIT.fullmatch(text) if len(text) <= _LONGEST_CREDIT else None
    if not found:
        return
    named = generator_named(found[1]) if found[2] else credit_named(found[1])
    generator = named or credit_named(text)  # « Made with Google AI » is such a name as a whole
    if generator:
        yield Trace(key, excerpt(text), generator.origin, generator.name)


def _chinese_label(text: str) -> Iterator[Trace]:
    """Label 1 states generation; 2 (possible) and 3 (suspected) are a platform's guess and state nothing."""
    if not (label := _AIGC_LABEL.search(text)):
        return
    producer = _AIGC_PRODUCER.search(text)
    value = f"Label {label[1]}" + (f", ContentProducer {producer[1]}" if producer else "")
    yield Trace("AIGC", value, Origin.AI_GENERATED if label[1] == _GENERATED else Origin.UNKNOWN)
