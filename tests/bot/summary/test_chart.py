from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from bot.summary.chart import Chart, Hue, Panel, Series, Theme, draw
from bot.summary.chart.drawing import figure
from bot.summary.chart.lettering import legible
from bot.summary.chart.palette import PAPERS
from policy.language import Language
from tests.bot.summary.chart.samples import OUTCOMES, SIXTY, USE_HUES, chart, longest, one_panel, realistic, stacked

ROOT = Path(__file__).parents[3]
EVERY = {
    "in French": realistic(Language.FRENCH),
    "in English": realistic(Language.ENGLISH),
    "with long names": longest(),
    "with long names and high counts": longest(9_876_543),
    "with nothing in any week": one_panel(*[0] * 12),
    "with no series": chart(Panel("Usages déclarés de l’IA", ())),
    "with no panel": chart(),
    "with one huge week": one_panel(3, 1, 0, 2, 4_312, 1, 0, 0, 2, 3, 1, 2),
    "of one week": one_panel(7, weeks=("semaine du 16 au 22 novembre 2026, la quarante-septième de l’année",)),
    "of sixteen weeks": one_panel(*[10**7] * 16, weeks=tuple(f"2026-W{week}" for week in range(10, 26))),
}


class Drawn:
    """A chart's figure: the texts on it, and where they are. Boxes are in pixels, from the lower left corner."""

    def __init__(self, shown: Chart, theme: Theme = Theme.LIGHT) -> None:
        self.figure = figure(shown, theme)
        renderer = FigureCanvasAgg(self.figure).get_renderer()
        self.figure.draw_without_rendering()
        texts = [text for text in self.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        self.boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        self.sizes = {text.get_text(): float(text.get_fontsize()) for text in texts}
        self.texts = [text for text, _ in self.boxes]
        bars = [patch for axes in self.figure.axes for patch in axes.patches if isinstance(patch, Rectangle)]
        self.bars = [bar.get_window_extent(renderer) for bar in bars if bar.get_height()]

    @property
    def cut(self) -> list[str]:
        """Texts that reach beyond the figure."""
        width, height = self.figure.get_size_inches() * self.figure.dpi
        return [text for text, box in self.boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]

    @property
    def overlapping(self) -> list[tuple[str, str]]:
        """Texts that touch one another."""
        return [(one, other) for (one, a), (other, b) in combinations(self.boxes, 2) if _touch(a, b)]

    @property
    def struck(self) -> list[str]:
        """Texts that a bar runs through."""
        return [text for text, box in self.boxes if any(_touch(box, bar) for bar in self.bars)]


def _touch(one: Bbox, other: Bbox) -> bool:
    """Return whether two boxes share more than an edge."""
    return bool(min(one.x1, other.x1) > max(one.x0, other.x0) and min(one.y1, other.y1) > max(one.y0, other.y0))


@pytest.mark.parametrize("which", EVERY)
def test_no_text_is_cut_touches_another_or_stands_in_a_bar(which: str) -> None:
    drawn = Drawn(EVERY[which])
    assert drawn.cut == []
    assert drawn.overlapping == []
    assert drawn.struck == []


COUNTS = st.integers(0, 30) | st.integers(0, 10**7)
NAMES = st.sampled_from(SIXTY) | st.text(
    st.characters(max_codepoint=0x24F) | st.sampled_from("Œœ’«» \u202f…—"), max_size=90
)


@st.composite
def charts(draws: st.DrawFn) -> Chart:
    weeks = draws(st.integers(1, 16))
    counts = st.lists(COUNTS, min_size=weeks, max_size=weeks).map(tuple)
    panels = []
    for hues in (OUTCOMES, USE_HUES):
        series = draws(st.lists(st.builds(Series, NAMES, st.sampled_from(hues), counts), max_size=len(hues)))
        panels.append(Panel(draws(NAMES), tuple(series)))
    names = draws(st.lists(st.text("SW0123456789- é", max_size=10), min_size=weeks, max_size=weeks))
    return Chart(draws(NAMES), tuple(names), tuple(panels), draws(NAMES))


@settings(max_examples=40, derandomize=True, deadline=None)
@given(charts())
def test_whatever_the_names_and_counts_no_text_is_cut_or_touches_another(shown: Chart) -> None:
    drawn = Drawn(shown)
    assert drawn.cut == []
    assert drawn.overlapping == []
    assert drawn.struck == []


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("which", ["in French", "with long names and high counts"])
def test_the_picture_has_a_ground_of_its_own_and_a_free_margin(which: str, theme: Theme) -> None:
    with Image.open(io.BytesIO(draw(EVERY[which], theme))) as opened:
        picture = opened.convert("RGBA")
    red, green, blue = bytes.fromhex(PAPERS[theme].ground[1:])
    assert picture.width == 1200
    for edge in ((0, 0, 1200, 12), (0, picture.height - 12, 1200, picture.height), (0, 0, 12, picture.height)):
        assert picture.crop(edge).getcolors() == [
            ((edge[2] - edge[0]) * (edge[3] - edge[1]), (red, green, blue, 255)),
        ]


def test_every_label_is_large_enough_for_a_phone() -> None:
    """A picture of 1200 pixels is 360 points wide there: 32 pixels become the 9.6 points of a caption."""
    drawn = Drawn(realistic(Language.FRENCH))
    small = {text for text, size in drawn.sizes.items() if size < 32}
    assert small == {"Journal de Vigie, semaines S36 à S47 de 2026."}


def test_each_series_is_named_with_its_total_and_each_week_has_its_own() -> None:
    drawn = Drawn(
        chart(
            stacked("Usages", ["Traduction", "Résumé"], USE_HUES, (1, 0, 7), (1_500, 0, 0)), weeks=("S45", "S46", "S47")
        )
    )
    assert {("Traduction", "8"), ("Résumé", "1\u202f500")} <= set(pairwise(drawn.texts))
    assert {"S45", "S46", "S47", "1\u202f501", "0", "7"} <= set(drawn.texts)


def test_bars_are_as_high_as_their_counts() -> None:
    bars = Drawn(one_panel(2, 0, 8, 4)).bars
    assert [bar.height / bars[0].height for bar in bars] == pytest.approx([1, 4, 2])


def test_what_is_stacked_stands_on_what_is_below_without_a_gap() -> None:
    below, above = Drawn(chart(stacked("Dépôts", ["a", "b"], OUTCOMES, [3], [2]), weeks=("S47",))).bars
    assert above.y0 == pytest.approx(below.y1)


def test_weeks_stand_below_one_another_in_all_panels() -> None:
    few, many = stacked("Peu", ["a"], OUTCOMES, [1] * 12), stacked("Beaucoup", ["b"], OUTCOMES, [90_000] * 12)
    bars = Drawn(chart(few, many)).bars
    assert [bar.x0 for bar in bars[:12]] == pytest.approx([bar.x0 for bar in bars[12:]])


def test_an_empty_chart_says_nought_for_every_week_and_still_has_its_axis() -> None:
    drawn = Drawn(one_panel(*[0] * 12))
    assert drawn.bars == []
    assert drawn.texts.count("0") == 12 + 1 + 1  # totals, the axis, the key
    assert "1" in drawn.texts


@pytest.mark.parametrize(
    ("most", "marked"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6]),
        (18, [0, 5, 10, 15]),
        (4_312, [0, 1_000, 2_000, 3_000, 4_000]),
    ],
)
def test_the_axis_counts_in_round_whole_numbers(most: int, marked: list[int]) -> None:
    (axes,) = Drawn(one_panel(most, 0)).figure.axes
    assert list(axes.get_yticks()) == marked


