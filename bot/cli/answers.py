"""What is said of each file that was read: judged by the charter, for people or as JSON."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bot.card.file_words import obstacle_sentence
from bot.charter_file import open_charter
from bot.cli.paper import Paper
from bot.cli.reading import Read, Reading
from bot.language import Catalogue
from policy.charter.judge import verdict_for
from policy.verdict import Answer, Verdict

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

_EXIT_CODES = {Answer.FORBIDDEN: 1, Answer.UNREADABLE: 4, Answer.INCOMPLETE: 3, Answer.REVIEWABLE: 0}
_WORST_FIRST = (1, 4, 3, 0)


def print_verdicts(reading: Reading, chosen: argparse.Namespace, context: Context) -> int:
    """Print each file's verdict; return the exit code of the worst."""
    charter = open_charter(chosen.charter or context.settings.charter)
    paper = Paper(context.catalogue, sys.stdout)
    codes = set()
    for read in reading:
        verdict = verdict_for(charter, read.examination, None)
        codes.add(_EXIT_CODES[verdict.answer])
        if chosen.json:
            _print_json(as_json(read, verdict, context.catalogue))
        else:
            paper.write(read.path, read.examination, verdict, charter, whole=False)
    return next(code for code in _WORST_FIRST if code in codes)


def _print_json(printed: dict[str, object]) -> None:
    import json

    print(json.dumps(printed, ensure_ascii=False), flush=True)


def as_json(read: Read, verdict: Verdict, catalogue: Catalogue) -> dict[str, object]:
    """Return the object that `--json` prints (design §5)."""
    examination = read.examination
    printed: dict[str, object] = {
        "file": os.fsencode(read.path).decode(errors="replace"),
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
        "elapsed_ms": round(read.elapsed, 1),
    }
    if examination.obstacle:
        printed["error"] = obstacle_sentence(examination.obstacle, catalogue)
    return printed
