"""A summary laid out for a page, on paper or on the desk: its words, its chart, and the chart's figures as tables."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language import N_, Catalogue
from bot.summary.chart import Chart, Panel
from bot.summary.duty_words import duties
from bot.summary.model import Summary
from bot.summary.picture import alternative, chart_of
from bot.summary.words import Section, SummaryText, period_words, summary_text


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one panel of the chart: a row for each week or month, oldest first, and their sums."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A summary in the order in which a page shows it.

    `kind` and `period` are the two halves of its title.
    `duties` is what is to be acted on, None where nothing is known of that; `tone` how grave it is: `stop`, `ask` or
    `clear`. `sections` are all the others. Where nothing could be `counted`, there is no chart to be shown.
    """

    text: SummaryText
    kind: str
    period: str
    duties: Section | None
    tone: str
    sections: tuple[Section, ...]
    counted: bool
    chart: Chart
    alternative: str
    tables: tuple[Table, ...]


def sheet_of(summary: Summary, catalogue: Catalogue) -> Sheet:
    """Lay out a summary in a reader's language."""
    text = summary_text(summary, catalogue)
    chart = chart_of(summary, catalogue)
    urgent = any(duties(summary, catalogue))
    return Sheet(
        text=text,
        kind=catalogue.say(N_("Audit summary")),
        period=period_words(summary.period, catalogue),
        duties=text.sections[0] if urgent else None,
        tone=_tone(summary),
        sections=text.sections[1:] if urgent else text.sections,
        counted=summary.counted,
        chart=chart,
        alternative=alternative(chart, catalogue),
        tables=tuple(_table(panel, chart.weeks) for panel in chart.panels if panel.series),
    )


def table_words(catalogue: Catalogue) -> tuple[str, str]:
    """Return what the first column of a table is called, and its last row."""
    return catalogue.say(N_("Period")), catalogue.say(N_("In all"))


def _tone(summary: Summary) -> str:
    now = summary.standing
    if summary.integrity.check.first_break:
        return "stop"
    waits = now and (now.waiting or now.appealed or now.emergencies or now.trust_age)
    return "ask" if waits or summary.figures.bypassed else "clear"


def _table(panel: Panel, labels: tuple[str, ...]) -> Table:
    columns = [series.values for series in panel.series]
    return Table(
        title=panel.title,
        headings=tuple(series.name for series in panel.series),
        rows=tuple((label, tuple(column[place] for column in columns)) for place, label in enumerate(labels)),
        sums=tuple(map(sum, columns)),
    )
