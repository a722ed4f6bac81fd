"""What goes with a summary's words: the chart as a picture, the register of its period as a table."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache

from bot.house import House
from bot.language import Catalogue
from bot.register.edition import edition_of
from bot.register.gather import gather
from bot.register.use import Register
from bot.register.written import as_csv
from bot.summary.chart import Chart, Theme, draw
from bot.summary.figures import team_filters
from bot.summary.model import Summary
from bot.summary.picture import alternative, chart_of

log = logging.getLogger("vigie.summary")

_AT_HAND = 32
"""Pictures kept in memory, some 100 kB each: the last weeks in both themes."""

drawn = lru_cache(maxsize=_AT_HAND)(draw)
"""Draws a chart as a PNG, once for all who show it: drawing takes a third of a second."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its name, its bytes, and what it shows, in words."""

    name: str
    content: bytes
    words: str


def chart(summary: Summary, catalogue: Catalogue) -> Attachment:
    """Draw the chart of a summary as a PNG."""
    shown = chart_of(summary, catalogue)
    content = picture(shown) if summary.counted else b""
    return Attachment(file_name(summary, "png"), content, alternative(shown, catalogue))


def picture(shown: Chart, theme: Theme = Theme.LIGHT) -> bytes:
    """Return a chart as a PNG; nothing where it can't be drawn: no summary is lost over its picture."""
    try:
        return drawn(shown, theme)
    except Exception:
        log.exception("a chart can't be drawn: %s", shown.title)
        return b""


def register_of_period(house: House, summary: Summary, catalogue: Catalogue) -> Register:
    """Return the uses of AI of a period, for those who work here: without names; none where they can't be counted."""
    if not summary.counted:
        return Register((), team_filters(summary.period), house.clock(), summary.organisation)
    with house.database.reading() as connection:
        return gather(connection, team_filters(summary.period), edition_of(house.charter, catalogue, house.clock()))


def register(house: House, summary: Summary, catalogue: Catalogue) -> Attachment:
    """Write the register of a period as CSV; empty where it can't be counted."""
    if not summary.counted:
        return Attachment(file_name(summary, "csv"), b"", "")
    found = register_of_period(house, summary, catalogue)
    words = catalogue.count("{number} use of AI", "{number} uses of AI", len(found.uses))
    return Attachment(file_name(summary, "csv"), "".join(as_csv(found, catalogue)).encode(), words)


def file_name(summary: Summary, ending: str) -> str:
    """Return how a file about a summary is called, such as `vigie-2026-W47.png`."""
    return f"vigie-{name_of(summary)}.{ending}"


def name_of(summary: Summary) -> str:
    """Return how files about a summary are called, such as `2026-W47` or `2026-01-01_2026-12-31`."""
    period = summary.period
    return summary.week or f"{period.first.isoformat()}_{period.last.isoformat()}"
