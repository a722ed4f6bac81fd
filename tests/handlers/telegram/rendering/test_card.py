from __future__ import annotations

from bot.card.lines import Tone
from bot.card.model import Action, Card, DraftView, Field, FieldKind, Ground, Happening, Question, Style, Verb
from bot.language import Catalogue
from handlers.telegram.ids import Tap, action_of
from handlers.telegram.rendering.card import card_message
from handlers.telegram.rendering.details import details_message, details_pages
from handlers.telegram.rendering.message import Button, Message
from handlers.telegram.rendering.others import others_message
from policy.language import Language
from tests.handlers.slack.rendering.made import evidence, small_card, visual
from tests.handlers.slack.rendering.odd_cards import MOMENT
from tests.handlers.telegram.rendering.limits import faults_of, live_words, seen
from tests.handlers.telegram.rendering.plain import as_text, labels

ENGLISH = Catalogue(Language.ENGLISH)
APPROVE = Action(Verb.APPROVE, "Approve", Style.PRIMARY, confirm="Exactly these files?")
REFUSE = Action(Verb.REFUSE, "Refuse", Style.DANGER, fields=(Field("reason", "Reason", FieldKind.PARAGRAPH),))
CHANGES = Action(Verb.REQUEST_CHANGES, "Request changes to this")
MINE = Action(Verb.STATE, "I took this photo", Style.PRIMARY, "own-photo")


def shown(card: Card, **more: bool | str) -> Message:
    message = card_message(card, ENGLISH, **more)  # type: ignore[arg-type]
    assert faults_of(message) == []
    return message


def front(card: Card) -> str:
    """Return what is seen before anything is unfolded."""
    return seen(shown(card).text.split("<blockquote expandable>")[0])


def buttons(message: Message) -> list[Button]:
    return [button for row in message.keyboard for button in row]


def test_decisions_have_colours_and_stand_side_by_side_where_they_are_short() -> None:
    message = shown(small_card(actions=(APPROVE, REFUSE, CHANGES)))
    assert as_text(message).split("\n")[-2:] == ["[+Approve] [!Refuse]", "[Request changes to this]"]


def test_a_button_leads_back_to_its_action() -> None:
    card = small_card(actions=(APPROVE, REFUSE))
    assert [action_of(card, button.data) for button in buttons(shown(card))] == [APPROVE, REFUSE]


def test_a_text_is_changed_by_editing_its_message() -> None:
    card = small_card(actions=(Action(Verb.REVISE, "Change"),))
    assert labels(shown(card)) == []
    assert labels(others_message(card, ENGLISH)) == []


def test_rare_gestures_stand_behind_another_button() -> None:
    card = small_card(actions=(APPROVE, Action(Verb.APPEAL, "Appeal", rare=True)))
    assert labels(shown(card)) == ["Approve", "Other things to do…"]
    assert labels(others_message(card, ENGLISH)) == ["Approve", "Appeal"]


def test_nothing_to_do_is_said() -> None:
    assert "nothing for you to do" in others_message(small_card(), ENGLISH).text


def test_the_two_ways_on_from_a_compressed_picture_are_offered() -> None:
    card = small_card(actions=(APPROVE, Action(Verb.WITHOUT_ORIGINAL, "Go on without the original")))
    assert labels(shown(card, handover=True)) == ["Approve", "I have the file", "Go on without the original"]


def test_publishing_is_offered_where_there_is_a_channel() -> None:
    assert labels(shown(small_card(), publishing=True)) == ["Publish now", "Schedule"]


def test_what_is_scheduled_is_said_and_can_be_cancelled() -> None:
    card = small_card()
    assert labels(shown(card, publishing=True, scheduled="Scheduled for 6 p.m.")) == [
        "Publish now",
        "Cancel the schedule",
    ]
    assert "\n🕒 Scheduled for 6 p.m." in card_message(card, ENGLISH, scheduled="Scheduled for 6 p.m.").text.replace(
        "\u2060", ""
    )


