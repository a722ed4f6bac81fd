from __future__ import annotations

from bot.language import Catalogue
from handlers.telegram.rendering.message import Button, copy_button, link_button
from handlers.telegram.rendering.notices import (
    claim_message,
    how_to_hand_over,
    toast,
    trouble_message,
    uncertain_message,
)
from policy.language import Language
from tests.handlers.telegram.rendering.limits import faults_of
from tests.handlers.telegram.rendering.plain import as_text

ENGLISH = Catalogue(Language.ENGLISH)


def test_a_toast_is_one_short_line() -> None:
    assert toast("Done.\nThe card  says more.") == "Done. The card says more."
    assert len(toast("word " * 100)) <= 200


def test_the_way_to_the_original_is_told_for_each_device() -> None:
    text = how_to_hand_over(ENGLISH, "https://vigie.example/").text
    assert all(f"• {device}:" in text for device in ("iPhone", "Android", "Computer"))
    assert text.endswith('Or drop it at the desk: <a href="https://vigie.example/">https://vigie.example/</a>')
    assert "desk" not in how_to_hand_over(ENGLISH).text


def test_whoever_sent_something_without_a_name_claims_it() -> None:
    message = claim_message("V-0042", "a1b2c3d4", ENGLISH)
    assert message.keyboard[0][0].data == "v1:cl:V-0042:a1b2c3d4"
    assert faults_of(message) == []


def test_an_uncertain_post_is_asked_about() -> None:
    message = uncertain_message("V-0042", "a1b2c3d4", ENGLISH, "@sceaux")
    assert as_text(message).split("\n") == [
        "V-0042: Telegram has not answered. Can the post be seen in @sceaux?",
        "[Yes, it is there] [*No, publish it]",
    ]
    assert [button.data for button in message.keyboard[0]] == ["v1:wy:V-0042:a1b2c3d4", "v1:wn:V-0042:a1b2c3d4"]


def test_what_is_not_approved_any_more_is_not_offered_to_be_published_again() -> None:
    message = uncertain_message("V-0042", "a1b2c3d4", ENGLISH, "PS 92", again=False)
    assert as_text(message).endswith("[Yes, it is there] [No, it is not there]")


def test_why_something_was_not_taken_in_is_told_in_plain_words() -> None:
    assert as_text(trouble_message("Too <big>.")) == "✋ Too &lt;big&gt;."


def test_a_button_is_made_only_of_what_telegram_takes() -> None:
    assert copy_button("Copy", "x" * 257) is None
    assert copy_button("Copy", " ") is None
    assert copy_button("Copy", "label") == Button("Copy", copy_text="label")
    assert link_button("Open", "javascript:x") is None
    assert link_button("Open", "https://vigie.example") == Button("Open", url="https://vigie.example")
