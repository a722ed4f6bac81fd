"""Whatever is dropped is answered with a sentence for a press officer; nothing is lost, fetched or rendered."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from PIL import Image

from bot.card import board
from bot.card.file_words import obstacle_sentence
from bot.card.model import Card
from policy.evidence import Obstacle
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"\0") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return PNG_SIGNATURE + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """Return a small PNG whose compressed note unpacks to 200 MB."""
    return png(8, 8, chunk(b"zTXt", b"parameters\0\0" + zlib.compress(bytes(200_000_000), 1)))


def picture_bomb() -> bytes:
    """Return a small PNG that claims 30,000 by 30,000 pixels and has them, all alike."""
    rows = zlib.compressobj(9)
    pixels = b"".join(rows.compress(bytes(30_001)) for _ in range(2_000)) + rows.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))
    return PNG_SIGNATURE + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def card(desk: RunningDesk, reference: str) -> Card:
    house = desk.house
    return board.card(house, desk.people["Camille"], reference, house.catalogue())


def answer(desk: RunningDesk, data: bytes, name: str = "photo.jpg") -> Card:
    return card(desk, desk.come_in("Camille").drop_and_wait((name, data)))


@pytest.mark.parametrize(
    ("name", "data", "obstacle"),
    [
        ("photo.jpg", b"", Obstacle.EMPTY),
        ("photo.jpg", "Communiqué de presse".encode(), Obstacle.UNSUPPORTED),
        ("photo.png", b"MZ\x90\0" + bytes(512), Obstacle.UNSUPPORTED),
        ("photo.png", png(0, 0), Obstacle.NO_PIXELS),
        ("photo.png", PNG_SIGNATURE, Obstacle.DAMAGED),
    ],
)
def test_what_can_not_be_read_is_said_so_in_a_sentence(
    lasting_desk: RunningDesk, name: str, data: bytes, obstacle: Obstacle
) -> None:
    shown = answer(lasting_desk, data, name)
    assert shown.headline == lasting_desk.say("Not verifiable")
    assert shown.summary == obstacle_sentence(obstacle, lasting_desk.house.catalogue())
    assert len(shown.summary) > 20


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_a_truncated_photo_is_never_taken_for_a_whole_one(lasting_desk: RunningDesk, kept: float) -> None:
    whole = photo((200, 100, 50), (1_200, 800))
    shown = answer(lasting_desk, whole[: int(len(whole) * kept)])
    assert shown.headline != lasting_desk.say("Nothing stands against it")
    assert obstacle_sentence(Obstacle.TRUNCATED, lasting_desk.house.catalogue()) in (
        shown.summary,
        *shown.visuals[0].not_looked,
    )


def test_a_wrong_extension_misleads_nobody(lasting_desk: RunningDesk) -> None:
    shown = answer(lasting_desk, photo(), "tract.pdf")
    assert shown.visuals[0].facts.startswith("JPEG")
    assert shown.visuals[0].has_preview


def test_sixty_thousand_pixels_a_side_are_answered(lasting_desk: RunningDesk) -> None:
    shown = answer(lasting_desk, png(60_000, 60_000), "poster.png")
    sentence = obstacle_sentence(Obstacle.TOO_MANY_PIXELS, lasting_desk.house.catalogue())
    assert sentence in (shown.summary, *shown.visuals[0].not_looked)
    assert not shown.visuals[0].has_preview


@pytest.mark.parametrize("made", [bomb, picture_bomb])
def test_a_decompression_bomb_is_answered_and_costs_little(lasting_desk: RunningDesk, made: object) -> None:
    data = made()  # type: ignore[operator]
    assert len(data) < 1_000_000
    shown = answer(lasting_desk, data, "poster.png")
    assert shown.headline in {
        lasting_desk.say("Not verifiable"),
        lasting_desk.say("Reserved opinion: something is missing"),
    }
    assert shown.visuals[0].not_looked


class _Ear(BaseHTTPRequestHandler):
    """Remembers whoever calls."""

    def do_GET(self) -> None:
        self.server.heard.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def ear() -> Iterator[HTTPServer]:
    """A server on loopback that nobody should ever call; `heard` has the paths."""
    server = HTTPServer(("127.0.0.1", 0), _Ear)
    server.heard = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_svg_with_entities_and_links_fetches_nothing_and_is_never_shown(
    lasting_desk: RunningDesk, ear: HTTPServer
) -> None:
    address = f"http://127.0.0.1:{ear.server_port}"
    drawing = (
        f'<?xml version="1.0"?><!DOCTYPE svg SYSTEM "{address}/dtd" [<!ENTITY e SYSTEM "{address}/entity">'
        f'<!ENTITY f SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{address}/image"/>'
        f'<style>@import url("{address}/style");</style><text>&e;&f;</text></svg>'
    )
    shown = answer(lasting_desk, drawing.encode(), "logo.svg")
    assert shown.headline == lasting_desk.say("Not verifiable")
    assert "root:" not in repr(shown)
    assert not shown.visuals[0].has_preview
    assert ear.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    [
        "a\nb\r\nc.jpg",
        "photo\u202egpj.exe",
        "<img src=x onerror=alert(1)>.jpg",
        "*bold* _it_ <@U123|boss> [link](http://evil).jpg",
        "../../etc/passwd",
        "é" * 120 + ".jpg",
    ],
)
def test_a_file_name_is_only_ever_text(lasting_desk: RunningDesk, name: str) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait((name, photo()))
    shown = card(lasting_desk, reference).visuals[0].name
    assert len(shown) <= 255
    assert not any(letter in shown for letter in "\n\r\u202e")
    page = camille.client.get(f"/depots/{reference}").text
    assert "<img src=x" not in page
    assert 'href="http://evil"' not in page


def test_a_file_of_two_hundred_megabytes_is_kept_and_answered(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    output = io.BytesIO()
    Image.new("RGB", (64, 64)).save(output, "JPEG")
    data = output.getvalue() + bytes(200 * 1024 * 1024 - len(output.getvalue()))
    reference = camille.drop_and_wait(("poster.jpg", data))
    shown = card(lasting_desk, reference)
    assert shown.summary == obstacle_sentence(Obstacle.TOO_LARGE, lasting_desk.house.catalogue())
    with lasting_desk.house.originals.open(hashlib.sha256(data).hexdigest()) as kept:
        assert kept.seek(0, 2) == len(data)


def test_the_journal_is_intact_after_all_that(lasting_desk: RunningDesk) -> None:
    page = lasting_desk.come_in("Camille").client.get("/journal/verification").text
    assert lasting_desk.say("The journal is intact.") in page
