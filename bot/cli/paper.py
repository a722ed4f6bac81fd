"""A file's answer on a terminal, for people."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path
from typing import TextIO

from bot.card.evidence_words import evidence_line
from bot.card.file_words import not_looked, nothing_found, obstacle_sentence
from bot.card.lines import EvidenceLine
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.model import Charter
from policy.evidence import GRAVITY, Examination
from policy.verdict import Answer, Verdict

_SIGNS = {Answer.FORBIDDEN: "✖", Answer.UNREADABLE: "?", Answer.INCOMPLETE: "•", Answer.REVIEWABLE: "✔"}
_COLOURS = {Answer.FORBIDDEN: "31", Answer.UNREADABLE: "35", Answer.INCOMPLETE: "33", Answer.REVIEWABLE: "32"}
_HEADLINES = {
    Answer.FORBIDDEN: N_("Unfavourable opinion"),
    Answer.UNREADABLE: N_("Not verifiable"),
    Answer.INCOMPLETE: N_("Reserved opinion: something is missing"),
    Answer.REVIEWABLE: N_("Nothing stands against it"),
}
_WIDTH = 100
_SHORT = 3
"""How many pieces of evidence `check` prints; `explain` prints them all."""


class Paper:
    """Writes answers to a stream, in colour where it is a terminal and colour is welcome (no-color.org)."""

    def __init__(self, catalogue: Catalogue, stream: TextIO) -> None:
        self._catalogue, self._stream = catalogue, stream
        self._colour = stream.isatty() and "NO_COLOR" not in os.environ

    def write(self, path: Path, examination: Examination, verdict: Verdict, charter: Charter, *, whole: bool) -> None:
        """Write one file's answer; `whole` adds every piece of evidence and what was looked for in vain."""
        say = self._catalogue.say
        sign = self._painted(_SIGNS[verdict.answer], verdict.answer)
        headline = self._painted(say(_HEADLINES[verdict.answer]), verdict.answer)
        self.line(f"{sign} {one_line(str(path), _WIDTH)} — {headline}")
        if examination.obstacle:
            self.text(obstacle_sentence(examination.obstacle, self._catalogue))
        self._grounds(verdict, charter)
        self._evidence(examination, whole)
        if whole:
            self._looks(examination)
        self.line()

    def _grounds(self, verdict: Verdict, charter: Charter) -> None:
        language = self._catalogue.language
        for fired in verdict.rules:
            rule = charter.by_id.get(fired.id)
            if rule is None or not fired.certain:
                continue
            article = self._catalogue.say(N_("Article {number}"), number=fired.article)
            self.text(f"{article} — {rule.message[language]}")
            if rule.way_out:
                self.text(f"→ {rule.way_out[language]}")

    def _evidence(self, examination: Examination, whole: bool) -> None:
        ordered = sorted(examination.evidence, key=lambda item: GRAVITY[item.origin])
        shown = ordered if whole else ordered[:_SHORT]
        for item in shown:
            self._one(evidence_line(item, self._catalogue))
        if len(ordered) > len(shown):
            more = self._catalogue.count(
                "and {number} more: vigie explain FILE",
                "and {number} more: vigie explain FILE",
                len(ordered) - len(shown),
            )
            self.text(more)

    def _one(self, line: EvidenceLine) -> None:
        say = self._catalogue.say
        self.text(f"– {line.what}")
        for label, text in (
            (say(N_("where")), line.where),
            (say(N_("how strong")), line.strength),
            (say(N_("does not prove")), line.not_proven),
        ):
            self.text(f"{label}{self._colon} {text}", indent=6)

    @property
    def _colon(self) -> str:
        return "\u00a0:" if self._catalogue.language.value == "fr" else ":"

    def _looks(self, examination: Examination) -> None:
        say = self._catalogue.say
        if nothing := nothing_found(examination, self._catalogue):
            self.text(say(N_("Looked for, not found")) + f"{self._colon} {', '.join(nothing)}")
        for refused in not_looked(examination, self._catalogue):
            self.text(say(N_("Could not be read")) + f"{self._colon} {refused}")

    def text(self, text: str, indent: int = 4) -> None:
        """Write a paragraph, folded and indented."""
        margin = " " * indent
        for line in textwrap.wrap(text, _WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  "):
            self.line(line)

    def _painted(self, text: str, answer: Answer) -> str:
        return f"\033[{_COLOURS[answer]}m{text}\033[0m" if self._colour else text

    def line(self, text: str = "") -> None:
        """Write a line as it is."""
        print(text, file=self._stream)
