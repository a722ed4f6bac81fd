from __future__ import annotations

from typing import Any

import pytest

from bot.card.lines import Tone
from bot.card.model import Action, Card, DraftView, Field, FieldKind, Happening, Question, Style, Verb
from bot.card.signs import SIGNS
from bot.language import Catalogue
from handlers.slack.ids import Handle
from handlers.slack.rendering.card import card_message
from handlers.slack.rendering.fallback import bare_text, plain_message
from handlers.slack.rendering.others import others_view
from policy.language import Language
from tests.handlers.slack.rendering.limits import faults_of_message
from tests.handlers.slack.rendering.made import evidence, small_card, visual
from tests.handlers.slack.rendering.odd_cards import MOMENT
from tests.handlers.slack.rendering.plain import as_text, view_as_text

ENGLISH = Catalogue(Language.ENGLISH)
APPROVE = Action(Verb.APPROVE, "Approve", Style.PRIMARY, confirm="Exactly these files?")
REFUSE = Action(Verb.REFUSE, "Refuse", Style.DANGER, fields=(Field("reason", "Reason", FieldKind.PARAGRAPH),))


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [button for block in blocks if block["type"] == "actions" for button in block["elements"]]


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    return [button["text"]["text"] for button in buttons(blocks)]


def test_a_button_carries_what_was_on_the_screen() -> None:
    card = small_card(actions=(APPROVE, REFUSE))
    press, form, *_ = buttons(card_message(card, ENGLISH).blocks)
    assert Handle.unpack(press["value"]) == Handle("V-0042", card.fingerprint, "approve")
    assert (press["action_id"], form["action_id"]) == ("press:approve:0", "form:refuse:1")
    assert (press["style"], form["style"]) == ("primary", "danger")


def test_what_asks_once_more_does_so_in_place_or_in_its_form() -> None:
    press, form, *_ = buttons(card_message(small_card(actions=(APPROVE, REFUSE)), ENGLISH).blocks)
    assert press["confirm"]["text"]["text"] == "Exactly these files?"
    assert press["confirm"]["confirm"]["text"] == "Approve"
    assert "confirm" not in form


def test_a_button_that_slack_cannot_carry_is_left_out() -> None:
    long = Action(Verb.ADD_LABEL, "Add this label", value="x" * 2_000)
    assert labels(card_message(small_card(actions=(long,)), ENGLISH).blocks) == ["Details"]


def test_a_text_is_changed_by_editing_its_message() -> None:
    assert labels(card_message(small_card(actions=(Action(Verb.REVISE, "Change"),)), ENGLISH).blocks) == ["Details"]


def test_rare_gestures_stand_behind_another_button() -> None:
    rare = Action(Verb.APPEAL, "Appeal", rare=True)
    card = small_card(actions=(APPROVE, rare))
    assert labels(card_message(card, ENGLISH).blocks) == ["Approve", "Details", "Other things to do…"]
    assert labels(others_view(card, ENGLISH)["blocks"]) == ["Approve", "Appeal"]


def test_nothing_to_do_is_said() -> None:
    assert "nothing for you to do" in view_as_text(others_view(small_card(), ENGLISH))


def test_the_original_is_asked_for_where_the_copy_is_slacks() -> None:
    assert labels(card_message(small_card(), ENGLISH, handover=True).blocks)[-1] == "I have the original"


def test_rows_of_buttons_are_short() -> None:
    message = card_message(small_card(actions=(REFUSE,) * 12), ENGLISH)
    rows = [len(block["elements"]) for block in message.blocks if block["type"] == "actions"]
    assert rows == [5, 5, 2, 1]


def test_questions_that_find_no_room_are_counted_and_found_elsewhere() -> None:
    card = small_card(questions=tuple(Question(f"Question {number}?", (APPROVE,)) for number in range(20)))
    message = card_message(card, ENGLISH)
    assert "… +14 questions" in as_text(message.blocks)
    assert "Other things to do…" in labels(message.blocks)
    assert labels(others_view(card, ENGLISH)["blocks"]) == ["Approve"] * 20


def test_a_question_about_one_file_of_an_album_says_which() -> None:
    files = visual("a.png"), visual("b.png")
    question = Question("Where from?", (APPROVE,), files[1].sha256)
    assert "**Where from?**\nb.png" in as_text(
        card_message(small_card(visuals=files, questions=(question,)), ENGLISH).blocks
    )
    assert "**Where from?**\n[" in as_text(
        card_message(small_card(visuals=files[1:], questions=(question,)), ENGLISH).blocks
    )


