"""What a chart shows: the same weeks in every panel, and in each panel some series that add up."""

from __future__ import annotations

from dataclasses import dataclass

from bot.summary.chart.palette import Hue

MOST_WEEKS = 16
HIGHEST = 10_000_000
"""With more weeks or higher counts, there would be no room left for the bars, or for the totals on top of them."""


@dataclass(frozen=True, slots=True)
class Series:
    """One count for each week, such as the submissions that were approved; raises ValueError outside 0 to `HIGHEST`."""

    name: str
    colour: Hue
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        if not all(0 <= value <= HIGHEST for value in self.values):
            raise ValueError(f"not a count, in {self.name!r}")

    @property
    def total(self) -> int:
        """The sum over all weeks."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Panel:
    """Series stacked on one another, the first at the bottom; their sum is what the bars are as high as."""

    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels below one another. `weeks` are labels such as « S47 », oldest first; the last one is the week reported on.

    `source` says below the chart where its figures come from. Raises ValueError where there is no week, there are
    more than `MOST_WEEKS`, or a series has not exactly one value for each.
    """

    title: str
    weeks: tuple[str, ...]
    panels: tuple[Panel, ...]
    source: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.weeks) <= MOST_WEEKS:
            raise ValueError(f"{len(self.weeks)} weeks: a chart shows 1 to {MOST_WEEKS}")
        for series in (series for panel in self.panels for series in panel.series):
            if len(series.values) != len(self.weeks):
                raise ValueError(f"{len(series.values)} values in {series.name!r} for {len(self.weeks)} weeks")

    def totals(self, panel: Panel) -> tuple[int, ...]:
        """Return how high each week's bar is in one of the panels."""
        return tuple(sum(series.values[week] for series in panel.series) for week in range(len(self.weeks)))
