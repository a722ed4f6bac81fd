"""`vigie gate`: is exactly this file approved? And the tokens with which machines ask the desk the same."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.reading import Progress, files_of
from bot.errors import NotFoundError, UsageError
from bot.foreign_text import one_line
from bot.gate import tokens
from bot.gate.asking import Answer, Gate
from bot.gate.words import as_data, sentence
from bot.house import open_house, utc_now
from bot.language import N_
from bot.verification import installed_database
from policy.limits import Limits
from policy.media_type import sniff
from policy.sandbox import Sandbox

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

_NAME_LENGTH = 200


def gate(chosen: argparse.Namespace, context: Context) -> int:
    """Answer for every file; 0 where all are approved, 1 where one is not.

    Raises:
        NotFoundError: a file is not there, or a folder holds none.
        UsageError: a file can't be read.
    """
    paths = [path for given in chosen.files for path in files_of(given)]
    if not paths:
        raise NotFoundError(N_("There is no file {path}."), path=one_line(f"{chosen.files[0]}/*", _NAME_LENGTH))
    approved = 0
    with ExitStack() as stack:
        database = stack.enter_context(installed_database(context.settings))
        database.upgrade()
        eyes = _Eyes(stack)
        asked = Gate(database, eyes.look, eyes.limits.file_size)
        progress = stack.enter_context(Progress(len(paths), context.catalogue))
        for path in paths:
            answer = _ask(asked, path)
            approved += answer.approved
            progress.clear()
            _print(path, answer, chosen, context)
            progress.step()
    if len(paths) > 1 and not chosen.json:
        print(context.catalogue.say(N_("Approved: {approved} of {total}."), approved=approved, total=len(paths)))
    return 0 if approved == len(paths) else 1


class _Eyes:
    """Workers that look at files, started for the first file that has to be looked at."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.limits = Limits()

    @cached_property
    def _sandbox(self) -> Sandbox:
        return self._stack.enter_context(Sandbox(limits=self.limits, workers=1))

    def look(self, data: bytes) -> int | None:
        preview = self._sandbox.preview(data, sniff(data))
        return preview.look if preview else None


def _ask(asked: Gate, path: Path) -> Answer:
    try:
        with path.open("rb") as stream:
            return asked.ask_file(stream, utc_now())
    except OSError as error:
        raise UsageError(N_("{path} can't be read."), path=one_line(str(path), _NAME_LENGTH)) from error


def _print(path: Path, answer: Answer, chosen: argparse.Namespace, context: Context) -> None:
    if chosen.json:
        named = {"file": os.fsencode(path).decode(errors="replace")} | as_data(answer, context.catalogue)
        print(json.dumps(named, ensure_ascii=False), flush=True)
    else:
        mark = "✔" if answer.approved else "✖"
        print(mark, one_line(str(path), _NAME_LENGTH), "—", sentence(answer, context.catalogue), flush=True)


def token(chosen: argparse.Namespace, context: Context) -> int:
    """Make a token and print it this once; list them, or revoke one.

    Raises:
        UsageError: no name; or it is that of a file, so that somebody meant `vigie gate ./token …`.
    """
    if chosen.list:
        return _list(context)
    if not chosen.name or os.path.exists("token") or os.path.exists(chosen.name):  # noqa: PTH110 - any name at all
        raise UsageError(
            N_("Which token? vigie gate token NAME"),
            N_("To have a file called “token” checked, write ./token."),
        )
    say = context.catalogue.say
    with open_house(context.settings) as house, house.database.writing() as connection:
        if chosen.revoke:
            tokens.revoke(connection, chosen.name)
            made = ""
        else:
            made = tokens.make(connection, chosen.name, house.clock())
    if made:
        print(made)
        print(
            say(N_("Keep it now: it is not shown again. It lets {name} ask, nothing else."), name=chosen.name),
            file=sys.stderr,
        )
    else:
        print(say(N_("“{name}” can't ask any more."), name=chosen.name))
    return 0


def _list(context: Context) -> int:
    with open_house(context.settings) as house, house.database.reading() as connection:
        known = tokens.listing(connection)
    for item in known:
        print(f"{item.name} — {context.catalogue.moment(item.made_at)}")
    if not known:
        print(context.catalogue.say(N_("No token yet: vigie gate token NAME")))
    return 0
