"""`vigie check` and `vigie explain`: evidence and verdict of files, with no database at all."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.cli.reading import Reading
from bot.errors import UsageError, VigieError

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def check(chosen: argparse.Namespace, context: Context) -> int:
    """Print the verdict of each file; the exit code is the worst of all, 2 where not all could be looked at."""
    return _complaining(lambda: _check(chosen, context), context)


def explain(chosen: argparse.Namespace, context: Context) -> int:
    """Print all evidence of one file, and what was looked for and not found; 2 where it is not there."""
    return _complaining(lambda: _explain(chosen, context), context)


def _check(chosen: argparse.Namespace, context: Context) -> int:
    with Reading(chosen.files, context) as reading:
        from bot.cli.answers import print_verdicts  # while the files are being read

        gc.enable()
        return print_verdicts(reading, chosen, context)


def _explain(chosen: argparse.Namespace, context: Context) -> int:
    with Reading(chosen.files, context) as reading:
        from bot.cli.answers import print_everything

        gc.enable()
        return print_everything(reading, chosen, context)


def _complaining(answer: Callable[[], int], context: Context) -> int:
    """Return the answer, or 2 and a sentence: here, 1 would say that a file is forbidden."""
    try:
        return answer()
    except VigieError as error:
        print(error.sentence(context.catalogue), file=sys.stderr)
        return UsageError.exit_code
