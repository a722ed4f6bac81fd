"""Charts to draw in tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from bot.declaration_words import purpose_words
from bot.language import Catalogue
from bot.summary.chart import USES, Chart, Hue, Panel, Series
from policy.declaration import Purpose
from policy.language import Language

OUTCOMES = (Hue.APPROVED, Hue.REFUSED, Hue.FORBIDDEN, Hue.WAITING, Hue.WITHDRAWN)
USE_HUES = (*USES, Hue.OTHER_USES)
WEEKS = tuple(f"S{number}" for number in range(36, 48))
SIXTY = (
    "Œuvre « cœur » : vérifier l’accessibilité des sous-titres, été",
    "Mettre en cohérence l’œuvre collective avec la charte (« IA »)",
    "Retranscription d’une réunion du bureau fédéral, puis résumés",
    "Anticonstitutionnellement-réglementairement-institutionnelle",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
)
"""Names of sixty letters and more, with what French typography asks for; two are one word."""


def stacked(title: str, names: Sequence[str], hues: Sequence[Hue], *counts: Sequence[int]) -> Panel:
    """Return a panel whose series take their counts in turn."""
    taken = cycle(counts)
    return Panel(title, tuple(Series(name, hue, tuple(next(taken))) for name, hue in zip(names, hues, strict=False)))


def chart(*panels: Panel, weeks: tuple[str, ...] = WEEKS) -> Chart:
    return Chart("Bilan hebdomadaire", weeks, panels, "Journal de Vigie, semaines S36 à S47 de 2026.")


def one_panel(*counts: int, weeks: tuple[str, ...] | None = None) -> Chart:
    """Return a chart of one series."""
    names = weeks or tuple(f"S{number}" for number in range(1, len(counts) + 1))
    return chart(stacked("Dépôts", ["Approuvés"], [Hue.APPROVED], counts), weeks=names)


def realistic(language: Language) -> Chart:
    """Return twelve ordinary weeks, with the purposes whose names are longest in a language."""
    catalogue = Catalogue(language)
    purposes = sorted((purpose_words(purpose, catalogue) for purpose in Purpose), key=len, reverse=True)
    outcomes = ("Approuvés", "Refusés", "Interdits par la charte", "En attente", "Retirés")
    rows = ([6, 9, 7, 11, 8, 12, 10, 5, 9, 13, 11, 8], [1, 2, 0, 1, 2, 1, 3, 1, 0, 2, 1, 2])
    return chart(
        stacked("Dépôts par issue", outcomes, OUTCOMES, *rows),
        stacked("Usages déclarés de l’IA", [*purposes[:6], "Autres"], USE_HUES, *reversed(rows)),
    )


def longest(count: int = 1) -> Chart:
    """Return long texts wherever there is one, and `count` for every series of every week."""
    counts = [count] * len(WEEKS)
    return Chart(
        f"{SIXTY[0]} — {SIXTY[3]}{SIXTY[4]}",
        tuple(f"2026-{week}" for week in WEEKS),
        (
            stacked(" ".join(SIXTY[:2]), SIXTY, OUTCOMES, counts),
            stacked(SIXTY[4], [*reversed(SIXTY), *SIXTY[:2]], USE_HUES, counts),
        ),
        " ".join(SIXTY),
    )
