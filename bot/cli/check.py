"""`vigie check` and `vigie explain`: evidence and verdict of files, with no database at all."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from bot.cli.reading import Reading

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def check(chosen: argparse.Namespace, context: Context) -> int:
    """Print the verdict of each file; the exit code is the worst of all."""
    with Reading(chosen.files, context) as reading:
        from bot.cli.answers import print_verdicts  # while the files are being read

        gc.enable()
        return print_verdicts(reading, chosen, context)


def explain(chosen: argparse.Namespace, context: Context) -> int:
    """Print all evidence of one file, and what was looked for and not found."""
    with Reading(chosen.files, context) as reading:
        from bot.cli.answers import print_everything

        gc.enable()
        return print_everything(reading, chosen, context)
