"""The contrast of every pair of colours that text is written in, computed from the style sheet itself."""

from __future__ import annotations

import re

import pytest

from handlers.desk.pages import STATIC

GROUNDS = ("paper", "surface", "sunk")
PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft", "link", "lantern") for ground in GROUNDS if text != "lantern"),
    *((tone, f"{tone}-ground") for tone in ("stop", "ask", "clear", "done", "quiet")),
    *(("stop", ground) for ground in GROUNDS),
    ("ask", "surface"),
    ("clear", "surface"),
    ("surface", "stop"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-top", "top"),
    ("on-top-soft", "top"),
]
SIGNS = [("focus", ground) for ground in GROUNDS] + [("line-strong", ground) for ground in GROUNDS]
SIGNS += [("lantern", ground) for ground in GROUNDS]

_BLOCK = re.compile(r":root \{(.*?)\n *\}", re.DOTALL)
_COLOUR = re.compile(r"--([\w-]+): #([0-9a-f]{6});")


def _themes() -> dict[str, dict[str, str]]:
    light, dark = (dict(_COLOUR.findall(block)) for block in _BLOCK.findall((STATIC / "tokens.css").read_text()))
    return {"light": light, "dark": light | dark}


def _luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(theme: str, text: str, ground: str) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[text], colours[ground]) >= 4.5  # WCAG 2.2, 1.4.3 (AA)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_and_edges_are_visible(theme: str, sign: str, ground: str) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[sign], colours[ground]) >= 3.0  # WCAG 2.2, 1.4.11 (AA)


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert _contrast("000000", "ffffff") == pytest.approx(21)
