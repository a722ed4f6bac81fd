from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.card.model import Action, Field, FieldKind, Option, Verb
from bot.declaration_form import declaration_fields, read_declaration
from bot.language import Catalogue
from handlers.slack.ids import CallbackId, Handle
from handlers.slack.rendering.answers import answers, missing, problems_at
from handlers.slack.rendering.form import fields_view, form_view, message_view
from policy.declaration import Checker, Declaration, Extent, LabelPlace, Purpose
from policy.language import Language
from tests.handlers.slack.rendering.filling import submitted
from tests.handlers.slack.rendering.limits import faults_of_view
from tests.handlers.slack.rendering.odd_cards import FORMS
from tests.handlers.slack.rendering.plain import view_as_text

ENGLISH = Catalogue(Language.ENGLISH)
HANDLE = Handle("V-0042", "a" * 64, "refuse")
REASON = Field("reason", "Reason", FieldKind.PARAGRAPH, required=True, suggestions=("Article 1.", "Article 2."))
TOOL = Field("tool", "Which tool?", FieldKind.LINE, required=True, suggestions=("Canva", "ChatGPT"), max_length=120)
DECLARATION = Declaration(
    purpose=Purpose.DRAFTING,
    tool="ChatGPT",
    provider="OpenAI",
    extent=Extent.PART,
    personal_data_sent=False,
    checker=Checker.AUTHOR,
    check="Relu deux fois, à voix haute",
    label=LabelPlace.IN_TEXT,
    subject="Tract sur les crèches",
    public=False,
)


