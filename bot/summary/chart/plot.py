"""The bars of one panel over its weeks, with their totals, between two axes. All lengths are in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.summary.chart.blocks import INSIDE, MARGIN
from bot.summary.chart.lettering import LABEL, STRONG, Rule, Style, figures, legible
from bot.summary.chart.model import Chart, Panel
from bot.summary.chart.palette import FILLINGS, TEXTURE_LINE, Paper, Theme

_RISE = 380
"""From the base line to the top of the highest total."""
_PAD = 12
_BELOW = 22
"""From the base line to the names of the weeks: a wide one passes below the nought of the other axis."""
_APART = 10
"""The least between two labels that stand side by side."""
_BAR = 0.72
"""The width of a bar, in weeks."""
_EDGE = 3
"""Parts a bar's segments in the colour of the ground."""
_STEPS = 4
"""How many lines of the grid there are at most, above the base line."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One panel's bars. `left` is how wide the labels of the y axis are, the same in all panels so that weeks align."""

    chart: Chart
    panel: Panel
    theme: Theme
    paper: Paper
    rule: Rule
    left: float

    @property
    def height(self) -> float:
        """The bars, and the names of the weeks below; half a label is kept free for an axis that ends at its top."""
        return LABEL.line / 2 + _RISE + _BELOW + LABEL.line

    def put(self, figure: Figure, top: float) -> None:
        """Draw the panel."""
        width, height = figure.get_size_inches() * figure.dpi
        bottom = top - LABEL.line / 2 - _RISE
        axes = figure.add_axes(
            (
                (MARGIN + self.left + _PAD) / width,
                bottom / height,
                (INSIDE - self.left - _PAD) / width,
                _RISE / height,
            )
        )
        axes.set(frame_on=False, xlim=(-0.5, len(self.chart.weeks) - 0.5), ylim=(0, self._reach()))
        axes.tick_params("x", length=0, pad=_BELOW)
        axes.tick_params("y", length=0, pad=_PAD)
        self._grid(axes)
        self._bars(axes)
        self._totals(axes)
        self._weeks(axes)

    @property
    def _slot(self) -> float:
        """The width that a week has."""
        return (INSIDE - self.left - _PAD) / len(self.chart.weeks)

    def _turned(self, total: int) -> bool:
        """Return whether a total is too wide to stand beside others, unless it is turned."""
        return self.rule.width(figures(total), STRONG) > self._slot - _APART

    def _reach(self) -> float:
        """Return the count at the very top: above each bar, its total needs room."""
        return max(self._needed(max(1, total)) for total in self.chart.totals(self.panel))

    def _needed(self, total: int) -> float:
        room = self.rule.width(figures(total), STRONG) if self._turned(total) else STRONG.line
        return total * _RISE / (_RISE - room - _PAD)

    def _grid(self, axes: Axes) -> None:
        ticks = grid(highest(self.chart, self.panel))
        texts = [figures(tick) for tick in ticks]
        axes.set_yticks(ticks, texts, fontproperties=LABEL.font, color=self.paper.soft, parse_math=False)
        axes.hlines(ticks[1:], *axes.get_xlim(), colors=self.paper.line, linewidths=2, zorder=0)
        axes.axhline(0, color=self.paper.soft, linewidth=2, zorder=3, clip_on=False)

    def _bars(self, axes: Axes) -> None:
        weeks = range(len(self.chart.weeks))
        below = [0] * len(weeks)
        for series in self.panel.series:
            filling = FILLINGS[series.colour]
            axes.bar(
                weeks,
                series.values,
                _BAR,
                bottom=below,
                color=filling.colour(self.theme),
                edgecolor=self.paper.ground,
                linewidth=self._edges(series.values),
                hatch=filling.texture.value,
                hatch_linewidth=TEXTURE_LINE,
                zorder=2,
            )
            below = [low + value for low, value in zip(below, series.values, strict=True)]

    def _edges(self, values: tuple[int, ...]) -> list[float]:
        """Return how wide the edge of each segment is: none where it would hide the segment."""
        unit = _RISE / self._reach()
        return [_EDGE if value * unit > 3 * _EDGE else 0 for value in values]

    def _totals(self, axes: Axes) -> None:
        totals = self.chart.totals(self.panel)
        for week, total in enumerate(totals):
            last = week == len(totals) - 1
            axes.annotate(
                figures(total),
                (week, total),
                (0, _PAD / 2),
                textcoords="offset pixels",
                ha="center",
                va="bottom",
                rotation=90 if self._turned(total) else 0,
                fontproperties=(STRONG if last else LABEL).font,
                color=self.paper.ink if last else self.paper.soft,
                parse_math=False,
                bbox={"facecolor": self.paper.ground, "linewidth": 0, "pad": 2},  # no line of the grid behind it
                zorder=1,
            )

    def _weeks(self, axes: Axes) -> None:
        names = tuple(legible(week) for week in self.chart.weeks)
        every, style = self._spacing(names)
        shown = [week for week in range(len(names)) if (len(names) - 1 - week) % every == 0]
        axes.set_xticks(
            shown,
            [names[week] for week in shown],
            fontproperties=style.font,
            color=self.paper.soft,
            parse_math=False,
        )
        axes.get_xticklabels()[-1].set(fontproperties=Style(style.size, bold=True).font, color=self.paper.ink)

    def _spacing(self, names: tuple[str, ...]) -> tuple[int, Style]:
        """Return which weeks are named, counting from the last: every one, or every other, smaller if need be."""
        if self.rule.widest(names, STRONG) <= self._slot - _APART:
            return 1, LABEL
        strong = self.rule.shrunk(names, STRONG, self._slot + min(self._slot, 2 * MARGIN) - _APART)
        return 2, Style(strong.size)


def highest(chart: Chart, panel: Panel) -> int:
    """Return the height of the highest bar, 1 where there is none: an axis needs an end."""
    return max(1, *chart.totals(panel))


def grid(most: int) -> list[int]:
    """Return where the lines of the grid are: 0 and round numbers of at most `most`."""
    step = next(
        digit * 10**power
        for power in range(len(str(most)))
        for digit in (1, 2, 5, 10)
        if digit * 10**power * (_STEPS + 1) > most
    )
    return list(range(0, most + 1, step))
