"""`vigie register`: the register of AI uses, for the public or for the auditor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.charter_file import open_charter
from bot.charter_in_force import present_charter
from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.house import utc_now
from bot.language import N_
from bot.register.edition import edition_of
from bot.register.gather import gather
from bot.register.use import Filters, Register
from bot.register.written import as_csv, as_json
from bot.verification import installed_database
from policy.charter.words import value_words, values_of
from policy.declaration import Purpose
from policy.language import Language

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def register(chosen: argparse.Namespace, context: Context) -> int:
    """Print the register."""
    filters = Filters(
        since=_day(chosen.since),
        until=_day(chosen.until),
        purpose=_purpose(chosen.purpose, context.catalogue.language),
        tool=chosen.tool or "",
        everything=chosen.all,
    )
    if chosen.all and chosen.format == "html":
        raise UsageError(N_("The page is for the public: it can't hold everything."), N_("Take --format csv or json."))
    with installed_database(context.settings) as database, database.reading() as connection:
        charter = present_charter(connection, lambda: open_charter(context.settings.charter))
        edition = edition_of(charter, context.catalogue, utc_now())
        found = gather(connection, filters, edition)
    for line in _written(found, chosen.format, context):
        sys.stdout.write(line)
    if not found.uses:
        print(context.catalogue.say(N_("No declared use of AI to show.")), file=sys.stderr)
    return 0


def _written(found: Register, wanted: str, context: Context) -> Iterator[str]:
    if wanted == "json":
        yield as_json(found)
    elif wanted == "html":
        from bot.pages.register import as_html  # templates take time to load: only where a page is wanted

        yield as_html(found, context.catalogue)
    else:
        yield from as_csv(found, context.catalogue)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise UsageError(
            N_("“{written}” is no day."), N_("Write it as in 2026-11-24."), written=one_line(written or "")
        ) from None


def _purpose(written: str | None, language: Language) -> Purpose | None:
    if not written:
        return None
    found = values_of(Purpose).find(written)
    if found is None:
        raise UsageError(
            N_("“{written}” is no purpose that Vigie knows."),
            N_("Choose one of: {known}."),
            written=one_line(written),
            known=", ".join(value_words(purpose)[language] for purpose in Purpose),
        )
    return Purpose(found)
