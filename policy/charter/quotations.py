"""Does the charter quote what was adopted? Each quote has to stand in the adopted text, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.charter.model import Charter
from policy.charter.problem import Mistake, Problem
from policy.charter.rules import letters

_NEAREST_SENTENCES = 3
"""Sentences, those that share most words with the quote, in which the nearest passage is looked for."""
_SPARE_WORDS = 3
"""How many words a quote may have left out or added."""
_ALIKE = 0.6
"""Below this likeness, from 0 to 1, no passage was meant."""


def misquoted(charter: Charter) -> tuple[Problem, ...]:
    """Return the quotes that aren't in the adopted text, each with the passage that was probably meant.

    Rules that quote nobody, and quotes that the file itself marks as unverified, are left out.
    """
    return tuple(
        Problem(rule.line, Mistake.MISQUOTED, rule.quote, nearest_passage(rule.quote, charter.source))
        for rule in charter.rules
        if rule.quote and not rule.quote_verified and not rule.quote_waived
    )


def nearest_passage(quote: str, source: str) -> str:
    """Return the passage of a text that is most like a quote, "" where none is."""
    from difflib import SequenceMatcher  # only where there is a mistake to mend

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(letters(quote).casefold())
    best, found = _ALIKE, ""
    for passage in _passages(quote, source):
        matcher.set_seq1(letters(passage).casefold())
        if matcher.quick_ratio() > best and (likeness := matcher.ratio()) > best:
            best, found = likeness, passage
    return found


def _passages(quote: str, source: str) -> Iterator[str]:
    """Yield whole sentences, and every run of about as many words as the quote has, from those that share its words."""
    quoted = set(_words(quote))
    sentences = [" ".join(part.split()) for part in re.split(r"(?<=[.!?])\s+|\n+", source)]
    near = sorted(sentences, key=lambda sentence: -len(quoted & set(_words(sentence))))[:_NEAREST_SENTENCES]
    length = len(quote.split())
    for sentence in near:
        yield sentence
        words = sentence.split()
        for size in range(max(1, length - _SPARE_WORDS), length + _SPARE_WORDS + 1):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size]).rstrip(",;:")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", letters(text).casefold())