def form(*fields: Field, version: str = "") -> dict[str, Any]:
    return fields_view(
        "Form", fields, ENGLISH, callback_id=CallbackId.ACT, metadata="m", submit="Send", version=version
    )


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def options(number: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{index}", f"Option {index}") for index in range(number))


def test_a_form_carries_its_handle() -> None:
    action = Action(Verb.REFUSE, "Refuse", fields=(REASON,))
    view = form_view(action, HANDLE, ENGLISH)
    assert Handle.unpack(view["private_metadata"]) == HANDLE
    assert (view["callback_id"], view["title"]["text"], view["submit"]["text"]) == (CallbackId.ACT, "Refuse", "Refuse")


def test_what_is_asked_once_more_stands_on_top() -> None:
    action = Action(Verb.BREAK_GLASS, "Emergency: approve alone, now", confirm="You approve alone.", fields=(REASON,))
    text = view_as_text(form_view(action, HANDLE, ENGLISH)).split("\n")
    assert text[:3] == [
        "== Emergency: approve alon… | Send | Cancel ==",
        "Emergency: approve alone, now",
        "You approve alone.",
    ]


def test_a_few_options_lie_open_and_many_fold_away() -> None:
    few, many = (
        elements(form(Field("x", "X", FieldKind.CHOICE, options=options(number))))["field:x"] for number in (5, 6)
    )
    assert (few["type"], many["type"]) == ("radio_buttons", "static_select")


def test_of_too_many_options_the_chosen_one_stays() -> None:
    select = elements(form(Field("x", "X", FieldKind.CHOICE, options=options(150), value="o140")))["field:x"]
    assert len(select["options"]) == 100
    assert select["initial_option"]["value"] == "o140"


def test_a_tick_is_a_box_that_says_yes() -> None:
    ticked = form(Field("public", "Public?", FieldKind.TICK, value="1"))
    assert answers(submitted(ticked)) == {"public": "1"}
    assert answers(submitted(ticked, {"field:public": ""})) == {"public": ""}


def test_a_text_that_is_too_long_is_not_cut_but_explained() -> None:
    view = form(Field("draft", "Text", FieldKind.PARAGRAPH, value="x" * 3_001, max_length=20_000))
    assert "too long for Slack" in view_as_text(view)
    assert answers(submitted(view)) == {}
    assert faults_of_view(view) == []


@pytest.mark.parametrize(
    ("filled", "answer"),
    [
        ({"preset:tool": "Canva"}, "Canva"),
        ({"need:tool": "Gimp"}, "Gimp"),
        ({"preset:tool": "Canva", "need:tool": "Gimp"}, "Gimp"),
        ({"preset:tool": "Canva", "need:tool": "  "}, "Canva"),
        ({}, ""),
    ],
)
def test_a_line_is_what_was_typed_or_else_chosen(filled: dict[str, str], answer: str) -> None:
    assert answers(submitted(form(TOOL), filled)) == {"tool": answer}


@pytest.mark.parametrize(
    ("filled", "answer"),
    [
        ({"preset:reason": "Article 1."}, "Article 1."),
        ({"preset:reason": "Article 1.", "need:reason": "Sorry.\r\nReally."}, "Article 1.\nSorry.\nReally."),
        ({"need:reason": "Sorry."}, "Sorry."),
    ],
)
def test_a_paragraph_adds_to_what_was_chosen(filled: dict[str, str], answer: str) -> None:
    assert answers(submitted(form(REASON), filled)) == {"reason": answer}


def test_a_known_answer_stands_there_as_the_ready_one() -> None:
    view = form(Field("tool", "Tool", FieldKind.LINE, suggestions=TOOL.suggestions, value="ChatGPT"))
    assert elements(view)["preset:tool"]["initial_option"]["value"] == "ChatGPT"
    assert answers(submitted(view)) == {"tool": "ChatGPT"}
    assert answers(submitted(view, {"preset:tool": "Canva"})) == {"tool": "Canva"}


def test_a_choice_beats_a_line_that_merely_stood_there() -> None:
    view = form(Field("tool", "Tool", FieldKind.LINE, suggestions=TOOL.suggestions, value="Gimp"))
    assert answers(submitted(view)) == {"tool": "Gimp"}
    assert answers(submitted(view, {"preset:tool": "Canva"})) == {"tool": "Canva"}
    assert answers(submitted(view, {"preset:tool": "Canva", "field:tool": "Krita"})) == {"tool": "Krita"}


def test_what_is_needed_and_missing_is_said_next_to_it() -> None:
    view = submitted(form(REASON, TOOL, Field("note", "Note", FieldKind.LINE)), {"preset:tool": "Canva"})
    assert missing(view, ENGLISH) == {"need:reason": "Choose a ready answer, or write your own."}


def test_problems_find_the_block_of_their_field() -> None:
    view = form(REASON, Field("note", "Note", FieldKind.LINE))
    problems = {"reason": "Too short.", "note": "Too long.", "elsewhere": "Lost."}
    assert problems_at(view, problems) == {"need:reason": "Too short.", "field:note": "Too long."}


def test_a_later_version_of_a_form_has_ids_of_its_own_that_read_the_same() -> None:
    first, second = form(TOOL), form(TOOL, version="2")
    assert not set(elements(first)) & set(elements(second))
    assert answers(submitted(second, {"need@2:tool": "Gimp"})) == {"tool": "Gimp"}
    assert list(missing(submitted(second), ENGLISH)) == ["need@2:tool"]


def test_blocks_of_somebody_else_are_passed_over() -> None:
    assert answers({"state": {"values": {"other": {"a": {"type": "plain_text_input", "value": "x"}}}}}) == {}
    assert answers({}) == {}


@given(FORMS, st.data())
def test_what_a_person_fills_in_is_what_comes_back(fields: tuple[Field, ...], data: st.DataObject) -> None:
    view = form(*fields)
    filled, expected = dict[str, str](), dict[str, str]()
    for field in fields:
        element = elements(view).get(f"field:{field.name}") or elements(view).get(f"need:{field.name}")
        if element is None:
            continue
        if field.kind is FieldKind.TICK:
            answer = data.draw(st.sampled_from(["", "1"]))
        elif field.kind is FieldKind.CHOICE:
            answer = data.draw(st.sampled_from([option["value"] for option in element["options"]]))
        else:
            answer = data.draw(st.text(min_size=1, max_size=element["max_length"]).filter(typed_by_hand))
        filled |= {f"field:{field.name}": answer, f"need:{field.name}": answer, f"preset:{field.name}": ""}
        expected[field.name] = answer
    assert answers(submitted(view, filled)) == expected


def typed_by_hand(text: str) -> bool:
    return bool(text.strip()) and "\r" not in text


@pytest.mark.parametrize("language", Language)
def test_a_declaration_comes_back_as_it_stood(language: Language) -> None:
    catalogue = Catalogue(language)
    view = fields_view(
        "x",
        declaration_fields(catalogue, DECLARATION),
        catalogue,
        callback_id=CallbackId.DECLARE,
        metadata="",
        submit="x",
    )
    assert faults_of_view(view) == []
    assert read_declaration(answers(submitted(view))) == DECLARATION


def test_words_to_copy_stand_apart() -> None:
    view = message_view("How to", ["First.", "Then."], ENGLISH, code="vigie check a.png")
    assert view_as_text(view) == "== How to | Close ==\nFirst.\nThen.\n| vigie check a.png"
    assert faults_of_view(view) == []
