from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import confesses, is_draft, nods, untagged


@pytest.mark.parametrize(
    "text", ["#brouillon Samedi", "Samedi #brouillon", "#BROUILLON : Samedi", "#draft Saturday", "Samedi\n#brouillon"]
)
def test_a_tag_makes_a_draft_wherever_it_stands(text: str) -> None:
    assert is_draft(text, 0)
    assert untagged(text) in {"Samedi", "Saturday"}


@pytest.mark.parametrize("text", ["Samedi", "le#brouillon", "#brouillons", "brouillon", "", "#draftee"])
def test_other_words_make_none(text: str) -> None:
    assert not is_draft(text, 0)
    assert untagged(text) == text


def test_a_long_text_is_a_draft_only_where_a_length_is_set() -> None:
    assert is_draft("a" * 200, 200)
    assert not is_draft("a" * 199 + "  ", 200)
    assert not is_draft("a" * 5_000, 0)


@given(st.text())
def test_no_tag_is_left_of_a_draft(text: str) -> None:
    assert not is_draft(untagged(f"#brouillon {text}"), 0) or is_draft(text, 0)


@pytest.mark.parametrize("text", ["ok", "OK !", "oui", "Je valide", "validé", "approuvé", "👍", ":+1:", "✅ parfait"])
def test_words_that_seem_to_approve(text: str) -> None:
    assert nods(text)


@pytest.mark.parametrize(
    "text", ["okapi", "ouistiti", "non", "", "ok mais seulement si quelqu’un a relu tout le texte avant samedi"]
)
def test_words_that_do_not(text: str) -> None:
    assert not nods(text)


@pytest.mark.parametrize("text", ["fait avec ChatGPT", "traduit par DeepL", "retouché avec une IA", "made with AI"])
def test_words_that_seem_to_say_that_an_ai_served(text: str) -> None:
    assert confesses(text)


@pytest.mark.parametrize("text", ["J’ai vu Claudette", "maïs", "avec Iannis"])
def test_names_that_only_begin_like_one(text: str) -> None:
    assert not confesses(text)
