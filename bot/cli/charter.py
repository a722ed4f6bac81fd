"""`vigie charter`: whether the file is right, and what it says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.charter_file import open_charter
from bot.charter_words import check_lines, headings
from policy.charter.lint import check as lint
from policy.charter.model import Charter
from policy.charter.show import as_markdown

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def check(chosen: argparse.Namespace, context: Context) -> int:
    """Validate a charter, its quotations and its examples; 1 where any fails."""
    charter = _charter(chosen, context)
    result = lint(charter)
    for line in check_lines(charter, result, context.catalogue):
        print(line, file=sys.stdout if result.passed else sys.stderr)
    return 0 if result.passed else 1


def show(chosen: argparse.Namespace, context: Context) -> int:
    """Print the charter as a page for people, in Markdown."""
    print(as_markdown(_charter(chosen, context), context.catalogue.language, headings(context.catalogue)))
    return 0


def _charter(chosen: argparse.Namespace, context: Context) -> Charter:
    return open_charter(chosen.file or context.settings.charter)
