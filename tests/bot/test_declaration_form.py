from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card.model import FieldKind
from bot.declaration_form import (
    CHECK_LENGTH,
    NAME_LENGTH,
    SUBJECT_LENGTH,
    FieldName,
    FormError,
    declaration_fields,
    read_declaration,
)
from bot.language import Catalogue
from policy.declaration import TOOLS, Checker, Declaration, Extent, LabelPlace, Purpose
from policy.language import Language
from tests.bot.declarations import ANSWERS, DRAFTED, declarations

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
_words = st.one_of(
    st.text(alphabet=st.characters(), max_size=40),
    st.text(alphabet=st.characters(), min_size=100, max_size=900),
    st.sampled_from([*Purpose, *Extent, *Checker, *LabelPlace, *TOOLS, "yes", "no", "unknown", "1", "chatgpt", "🌹"]),
)


def attempt(answers: Mapping[str, str]) -> Declaration | FormError:
    """Return what a form makes."""
    try:
        return read_declaration(answers)
    except FormError as error:
        return error


def wrong(**changes: str) -> dict[str, str]:
    """Return what is wrong with the answers, by field, in English."""
    with pytest.raises(FormError) as caught:
        read_declaration(ANSWERS | changes)
    return {problem.field: problem.sentence(ENGLISH) for problem in caught.value.problems}


def test_a_form_filled_in_whole_is_a_declaration() -> None:
    assert read_declaration(ANSWERS) == DRAFTED


@given(declarations)
@settings(derandomize=True, deadline=None)
def test_a_declaration_to_correct_comes_back_unchanged_where_nothing_was_touched(known: Declaration) -> None:
    answers = {field.name: field.value for field in declaration_fields(FRENCH, known)}
    provider = known.provider or TOOLS.get(known.tool, "")
    assert {**_asdict(read_declaration(answers)), "provider": ""} == {**_asdict(known), "provider": ""}
    assert read_declaration(answers).provider == provider


def _asdict(known: Declaration) -> dict[str, object]:
    return {name: getattr(known, name) for name in Declaration.__dataclass_fields__}


@given(st.dictionaries(st.one_of(st.sampled_from(FieldName), st.text(max_size=12)), _words))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_whatever_comes_in_is_a_declaration_within_limits_or_sentences_in_both_languages(
    answers: dict[str, str],
) -> None:
    read = attempt(answers)
    if isinstance(read, FormError):
        assert read.problems
        assert {problem.field for problem in read.problems} <= set(FieldName)
        for catalogue in (FRENCH, ENGLISH):
            assert len(read.sentence(catalogue).splitlines()) == len(read.problems) + 1
            assert all(problem.sentence(catalogue) for problem in read.problems)
    else:
        assert len(read.tool) <= NAME_LENGTH
        assert len(read.provider) <= NAME_LENGTH
        assert len(read.subject) <= SUBJECT_LENGTH
        assert len(read.check) <= CHECK_LENGTH
        assert any(letter.isalnum() for letter in read.tool)


@given(declarations, st.dictionaries(st.sampled_from(FieldName), _words))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_one_broken_answer_breaks_no_other(known: Declaration, broken: dict[str, str]) -> None:
    sound = {field.name: field.value for field in declaration_fields(FRENCH, known)}
    read = attempt(sound | broken)
    named = {problem.field for problem in read.problems} if isinstance(read, FormError) else set()
    assert named <= set(broken) | ({FieldName.CHECK} if FieldName.CHECKER in broken else set())


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(FormError) as caught:
        read_declaration({})
    named = [problem.field for problem in caught.value.problems]
    assert set(named) == {"purpose", "subject", "tool", "extent", "personal_data_sent", "checker", "label"}
    assert len(named) == len(set(named))


def test_a_declaration_of_a_submission_need_not_say_what_it_is_about() -> None:
    answers = ANSWERS | {"subject": ""}
    assert read_declaration(answers, attached=True).subject == ""
    assert wrong(subject="") == {"subject": "Say what it is about, in words."}
    required = {field.name: field.required for field in declaration_fields(FRENCH, attached=True)}
    assert not required["subject"]


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_can_be_chosen_even_those_that_a_charter_forbids(purpose: Purpose) -> None:
    fields = {field.name: field for field in declaration_fields(FRENCH)}
    assert purpose in {option.value for option in fields["purpose"].options}
    assert read_declaration(ANSWERS | {"purpose": purpose}).purpose is purpose


@pytest.mark.parametrize("signs", ["🌹🌹", "…", "  ", "!?", "—", "\u200b", "\x00", "\ud83c"])
@pytest.mark.parametrize("field", ["tool", "subject", "check"])
def test_a_text_without_a_single_word_is_asked_for_again(field: str, signs: str) -> None:
    assert list(wrong(**{field: signs})) == [field]


@pytest.mark.parametrize("signs", ["🌹", "", "nothing of the kind", "DRAFTING"])
@pytest.mark.parametrize("field", ["purpose", "extent", "personal_data_sent", "checker", "label"])
def test_an_option_that_nobody_offered_is_asked_for_again(field: str, signs: str) -> None:
    assert wrong(**{field: signs}) == {field: "Choose one of the answers."}


def test_twenty_thousand_characters_are_refused_with_the_limit_and_never_cut() -> None:
    assert wrong(subject="mot " * 5_000) == {"subject": "Shorten it: 300 characters at most."}
    assert wrong(tool="x" * 20_000) == {"tool": "Shorten it: 120 characters at most."}
    assert read_declaration(ANSWERS | {"subject": "x" * SUBJECT_LENGTH}).subject == "x" * SUBJECT_LENGTH


def test_html_is_a_text_like_any_other() -> None:
    assert read_declaration(ANSWERS | {"subject": "<b>Tract</b>"}).subject == "<b>Tract</b>"


def test_an_emoji_beside_words_is_kept_as_typed() -> None:
    assert read_declaration(ANSWERS | {"subject": "Tract 🌹"}).subject == "Tract 🌹"


def test_line_breaks_and_what_no_keyboard_writes_become_a_space() -> None:
    assert read_declaration(ANSWERS | {"subject": " Tract\r\nsur \ud800 les\x00crèches "}).subject == (
        "Tract sur les crèches"
    )


def test_a_known_tool_is_written_as_its_makers_do_and_brings_its_provider() -> None:
    read = read_declaration(ANSWERS | {"tool": "le chat"})
    assert (read.tool, read.provider) == ("Le Chat", "Mistral AI")
    other = read_declaration(ANSWERS | {"tool": "Outil maison", "provider": "Nous"})
    assert (other.tool, other.provider) == ("Outil maison", "Nous")
    assert read_declaration(ANSWERS | {"tool": "Outil maison"}).provider == ""


def test_who_checked_must_say_how_and_nobody_need_not() -> None:
    assert wrong(check="") == {"check": "Say in a few words how."}
    assert read_declaration(ANSWERS | {"checker": "nobody", "check": ""}).checker is Checker.NOBODY


def test_what_is_not_ticked_stays_out_of_the_public_register() -> None:
    without = {name: value for name, value in ANSWERS.items() if name != "public"}
    assert not read_declaration(without).public
    ticks = [field for field in declaration_fields(FRENCH) if field.kind is FieldKind.TICK]
    assert [(field.name, field.value) for field in ticks] == [("public", "1")]


def test_the_purpose_is_chosen_by_the_person_and_never_by_the_form() -> None:
    chosen = [field.value for field in declaration_fields(FRENCH) if field.kind is FieldKind.CHOICE]
    assert set(chosen) == {""}
