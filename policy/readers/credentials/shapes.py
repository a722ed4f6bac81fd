"""Reading JSON of any shape: files are hostile, and whatever has an unexpected shape is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JSONObject = dict[str, Any]


def object_at(parent: JSONObject, key: str) -> JSONObject:
    """Return the object under a key, an empty one where there is none."""
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def list_at(parent: JSONObject, key: str) -> list[Any]:
    """Return the list under a key, an empty one where there is none."""
    value = parent.get(key)
    return value if isinstance(value, list) else []


def objects_at(parent: JSONObject, key: str) -> Iterator[JSONObject]:
    """Yield the objects of the list under a key."""
    for item in list_at(parent, key):
        if isinstance(item, dict):
            yield item


def text(value: object) -> str:
    """Return a text, an empty one where there is none."""
    return value if isinstance(value, str) else ""
