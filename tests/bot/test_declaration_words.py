from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from bot.declaration_words import (
    checker_words,
    declaration_lines,
    extent_words,
    place_words,
    purpose_words,
    sent_words,
    tool_words,
)
from bot.language import Catalogue
from policy.declaration import Checker, Declaration, Extent, LabelPlace, Purpose
from policy.language import Language

ALL: list[tuple[Iterable[Any], Callable[[Any, Catalogue], str]]] = [
    (Purpose, purpose_words),
    (Extent, extent_words),
    (Checker, checker_words),
    (LabelPlace, place_words),
    ((True, False, None), sent_words),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("terms", "words"), ALL)
def test_every_term_has_words_of_its_own(
    terms: Iterable[Any], words: Callable[[Any, Catalogue], str], language: Language
) -> None:
    said = [words(term, Catalogue(language)) for term in terms]
    assert len(set(said)) == len(said)
    assert all(said)


def test_a_tool_is_named_with_its_provider() -> None:
    assert tool_words("ChatGPT", "OpenAI") == "ChatGPT (OpenAI)"
    assert tool_words("DeepL", "DeepL") == "DeepL"
    assert tool_words("Outil maison", "") == "Outil maison"
    assert tool_words("", "OpenAI") == "OpenAI"
    assert tool_words("", "") == ""


def test_a_declaration_is_told_line_by_line_and_what_was_erased_is_a_dash() -> None:
    declared = Declaration(Purpose.TRANSLATION, "DeepL", checker=Checker.COLLEAGUE, check="read\nin full")
    lines = dict(declaration_lines(declared, Catalogue(Language.ENGLISH)))
    assert lines["Tool"] == "DeepL"
    assert lines["Result checked by"] == "Somebody of the team — read in full"
    assert lines["What it is about"] == "—"
