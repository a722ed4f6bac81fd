"""What the inputs of our forms are called, so that their answers find back to the fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an input is to its field."""

    FIELD = "field"
    """The answer itself."""
    NEED = "need"
    """The answer itself, required, unless a ready one is chosen: we check that ourselves."""
    PRESET = "preset"
    """A ready answer."""


@dataclass(frozen=True, slots=True)
class InputName:
    """Which field an input belongs to, and what it is to it."""

    kind: Kind
    field: str


def block_id(kind: Kind, field: str, version: str = "") -> str:
    """Return an id such as `field:reason`, or `field@2:reason` in a later version of the view."""
    return f"{kind}@{version}:{field}" if version else f"{kind}:{field}"


def input_name(written: str) -> InputName | None:
    """Read an id back, None where it is none of ours."""
    head, colon, field = written.partition(":")
    kind = head.partition("@")[0]
    if not colon or kind not in set(Kind):
        return None
    return InputName(Kind(kind), field)
