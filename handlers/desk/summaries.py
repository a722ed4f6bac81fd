"""The summaries on the desk: the weeks as they were sent, the week so far, and any other days on demand."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.access import Session
from bot.errors import UsageError
from bot.house import House
from bot.language import N_, Catalogue
from bot.pages.summary import as_html
from bot.register.edition import edition_of
from bot.summary import asked
from bot.summary.attachments import register_of_period
from bot.summary.days import first_day, today
from bot.summary.figure_words import brief
from bot.summary.figures import figures
from bot.summary.gather import report_of
from bot.summary.kept import Kept, newest
from bot.summary.period import Period, Week, year_of
from bot.summary.sheet import sheet_of, table_words
from bot.summary.words import period_words
from handlers.desk.failures import status_of
from handlers.desk.pages import Desk, in_thread
from handlers.desk.summary_files import kept_week, page_headers

log = logging.getLogger("vigie.desk")

WEEKS_PER_PAGE = 26


@dataclass(frozen=True, slots=True)
class Line:
    """A period in the list: its name, its key figures, the week that it is kept as; `broken` where the trail was."""

    period: Period
    name: str
    figures: tuple[str, ...] = ()
    week: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the list shows: the week so far (on its first page), the weeks that are kept, ready-made periods."""

    present: Line | None
    weeks: tuple[Line, ...]
    next_before: str
    ready: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """The days that somebody typed, and what is wrong with them."""

    since: str = ""
    until: str = ""
    problem: str = ""


async def archive(desk: Desk, request: Request, session: Session) -> Response:
    """Show the summaries that are kept, newest first, and the week so far."""
    return await _archive(desk, session, before=_week(request.query_params.get("avant", "")))


async def kept_page(desk: Desk, request: Request, session: Session) -> Response:
    """Show the summary of a week with the figures that were sent."""
    kept = await in_thread(kept_week, desk.house, request.path_params["week"])
    sheet = sheet_of(kept.summary, desk.catalogue)
    first, last = table_words(desk.catalogue)
    return desk.page(
        "summary.html", session, kept=kept, summary=kept.summary, sheet=sheet, first_column=first, last_row=last
    )


async def report(desk: Desk, request: Request, session: Session) -> Response:
    """Make the summary of any days, as a page to be printed; what is wrong with them is said above the form."""
    since, until = (request.query_params.get(name, "")[:40].strip() for name in ("from", "to"))
    try:
        page = await in_thread(_reported, desk.house, desk.catalogue, since, until)
    except UsageError as error:
        return await _archive(desk, session, _Wish(since, until, desk.sentence(error)), status=status_of(error))
    return HTMLResponse(page, headers=page_headers(f"{since}_{until}"))


def _reported(house: House, catalogue: Catalogue, since: str, until: str) -> str:
    if not (since and until):
        raise UsageError(N_("Choose the first day and the last."))
    period = asked.days(since, until)
    asked.require_begun(period, today(house), first_day(house))
    summary = report_of(house, period)
    return as_html(summary, register_of_period(house, summary, catalogue), catalogue)


async def _archive(
    desk: Desk,
    session: Session,
    wish: _Wish = _Wish(),
    *,
    before: Week | None = None,
    status: int = 200,
) -> Response:
    shelf = await in_thread(_shelf, desk.house, desk.catalogue, before)
    return desk.page("summaries.html", session, status, shelf=shelf, wish=wish, today=today(desk.house))


def _shelf(house: House, catalogue: Catalogue, before: Week | None) -> _Shelf:
    with house.database.reading() as connection:
        found = newest(connection, WEEKS_PER_PAGE + 1, before)
    kept, more = found[:WEEKS_PER_PAGE], found[WEEKS_PER_PAGE:]
    return _Shelf(
        present=None if before else _present(house, catalogue),
        weeks=tuple(_line(one, catalogue) for one in kept),
        next_before=kept[-1].summary.week if more else "",
        ready=tuple(_ready(first_day(house), today(house), catalogue)),
    )


def _line(kept: Kept, catalogue: Catalogue) -> Line:
    summary = kept.summary
    name = period_words(summary.period, catalogue)
    broken = not summary.integrity.check.intact
    return Line(
        summary.period, name, brief(summary.figures, catalogue) if summary.counted else (), summary.week, broken
    )


def _present(house: House, catalogue: Catalogue) -> Line | None:
    """Return the week so far; None where the trail is too broken to count in: what is kept can be read all the same."""
    try:
        return _so_far(house, catalogue)
    except Exception:
        log.exception("the week so far can't be counted")
        return None


def _so_far(house: House, catalogue: Catalogue) -> Line:
    present = today(house)
    period = Period(Week.of(present).period.first, present)
    with house.database.reading() as connection:
        found = figures(connection, period, edition_of(house.charter, catalogue, house.clock()))
    return Line(period, period_words(Week.of(present).period, catalogue), brief(found, catalogue))


def _ready(first: date, today: date, catalogue: Catalogue) -> list[Line]:
    """Return this month and year and those before, as far as the trail goes back."""
    months = list(Period(first, today).months)[-2:]
    years = [year_of(year) for year in range(max(first.year, today.year - 1), today.year + 1)]
    return [Line(period, period_words(period, catalogue)) for period in (*reversed(months), *reversed(years))]


def _week(written: str) -> Week | None:
    try:
        return Week.parse(written) if written else None
    except ValueError:
        return None
