"""What stands below one another: paragraphs, and the keys that name a panel's series. All lengths are in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import IdentityTransform

from bot.summary.chart.lettering import LABEL, STRONG, Rule, Style, figures, legible
from bot.summary.chart.model import Panel
from bot.summary.chart.palette import FILLINGS, TEXTURE_LINE, Filling, Paper, Theme

MARGIN = 48
INSIDE = 1200 - 2 * MARGIN
"""The width of everything: 1200 pixels are enough for the sharpest phone, and for a page at 180 dots an inch."""
_SWATCH = 32
_GAP = 14
_COLUMN_GAP = 44
_COLUMNS = (3, 2, 1)
_ROW_GAP = 6


class Block(Protocol):
    """Something as wide as the chart."""

    @property
    def height(self) -> float:
        """How much it takes of the chart's height."""
        ...

    def put(self, figure: Figure, top: float) -> None:
        """Draw it, `top` being where it begins, from the figure's lower edge."""
        ...


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing at all."""

    height: float

    def put(self, figure: Figure, top: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text in lines."""

    lines: tuple[str, ...]
    style: Style
    colour: str

    @property
    def height(self) -> float:
        """The height of its lines."""
        return len(self.lines) * self.style.line

    def put(self, figure: Figure, top: float) -> None:
        """Write it, line by line."""
        for number, line in enumerate(self.lines):
            write(figure, MARGIN, top - number * self.style.line, line, self.style, self.colour)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a key, or several: a series' filling, its name and its total."""

    filling: Filling
    name: tuple[str, ...]
    name_width: float
    total: str


@dataclass(frozen=True, slots=True)
class Key:
    """The series of a panel in as many columns as their names leave room for."""

    entries: tuple[Entry, ...]
    columns: int
    theme: Theme
    paper: Paper

    @property
    def height(self) -> float:
        """The height of its rows."""
        return sum(self._heights())

    def put(self, figure: Figure, top: float) -> None:
        """Draw it, row by row."""
        step = (INSIDE + _COLUMN_GAP) / self.columns
        for row, height in zip(self._rows(), self._heights(), strict=True):
            for column, entry in enumerate(row):
                self._entry(figure, entry, MARGIN + column * step, top)
            top -= height

    def _rows(self) -> list[tuple[Entry, ...]]:
        return [self.entries[at : at + self.columns] for at in range(0, len(self.entries), self.columns)]

    def _heights(self) -> list[float]:
        return [max(len(entry.name) for entry in row) * LABEL.line + _ROW_GAP for row in self._rows()]

    def _entry(self, figure: Figure, entry: Entry, left: float, top: float) -> None:
        swatch = Rectangle((left, top - (LABEL.line + _SWATCH) / 2), _SWATCH, _SWATCH, transform=IdentityTransform())
        swatch.set(facecolor=entry.filling.colour(self.theme), edgecolor=self.paper.ground, linewidth=0)
        swatch.set(hatch=entry.filling.texture.value, hatch_linewidth=TEXTURE_LINE)
        figure.add_artist(swatch)
        left += _SWATCH + _GAP
        for number, line in enumerate(entry.name):
            write(figure, left, top - number * LABEL.line, line, LABEL, self.paper.ink)
        last = top - (len(entry.name) - 1) * LABEL.line
        write(figure, left + entry.name_width + _GAP, last, entry.total, STRONG, self.paper.ink)


def key(panel: Panel, theme: Theme, paper: Paper, rule: Rule) -> Key:
    """Return the key of a panel; a name that is too long even for a line of its own is wrapped."""
    columns = next((number for number in _COLUMNS if _fits(panel, number, rule)), 1)
    entries = []
    for series in panel.series:
        total = figures(series.total)
        most = INSIDE - _SWATCH - 2 * _GAP - rule.width(total, STRONG)
        name = rule.lines(legible(series.name), LABEL, most) or ("",)
        entries.append(Entry(FILLINGS[series.colour], name, rule.width(name[-1], LABEL), total))
    return Key(tuple(entries), columns, theme, paper)


def _fits(panel: Panel, columns: int, rule: Rule) -> bool:
    cell = (INSIDE + _COLUMN_GAP) / columns - _COLUMN_GAP
    return all(
        _SWATCH + 2 * _GAP + rule.width(legible(series.name), LABEL) + rule.width(figures(series.total), STRONG) <= cell
        for series in panel.series
    )


def write(figure: Figure, left: float, top: float, text: str, style: Style, colour: str) -> None:
    """Write one line whose upper left corner is given."""
    figure.text(
        left,
        top - style.ascent,
        text,
        transform=IdentityTransform(),
        fontproperties=style.font,
        color=colour,
        parse_math=False,
    )
