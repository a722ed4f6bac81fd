"""From the chain of manifests to evidence on the whole file.

The active manifest and its parents speak for the whole file; a component or an input only for a part of it.
Evidence found further down the chain is worth what the weakest signature on the way to it is worth:
anyone can enclose a stranger's genuine manifest in their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from policy.cameras import camera_named
from policy.evidence import Evidence, Origin, ReaderName, Strength
from policy.generators import generator_named
from policy.readers.credentials.store import Action, Ingredient, Manifest, Metadata, Store
from policy.readers.credentials.strength import mismatches, rank, strength_of, weaker
from policy.source_types import origin_of

_DEPTH = 32
_ADDING = {"c2pa.edited", "c2pa.placed", "c2pa.drawing", "c2pa.filtered", "c2pa.removed"}
_FOREIGN = {"c2pa.placed", "c2pa.unknown"}
"""Actions after which not all of the picture need come from where it began."""
_GENERATIVE_ASSERTIONS = {"c2pa.ai_generated_content", "com.adobe.generative-ai"}
_PARTS = {
    Origin.AI_GENERATED: Origin.AI_COMPOSITE,
    Origin.AI_COMPOSITE: Origin.AI_COMPOSITE,
    Origin.AI_ENHANCED: Origin.AI_ENHANCED,
}
_SETTINGS = {"ExposureTime", "DateTimeOriginal", "FNumber"}


class Link(NamedTuple):
    """A manifest on the chain: whether it speaks for the whole file, and how strong the way to it is.

    `mixed` says that something foreign was placed into the picture on the way.
    """

    manifest: Manifest
    strength: Strength
    whole: bool = True
    mixed: bool = False
    mismatches: tuple[str, ...] = ()
    depth: int = 0

    @property
    def where(self) -> str:
        """Where to look, as the C2PA tools name it."""
        return f"manifest {self.manifest.label}"


def links(store: Store) -> Iterator[Link]:
    """Yield the active manifest, then all that it was made from: each once in each role, by its strongest way."""
    order = count()
    waiting: list[tuple[int, int, Link]] = []
    seen: set[tuple[str, bool]] = set()
    if first := _link(store, store.active):
        heappush(waiting, (rank(first.strength), next(order), first))
    while waiting:
        _, _, link = heappop(waiting)
        if (link.manifest.label, link.whole) in seen or link.depth > _DEPTH:
            continue
        seen.add((link.manifest.label, link.whole))
        yield link
        for item in link.manifest.ingredients:
            if found := _link(store, item.label, link, item):
                heappush(waiting, (rank(found.strength), next(order), found))


def _link(store: Store, label: str, above: Link | None = None, ingredient: Ingredient | None = None) -> Link | None:
    manifest = store.manifests.get(label)
    if manifest is None:
        return None
    strength = strength_of(store, label)
    return Link(
        manifest,
        strength=weaker(above.strength, strength) if above else strength,
        whole=above is None or (above.whole and ingredient is not None and ingredient.is_parent),
        mixed=(above is not None and above.mixed) or _is_mixed(manifest),
        mismatches=mismatches(store, label),
        depth=above.depth + 1 if above else 0,
    )


def _is_mixed(manifest: Manifest) -> bool:
    return any(not item.is_parent for item in manifest.ingredients) or any(
        action.name in _FOREIGN for action in manifest.actions
    )


def evidence(store: Store) -> Iterator[Evidence]:
    """Yield everything that the chain says of the file's origin, and who signed it."""
    for link in links(store):
        if link.depth == 0 or link.mismatches:
            yield _signature(link)
        found = [*_from_actions(link), *_from_assertions(link), *_from_metadata(link)]
        yield from found
        if not any(item.origin is not Origin.UNKNOWN for item in found):
            yield from _from_generator(link)


def _signature(link: Link) -> Evidence:
    value = ", ".join(link.mismatches) if link.mismatches else link.manifest.generator
    return _evidence(link, "signature", value, Origin.UNKNOWN, link.where, link.manifest.generator)


