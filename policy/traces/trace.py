"""What a text says of how a picture was made."""

from __future__ import annotations

from typing import NamedTuple

from policy.evidence import Origin


class Trace(NamedTuple):
    """One mark that a generator left in a text; of a prompt, `value` is no more than the beginning."""

    marker: str
    value: str
    origin: Origin
    tool: str | None = None


def excerpt(text: str, length: int = 120) -> str:
    """Return the beginning of a text on one line: what people ask a generator for is personal data."""
    return " ".join(text[: 4 * length].replace("\0", " ").split())[:length]
