"""`vigie doctor`: is everything in order, and how to mend what is not."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING

from bot.doctor import Finding, Health, visit
from bot.language import N_, Catalogue

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

_SIGNS = {Health.GOOD: "✔", Health.WARNING: "!", Health.BAD: "✖", Health.SKIPPED: "–"}
_COLOURS = {Health.GOOD: "32", Health.WARNING: "33", Health.BAD: "31", Health.SKIPPED: "2"}


def doctor(chosen: argparse.Namespace, context: Context) -> int:
    """Print each finding with its remedy; return 1 where something is to be mended."""
    found: Counter[Health] = Counter()
    with _log(context.catalogue):
        for finding in visit(context.settings, context.catalogue, context.checkups):
            found[finding.health] += 1
            _print(finding, as_json=chosen.json)
    if not chosen.json:
        print(_sum(found, context.catalogue))
    return 1 if found[Health.BAD] else 0


def _print(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
        return
    print(f"{_sign(finding.health)} {finding.words}", flush=True)
    for number, line in enumerate(finding.remedy.splitlines()):
        print(f"    {' ' if number else '→'} {line}", flush=True)


def _sign(health: Health) -> str:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return f"\033[{_COLOURS[health]}m{_SIGNS[health]}\033[0m" if colour else _SIGNS[health]


def _sum(found: Counter[Health], catalogue: Catalogue) -> str:
    parts = []
    if bad := found[Health.BAD]:
        parts.append(catalogue.count("{number} thing to mend.", "{number} things to mend.", bad))
    if warnings := found[Health.WARNING]:
        watched = catalogue.count("{number} thing to keep an eye on.", "{number} things to keep an eye on.", warnings)
        parts += [watched] if bad else [catalogue.say(N_("Nothing to mend.")), watched]
    return " ".join(parts) or catalogue.say(N_("All is well."))


@contextmanager
def _log(catalogue: Catalogue) -> Iterator[None]:
    """Write what the log tells of faults of ours into a file, and name it: nobody wants it on their terminal."""
    log, told = logging.getLogger("vigie.doctor"), StringIO()
    handler = logging.StreamHandler(told)
    propagates, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.propagate = propagates
        if told.getvalue():
            path = _written(told.getvalue())
            print(catalogue.say(N_("What happened is written in {path}."), path=path), file=sys.stderr)


def _written(story: str) -> str:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="vigie-", suffix=".log", delete=False) as file:
        file.write(story)
    return file.name
