"""Walks an SVG drawing (SVG 2; XML 1.0) with expat alone: nothing is rendered and nothing is ever fetched.

Drawing programs declare harmless entities (Illustrator names its namespaces so), hence a document type is
accepted; what is refused are entities that stand elsewhere, are made of others, or come in floods.
"""

from __future__ import annotations

import pyexpat
import re

from policy.containers.basket import Basket, StopWalkError
from policy.encodings import Encoding, decoded
from policy.evidence import Obstacle

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# RDF"
_ROOTS = {"http://www.w3.org/2000/svg svg", "svg"}
_WRAPPER = "adobe-ns-meta:xmpmeta"
_DEPTH = 256
_MOST_ELEMENTS = 1_000_000
"""A map or a traced photograph has some 100,000."""
_MOST_NAMESPACES = 256
"""Declared around one element: Illustrator declares a dozen."""
_MOST_ENTITIES = 64
_LONGEST_ENTITY = 1_024
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SINGLE_BYTE: dict[bytes, Encoding] = {
    b"iso-8859-1": "iso-8859-1",
    b"latin1": "iso-8859-1",
    b"iso-8859-15": "iso-8859-15",
    b"windows-1252": "windows-1252",
    b"us-ascii": "us-ascii",
}
"""Encodings of drawings beside UTF-8 and UTF-16; in any other, ASCII is read all the same."""
_AMPLIFICATION = 43
"""expat's code for « limit on input amplification factor breached », which pyexpat has no name for."""
_UNFINISHED = {
    pyexpat.errors.codes[message]
    for message in (
        pyexpat.errors.XML_ERROR_NO_ELEMENTS,
        pyexpat.errors.XML_ERROR_UNCLOSED_TOKEN,
        pyexpat.errors.XML_ERROR_PARTIAL_CHAR,
        pyexpat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def walk_svg(data: bytes, basket: Basket) -> None:
    """Gather the RDF descriptions of the drawing as XMP."""
    text = _as_utf8(data)
    walker = _Walker(text, basket)
    try:
        walker.parse()
    except pyexpat.ExpatError as error:
        if error.code in _UNFINISHED and walker.root_seen:
            basket.note_damage(Obstacle.TRUNCATED)
        else:
            basket.note_obstacle(Obstacle.TOO_COMPLEX if error.code == _AMPLIFICATION else Obstacle.DAMAGED)
    if not walker.root_seen:
        basket.note_obstacle(Obstacle.DAMAGED)


def _as_utf8(data: bytes) -> bytes:
    """Return the document in UTF-8, whatever its byte order mark or XML declaration says it is written in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(data, "utf-16").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _ENCODING.match(data)
    encoding = _SINGLE_BYTE.get(declared[1].lower()) if declared else None
    return decoded(data, encoding).encode() if encoding else data


class _Walker:
    """Follows the elements down to the RDF descriptions and cuts these out."""

    def __init__(self, text: bytes, basket: Basket) -> None:
        self.root_seen = False
        self._text = text
        self._basket = basket
        self._depth = self._elements = 0
        self._entities: dict[bytes, bytes] = {}
        self._namespaces: dict[str, list[str]] = {}
        self._rdf_start = self._rdf_depth = 0
        self._parser = parser = pyexpat.ParserCreate("utf-8", " ")
        parser.EntityDeclHandler = self._entity
        parser.StartNamespaceDeclHandler = self._namespace
        parser.EndNamespaceDeclHandler = self._end_namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def parse(self) -> None:
        """Parse all of it; raises what expat raises."""
        self._parser.Parse(self._text, True)

    def _entity(
        self,
        name: str,
        _is_parameter: bool,
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        if value is None:
            raise StopWalkError(Obstacle.EXTERNAL_ENTITIES)
        self._entities.setdefault(f"&{name};".encode(), value.encode())
        if len(self._entities) > _MOST_ENTITIES or len(value) > _LONGEST_ENTITY or "&" in value or "%" in value:
            raise StopWalkError(Obstacle.TOO_COMPLEX)

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._namespaces.setdefault(prefix or "", []).append(uri or "")
        if len(self._namespaces) > _MOST_NAMESPACES:
            raise StopWalkError(Obstacle.TOO_COMPLEX)

    def _end_namespace(self, prefix: str | None) -> None:
        uris = self._namespaces[prefix or ""]
        uris.pop()
        if not uris:
            del self._namespaces[prefix or ""]

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEPTH or self._elements > _MOST_ELEMENTS:
            raise StopWalkError(Obstacle.TOO_COMPLEX)
        if self._elements == 1:
            self.root_seen = name in _ROOTS
        if name == _RDF and not self._rdf_depth:
            self._rdf_depth, self._rdf_start = self._depth, self._parser.CurrentByteIndex

    def _end(self, _name: str) -> None:
        if self._depth == self._rdf_depth:
            self._rdf_depth = 0
            end = self._text.find(b">", self._parser.CurrentByteIndex) + 1
            where = f"SVG metadata @{self._rdf_start}"
            self._basket.add_xmp(self._packet(self._expanded(self._text[self._rdf_start : end])), where)
        self._depth -= 1

    def _expanded(self, rdf: bytes) -> bytes:
        """Put in what the document's entities stand for: the packet is read without their declarations."""
        if (
            sum(rdf.count(name) * len(value) for name, value in self._entities.items())
            > self._basket.limits.metadata_size
        ):
            raise StopWalkError(Obstacle.TOO_COMPLEX)
        for name, value in self._entities.items():
            rdf = rdf.replace(name, value if b"<" in value else value.replace(b'"', b"&quot;"))
        return rdf

    def _packet(self, rdf: bytes) -> bytes:
        """Wrap a description in the namespaces that the elements around it declare."""
        declared = f' xmlns:{_WRAPPER.partition(":")[0]}="adobe:ns:meta/"' + "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{_escaped(uris[-1])}"'
            for prefix, uris in self._namespaces.items()
            if uris[-1] or not prefix
        )
        return f"<{_WRAPPER}{declared}>".encode() + rdf + f"</{_WRAPPER}>".encode()


def _escaped(uri: str) -> str:
    return uri.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
