"""`vigie check` and `vigie explain`: evidence and verdict of files, with no database at all; or of a submission."""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING

from bot.cli.reading import Reading

_REFERENCE = re.compile(r"[Vv]-[0-9]{1,15}")

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
    """Print all evidence of one file and the reasons for its verdict, or the reasons behind a submission."""
    (path,) = chosen.files
    if _REFERENCE.fullmatch(str(path)) and not path.exists():
        from bot.cli.explained import explain_submission

        gc.enable()
        return explain_submission(str(path).upper(), chosen, context)
    with Reading(chosen.files, context) as reading:
        from bot.cli.explained import explain_files

        gc.enable()
        return explain_files(reading, chosen, context)