def test_the_gravest_evidence_stands_on_the_card_and_the_rest_is_counted() -> None:
    file = visual("a.png", evidence=tuple(map(evidence, ("one", "two", "three", "four"))))
    message = card_message(small_card(visuals=(file,)), ENGLISH)
    assert "• one — faible\n• two — faible\n• … +2 findings" in as_text(message.blocks)
    assert message.cut


def test_of_a_large_album_the_gravest_files_are_shown() -> None:
    files = [visual(f"{number}.png", tone=Tone.CLEAR) for number in range(9)] + [visual("bad.png")]
    text = as_text(card_message(small_card(visuals=tuple(files)), ENGLISH).blocks)
    assert "⛔ bad.png" in text
    assert "🟢 4.png" in text
    assert "5.png" not in text
    assert "… +4 files" in text


def test_while_vigie_looks_no_file_is_judged() -> None:
    assert "a.png" not in as_text(card_message(small_card(visuals=(visual("a.png"),), busy=True), ENGLISH).blocks)


def test_what_could_not_be_read_is_not_shown_as_not_found() -> None:
    file = visual("a.png", not_looked=("the C2PA manifest is cut short",), nothing_found=("EXIF",))
    text = as_text(card_message(small_card(visuals=(file,)), ENGLISH).blocks)
    assert "**Could not be read**\n• the C2PA manifest is cut short" in text
    assert "EXIF" not in text


def test_what_the_way_to_us_took_is_said_once_for_an_album() -> None:
    files = tuple(visual(name, transport="A copy of Slack's.") for name in ("a.png", "b.png"))
    assert as_text(card_message(small_card(visuals=files), ENGLISH).blocks).count("(A copy of Slack's.)") == 1


def test_the_text_of_a_post_shows_its_traces_and_a_label_to_copy() -> None:
    draft = DraftView("Hello", Tone.ASK, "Missing", traces=("line 1",) * 7, clues=("[name]",), label="Written with AI.")
    text = as_text(card_message(small_card(draft=draft), ENGLISH).blocks)
    assert "• line 1\n• … +2 more\n**To be filled in**\n• [name]" in text
    assert "| Written with AI." in text


def test_a_reference_opens_the_desk_where_there_is_one() -> None:
    assert "<https://vigie.example/depots/V-0042|V-0042>" in as_text(
        card_message(small_card(), ENGLISH, desk_url="https://vigie.example/").blocks
    )
    assert "(V-0042 · submitted by Camille" in as_text(card_message(small_card(), ENGLISH).blocks)


def test_each_state_of_a_card_has_block_ids_of_its_own() -> None:
    def ids(card: Card) -> set[str]:
        return {block["block_id"] for block in card_message(card, ENGLISH).blocks}

    card = small_card()
    assert ids(card) == ids(card)
    for other in (small_card(revision=2), small_card(stamp="#777 · aaaaaa"), small_card(fingerprint="0" * 64)):
        assert not ids(card) & ids(other)


def test_the_foot_tells_what_happened_last_and_the_trails_witness() -> None:
    story = tuple(Happening(MOMENT, text, Tone.QUIET, 1) for text in ("first", "last"))
    text = as_text(card_message(small_card(story=story), ENGLISH).blocks)
    assert text.endswith("· last\nentry #776 · … · version 1 · …)")
    assert "first" not in text


def test_a_notification_holds_reference_headline_and_summary() -> None:
    assert card_message(small_card(headline="*Non*"), ENGLISH).text == "V-0042 · ∗Non∗: Une personne décide."
    assert len(card_message(small_card(summary="mot " * 500), ENGLISH).text) <= 300


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_sign_of_its_own(tone: Tone) -> None:
    assert list(SIGNS.values()).count(SIGNS[tone]) == 1


def test_the_plain_card_keeps_its_buttons_and_asks_before_it_decides() -> None:
    card = small_card(actions=(APPROVE, REFUSE), questions=(Question("Where from?", (APPROVE,)),))
    message = plain_message(card, ENGLISH)
    assert [block["type"] for block in message.blocks] == ["section", "actions"]
    assert [button["action_id"] for button in buttons(message.blocks)] == [
        "form:approve:0",
        "form:refuse:1",
        "form:approve:2",
        "details",
        "others",
    ]
    assert not any({"confirm", "style"} & set(button) for button in buttons(message.blocks))
    assert faults_of_message(message.text, message.blocks) == []


def test_the_barest_card_is_a_text() -> None:
    assert bare_text(small_card(notice="Attention <!here>"), ENGLISH) == (
        "🟢 V-0042 · Rien ne s’oppose\nUne personne décide.\nAttention &lt;!here&gt;\nentry #776 · J2kC9f"
    )
