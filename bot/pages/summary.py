"""A summary of any period as a page that stands alone: to be read, printed on A4, mailed or archived."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from bot.declaration_words import purpose_words, tool_words
from bot.language import Catalogue
from bot.pages import render
from bot.register.use import Register, Status, Use
from bot.register.words import label_words, status_words, subject_words
from bot.summary.attachments import picture
from bot.summary.chart import Chart, Theme
from bot.summary.model import Summary
from bot.summary.sheet import sheet_of, table_words


@dataclass(frozen=True, slots=True)
class _Row:
    """What the page shows of one use, without anybody's name; `stands` is False for what was refused or withdrawn."""

    id: str
    day: str
    subject: str
    purpose: str
    tool: str
    label: str
    status: str
    stands: bool


def as_html(summary: Summary, register: Register, catalogue: Catalogue) -> str:
    """Return a summary, and the register of its period, as one HTML file.

    Raises:
        ValueError: the register holds names.
    """
    if register.filters.everything and not register.filters.unnamed:
        raise ValueError("a summary names nobody")
    sheet = sheet_of(summary, catalogue)
    first, last = table_words(catalogue)
    return render(
        "summary.html",
        catalogue,
        organisation=summary.organisation,
        made_at=summary.made_at,
        sheet=sheet,
        first_column=first,
        last_row=last,
        pictures={theme.name.casefold(): _picture(sheet.chart, theme) for theme in Theme},
        uses=[_row(use, catalogue) for use in register.uses],
    )


def _picture(chart: Chart, theme: Theme) -> str:
    return f"data:image/png;base64,{b64encode(picture(chart, theme)).decode()}"


def _row(use: Use, catalogue: Catalogue) -> _Row:
    day = use.at.astimezone(catalogue.timezone).date()
    return _Row(
        id=use.id,
        day=catalogue.span(day, day),
        subject=subject_words(use, catalogue),
        purpose=purpose_words(use.purpose, catalogue),
        tool=tool_words(use.tool, use.provider),
        label=label_words(use, catalogue),
        status=status_words(use.status, catalogue),
        stands=use.status is Status.STANDING,
    )
