"""SVG: descriptions are cut out by expat; nothing is rendered, expanded without end, or fetched."""

from __future__ import annotations

import gzip
import time

import pytest

from policy.containers import Walk, walk
from policy.evidence import Obstacle
from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.xmp_packet import parse
from tests.policy.blocks import NAMESPACES
from tests.policy.making import svg

RDF = NAMESPACES["rdf"]
DC = NAMESPACES["dc"]
DESCRIPTION = f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description xmlns:dc="{DC}" dc:title="Affiche"/></rdf:RDF>'


def walked(data: bytes) -> Walk:
    return walk(data, MediaType.SVG, Limits())


def titles(found: Walk) -> list[str]:
    return [item.value for block in found.blocks.xmp for item in parse(block.data).values(DC, "title")]


def test_a_description_is_found() -> None:
    found = walked(svg(f"<metadata>{DESCRIPTION}</metadata>"))
    assert titles(found) == ["Affiche"]
    assert (found.obstacle, found.damage) == (None, None)


def test_it_keeps_the_namespaces_that_were_declared_around_it() -> None:
    bare = "<rdf:RDF><rdf:Description><dc:title>Affiche</dc:title></rdf:Description></rdf:RDF>"
    found = walked(svg(f"<metadata>{bare}</metadata>", attributes=f'xmlns:rdf="{RDF}" xmlns:dc="{DC}"'))
    assert titles(found) == ["Affiche"]


def test_each_of_several_is_found() -> None:
    second = DESCRIPTION.replace("Affiche", "Tract")
    assert titles(walked(svg(f"<g>{DESCRIPTION}</g><g>{second}</g>"))) == ["Affiche", "Tract"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252"])
def test_drawings_come_in_several_encodings(encoding: str) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    drawing = svg(DESCRIPTION.replace("Affiche", "Été"), before=declared).decode()
    assert titles(walked(drawing.encode(encoding))) == ["Été"]


def test_the_element_may_bear_a_prefix() -> None:
    data = f'<ns0:svg xmlns:ns0="http://www.w3.org/2000/svg">{DESCRIPTION}</ns0:svg>'.encode()
    assert sniff(data) is MediaType.SVG
    assert titles(walked(data)) == ["Affiche"]


def test_what_illustrator_declares_is_no_obstacle() -> None:
    doctype = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: Adobe Illustrator 27.0 -->\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" ['
        f'<!ENTITY ns_rdf "{RDF}"><!ENTITY ns_svg "http://www.w3.org/2000/svg">]>'
    )
    found = walked(svg(DESCRIPTION.replace(RDF, "&ns_rdf;"), before=doctype))
    assert (found.obstacle, found.damage) == (None, None)
    assert titles(found) == ["Affiche"]


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY far SYSTEM "http://127.0.0.1:9/secret">',
        '<!ENTITY far PUBLIC "-//X//Y" "https://example.org/x">',
        '<!ENTITY far SYSTEM "file:///etc/passwd">',
        '<!ENTITY % far SYSTEM "http://127.0.0.1:9/x.dtd"> %far;',
    ],
)
def test_an_entity_that_stands_elsewhere_is_refused(entity: str) -> None:
    found = walked(svg("&far;", before=f"<!DOCTYPE svg [{entity}]>"))
    assert found.obstacle is Obstacle.EXTERNAL_ENTITIES


def test_links_are_not_entities_and_are_left_alone() -> None:
    inside = '<image href="http://127.0.0.1:9/x.png"/><style>@import url(http://127.0.0.1:9/x.css);</style>'
    found = walked(svg(inside, before='<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>'))
    assert (found.obstacle, found.damage) == (None, None)


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE svg [<!ENTITY l0 "ha">{levels}]>'


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        (laughs(), "&l8;"),
        (f'<!DOCTYPE svg [<!ENTITY long "{"a" * 2_000}">]>', "&long;" * 10),
        ("<!DOCTYPE svg [" + "".join(f'<!ENTITY e{n} "x">' for n in range(100)) + "]>", ""),
        ("", "<g>" * 300 + "</g>" * 300),
        ("", "<g " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(400)) + "/>"),
    ],
    ids=["entities of entities", "long entities", "many entities", "deep elements", "many namespaces"],
)
def test_floods_are_too_complex(before: str, inside: str) -> None:
    began = time.process_time()
    assert walked(svg(inside, before=before)).obstacle is Obstacle.TOO_COMPLEX
    assert time.process_time() - began < 1


def test_plain_entities_a_million_times_stop_early() -> None:
    data = svg("&a;" * 1_000_000, before=f'<!DOCTYPE svg [<!ENTITY a "{"a" * 1_000}">]>')
    began = time.process_time()
    assert walked(data).obstacle is Obstacle.TOO_COMPLEX
    assert time.process_time() - began < 2


def test_a_description_that_its_entities_would_blow_up_is_too_complex() -> None:
    entity = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 1_000}">]>'
    data = svg(DESCRIPTION.replace("Affiche", "&a;" * 5_000), before=entity)
    assert walked(data).obstacle is Obstacle.TOO_COMPLEX


def test_a_cut_drawing_keeps_what_came_before() -> None:
    found = walked(svg(f"{DESCRIPTION}<g>")[:-8])
    assert titles(found) == ["Affiche"]
    assert (found.obstacle, found.damage) == (None, Obstacle.TRUNCATED)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><svg xmlns='http://www.w3.org/2000/svg'/></body></html>",
        b"<svg",
        b"<svg><g></svg>",
        b"<?xml?><svg/>",
    ],
)
def test_what_is_no_drawing_is_unreadable(data: bytes) -> None:
    assert walked(data).obstacle is Obstacle.DAMAGED


def test_a_packed_drawing_is_not_unpacked() -> None:
    data = gzip.compress(svg(" " * 10_000_000))
    assert sniff(data) is MediaType.OTHER
    assert walk(data, sniff(data), Limits()).obstacle is Obstacle.UNSUPPORTED