def test_one_question_needs_no_mark() -> None:
    card = small_card(questions=(Question("Where from?", (MINE,)),))
    assert "\n\nWhere from?\n\n" in front(card)
    assert labels(shown(card)) == ["I took this photo"]


def test_several_questions_and_their_answers_are_told_apart() -> None:
    card = small_card(questions=(Question("Where from?", (MINE,)), Question("AI?", (MINE, MINE))))
    assert "Ⓐ Where from?\n\nⒷ AI?" in front(card)
    assert labels(shown(card)) == ["Ⓐ I took this photo", "Ⓑ I took this photo", "Ⓑ I took this photo"]


def test_a_question_about_each_file_of_an_album_has_the_mark_of_the_file() -> None:
    files = visual("a.png"), visual("b.png")
    card = small_card(visuals=files, questions=tuple(Question("Where from?", (MINE,), file.sha256) for file in files))
    assert "① Where from?\na.png\n\n② Where from?\nb.png" in front(card)
    assert labels(shown(card)) == ["① I took this photo", "② I took this photo"]


def test_a_question_about_one_file_of_an_album_says_which() -> None:
    files = visual("a.png"), visual("b.png")
    card = small_card(visuals=files, questions=(Question("Where from?", (MINE,), files[1].sha256),))
    assert "Where from?\n② b.png" in front(card)


def test_questions_that_find_no_room_are_counted_and_found_elsewhere() -> None:
    card = small_card(questions=tuple(Question(f"Question {number}?", (MINE,)) for number in range(9)))
    assert "… +3 questions" in front(card)
    assert labels(shown(card))[-1] == "Other things to do…"
    assert len(labels(others_message(card, ENGLISH))) == 8


def test_a_label_that_is_ready_is_copied_with_a_tap() -> None:
    card = small_card(draft=DraftView("Hello", Tone.ASK, "Missing", label="Written with AI."))
    assert "<code>Written with AI.</code>" in shown(card).text
    assert [button.copy_text for button in buttons(shown(card))] == ["Written with AI."]


def test_a_label_too_long_for_a_button_can_still_be_copied_from_the_text() -> None:
    card = small_card(draft=DraftView("Hello", Tone.ASK, "Missing", label="x" * 257))
    assert f"<code>{'x' * 257}</code>" in shown(card).text
    assert labels(shown(card)) == []


def test_a_rule_stands_with_its_quote_and_the_way_out() -> None:
    ground = Ground("Article 1", "No image", "We forbid <it>.", "Not allowed.", "Take a photo.", Tone.STOP)
    assert shown(small_card(grounds=(ground,))).text.count("Article 1") == 1
    assert (
        "<b>Article 1 — No image</b>\nNot allowed.\n<blockquote>We forbid &lt;it&gt;.</blockquote>\n→ Take a photo."
        in shown(small_card(grounds=(ground,))).text
    )


def test_a_rule_that_is_cut_in_front_stands_in_full_behind() -> None:
    ground = Ground("Article 1", "No image", "word " * 90, "Not allowed.", "", Tone.STOP)
    text = seen(shown(small_card(grounds=(ground,))).text)
    assert text.count("Article 1") == 2
    assert text.count("word") > 90 + 70


def test_the_gravest_evidence_stands_in_front_and_all_of_it_behind() -> None:
    file = visual("a.png", evidence=tuple(map(evidence, ("one", "two", "three", "four"))))
    message = shown(small_card(visuals=(file,)))
    assert "• one — faible\n• two — faible\n• … +2 findings" in front(small_card(visuals=(file,)))
    assert "<b>⛔ four</b>\nWhere: PNG tEXt\nHow strong: faible\nWhat it does not prove: cela ne prouve pas qui" in (
        message.text
    )
    assert not message.cut
    assert labels(message) == []


