"""The words by which a post says that AI served for it, in French and English.

A label is a clause that stands on its own (a line, a sentence, a bracket) and speaks of this very piece: « Texte
rédigé avec l’aide d’une IA ». A sentence about AI (« nous refusons les images générées par IA ») is none, nor is a
denial. So a clause has to begin with the piece, or with how it was made, and only a word on its review may follow.
Where it names no piece, it must not be able to belong to what stands before it: « une vidéo (générée par IA) ».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from policy.draft.label_wording import CLAUSE, GOVERNING, HASHTAG, MENTIONED, PLURAL_OR_FEMININE, REVISING, TITLE
from policy.draft.model import Label, Places

_LONGEST = 240
"""Characters of the longest clause that is taken for a label."""
_NEAR = 240
"""Characters on both sides of a clause that tell whether it stands on its own."""
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s{0,8}(?:[-*•–—·]|\d{1,2}[.)])\s")
"""An item of a list whose heading ends in a colon belongs to what the heading says."""
_SENTENCE = re.compile(r"[^.!?…]{3,400}(?:[.](?=\w)[^.!?…]{0,200}){0,5}[.!?…]{0,3}")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{6,200}(?:\([^()]{1,60}\)[^()\[\]]{0,100})?)[)\]]")


_ONLY_TAGS = re.compile(r"(?:[^\w#]{0,20}#\w{1,60}){0,20}[^\w#]{0,20}$")
_UNSEEN = {"Mn", "Cf"}
"""Accents and characters without a width, which change no wording."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without accents, capitals and kinds of space or apostrophe, and where each character comes from."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Plain:
        letters, origins = [], []
        for at, character in enumerate(text):
            for letter in _plain(character):
                letters.append(letter)
                origins.append(at)
        return cls("".join(letters), (*origins, len(text)))


def find_labels(text: str) -> list[Label]:
    """Return the labels of a text, in its order; hashtags within one belong to it."""
    plain, places = _Plain.of(text), Places(text)
    found = {plain.origins[start]: plain.origins[end - 1] + 1 for start, end in _places(plain.text)}
    labels: list[Label] = []
    for start in sorted(found):
        if not labels or start >= labels[-1].passage.end:
            labels.append(Label(places.passage(start, found[start])))
    return labels


def _places(text: str) -> Iterator[tuple[int, int]]:
    for match in HASHTAG.finditer(text):
        if _tags_the_post(text, *match.span()):
            yield match.span()
    heading = False
    for line in _LINE.finditer(text):
        item = bool(_ITEM.match(line[0]))
        announced, heading = heading and item, line[0].rstrip().endswith(":") or (heading and item)
        if announced:
            continue
        for start, end in (*_sentences(text, *line.span()), *_brackets(text, *line.span())):
            clause = text[start:end].rstrip()
            yield start + len(clause) - len(clause.lstrip()), start + len(clause)


def _tags_the_post(text: str, start: int, end: int) -> bool:
    """Whether a hashtag stands among hashtags or after the words, rather than for a word of the sentence."""
    after = text[end : end + _NEAR].partition("\n")[0]
    return bool(_ONLY_TAGS.match(after)) and not GOVERNING.search(_line_before(text, start))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a line, and every sentence of it, that is a label."""
    if _label(text[start:end]):
        yield start, end
        return
    for sentence in _SENTENCE.finditer(text, start, end):
        found = _label(sentence[0])
        if found and (not _names_no_piece(found) or _may_follow(_line_before(text, sentence.start()), sentence[0])):
            yield sentence.span()


def _may_follow(before: str, clause: str) -> bool:
    """Whether a clause without a piece is no answer to a question before it, and agrees with nothing before it."""
    return not before or not (before.endswith("?") or PLURAL_OR_FEMININE.match(clause))


def _brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for bracket in _BRACKET.finditer(text, start, end):
        found = _label(bracket[1])
        if found and _closes(text[bracket.end() : min(end, bracket.end() + _NEAR)]):
            before = _line_before(text, bracket.start())
            if _own_bracket(before, found, bracket[1]):
                yield bracket.span(1)


def _own_bracket(before: str, found: re.Match[str], clause: str) -> bool:
    if MENTIONED.search(before):
        return False
    alone = not before or (not before[-1].isalnum() and before[-1] not in ",;:'\"»")
    return alone or bool(TITLE.match(before)) or not _names_no_piece(found) or bool(REVISING.match(clause))


def _closes(after: str) -> bool:
    """Whether nothing of the same sentence follows a bracket."""
    return not after.strip() or after.lstrip()[0] in ".#*_"


def _line_before(text: str, start: int) -> str:
    return text[max(0, start - _NEAR) : start].rpartition("\n")[2].strip()


def _label(clause: str) -> re.Match[str] | None:
    clause = clause.strip()
    return CLAUSE.match(clause) if len(clause) <= _LONGEST else None


def _names_no_piece(found: re.Match[str]) -> bool:
    return any(found.groupdict().values())


def _plain(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character.isspace() and character != "\n":
        return " "
    decomposed = unicodedata.normalize("NFKD", character).lower()
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in _UNSEEN)
