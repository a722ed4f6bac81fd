"""Colours and textures of a chart. Two fillings of a panel differ in texture or in lightness, never in hue alone.

The hues are those of Okabe and Ito (« Color Universal Design », 2008), made darker on the light ground and lighter on
the dark one until each has 3:1 on it (WCAG 2.2, 1.4.11); tests/bot/summary/chart/test_palette.py computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Theme(StrEnum):
    """The ground that a chart is drawn on."""

    LIGHT = "light"
    DARK = "dark"


class Hue(Enum):
    """What a series stands for, and so how it is filled."""

    APPROVED = auto()
    REFUSED = auto()
    FORBIDDEN = auto()
    WAITING = auto()
    WITHDRAWN = auto()
    FIRST_USE = auto()
    SECOND_USE = auto()
    THIRD_USE = auto()
    FOURTH_USE = auto()
    FIFTH_USE = auto()
    SIXTH_USE = auto()
    OTHER_USES = auto()


USES = (Hue.FIRST_USE, Hue.SECOND_USE, Hue.THIRD_USE, Hue.FOURTH_USE, Hue.FIFTH_USE, Hue.SIXTH_USE)
"""For uses of AI, the most frequent first; all the rest is `OTHER_USES`."""


class Texture(StrEnum):
    """What is drawn over a colour, with the ground's own, in the words of matplotlib's hatches."""

    PLAIN = ""
    RISING = "/"
    FALLING = "\\"
    DOTTED = "."


TEXTURE_LINE = 3
"""The width of a texture's lines, in pixels."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How a series is filled in each theme: colours as #rrggbb."""

    light: str
    dark: str
    texture: Texture = Texture.PLAIN

    def colour(self, theme: Theme) -> str:
        """Return the colour in a theme."""
        return self.light if theme is Theme.LIGHT else self.dark


FILLINGS = {
    Hue.APPROVED: Filling("#007a58", "#4fd1a5"),
    Hue.REFUSED: Filling("#d55e00", "#f0853a", Texture.RISING),
    Hue.FORBIDDEN: Filling("#5c1a2e", "#e0484f"),
    Hue.WAITING: Filling("#b07800", "#e6b422", Texture.DOTTED),
    Hue.WITHDRAWN: Filling("#7d848c", "#8593a0", Texture.FALLING),
    Hue.FIRST_USE: Filling("#0b5f94", "#56b4e9"),
    Hue.SECOND_USE: Filling("#c0609c", "#e9bcd6", Texture.RISING),
    Hue.THIRD_USE: Filling("#3a93c8", "#a8d8f5", Texture.DOTTED),
    Hue.FOURTH_USE: Filling("#9a4a7c", "#d98cb8", Texture.FALLING),
    Hue.FIFTH_USE: Filling("#124e78", "#3f8fc4", Texture.RISING),
    Hue.SIXTH_USE: Filling("#6b2f55", "#b06a95", Texture.DOTTED),
    Hue.OTHER_USES: Filling("#8a8f96", "#66737f"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on, and with what: colours as #rrggbb."""

    ground: str
    ink: str
    soft: str
    line: str


PAPERS = {
    Theme.LIGHT: Paper(ground="#fffdfa", ink="#0f2233", soft="#475a6b", line="#ded6c8"),
    Theme.DARK: Paper(ground="#13222f", ink="#ece6da", soft="#a9b6c1", line="#273a4a"),
}
"""The desk's own: surface, ink, ink-soft and line of handlers/desk/static/tokens.css."""
