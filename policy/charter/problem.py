"""What can be wrong with a charter file: each problem names its line, and the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mistake(StrEnum):
    """The kinds of mistakes that the loader finds."""

    NOT_READABLE = "not-readable"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    SYNTAX = "syntax"
    ANCHOR = "anchor"
    TAG = "tag"
    DUPLICATE_KEY = "duplicate-key"
    NOT_A_MAPPING = "not-a-mapping"
    NOT_A_LIST = "not-a-list"
    NOT_A_WORD = "not-a-word"
    MISSING_KEY = "missing-key"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_FORMAT = "unknown-format"
    UNKNOWN_FACT = "unknown-fact"
    UNKNOWN_VALUE = "unknown-value"
    UNKNOWN_ARTICLE = "unknown-article"
    UNKNOWN_RULE = "unknown-rule"
    DUPLICATE_RULE = "duplicate-rule"
    EMPTY_CONDITION = "empty-condition"
    NO_WAY_OUT = "no-way-out"
    NO_SOURCE = "no-source"
    TAB = "tab"
    COMMA = "comma"
    TOO_FEW_CHOICES = "too-few-choices"
    DERIVED_FACT = "derived-fact"
    ANSWERED_BY_VIGIE = "answered-by-vigie"
    QUOTE_AND_PARAPHRASE = "quote-and-paraphrase"
    MISQUOTED = "misquoted"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `line` counts from 1, 0 stands for the whole file; `suggestion` is the nearest known word."""

    line: int
    mistake: Mistake
    subject: str = ""
    suggestion: str = ""


class CharterError(Exception):
    """A charter file that can't be applied, with every mistake that was found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"line {item.line}: {item.mistake} {item.subject}" for item in problems))
        self.problems = problems


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, "" where none is near."""
    from difflib import get_close_matches  # only where there is a mistake to mend

    return next(iter(get_close_matches(word, tuple(known), n=1, cutoff=0.6)), "")
