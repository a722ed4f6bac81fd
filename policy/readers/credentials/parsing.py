"""From the JSON of c2pa's Reader to a `Store`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policy.readers.credentials.shapes import JSONObject, list_at, object_at, objects_at, text
from policy.readers.credentials.store import Action, Ingredient, Manifest, Metadata, Store
from policy.readers.credentials.validation import validation

_METADATA = ("stds.exif", "stds.iptc", "c2pa.metadata", "cawg.metadata")


def parse(document_text: str) -> Store:
    """Return the store that c2pa printed.

    Raises:
        ValueError: the text is not a manifest store.
    """
    document = json.loads(document_text)
    if not isinstance(document, dict):
        raise ValueError("not a manifest store")
    found = validation(document)
    return Store(
        active=text(document.get("active_manifest")),
        manifests={
            label: _manifest(label, content)
            for label, content in object_at(document, "manifests").items()
            if isinstance(content, dict)
        },
        successes=found.successes,
        failures=found.failures,
        recorded=found.recorded,
    )


def _manifest(label: str, content: JSONObject) -> Manifest:
    assertions = [*objects_at(content, "assertions")]
    signature = object_at(content, "signature_info")
    return Manifest(
        label=label,
        generator=_generator(content),
        issuer=text(signature.get("issuer")) or text(signature.get("common_name")),
        actions=tuple(action for item in assertions for action in _actions(item)),
        ingredients=tuple(
            Ingredient(text(item.get("relationship")), text(item.get("active_manifest")))
            for item in objects_at(content, "ingredients")
        ),
        metadata=tuple(_metadata(item) for item in assertions if text(item.get("label")).startswith(_METADATA)),
        assertions=tuple(text(item.get("label")) for item in assertions),
    )


def _generator(content: JSONObject) -> str:
    """Claim v2 names its generator in a structure, claim v1 in a string such as `Adobe_Firefly c2pa-rs/0.3`."""
    for info in objects_at(content, "claim_generator_info"):
        if name := text(info.get("name")):
            return " ".join(filter(None, (name.replace("_", " "), text(info.get("version")))))
    return text(content.get("claim_generator")).split(" ")[0].replace("_", " ").replace("/", " ").strip()


def _actions(assertion: JSONObject) -> Iterator[Action]:
    """Yield the actions, and the templates of which version 2 lets actions take their fields."""
    label = text(assertion.get("label"))
    if not label.startswith("c2pa.actions"):
        return
    data = object_at(assertion, "data")
    agents = list_at(data, "softwareAgents")
    for kind in ("actions", "templates"):
        for index, item in enumerate(list_at(data, kind)):
            if isinstance(item, dict):
                yield Action(
                    name=text(item.get("action")),
                    source_type=text(item.get("digitalSourceType")),
                    agent=_agent(item, agents),
                    where=f"{label} / {kind}[{index}]",
                )


def _agent(action: JSONObject, agents: list[Any]) -> str:
    """The software agent: a string (v1), a structure, or an index into the list of agents (v2)."""
    agent = action.get("softwareAgent")
    index = action.get("softwareAgentIndex")
    if agent is None and isinstance(index, int) and 0 <= index < len(agents):
        agent = agents[index]
    return text(agent.get("name")) if isinstance(agent, dict) else text(agent)


def _metadata(assertion: JSONObject) -> Metadata:
    data = object_at(assertion, "data")
    properties = tuple((key, word) for key, value in data.items() for word in _words(value))
    return Metadata(text(assertion.get("label")), properties)


def _words(value: object) -> Iterator[str]:
    """Yield the texts of a property: alone, in a list, or as a JSON-LD reference or value."""
    for item in value if isinstance(value, list) else [value]:
        inner = item.get("@id", item.get("@value")) if isinstance(item, dict) else item
        if isinstance(inner, str | int | float):
            yield str(inner)