def test_where_weeks_have_long_names_every_other_is_named_and_the_last_always() -> None:
    texts = Drawn(longest()).texts
    assert "2026-S47" in texts
    assert "2026-S46" not in texts
    assert "2026-S45" in texts


def test_letters_that_the_font_has_not_become_boxes_and_dollars_stay_dollars() -> None:
    assert legible("Traduire 日本語 🤖\u202e en $x^2$\n(cœur)\u00a0!") == "Traduire □□□ □ en $x^2$ (cœur)\u00a0!"
    assert "Budget $5$ 日" not in Drawn(chart(Panel("Budget $5$ 日", ()))).texts
    assert "Budget $5$ □" in Drawn(chart(Panel("Budget $5$ 日", ()))).texts


def test_the_same_chart_gives_the_same_bytes_from_any_thread_and_holds_nothing_but_pixels() -> None:
    shown = realistic(Language.FRENCH)
    with ThreadPoolExecutor(3) as threads:
        light, dark, again = threads.map(draw, [shown] * 3, [Theme.LIGHT, Theme.DARK, Theme.LIGHT])
    assert light == again == draw(shown)
    assert light != dark
    assert _chunks(light) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert len(light) < 80_000


def _chunks(png: bytes) -> list[bytes]:
    """Return the names of a PNG's chunks, a repeated one once."""
    at, names = 8, []
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        names += [name] if name not in names else []
        at += 12 + length
    return names


@pytest.mark.parametrize("folder", ["fresh", "file/impossible"])
def test_first_use_is_silent_even_where_nothing_can_be_kept(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    program = (
        "import sys, logging; logging.basicConfig(level='INFO')\n"
        "from bot.summary.chart import Chart, draw\n"
        "assert 'matplotlib' not in sys.modules\n"
        "assert draw(Chart('Bilan', ('S47',), (), '')).startswith(b'\\x89PNG')\n"
    )
    environment = {**os.environ, "MPLCONFIGDIR": str(tmp_path / folder), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("counts", [(), (1,) * 17])
def test_a_chart_of_no_week_or_of_too_many_is_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weeks"):
        one_panel(*counts)


@pytest.mark.parametrize("count", [-1, 10**7 + 1])
def test_what_is_no_count_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="not a count"):
        Series("Approuvés", Hue.APPROVED, (count,))


def test_a_series_needs_a_count_for_every_week() -> None:
    with pytest.raises(ValueError, match="2 values in 'Approuvés' for 3 weeks"):
        one_panel(1, 2, weeks=("S45", "S46", "S47"))
