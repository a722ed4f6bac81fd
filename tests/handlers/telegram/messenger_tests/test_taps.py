from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, DOMI, GROUP, keyboard, refusal, result

BUTTONS = (
    {"text": "✅ Approuver", "callback_data": "v1:ok"},
    {"text": "Voir", "url": "https://example.org"},
    {"text": "Copier", "copy_text": {"text": "Image générée"}},
)


@contextmanager
def answering(telegram: Messenger, **answer: object) -> Iterator[list[Json]]:
    """Answer every tap in a thread of its own."""
    queries: list[Json] = []
    stop = threading.Event()

    def run() -> None:
        offset = 0
        while not stop.is_set():
            for update in result(telegram, "getUpdates", offset=offset, timeout=1):
                offset = update["update_id"] + 1
                if "callback_query" in update:
                    queries.append(update["callback_query"])
                    result(telegram, "answerCallbackQuery", callback_query_id=queries[-1]["id"], **answer)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield queries
    finally:
        stop.set()
        telegram.send_text(GROUP, CAMILLE, "fin")
        thread.join()


@pytest.fixture
def card(telegram: Messenger) -> int:
    message = result(telegram, "sendMessage", chat_id=GROUP, text="Fiche", reply_markup=keyboard(*BUTTONS))
    return int(message["message_id"])


def test_a_tap_gets_its_answer(telegram: Messenger, card: int) -> None:
    with answering(telegram, text="C’est noté", show_alert=True) as queries:
        answer = telegram.tap(DOMI, GROUP, card, "✅ Approuver")
    assert (answer.text, answer.show_alert, answer.answered) == ("C’est noté", True, True)
    assert answer.elapsed < 5
    assert (queries[0]["data"], queries[0]["from"]["id"]) == ("v1:ok", DOMI)
    assert queries[0]["message"]["message_id"] == card
    assert telegram.violations == []


def test_an_anonymous_administrator_taps_as_a_person(telegram: Messenger, card: int) -> None:
    message = telegram.send_text(GROUP, DOMI, "x", anonymous=True)
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == GROUP
    with answering(telegram) as queries:
        telegram.tap(DOMI, GROUP, card, "Approuver")
    assert queries[0]["from"]["id"] == DOMI


def test_some_buttons_need_no_bot(telegram: Messenger, card: int) -> None:
    assert telegram.tap(DOMI, GROUP, card, "Voir").url == "https://example.org"
    assert telegram.tap(DOMI, GROUP, card, "Copier").text == "Image générée"
    with pytest.raises(AssertionError, match="no button"):
        telegram.tap(DOMI, GROUP, card, "Refuser")
    assert telegram.pending == 0


def test_data_can_be_forged_and_messages_be_gone(telegram: Messenger, card: int) -> None:
    telegram.delete(telegram.message(GROUP, card))
    with answering(telegram) as queries:
        telegram.tap(CAMILLE, GROUP, card, data="v1:forged")
    assert queries[0]["data"] == "v1:forged"
    assert queries[0]["message"] == {
        "chat": {"id": GROUP, "type": "supergroup", "title": "Validation"},
        "message_id": card,
        "date": 0,
    }
    assert telegram.violations == []


def test_strangers_cannot_tap(telegram: Messenger, card: int) -> None:
    telegram.add_user(103, "Inconnue")
    with pytest.raises(AssertionError, match="is not in"):
        telegram.tap(103, GROUP, card, "Approuver")


def test_an_answer_comes_once_and_in_time(telegram: Messenger, card: int) -> None:
    telegram.tap(DOMI, GROUP, card, "Approuver", patience=0)
    telegram.answer_seconds = 0
    (update,) = result(telegram, "getUpdates")
    query = {"callback_query_id": update["callback_query"]["id"]}
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert refusal(telegram, "answerCallbackQuery", **query) == too_old
    telegram.answer_seconds = 15
    result(telegram, "answerCallbackQuery", **query)
    assert refusal(telegram, "answerCallbackQuery", **query) == too_old
    assert telegram.violations == []
    assert "MESSAGE_TOO_LONG" in refusal(telegram, "answerCallbackQuery", **query, text="é" * 201)
    assert "URL_INVALID" in refusal(telegram, "answerCallbackQuery", **query, url="https://example.org")
    assert len(telegram.violations) == 2


def test_nobody_answers(telegram: Messenger, card: int) -> None:
    telegram.answer_seconds = 0.2
    answer = telegram.tap(DOMI, GROUP, card, "Approuver")
    assert not answer.answered
    assert answer.elapsed >= 0.2


def test_a_whisper_can_be_tapped(telegram: Messenger) -> None:
    for_camille = {"ephemeral_message_parameters": {"receiver_user_id": CAMILLE}, "reply_markup": keyboard(BUTTONS[0])}
    whole = result(telegram, "sendMessage", chat_id=GROUP, text="Pour vous", **for_camille)
    number = whole["ephemeral_message_id"]
    with answering(telegram, text="Noté") as queries:
        assert telegram.tap(CAMILLE, GROUP, number, "Approuver", ephemeral=True).text == "Noté"
    assert queries[0]["message"]["ephemeral_message_id"] == number
    assert telegram.violations == []


def test_only_one_person_sees_a_whisper(telegram: Messenger) -> None:
    for_camille = {"receiver_user_id": CAMILLE}
    whole = result(telegram, "sendMessage", chat_id=GROUP, text="Pour vous", ephemeral_message_parameters=for_camille)
    assert telegram.messages(GROUP) == []
    assert [one["text"] for one in telegram.ephemerals(CAMILLE, GROUP)] == ["Pour vous"]
    assert telegram.ephemerals(DOMI, GROUP) == []
    place = for_camille | {"chat_id": GROUP, "ephemeral_message_id": whole["ephemeral_message_id"]}
    result(telegram, "editEphemeralMessageText", **place, text="Encore")
    assert telegram.ephemerals(CAMILLE, GROUP)[0]["text"] == "Encore"
    result(telegram, "deleteEphemeralMessage", **place)
    assert telegram.ephemerals(CAMILLE, GROUP) == []
    assert telegram.violations == []
