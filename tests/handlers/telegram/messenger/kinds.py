"""What a value may be, in the words of the Bot API."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Plain(Enum):
    """A value without parts."""

    INTEGER = "Integer"
    FLOAT = "Float"
    STRING = "String"
    BOOLEAN = "Boolean"
    FILE = "InputFile"
    ANYTHING = "anything"


@dataclass(frozen=True)
class Constant:
    """One of some values."""

    values: frozenset[object]


@dataclass(frozen=True)
class ListOf:
    """An array."""

    item: Kind


@dataclass(frozen=True)
class ObjectOf:
    """One of the types of the API, by its name."""

    name: str


@dataclass(frozen=True)
class OneOf:
    """Several possible kinds."""

    options: tuple[Kind, ...]


Kind = Plain | Constant | ListOf | ObjectOf | OneOf


@dataclass(frozen=True)
class Field:
    """One parameter of a method, or one field of a type."""

    kind: Kind
    required: bool


def options_of(kind: Kind) -> tuple[Kind, ...]:
    """Return what a kind consists of, itself if it is simple."""
    return kind.options if isinstance(kind, OneOf) else (kind,)
