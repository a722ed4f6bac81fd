"""`vigie check` and `vigie explain`: evidence and verdict of files, with no database at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bot.card.file_words import obstacle_sentence
from bot.charter_file import open_charter
from bot.cli.paper import Paper
from bot.errors import NotFoundError, UsageError, VigieError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.trust_lists import TrustStore
from policy.charter.judge import verdict_for
from policy.charter.model import Charter
from policy.evidence import Examination, Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox import Sandbox
from policy.verdict import Answer, Verdict

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

_EXIT_CODES = {Answer.FORBIDDEN: 1, Answer.UNREADABLE: 4, Answer.INCOMPLETE: 3, Answer.REVIEWABLE: 0}
_WORST_FIRST = (1, 4, 3, 0)
_PATH_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """One file's answer; `elapsed` is in milliseconds."""

    path: Path
    examination: Examination
    verdict: Verdict
    elapsed: float


def check(chosen: argparse.Namespace, context: Context) -> int:
    """Print the verdict of each file; the exit code is the worst of all, 2 where not all could be looked at."""
    return _complaining(lambda: _print_verdicts(chosen, context), context)


def explain(chosen: argparse.Namespace, context: Context) -> int:
    """Print all evidence of one file, and what was looked for and not found; 2 where it is not there."""
    return _complaining(lambda: _print_everything(chosen, context), context)


def _complaining(answer: Callable[[], int], context: Context) -> int:
    """Return the answer, or 2 and a sentence: here, 1 would say that a file is forbidden."""
    try:
        return answer()
    except VigieError as error:
        print(error.sentence(context.catalogue), file=sys.stderr)
        return UsageError.exit_code


def _print_verdicts(chosen: argparse.Namespace, context: Context) -> int:
    charter, paper = _charter(chosen, context), Paper(context.catalogue, sys.stdout)
    codes = set()
    for checked in _checked(chosen, context, charter):
        codes.add(_EXIT_CODES[checked.verdict.answer])
        if chosen.json:
            print(json.dumps(as_json(checked, context.catalogue), ensure_ascii=False), flush=True)
        else:
            paper.write(checked.path, checked.examination, checked.verdict, charter(), whole=False)
    return next(code for code in _WORST_FIRST if code in codes)


def _print_everything(chosen: argparse.Namespace, context: Context) -> int:
    charter, paper = _charter(chosen, context), Paper(context.catalogue, sys.stdout)
    for checked in _checked(chosen, context, charter):
        paper.write(checked.path, checked.examination, checked.verdict, charter(), whole=True)
    return 0


def _charter(chosen: argparse.Namespace, context: Context) -> Callable[[], Charter]:
    """Return the charter for when it is needed: workers start up while it is read."""
    return cache(lambda: open_charter(chosen.charter or context.settings.charter))


def _checked(chosen: argparse.Namespace, context: Context, charter: Callable[[], Charter]) -> Iterator[Checked]:
    limits = Limits()
    trust = TrustStore(context.settings.data_dir / "trust").lists()
    paths = _files(chosen.files)
    with Sandbox(trust, limits, context.settings.workers, zygote=context.ahead) as sandbox:
        rules = charter()
        with _Progress(len(paths), context.catalogue) as progress:
            for checked in _in_order(
                paths, lambda path: _check(path, sandbox, rules, limits), context.settings.workers
            ):
                progress.step()
                yield checked


def _files(given: Sequence[Path]) -> list[Path]:
    """Return the files themselves and those of folders, hidden ones left out.

    Raises:
        NotFoundError: one is not there, or there is nothing in all the folders: nothing to say is not « fine ».
    """
    found = [path for item in given for path in _files_of(item)]
    if not found:
        raise NotFoundError(N_("There is no file {path}."), path=one_line(f"{given[0]}/*", _PATH_LENGTH))
    return found


def _files_of(path: Path) -> list[Path]:
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the name is too long
        inside = (item for item in sorted(path.rglob("*")) if item.is_file())
        return [item for item in inside if not any(part.startswith(".") for part in item.relative_to(path).parts)]
    if not os.path.exists(path):  # noqa: PTH110
        raise NotFoundError(N_("There is no file {path}."), path=one_line(str(path), _PATH_LENGTH))
    return [path]


def _in_order(paths: list[Path], check_one: Callable[[Path], Checked], workers: int) -> Iterator[Checked]:
    if len(paths) < 2:
        yield from map(check_one, paths)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(check_one, paths)


def _check(path: Path, sandbox: Sandbox, charter: Charter, limits: Limits) -> Checked:
    started = perf_counter()
    examination = _examine(path, sandbox, limits)
    verdict = verdict_for(charter, examination, None)
    return Checked(path, examination, verdict, (perf_counter() - started) * 1_000)


def _examine(path: Path, sandbox: Sandbox, limits: Limits) -> Examination:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if size > limits.file_size:
                digest = file_digest(stream, "sha256").hexdigest()
                return Examination(digest, size, MediaType.OTHER, obstacle=Obstacle.TOO_LARGE)
            data = stream.read(limits.file_size + 1)
    except OSError as error:
        raise UsageError(N_("{path} can't be read."), path=one_line(str(path), _PATH_LENGTH)) from error
    return sandbox.examine(data)


def as_json(checked: Checked, catalogue: Catalogue) -> dict[str, object]:
    """Return the object that `--json` prints (design §5)."""
    examination, verdict = checked.examination, checked.verdict
    printed: dict[str, object] = {
        "file": os.fsencode(checked.path).decode(errors="replace"),
        "sha256": examination.sha256,
        "media_type": examination.media_type,
        "verdict": verdict.answer,
        "origin": examination.origin if examination.readable else "unreadable",
        "evidence": [
            {
                "reader": item.reader,
                "marker": item.marker,
                "value": item.value,
                "origin": item.origin,
                "strength": item.strength,
                "where": item.where,
                "tool": item.tool,
                "signer": item.signer,
            }
            for item in examination.evidence
        ],
        "rules": [
            {"id": rule.id, "article": rule.article, "effect": rule.effect} for rule in verdict.rules if rule.certain
        ],
        "missing": list(verdict.missing),
        "readers": {report.reader: {"look": report.look, "why": report.obstacle} for report in examination.reports},
        "charter": {"id": verdict.charter.id, "version": verdict.charter.version, "sha256": verdict.charter.sha256},
        "elapsed_ms": round(checked.elapsed, 1),
    }
    if examination.obstacle:
        printed["error"] = obstacle_sentence(examination.obstacle, catalogue)
    return printed


class _Progress:
    """A counter on the terminal while many files are read; silent anywhere else."""

    def __init__(self, total: int, catalogue: Catalogue) -> None:
        self._total, self._done, self._catalogue = total, 0, catalogue
        self._shown = total > 1 and sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def step(self) -> None:
        self._done += 1
        if self._shown:
            line = self._catalogue.say(N_("{done} of {total} files"), done=self._done, total=self._total)
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
