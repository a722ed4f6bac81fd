"""Texts in the fonts that matplotlib brings along, measured before they are placed. All lengths are in pixels."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, get_font

DOTS_PER_INCH = 72
"""So that a point, in which matplotlib counts, is a pixel."""
_LINE = 1.3
"""The height of a line, in sizes of its letters: DejaVu Sans reaches from 0.93 above to 0.24 below the base line."""
_ASCENT = 0.98
"""Where the base line lies below the top of its line, in sizes."""
_FAMILY = "DejaVu Sans"
_INVISIBLE = {"Cc", "Cf", "Cs", "Mn", "Me"}
_UNKNOWN = "□"
_THOUSANDS = "\N{NARROW NO-BREAK SPACE}"
"""Read alike in French and in English (ISO 80000-1, 7.3.1)."""


@dataclass(frozen=True, slots=True)
class Style:
    """The size of letters, and whether they are bold."""

    size: int
    bold: bool = False

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.size * _LINE

    @property
    def ascent(self) -> float:
        """How far the base line is below the top of its line."""
        return self.size * _ASCENT

    @property
    def file(self) -> Path:
        """The font's file."""
        return Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if self.bold else "DejaVuSans.ttf")

    @property
    def font(self) -> FontProperties:
        """The font by its file: by its name, the machine's own fonts could come first."""
        return FontProperties(family=_FAMILY, fname=self.file, size=self.size)


TITLE = Style(44, bold=True)
HEADING = Style(36, bold=True)
LABEL = Style(32)
STRONG = Style(32, bold=True)
NOTE = Style(28)


def figures(number: int) -> str:
    """Return a count such as « 1 234 »."""
    return f"{number:,}".replace(",", _THOUSANDS)


class Rule:
    """Measures texts, as wide as they will be drawn."""

    def __init__(self) -> None:
        self._renderer = RendererAgg(1, 1, DOTS_PER_INCH)

    def width(self, text: str, style: Style) -> float:
        """Return how wide a text is on one line."""
        return float(self._renderer.get_text_width_height_descent(text, style.font, ismath=False)[0])

    def widest(self, texts: tuple[str, ...], style: Style) -> float:
        """Return how wide the widest text is, 0 where there is none."""
        return max((self.width(text, style) for text in texts), default=0.0)

    def lines(self, text: str, style: Style, most: float) -> tuple[str, ...]:
        """Return a text in lines of at most this width, broken between words, or in a word that is wider alone.

        Only plain spaces part words, so that French punctuation stays with its own.
        """
        lines: list[str] = []
        for word in (part for whole in text.split(" ") for part in self._parts(whole, style, most)):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, style) <= most:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(lines)

    def shrunk(self, texts: tuple[str, ...], style: Style, most: float) -> Style:
        """Return a style in which the widest of the texts fits, the one given where it does already."""
        widest = self.widest(texts, style)
        return style if widest <= most else Style(max(1, int(style.size * most / widest)), style.bold)

    def _parts(self, word: str, style: Style, most: float) -> list[str]:
        parts: list[str] = []
        while word and self.width(word, style) > most:
            length = max(1, next(n for n in range(len(word), -1, -1) if self.width(word[:n], style) <= most))
            parts.append(word[:length])
            word = word[length:]
        return [*parts, word] if word else parts


def legible(text: str) -> str:
    """Return a text on one line, with a box for every letter that the font has not."""
    spaced = "".join(" " if letter in "\n\r\t" else letter for letter in unicodedata.normalize("NFC", text))
    shown = (letter for letter in spaced if unicodedata.category(letter) not in _INVISIBLE)
    font = get_font(LABEL.file)
    return "".join(letter if font.get_char_index(ord(letter)) else _UNKNOWN for letter in shown).strip()
