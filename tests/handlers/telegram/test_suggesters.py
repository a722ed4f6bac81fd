"""Whoever suggests a post is in no group: all that they are asked, they are asked in the channel's direct messages."""

from __future__ import annotations

import pytest

from bot.kinds import Choice, State
from tests.handlers.telegram.deciding import CANCEL, IN_WORDS, MINE, REPLY, answer, asked, picture, posts, told
from tests.handlers.telegram.looking import quiet
from tests.handlers.telegram.messenger import Json
from tests.handlers.telegram.suggesting import TEXT, Later, state_of, suggested

NOOR = 555
NEEDS = ("needs an answer from you", "attend une réponse")
NO_AI = ("Non", "sans IA", "Aucune")
WITHOUT = ("Continuer sans l’original",)
WITHDRAW, WITH_AI = ("Retirer",), ("Oui, une IA",)


@pytest.fixture
def outsider(later: Later) -> Later:
    later.vigie.telegram.add_user(NOOR, "Noor")
    return later


def question(later: Later, suggestion: Json) -> Json:
    """Return what the suggester is asked under their suggestion."""
    found = asked(later.vigie.telegram, *NEEDS, chat=suggestion["chat"]["id"])
    assert found["reply_to_message"]["message_id"] == suggestion["message_id"]
    return found


def test_somebody_in_no_group_answers_where_they_suggested_it_and_it_goes_out(outsider: Later) -> None:
    telegram = outsider.vigie.telegram
    suggestion, item = suggested(outsider, by=NOOR)
    chat = suggestion["chat"]["id"]
    asking = question(outsider, suggestion)
    assert asking["direct_messages_topic"]["topic_id"] == NOOR
    tapped = answer(telegram, NOOR, *NO_AI, chat=chat)
    assert (tapped.answered, tapped.text) == (True, "")
    item.becomes(State.REVIEWABLE)
    telegram.wait_for(lambda: not told(telegram, *NEEDS, chat=chat), what="the question to be gone once it is answered")
    outsider.decide(item, Choice.APPROVE)
    outsider.go_on()
    item.becomes(State.PUBLISHED)
    assert state_of(outsider, suggestion) == "approved"
    assert [post["text"] for post in posts(telegram)] == [TEXT]


def test_a_compressed_photo_is_gone_on_with_where_it_was_suggested(outsider: Later) -> None:
    telegram = outsider.vigie.telegram
    suggestion, item = suggested(outsider, "", by=NOOR, photo=picture(7))
    chat = suggestion["chat"]["id"]
    question(outsider, suggestion)
    answer(telegram, NOOR, MINE, chat=chat)
    telegram.wait_for(lambda: item.case.assets[0].statement, what="whose picture it is")
    answer(telegram, NOOR, *WITHOUT, chat=chat)
    item.becomes(State.REVIEWABLE)


def test_a_form_is_filled_in_where_it_was_begun(outsider: Later) -> None:
    telegram = outsider.vigie.telegram
    suggestion, item = suggested(outsider, by=NOOR)
    chat = suggestion["chat"]["id"]
    question(outsider, suggestion)
    answer(telegram, NOOR, *WITH_AI, chat=chat)
    first = asked(telegram, " · 1/", chat=chat)
    telegram.tap(NOOR, chat, first["message_id"], label=telegram.buttons(chat, first["message_id"])[0])
    answer(telegram, NOOR, *IN_WORDS, words=" · 2/", chat=chat)
    telegram.send_text(chat, NOOR, "Je cherche mes mots.")
    telegram.reply(asked(telegram, *REPLY, chat=chat), NOOR, "Tract sur les crèches")
    third = asked(telegram, " · 3/", chat=chat)
    assert third["direct_messages_topic"]["topic_id"] == NOOR
    answer(telegram, NOOR, CANCEL, words=" · 3/", chat=chat)
    telegram.wait_for(lambda: not told(telegram, " · 3/", chat=chat), what="the form to go")
    assert item.case.declared == {}


def test_a_suggestion_is_withdrawn_where_it_was_made(outsider: Later) -> None:
    telegram = outsider.vigie.telegram
    suggestion, item = suggested(outsider, by=NOOR)
    chat = suggestion["chat"]["id"]
    question(outsider, suggestion)
    answer(telegram, NOOR, *WITHDRAW, chat=chat)
    sure = asked(telegram, "Retirer ce dépôt", chat=chat)
    telegram.tap(NOOR, chat, sure["message_id"], label="Retirer")
    item.becomes(State.WITHDRAWN)


def test_who_has_nothing_to_answer_is_told_nothing(outsider: Later) -> None:
    telegram = outsider.vigie.telegram
    suggestion, item = suggested(outsider, by=NOOR)
    answer(telegram, NOOR, *NO_AI, chat=suggestion["chat"]["id"])
    item.becomes(State.REVIEWABLE)
    telegram.send_text(suggestion["chat"]["id"], NOOR, "Merci !")
    quiet(outsider.vigie)
    assert len(telegram.said_by_bot(suggestion["chat"]["id"])) == 1