def _from_actions(link: Link) -> Iterator[Evidence]:
    for action in link.manifest.actions:
        where = f"{link.where} / {action.where}"
        tool = action.agent or link.manifest.generator
        if action.source_type:
            term, origin = origin_of(action.source_type)
            yield _evidence(link, "digitalSourceType", term, _of_action(link, action, origin), where, tool)
        elif action.name in _ADDING | {"c2pa.created"} and (generator := generator_named(action.agent)):
            origin = _of_action(link, action, generator.origin)
            yield _evidence(link, "softwareAgent", action.agent, origin, where, tool)


def _of_action(link: Link, action: Action, origin: Origin) -> Origin:
    """An action that adds to what was there before generates a part, not the whole."""
    if origin is Origin.AI_GENERATED and action.name in _ADDING and _had_a_beginning(link.manifest):
        return Origin.AI_COMPOSITE
    return origin


def _had_a_beginning(manifest: Manifest) -> bool:
    return _continues(manifest) or any(
        action.name == "c2pa.created" and origin_of(action.source_type)[1] in {Origin.CAPTURE, Origin.HUMAN_MADE}
        for action in manifest.actions
    )


def _continues(manifest: Manifest) -> bool:
    """Whether the manifest goes on from something that existed before it."""
    return any(item.is_parent for item in manifest.ingredients) or any(
        action.name == "c2pa.opened" for action in manifest.actions
    )


def _from_assertions(link: Link) -> Iterator[Evidence]:
    origin = Origin.AI_COMPOSITE if _continues(link.manifest) else Origin.AI_GENERATED
    for label in link.manifest.assertions:
        if label in _GENERATIVE_ASSERTIONS:
            yield _evidence(link, "assertion", label, origin, f"{link.where} / {label}", link.manifest.generator)


def _from_metadata(link: Link) -> Iterator[Evidence]:
    """Editors copy metadata into signed assertions unread: a signer on a list does not vouch for them."""
    strength = weaker(link.strength, Strength.SIGNED)
    for metadata in link.manifest.metadata:
        where = f"{link.where} / {metadata.label}"
        for key, value in metadata.properties:
            if key.rpartition(":")[2].casefold() == "digitalsourcetype":
                term, origin = origin_of(value)
                yield _evidence(link, "digitalSourceType", term, origin, where, link.manifest.generator, strength)
        if camera := _camera(metadata):
            yield _evidence(link, "camera", camera, Origin.CAPTURE, where, None, strength)


def _camera(metadata: Metadata) -> str:
    found = {key.rpartition(":")[2]: value for key, value in metadata.properties}
    return camera_named(found.get("Make", ""), found.get("Model", ""), settings=bool(_SETTINGS & found.keys()))


def _from_generator(link: Link) -> Iterator[Evidence]:
    """A manifest that states no origin may still have been written by a known generator."""
    name = link.manifest.generator
    if not _continues(link.manifest) and (generator := generator_named(name)):
        yield _evidence(link, "claimGenerator", name, generator.origin, link.where, name)


def _evidence(
    link: Link,
    marker: str,
    value: str,
    origin: Origin,
    where: str,
    tool: str | None,
    strength: Strength | None = None,
) -> Evidence:
    return Evidence(
        reader=ReaderName.C2PA,
        marker=marker,
        value=value,
        origin=origin if link.whole else _PARTS.get(origin, Origin.UNKNOWN),
        strength=_proven(link, origin, strength or link.strength),
        where=where,
        tool=tool or None,
        signer=link.manifest.issuer or None,
    )


def _proven(link: Link, origin: Origin, strength: Strength) -> Strength:
    """A trusted signature proves a capture only where the picture began, and only if nothing foreign came to it."""
    if origin is Origin.CAPTURE and (link.mixed or _continues(link.manifest)):
        return weaker(strength, Strength.SIGNED)
    return strength
