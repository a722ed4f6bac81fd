"""Every answer is a sentence in both languages, and data whose keys stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.gate.asking import Answer, Compared, Resemblance
from bot.gate.standing import Standing, Word
from bot.gate.words import as_data, sentence
from bot.language import Catalogue
from policy.language import Language
from tests.bot.scene import NOON

KEYS = [
    "sha256",
    "answer",
    "approved",
    "reference",
    "revision",
    "at",
    "until",
    "entry",
    "compared",
    "resembles",
    "sentence",
]
WORD = Word(Standing.APPROVED, "V-0042", 2, 776, NOON, NOON + timedelta(days=7), once_approved=True)


def like(*standings: Standing) -> Answer:
    found = tuple(Resemblance("0" * 64, 3, replace(WORD, standing=item, reference=f"V-{item}")) for item in standings)
    return Answer("f" * 64, None, found, Compared.YES)


ANSWERS = [
    *(
        Answer("f" * 64, replace(WORD, standing=found, once_approved=once))
        for found, once in product(Standing, (True, False))
    ),
    *(like(found) for found in Standing),
    like(Standing.REFUSED, Standing.APPROVED),
    *(Answer("f" * 64, None, (), compared) for compared in Compared),
]


@pytest.mark.parametrize("language", Language)
def test_every_answer_is_a_sentence_and_whole_data(language: Language) -> None:
    catalogue = Catalogue(language)
    for answer in ANSWERS:
        data = as_data(answer, catalogue)
        assert list(data) == KEYS
        assert data["sentence"] == sentence(answer, catalogue)
        assert len(data["sentence"]) > 20
        assert "{" not in data["sentence"]
        assert data["approved"] is (data["answer"] == "approved")


def test_french_sentences_are_french() -> None:
    french, english = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
    assert all(sentence(answer, french) != sentence(answer, english) for answer in ANSWERS)


def test_an_approval_says_until_when_it_holds() -> None:
    catalogue = Catalogue(Language.ENGLISH)
    assert "until" in sentence(Answer("f" * 64, WORD), catalogue)
    assert "until" not in sentence(Answer("f" * 64, replace(WORD, until=None)), catalogue)


def test_a_copy_of_a_refused_file_is_told_first_and_its_approved_sibling_after_it() -> None:
    said = sentence(like(Standing.REFUSED, Standing.LAPSED, Standing.APPROVED), Catalogue(Language.ENGLISH))
    assert said.startswith("WATCH OUT")
    assert said.index("V-refused") < said.index("V-approved")
    assert "V-lapsed" not in said
