"""The chart that goes with the weekly audit summary: some weeks as stacked bars, for a phone, a page and paper.

One file an idea: model (what is shown), palette (colours and textures), lettering (texts, measured), blocks (what
stands below one another), plot (the bars), drawing (all of it as one PNG).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from bot.summary.chart.model import Chart, Panel, Series
from bot.summary.chart.palette import USES, Hue, Theme

__all__ = ["USES", "Chart", "Hue", "Panel", "Series", "Theme", "draw"]

_PEN = Lock()
"""There is one: matplotlib is not thread-safe."""


def draw(chart: Chart, theme: Theme = Theme.LIGHT) -> bytes:
    """Return the chart as a PNG, 1200 pixels wide and as high as its texts need; the same chart, the same bytes."""
    with _PEN, _quietly():
        from bot.summary.chart.drawing import png  # matplotlib is slow to import: only where a chart is drawn

        return png(chart, theme)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep out of the log that matplotlib lists the machine's fonts on first use, and where it can't keep that list."""
    log = logging.getLogger("matplotlib")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)