def test_what_was_not_found_and_what_could_not_be_read_stay_apart() -> None:
    file = visual("a.png", not_looked=("the manifest is cut short",), nothing_found=("EXIF",))
    assert "EXIF" not in front(small_card(visuals=(file,)))
    assert "Could not be read\n• the manifest is cut short" in front(small_card(visuals=(file,)))
    assert "<b>Looked for, not found</b>\n• EXIF\n<b>Could not be read</b>" in shown(small_card(visuals=(file,))).text


def test_the_files_of_an_album_are_numbered_and_judged_one_by_one() -> None:
    files = visual("a.png"), visual("b.png", tone=Tone.CLEAR)
    assert "① ⛔ a.png · PNG · 2 ko\n\n② 🟢 b.png · PNG · 2 ko" in front(small_card(visuals=files))


def test_of_a_large_album_the_gravest_files_are_shown_by_their_own_number() -> None:
    files = [visual(f"{number}.png", tone=Tone.CLEAR) for number in range(9)] + [visual("bad.png")]
    text = front(small_card(visuals=tuple(files)))
    assert "⑩ ⛔ bad.png" in text
    assert "⑤ 🟢 4.png" in text
    assert "5.png" not in text
    assert "… +4 files" in text


def test_while_vigie_looks_no_file_is_judged() -> None:
    assert "a.png" not in front(small_card(visuals=(visual("a.png"),), busy=True))


def test_what_the_way_to_us_took_is_said_once_for_an_album() -> None:
    files = tuple(visual(name, transport="Compressed.") for name in ("a.png", "b.png"))
    assert front(small_card(visuals=files)).count("Compressed.") == 1


def test_the_whole_story_is_folded_and_the_witness_stands_last() -> None:
    story = tuple(Happening(MOMENT, text, Tone.QUIET, 7) for text in ("first", "last"))
    text = seen(shown(small_card(story=story, note="Please look")).text)
    assert (
        "Details\nPlease look\nIts story\n• Nov 24, 2026, 12:00 · first · #7\n• Nov 24, 2026, 12:00 · last · #7" in text
    )
    assert text.endswith("\n\nentry #776 · J2kC9f · version 1 · a1b2c3d4")


def test_what_finds_no_room_can_be_read_page_by_page() -> None:
    story = tuple(Happening(MOMENT, f"{number} {'word ' * 60}", Tone.QUIET, number) for number in range(30))
    card = small_card(story=story)
    message = shown(card)
    assert message.cut
    assert "… +" in message.text
    assert labels(message) == ["Details"]
    pages = details_pages(card, ENGLISH)
    assert len(pages) == 4
    assert labels(details_message(card, ENGLISH, 0)) == ["2/4 ›"]
    assert labels(details_message(card, ENGLISH, 1)) == ["‹ 1/4", "3/4 ›"]
    assert labels(details_message(card, ENGLISH, 99)) == ["‹ 3/4"]
    assert Tap.unpack(details_message(card, ENGLISH, 0).keyboard[0][0].data).argument == "1"


def test_a_long_draft_is_read_whole_on_the_pages() -> None:
    card = small_card(draft=DraftView("word " * 1_500, Tone.CLEAR, "Fine"))
    assert labels(shown(card)) == ["Details"]
    assert "".join(map(seen, details_pages(card, ENGLISH))).count("word") == 1_500


def test_a_reference_opens_the_desk_where_there_is_one() -> None:
    text = card_message(small_card(), ENGLISH, desk_url="https://vigie.example/").text
    assert '<a href="https://vigie.example/depots/V-0042">V-0042</a> · submitted by Camille' in text
    assert "\nV-0042 · submitted by Camille" in shown(small_card()).text


def test_foreign_text_stays_text() -> None:
    name = "<b>@camille</b> </blockquote>&lt; evil.com.png"
    message = shown(small_card(visuals=(visual(name),), author="<a href='tg://user?id=1'>x</a>"))
    assert live_words(message) == []
    assert name in seen(message.text).replace("\u2060", "")
