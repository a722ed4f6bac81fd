"""Canonical JSON (RFC 8785) over NFC text and without floats: one value, one sequence of bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec
import rfc8785

_INTEGER_LIMIT = 2**53 - 1
"""Largest integer that every JSON reader keeps exactly (RFC 8785 §3.2.2.3, RFC 7493 §2.2)."""
_NUMBERS_TO_LOOK_AT = re.compile(rb"[:\[,]-?[0-9]+(?:[.eE]|[0-9]{15})")
"""Where a number may be a float, or too large; also where a text only looks so, which costs nothing but time."""
_SORTED_APART = re.compile("[\ud800-\U0010ffff]")
"""Characters from which on UTF-16 order, RFC 8785's for keys, is not the order of code points."""


class CanonicalFormError(ValueError):
    """A value that has no canonical form, or bytes that are not in it."""


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a JSON value; its text becomes NFC first.

    Raises:
        CanonicalFormError: a float, an integer beyond ±(2⁵³−1), a lone surrogate, two keys that NFC makes
            equal, or something that JSON does not know.
    """
    try:
        return rfc8785.dumps(_normal(value))
    except rfc8785.CanonicalizationError as error:
        raise CanonicalFormError(str(error)) from error


def parse_canonical(data: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of canonical bytes.

    Raises:
        CanonicalFormError: the bytes are not exactly what `canonical` gives for their value.
    """
    quickly = _quickly(data)
    if quickly is not None:
        return quickly
    try:
        text = data.decode()
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise CanonicalFormError(str(error)) from error
    if not _plainly_canonical(value, text) and canonical(value) != data:
        raise CanonicalFormError("not in canonical form")
    return value


def _quickly(data: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value where another JSON library shows at once that the bytes are canonical, None where not."""
    if not data.isascii() or _NUMBERS_TO_LOOK_AT.search(data):
        return None
    try:
        value = msgspec.json.decode(data)
        return value if msgspec.json.encode(value, order="sorted") == data else None
    except (msgspec.MsgspecError, RecursionError):
        return None


def _plainly_canonical(value: object, text: str) -> bool:
    """Whether the standard library alone shows that the text is canonical: not always, but faster."""
    return (
        _ENCODER.encode(value) == text and unicodedata.is_normalized("NFC", text) and _SORTED_APART.search(text) is None
    )


def _normal(value: object) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return _normal_object(value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    raise CanonicalFormError(f"{type(value).__name__} has no place in the trail")


def _normal_object(value: Mapping[object, object]) -> dict[str, Any]:
    pairs = [(_normal(key), _normal(item)) for key, item in value.items()]
    if not all(isinstance(key, str) for key, _ in pairs):
        raise CanonicalFormError("keys are text")
    normal = dict(pairs)
    if len(normal) < len(pairs):
        raise CanonicalFormError("two keys are the same")
    return normal


def _refuse(number: str) -> NoReturn:
    raise CanonicalFormError(f"{number} is no integer")


def _integer(number: str) -> int:
    value = int(number)
    if abs(value) > _INTEGER_LIMIT:
        raise CanonicalFormError(f"{number} is too large")
    return value


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_integer)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
