"""The encodings of text in metadata, loaded ahead: a locked-down worker can't load Python's codecs on first use."""

from __future__ import annotations

import codecs
from typing import Literal

Encoding = Literal[
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
    "us-ascii",
]

_LOADED = {name: codecs.lookup(name) for name in Encoding.__args__}  # type: ignore[attr-defined]


def decoded(data: bytes, encoding: Encoding) -> str:
    """Decode bytes; what is no text in that encoding becomes U+FFFD."""
    return _LOADED[encoding].decode(data, "replace")[0]


def text_of(raw: bytes) -> str:
    """Decode text whose encoding its carrier leaves open: UTF-8 where it is, Latin-1 otherwise."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
