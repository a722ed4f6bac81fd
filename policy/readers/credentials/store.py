"""The manifest store as plain values: manifests, their actions, their ingredients, and what validation said.

`policy.readers.credentials.parsing` makes them from the JSON of c2pa's Reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

PARENT = "parentOf"
"""The relationship of an ingredient that the file goes on from (C2PA 2.2, § Ingredient); others are parts or inputs."""


Codes = Mapping[str, tuple[str, ...]]
"""Codes of validation results under the label of the manifest that they are about."""


class Action(NamedTuple):
    """One action (C2PA 2.2, § Actions); `source_type` is the digitalSourceType as written."""

    name: str
    source_type: str
    agent: str
    where: str


class Ingredient(NamedTuple):
    """Something that the file was made from; `label` names its manifest where it has one."""

    relationship: str
    label: str

    @property
    def is_parent(self) -> bool:
        """Whether the file goes on from it."""
        return self.relationship == PARENT


class Metadata(NamedTuple):
    """A metadata assertion: XMP, IPTC or EXIF properties that the signer put under the signature."""

    label: str
    properties: tuple[tuple[str, str], ...]


class Manifest(NamedTuple):
    """One manifest of the chain."""

    label: str
    generator: str = ""
    issuer: str = ""
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    assertions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """All manifests of a file, which one is active, and what validation said.

    `successes` and `failures` are our own validation's, here and now. `recorded` are failures that enclosing
    manifests wrote down when they took an ingredient in: of ingredients, validation lists only what changed
    since then. `confirmed` are labels of manifests that our own validation trusted when it read them alone.
    """

    active: str
    manifests: dict[str, Manifest]
    successes: Codes = field(default_factory=dict)
    failures: Codes = field(default_factory=dict)
    recorded: Codes = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
