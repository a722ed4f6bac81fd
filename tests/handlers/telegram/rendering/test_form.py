from __future__ import annotations

from bot.card.model import Action, Field, FieldKind, Option, Style, Verb
from bot.language import Catalogue
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.rendering.form import Form, form_message
from handlers.telegram.rendering.message import Colour, Message
from handlers.telegram.rendering.steps import Gave, Pick
from policy.language import Language
from tests.handlers.telegram.rendering.limits import faults_of, seen
from tests.handlers.telegram.rendering.plain import as_text, labels

ENGLISH = Catalogue(Language.ENGLISH)
WHY = Field("reason", "Why?", FieldKind.PARAGRAPH, required=True, hint="They read it.", suggestions=("Doubtful.",))
NOTE = Field("note", "Whose?", FieldKind.LINE, value="Alix")
WHO = Field("person", "Who?", FieldKind.CHOICE, True, options=tuple(Option(f"p{n}", f"Person {n}") for n in range(60)))
PUBLIC = Field("public", "In the register", FieldKind.TICK, value="1")
SURE = Field("sure", "The facts are right", FieldKind.TICK, required=True)
REFUSE = Action(Verb.REFUSE, "Refuse", Style.DANGER, fields=(WHY,))
WITHDRAW = Action(Verb.WITHDRAW, "Withdraw", confirm="Withdraw this submission?")


def shown(*fields: Field, pick: Pick | None = None, **answers: str) -> Message:
    message = form_message(Form("Title", fields, "V-0042", "a1b2c3d4"), answers, ENGLISH, pick)
    assert faults_of(message) == []
    return message


def taps(message: Message) -> list[str]:
    return [Tap.unpack(button.data).argument for row in message.keyboard for button in row]


def test_a_question_says_where_it_stands_and_offers_ready_answers() -> None:
    assert as_text(shown(WHY, NOTE)) == (
        "Title · 1/2\n<b>Why?</b>\n<i>They read it.</i>\n[Doubtful.] [In my own words…]\n[Cancel]"
    )


def test_what_is_not_needed_can_be_passed_over_and_what_stood_there_kept() -> None:
    assert as_text(shown(WHY, NOTE, reason="No.")) == (
        "Title · 2/2\n<b>Whose?</b> (optional)\n[Keep: Alix] [In my own words…]\n[Skip] [Back] [Cancel]"
    )


def test_a_button_carries_the_form_the_field_and_the_answer() -> None:
    message = shown(WHY)
    assert message.keyboard[0][0].data == Tap(Gesture.STEP, "V-0042", "a1b2c3d4", "0s0").pack()
    assert taps(message) == ["0s0", "0w", "0c"]


def test_an_answer_in_words_is_a_reply() -> None:
    message = shown(WHY, pick=Pick(0, Gave.WRITE))
    assert as_text(message) == "<b>Why?</b>\n<i>They read it.</i>\nReply to this message.\n[Why? …]"


def test_a_long_choice_is_turned_like_pages() -> None:
    first, second, third = (shown(WHO, pick=Pick(0, Gave.PAGE, page)) for page in range(3))
    assert labels(first)[:1] + labels(first)[-2:] == ["Person 0", "2/3 ›", "Cancel"]
    assert labels(second)[:1] + labels(second)[-3:] == ["Person 24", "‹ 1/3", "3/3 ›", "Cancel"]
    assert labels(third)[-3:] == ["Person 59", "‹ 2/3", "Cancel"]
    assert taps(second)[0] == "0o24"


def test_answers_that_a_button_would_cut_are_listed_in_full() -> None:
    long = Field("x", "X", FieldKind.LINE, required=True, suggestions=("A long answer. " * 4, "Short"))
    message = shown(long)
    assert f"① {'A long answer. ' * 4}\n② Short" in seen(message.text)
    assert [label[:6] for label in labels(message)[:2]] == ["① A lo", "② Shor"]


def test_a_choice_shows_what_stood_there() -> None:
    chosen = Field("x", "X", FieldKind.CHOICE, options=(Option("a", "A"), Option("b", "B")), value="b")
    assert labels(shown(chosen)) == ["A", "✓ B", "Skip", "Cancel"]


def test_what_must_be_ticked_can_only_be_ticked() -> None:
    assert labels(shown(SURE)) == ["Yes", "Cancel"]
    assert labels(shown(PUBLIC)) == ["Yes", "No", "Cancel"]


def test_in_the_end_all_of_it_is_shown_and_sent() -> None:
    assert as_text(shown(NOTE, WHO, PUBLIC, note="", person="p3", public="1")) == (
        "<b>Title</b>\n"
        "Whose?\n<blockquote>—</blockquote>\n"
        "Who?\n<blockquote>Person 3</blockquote>\n"
        "In the register\n<blockquote>Yes</blockquote>\n"
        "[*Send] [Correct]\n[Cancel]"
    )


def test_one_of_several_answers_can_be_mended() -> None:
    assert taps(shown(NOTE, PUBLIC, note="", public="")) == ["2e", "2m", "2c"]
    which = shown(NOTE, PUBLIC, pick=Pick(2, Gave.MEND), note="", public="")
    assert as_text(which) == "<b>Which answer?</b>\n[Whose?] [In the register]\n[Cancel]"
    assert taps(which) == ["2m0", "2m1", "2c"]


def test_the_only_answer_is_mended_at_once() -> None:
    assert taps(shown(NOTE, note="")) == ["1e", "1m0", "1c"]


def test_a_form_of_a_button_has_its_title_and_its_colour() -> None:
    form = Form.of(REFUSE, "V-0042", "a1b2c3d4")
    message = form_message(form, {"reason": "No <b>.@all"}, ENGLISH)
    assert seen(message.text).replace("\u2060", "") == "Refuse\nWhy?\nNo <b>.@all"
    assert message.keyboard[0][0].style is Colour.DANGER


def test_what_only_asks_once_more_is_a_question_with_two_buttons() -> None:
    message = form_message(Form.of(WITHDRAW, "V-0042", "a1b2c3d4"), {}, ENGLISH)
    assert as_text(message) == "<b>Withdraw</b>\nWithdraw this submission?\n[Withdraw] [Cancel]"
    assert taps(message) == ["0e", "0c"]
