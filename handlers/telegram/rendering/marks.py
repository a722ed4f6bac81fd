"""How the files of an album and the questions of a card are told apart on a phone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.card.model import Card, Question

_FIRST_NUMBER, _NUMBERS = ord("①"), 20
_FIRST_LETTER, _LETTERS = ord("Ⓐ"), 26


def number(index: int) -> str:
    """Return a mark such as « ① » for the first."""
    return chr(_FIRST_NUMBER + index) if index < _NUMBERS else f"({index + 1})"


def letter(index: int) -> str:
    """Return a mark such as « Ⓐ » for the first."""
    return chr(_FIRST_LETTER + index) if index < _LETTERS else f"({index + 1})"


def file_marks(card: Card) -> Mapping[str, str]:
    """Return the mark of each file, none where there is only one."""
    if len(card.visuals) < 2:
        return {}
    return {visual.sha256: number(index) for index, visual in enumerate(card.visuals)}


def question_marks(card: Card) -> tuple[str, ...]:
    """Return what stands before each question and on its buttons, which stand together at the foot of the card.

    A question about one file has the mark of the file, if nothing else is asked about it.
    """
    files = file_marks(card)
    about = [question.asset for question in card.questions]
    if len(about) < 2:
        return tuple("" for _ in about)
    if len(set(about)) == len(about) and all(asset in files for asset in about):
        return tuple(files[asset] for asset in about if asset)
    return tuple(letter(index) for index in range(len(about)))


def about_words(card: Card, question: Question, mark: str) -> str:
    """Return the file of an album that a question is about, such as « ② b.png », without the mark that it has."""
    names = {visual.sha256: visual.name for visual in card.visuals}
    if question.asset is None or question.asset not in file_marks(card):
        return ""
    file_mark = file_marks(card)[question.asset]
    return names[question.asset] if mark == file_mark else f"{file_mark} {names[question.asset]}"
