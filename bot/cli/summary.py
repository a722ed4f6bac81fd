"""`vigie summary`: the weekly audit summary, or the same for any days, printed or sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.house import House, open_house
from bot.language import N_
from bot.summary import asked
from bot.summary import kept as keeping
from bot.summary.days import first_day, today
from bot.summary.delivery import enqueue_summary
from bot.summary.gather import summary_of
from bot.summary.model import Summary
from bot.summary.period import Period, Week
from bot.summary.words import plain, summary_text

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def summary(chosen: argparse.Namespace, context: Context) -> int:
    """Print the summary of a period, or have that of a week sent to the audit channels."""
    period = _period(chosen)
    week = asked.week(chosen.week) if chosen.week else None
    if chosen.post and period is not None:
        raise UsageError(N_("Only the summary of a week is sent."), N_("Print this one, and pass it on."))
    with open_house(context.settings) as house:
        wanted = week or _last_week(house)
        if chosen.post:
            return _post(house, wanted, context)
        found = _made(house, context, period) if period else _of_week(house, context, wanted)
        sys.stdout.write(_written(house, found, chosen.format, context))
    return 0


def _of_week(house: House, context: Context, week: Week) -> Summary:
    """Return the summary of a week as it was sent; one that was not is made now, and not kept."""
    with house.database.reading() as connection:
        known = keeping.kept(connection, week)
    return known.summary if known else _made(house, context, week.period, week)


def _made(house: House, context: Context, period: Period, week: Week | None = None) -> Summary:
    asked.require_begun(period, today(house), first_day(house))
    print(context.catalogue.say(N_("Verifying the journal…")), file=sys.stderr, flush=True)
    return summary_of(house, period, week)


def _post(house: House, week: Week, context: Context) -> int:
    say = context.catalogue.say
    if week.period.last >= today(house):
        raise UsageError(N_("This week is not over."), N_("Its summary is sent once it is: print it without --post."))
    asked.require_begun(week.period, today(house), first_day(house))
    print(say(N_("Verifying the journal…")), file=sys.stderr, flush=True)
    channels = _sent(house, week)
    if not house.settings.audit_channels:
        print(
            say(
                N_("No audit channel is named in VIGIE_AUDIT_CHANNELS: it is on the desk, and in {folder}."),
                folder=_folder(house, week),
            )
        )
    elif channels:
        print(say(N_("On its way to: {channels}"), channels=", ".join(channels)))
    else:
        print(say(N_("It was sent already, to every audit channel.")))
    return 0


def _sent(house: House, week: Week) -> list[str]:
    """Make the summary where there is none, and have it sent to the channels that have not had it; return those."""
    if keeping.make(house, week):
        return list(dict.fromkeys(house.settings.audit_channels))
    with house.database.writing() as connection:
        return enqueue_summary(connection, house, week)


def _folder(house: House, week: Week) -> str:
    return str(house.settings.summaries / str(week))


def _written(house: House, found: Summary, wanted: str, context: Context) -> str:
    if wanted == "csv":
        from bot.summary.table import as_csv

        return "".join(as_csv(found, context.catalogue))
    if wanted == "html":
        from bot.pages.summary import as_html
        from bot.summary.attachments import register_of_period

        return as_html(found, register_of_period(house, found, context.catalogue), context.catalogue)
    return plain(summary_text(found, context.catalogue))


def _period(chosen: argparse.Namespace) -> Period | None:
    """Return the days that were asked for; None where it is a week."""
    given = [name for name in ("week", "month", "year", "since") if getattr(chosen, name)]
    if bool(chosen.since) != bool(chosen.until):
        raise UsageError(N_("--from and --to go together."))
    if len(given) > 1:
        raise UsageError(N_("Choose one of: --week, --month, --year, --from with --to."))
    if chosen.month:
        return asked.month(chosen.month)
    if chosen.year:
        return asked.year(chosen.year)
    return asked.days(chosen.since, chosen.until) if chosen.since else None


def _last_week(house: House) -> Week:
    """Return the last week that is over."""
    return Week.of(today(house)).after(-1)
