"""Whatever strangers write into names, notes, reasons and metadata: on a card it is plain, short text."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.card.model import Card
from bot.journal import lines
from bot.kinds import Choice
from bot.people import Role
from policy.language import Language
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import photo

HOSTILE = [
    "affiche.png\nApproved by Dominique",
    "affiche\r\n\r\n# Approved\u2028\u2029\x85.png",
    "photo\u202egpj.exe",
    "\u2066\u2067isolated\u2068\u2069",
    "zero\u200b\u200d\ufeffwidth",
    "terminal\x1b[2J\x1b]0;title\x07\x9b31m",
    "✅ Approved ⛔ 🟢",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!channel> <@U0123> <https://evil.example|click>",
    "*bold* _italics_ ~struck~ `code` [link](tg://user?id=1)",
    "{name} {0.__class__} %(prog)s %s",
    "Z\u0351\u0352\u0353\u0354a\u0355\u0356lgo" + "\u0489" * 50,
    "x" * 5_000,
    "\x00\x01\x02",
]
_UNCLEAN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SIGNS = set("✅⛔🟢")
_LONGEST = 2_200
"""Characters: a reason of 2,000, and who gave it when."""


def generated(text: str) -> bytes:
    """Return a PNG whose metadata are hostile too."""
    notes = PngInfo()
    notes.add_itxt("parameters", f"{text}\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 8x8, Model: sd15")
    notes.add_itxt("Software", text)
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "PNG", pnginfo=notes)
    return output.getvalue()


def strings(value: object) -> Iterator[str]:
    """Yield every text of a card."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def assert_clean(card: Card) -> None:
    for text in strings(card):
        assert len(text) <= _LONGEST
        assert not _SIGNS & set(text)
        assert {unicodedata.category(character) for character in text.replace("\n", "")} & _UNCLEAN == set(), text
    for visual in card.visuals:
        assert "\n" not in visual.name + visual.statement + visual.alternative + visual.facts
        assert len(visual.name) <= 64
        assert not any("\n" in text for line in visual.evidence for text in strings(line))
    assert "\n" not in card.author + card.headline


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    return lasting_scene


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_reaches_a_card(scene: Scene, hostile: str) -> None:
    scene.join(f"Zoé {hostile}"[:70], Role.AUTHOR)
    author = f"Zoé {hostile}"[:70]
    reference = scene.submit(
        scene.receive(generated(hostile), hostile), scene.receive(photo(), hostile), note=hostile, by=author
    )
    scene.state(reference, Claim.AI_ENHANCED, tool=f"Topaz {hostile}", note=hostile, by=author)
    scene.decide(reference, Choice.REFUSE, f"No: {hostile}")
    for language in Language:
        for viewer in (author, "Dominique"):
            card = scene.card(reference, viewer, language)
            assert_clean(card)
            assert all(visual.name for visual in card.visuals)
        for line in lines(scene.house, scene.catalogue(language), None, 12).lines:
            assert unicodedata.category(line.text[0]) != "Cf"
            assert {unicodedata.category(sign) for sign in line.text.replace("\n", "")} & _UNCLEAN == set()
    assert scene.verified().intact


def test_mark_up_stays_the_text_that_it_is_for_platforms_to_escape(scene: Scene) -> None:
    reference = scene.submit(scene.receive(photo(), "<b>*a*</b>.jpg"), note="<@U0123> _b_")
    card = scene.card(reference)
    assert card.visuals[0].name == "<b>*a*</b>.jpg"
    assert card.note == "<@U0123> _b_"


def test_a_name_of_which_nothing_is_left_is_said_to_be_none(scene: Scene) -> None:
    card = scene.card(scene.submit(scene.receive(photo(), "\u200b\u202e\n")))
    assert card.visuals[0].name == "fichier sans nom"


def test_the_trail_keeps_a_name_as_it_was_sent(scene: Scene) -> None:
    reference = scene.submit(scene.receive(photo(), "photo\u202egpj.exe"))
    assert scene.case(reference).assets[0].name == "photo\u202egpj.exe"
