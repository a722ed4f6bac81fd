"""What c2pa's validation said, and of which manifest (validation codes: C2PA 2.2, § Validation).

Three places tell of failures. `validation_results` is our own validation; of ingredients it lists only what changed
since they were taken in. What was wrong already then stands in the ingredients themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policy.readers.credentials.shapes import JSONObject, object_at, objects_at, text
from policy.readers.credentials.store import Codes

_URI = "jumbf=/c2pa/"

_Finding = tuple[str, str]
"""The label of a manifest and a code that is about it."""


class Validation(NamedTuple):
    """What was found here and now, and what enclosing manifests had recorded."""

    successes: Codes
    failures: Codes
    recorded: Codes


def validation(document: JSONObject) -> Validation:
    """Return what the document of c2pa's Reader says of each manifest."""
    manifests = object_at(document, "manifests")
    return Validation(
        successes=_by_label(_own(document, manifests, "success")),
        failures=_by_label(_own(document, manifests, "failure")),
        recorded=_by_label(_recorded(manifests)),
    )


def _by_label(findings: Iterator[_Finding]) -> Codes:
    found: dict[str, list[str]] = {}
    for label, code in findings:
        found.setdefault(label, []).append(code)
    return {label: tuple(codes) for label, codes in found.items()}


def _own(document: JSONObject, manifests: JSONObject, kind: str) -> Iterator[_Finding]:
    active = text(document.get("active_manifest"))
    results = object_at(document, "validation_results")
    yield from _findings(object_at(results, "activeManifest"), kind, active, manifests)
    places = _ingredients_by_place(manifests)
    for delta in objects_at(results, "ingredientDeltas"):
        label = places.get(_path(text(delta.get("ingredientAssertionURI"))), "")
        yield from _findings(object_at(delta, "validationDeltas"), kind, label, manifests)


def _recorded(manifests: JSONObject) -> Iterator[_Finding]:
    for manifest in manifests.values():
        for ingredient in objects_at(manifest, "ingredients") if isinstance(manifest, dict) else ():
            label = text(ingredient.get("active_manifest"))
            results = object_at(ingredient, "validation_results")
            yield from _findings(ingredient, "validation_status", label, manifests)
            yield from _findings(object_at(results, "activeManifest"), "failure", label, manifests)
            for delta in objects_at(results, "ingredientDeltas"):
                yield from _findings(object_at(delta, "validationDeltas"), "failure", "", manifests)


def _findings(parent: JSONObject, key: str, default: str, manifests: JSONObject) -> Iterator[_Finding]:
    """Yield findings; one that names no manifest of this file is about the manifest whose list it stands in."""
    for status in objects_at(parent, key):
        url = text(status.get("url"))
        label = url if url in manifests else _path(url).partition("/")[0]
        yield label if label in manifests else default, text(status.get("code"))


def _ingredients_by_place(manifests: JSONObject) -> dict[str, str]:
    """Return the label of each ingredient's manifest under the path of the assertion that takes it in."""
    return {
        f"{label}/c2pa.assertions/{text(item.get('label'))}": text(item.get("active_manifest"))
        for label, manifest in manifests.items()
        if isinstance(manifest, dict)
        for item in objects_at(manifest, "ingredients")
    }


def _path(url: str) -> str:
    """Return what follows the store in a JUMBF URI such as `self#jumbf=/c2pa/urn:c2pa:…/c2pa.signature`."""
    return url.partition(_URI)[2]
