"""From the words of a command to the function that does it; every error ends here as a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UnexpectedError, UsageError, VigieError
from bot.language import N_, Catalogue
from bot.settings import Settings, from_environment

if TYPE_CHECKING:
    import argparse

    from bot.doctor import Checkup
    from bot.house import House
    from policy.sandbox import ZygoteProcess

_JUDGING = (["check"], ["explain"])
"""Commands whose exit code 1 says that a file is forbidden: none of their errors may have it."""
_PIPE_CLOSED = 128 + 13
"""As a shell tells of a command that SIGPIPE ended."""

Serve = Callable[["House", Callable[[int], None]], None]
"""Serves a house; calls back once the desk has its port, and only then."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every command gets: the settings, the words, and how to serve."""

    settings: Settings
    catalogue: Catalogue
    serve: Serve
    ahead: ZygoteProcess | None = None
    checkups: Sequence[Checkup] = ()


def command_line(
    arguments: Sequence[str], serve: Serve, ahead: ZygoteProcess | None = None, checkups: Sequence[Checkup] = ()
) -> int:
    """Run one command and return its exit code.

    `ahead` is what reads files, where it was started already; `checkups` are what platforms add to `vigie doctor`.
    """
    catalogue = Catalogue(Settings().language)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without « ✔ » still gets the rest of the line
    try:
        settings = from_environment()
        catalogue = Catalogue(settings.language, settings.timezone)
        return _run(arguments, Context(settings, catalogue, serve, ahead, checkups))
    except VigieError as error:
        print(error.sentence(catalogue), file=sys.stderr)
        return UsageError.exit_code if arguments[:1] in _JUDGING else error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`vigie check … | head`): silence the flush at exit too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except Exception:  # noqa: BLE001 - whatever it is, it ends as a sentence
        return _unexpected(catalogue)


def _unexpected(catalogue: Catalogue) -> int:
    """Say that it is our fault; the whole story goes to a file, since nobody wants it on their terminal."""
    import traceback
    from tempfile import gettempdir

    unexpected = UnexpectedError()
    path = Path(gettempdir()) / f"vigie-{unexpected.reference}.log"
    with path.open("x", encoding="utf-8") as log:
        log.write(f"reference {unexpected.reference}\n{traceback.format_exc()}")
    print(unexpected.sentence(catalogue), file=sys.stderr)
    print(catalogue.say(N_("What happened is written in {path}."), path=str(path)), file=sys.stderr)
    return unexpected.exit_code


def _run(arguments: Sequence[str], context: Context) -> int:
    from bot.cli.parser import parse

    chosen: argparse.Namespace = parse(arguments, context.catalogue)
    command: Callable[[argparse.Namespace, Context], int] = chosen.command
    return command(chosen, context)
