from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from bot.summary.chart import Hue, Theme
from bot.summary.chart.palette import FILLINGS, PAPERS, Filling
from tests.bot.summary.chart.samples import OUTCOMES, USE_HUES

PANELS = {"outcomes": OUTCOMES, "uses": USE_HUES}


def _luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definition) of a colour such as #rrggbb."""
    channels = [value / 255 for value in bytes.fromhex(colour[1:])]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _lightness(colour: str) -> float:
    """Return L* (CIE 1976), 0 to 100, of a colour that is not nearly black."""
    return float(116 * _luminance(colour) ** (1 / 3) - 16)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("hue", Hue)
def test_every_filling_stands_out_from_the_ground(hue: Hue, theme: Theme) -> None:
    assert _contrast(FILLINGS[hue].colour(theme), PAPERS[theme].ground) >= 3.0  # WCAG 2.2, 1.4.11 (AA)


@pytest.mark.parametrize("theme", Theme)
def test_texts_are_readable(theme: Theme) -> None:
    paper = PAPERS[theme]
    assert min(_contrast(paper.ink, paper.ground), _contrast(paper.soft, paper.ground)) >= 4.5  # 1.4.3 (AA)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("panel", PANELS)
def test_fillings_of_a_panel_are_told_apart_without_any_colour(panel: str, theme: Theme) -> None:
    """As somebody who sees no colours, or has a black-and-white printer: by texture, or clearly by lightness."""

    def alike(one: Filling, other: Filling) -> bool:
        near = abs(_lightness(one.colour(theme)) - _lightness(other.colour(theme))) < 20
        return one.texture is other.texture and near

    assert [pair for pair in combinations(PANELS[panel], 2) if alike(FILLINGS[pair[0]], FILLINGS[pair[1]])] == []


@pytest.mark.parametrize("panel", PANELS)
def test_neighbours_in_a_stack_differ_in_texture(panel: str) -> None:
    assert all(FILLINGS[one].texture is not FILLINGS[other].texture for one, other in pairwise(PANELS[panel]))


def test_every_hue_belongs_to_one_panel() -> None:
    assert sorted((*OUTCOMES, *USE_HUES), key=lambda hue: hue.value) == list(Hue)


def test_paper_is_the_desks_own_surface() -> None:
    from handlers.desk.pages import STATIC

    written = (STATIC / "tokens.css").read_text("utf-8")
    for name in ("ground", "ink", "soft", "line"):
        assert all(getattr(paper, name) in written for paper in PAPERS.values())
