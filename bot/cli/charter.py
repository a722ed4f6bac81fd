"""`vigie charter`: whether the file is right, and what it says."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from bot.adoption.words import replay_lines
from bot.charter_file import open_charter
from bot.charter_findings import check_lines
from bot.charter_in_force import charter_of, last_in_force
from bot.charter_replay import difference
from bot.charter_words import headings
from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.language import N_
from bot.verification import installed_database
from policy.charter.lint import check as lint
from policy.charter.model import Charter
from policy.charter.mutants import survivors
from policy.charter.show import as_markdown

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def check(chosen: argparse.Namespace, context: Context) -> int:
    """Validate a charter, its quotes, examples and guarantees; 1 where any fails. Gaps in the examples are hints."""
    charter = _charter(chosen, context)
    result = lint(charter)
    unnoticed = survivors(charter) if result.passed else ()
    for line in check_lines(charter, result, unnoticed, context.catalogue):
        print(line, file=sys.stdout if result.passed else sys.stderr)
    return 0 if result.passed else 1


def show(chosen: argparse.Namespace, context: Context) -> int:
    """Print the charter as a page for people, in Markdown or as one HTML file."""
    charter = _charter(chosen, context)
    if chosen.format == "html":
        from bot.pages.charter import as_html

        print(as_html(charter, context.catalogue))
    else:
        print(as_markdown(charter, context.catalogue.language, headings(context.catalogue)), end="")
    return 0


def replay(chosen: argparse.Namespace, context: Context) -> int:
    """Print what a changed charter would alter among the opinions that were given (since a day)."""
    changed, since = _charter(chosen, context), _beginning(chosen.since, context)
    with installed_database(context.settings) as database, database.reading() as connection:
        entry = last_in_force(connection)
        present = charter_of(entry.data if entry else {})
        found = difference(connection, present, changed, since)
    for line in replay_lines(found, present, changed, context.catalogue):
        print(line)
    return 0


def _beginning(day: str | None, context: Context) -> datetime | None:
    """Return the first moment of a day, where people are."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), context.settings.timezone) if day is not None else None
    except ValueError as error:
        raise UsageError(
            N_("“{day}” is no date."), N_("Write it like this: 2026-11-24."), day=one_line(str(day))
        ) from error


def _charter(chosen: argparse.Namespace, context: Context) -> Charter:
    return open_charter(chosen.file or context.settings.charter)
