"""A chart as a figure of matplotlib, and that as a PNG."""

from __future__ import annotations

import io
from math import ceil

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from bot.summary.chart.blocks import INSIDE, MARGIN, Block, Paragraph, Space, key
from bot.summary.chart.lettering import DOTS_PER_INCH, HEADING, LABEL, NOTE, TITLE, Rule, Style, figures, legible
from bot.summary.chart.model import Chart
from bot.summary.chart.palette import PAPERS, Theme
from bot.summary.chart.plot import Plot, grid, highest

_COLOURS = 96
"""A dozen flat ones, and the edges of letters between them: a third of the bytes that all colours would take."""


def png(chart: Chart, theme: Theme) -> bytes:
    """Return the chart as a PNG that holds pixels and nothing else."""
    canvas = FigureCanvasAgg(figure(chart, theme))
    canvas.draw()
    drawn = Image.frombytes("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba()))
    written = io.BytesIO()
    drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def figure(chart: Chart, theme: Theme) -> Figure:
    """Return the chart with everything in its place."""
    blocks = _blocks(chart, theme)
    height = ceil(sum(block.height for block in blocks)) + 2 * MARGIN
    size = ((INSIDE + 2 * MARGIN) / DOTS_PER_INCH, height / DOTS_PER_INCH)
    drawn = Figure(size, dpi=DOTS_PER_INCH, facecolor=PAPERS[theme].ground)
    top = float(height - MARGIN)
    for block in blocks:
        block.put(drawn, top)
        top -= block.height
    return drawn


def _blocks(chart: Chart, theme: Theme) -> list[Block]:
    rule, paper = Rule(), PAPERS[theme]
    left = max((rule.width(figures(grid(highest(chart, panel))[-1]), LABEL) for panel in chart.panels), default=0.0)
    blocks: list[Block] = [_paragraph(chart.title, TITLE, paper.ink, rule)]
    for panel in chart.panels:
        blocks += [
            Space(44),
            _paragraph(panel.title, HEADING, paper.ink, rule),
            Space(12),
            key(panel, theme, paper, rule),
            Space(16),
            Plot(chart, panel, theme, paper, rule, left),
        ]
    return [*blocks, Space(32), _paragraph(chart.source, NOTE, paper.soft, rule)]


def _paragraph(text: str, style: Style, colour: str, rule: Rule) -> Paragraph:
    return Paragraph(rule.lines(legible(text), style, INSIDE), style, colour)
