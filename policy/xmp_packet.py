"""Reads an XMP packet (ISO 16684-1) with expat alone, within bounds, and never by prefix: prefixes are free.

RDF writes one property in several ways: as an attribute, as an element's text, as `rdf:resource`, as items
of a Bag, Seq or Alt, and within structures. All of them come out as the same flat list.
"""

from __future__ import annotations

import codecs
import pyexpat
from collections.abc import Iterator
from typing import NamedTuple

from policy.encodings import Encoding, decoded

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_META = "adobe:ns:meta/"
_DEPTH = 64
_MOST_NAMES = 50_000
"""Elements and attributes: retouching masks of Lightroom make some 10,000."""

# A packet has no byte order mark of its own: its first character is « < » (ISO 16684-1 §7.3.2).
_ENCODINGS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


class Property(NamedTuple):
    """One value of one property; `within` names those around it as (namespace, name), outermost first."""

    namespace: str
    name: str
    value: str
    within: tuple[tuple[str, str], ...] = ()


class Packet(NamedTuple):
    """The properties of one packet; `complete` tells whether it could be read to its end."""

    properties: tuple[Property, ...]
    complete: bool

    def values(self, namespace: str, name: str) -> Iterator[Property]:
        """Yield every value of a property, wherever it stands."""
        return (item for item in self.properties if item.name == name and item.namespace == namespace)


class _RefusedError(Exception):
    """The packet goes beyond what metadata needs."""


def parse(data: bytes) -> Packet:
    """Parse a packet as far as it goes; what it says before the first mistake counts."""
    parser = _Parser()
    complete = parser.parse(_as_utf8(data))
    return Packet(tuple(parser.properties), complete)


def _as_utf8(data: bytes) -> bytes:
    data = data.lstrip(b" \t\r\n") if data[:1] in b" \t\r\n" and data[1:2] != b"\0" else data
    marked = (encoding for mark, encoding in _ENCODINGS if data.startswith(mark))
    return decoded(data, next(marked, "utf-8")).strip("\ufeff\0 \t\r\n").encode()


class _Parser:
    def __init__(self) -> None:
        self.properties: list[Property] = []
        self._names = 0
        self._path: list[tuple[str, str]] = []
        self._text: list[list[str]] = []
        self._closed = False

    def parse(self, text: bytes) -> bool:
        parser = pyexpat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(text, True)
        except (pyexpat.ExpatError, _RefusedError):
            complete = self._closed
            parser.buffer_text = False  # hands out the text that was being read when the packet broke off
            while self._path:
                self._end("")
            return complete
        return True

    def _doctype(self, *_: object) -> None:
        raise _RefusedError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._names += 1 + len(attributes)
        if self._names > _MOST_NAMES or len(self._path) >= _DEPTH:
            raise _RefusedError
        self._path.append(_split(name))
        self._text.append([])
        for key, value in attributes.items():
            namespace, local = _split(key)
            if (namespace, local) == (_RDF, "resource"):
                self._add(self._path, value)
            elif namespace not in {_RDF, _XML, _META, ""}:
                self._add([*self._path, (namespace, local)], value)

    def _characters(self, text: str) -> None:
        if self._text:
            self._text[-1].append(text)

    def _end(self, _name: str) -> None:
        self._add(self._path, "".join(self._text.pop()))
        self._path.pop()
        self._closed = not self._path

    def _add(self, path: list[tuple[str, str]], value: str) -> None:
        """Note a value of the property that it stands in, whatever RDF elements are between them."""
        value = value.strip()
        names = [name for name in path if name[0] not in {_RDF, _META, ""}]
        if value and names:
            self.properties.append(Property(*names[-1], value, tuple(names[:-1])))


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local
