from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.card.cutting import chunks, utf16_length
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import (
    bold,
    cut_html,
    entities,
    escaped,
    inert,
    italic,
    link,
    quote,
    visible,
    weight,
)
from tests.handlers.telegram.rendering.limits import faults_of, live_words, seen

TEXTS = st.text(max_size=60) | st.sampled_from(["<b>", "&amp;", "a & b", "</blockquote>", "@camille", "x.com"])
MARKUP = st.recursive(
    TEXTS.map(inert),
    lambda inner: st.lists(inner, max_size=3).map("".join).flatmap(lambda one: st.sampled_from([one, f"<u>{one}</u>"])),
    max_leaves=6,
)


@given(st.text())
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert html.unescape(escaped(text)) == text
    assert visible(escaped(text)) == text


@pytest.mark.parametrize(
    "foreign",
    [
        "@camille",
        "merci @camille, vu",
        "#urgent",
        "/declarer_ia maintenant",
        "/start",
        "https://evil.example/x",
        "tg://resolve?domain=x",
        "evil.com",
        "affiche.zip",
        "camille@exemple.fr",
        "192.168.1.1",
        "photo.png.evil.com",
    ],
)
def test_nothing_foreign_can_be_tapped(foreign: str) -> None:
    assert live_words(Message(escaped(foreign)))
    assert live_words(Message(inert(foreign))) == []
    assert inert(foreign).replace("\u2060", "") == escaped(foreign)


@pytest.mark.parametrize(
    "harmless", ["affiche finale.png", "IMG_0042.JPG", "et/ou", "à 12:30", "#776", "v1.2", "Sceaux. Puis"]
)
def test_ordinary_words_stay_as_they_are(harmless: str) -> None:
    assert inert(harmless) == harmless


@pytest.mark.parametrize("address", ["javascript:alert(1)", "tg://user?id=1", "", "https://a b", 'https://a"b'])
def test_what_is_no_address_is_no_link(address: str) -> None:
    assert link(address, "V-0042") == "V-0042"


def test_an_address_keeps_its_signs() -> None:
    assert link("https://a.example/?b=1&c='2'", "<x>") == (
        '<a href="https://a.example/?b=1&amp;c=&#x27;2&#x27;">&lt;x&gt;</a>'
    )


@given(MARKUP, st.integers(1, 80))
def test_cut_html_is_whole_and_fits(markup: str, most: int) -> None:
    shown = cut_html(markup, most)
    assert weight(shown) <= most
    assert shown.count("<u>") == shown.count("</u>")
    assert visible(markup).startswith(visible(shown).removesuffix("…"))


def test_html_is_never_cut_inside_of_a_tag_or_an_entity() -> None:
    markup = quote(f"{bold('a & b')} c")
    assert cut_html(markup, 4) == "<blockquote><b>a &amp;…</b></blockquote>"
    assert cut_html(markup, 7) == markup


@given(st.text(), st.text(), st.text())
def test_our_pieces_of_html_are_sound(one: str, two: str, three: str) -> None:
    markup = f"x{bold(one)}{italic(two)}{quote(inert(three), expandable=True)}"
    assert faults_of(Message(markup)) == []
    assert entities(markup) == sum(bool(text.strip()) for text in (one, two, three))
    assert utf16_length(seen(markup)) == weight(markup)


@given(st.text(alphabet="ab \n😀", min_size=1), st.integers(2, 12))
def test_the_pieces_of_a_text_are_the_text(text: str, most: int) -> None:
    pieces = chunks(text, most)
    assert all(utf16_length(piece) <= most for piece in pieces)
    assert "".join(pieces).strip() == text.strip()
