from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import Message

from bot.ports import LostError, NotSentError, RefusedError
from bot.settings import TelegramSettings
from handlers.telegram.api import Api, MovedError, UncertainError, UnfitError
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import GROUP


@pytest.fixture
def api(telegram: Messenger) -> Iterator[Api]:
    telegram.unlimited()
    api = Api(settings(telegram))
    yield api
    api.close()


def settings(telegram: Messenger) -> TelegramSettings:
    return TelegramSettings(token=telegram.token, api_url=telegram.api_url)


def said(api: Api, text: str = "Bonjour") -> Message:
    return api.call(lambda bot: bot.send_message(chat_id=GROUP, text=text))


@pytest.mark.parametrize(
    ("code", "description", "expected"),
    [
        (400, "Bad Request: chat not found", RefusedError),
        (400, "Bad Request: not enough rights to send text messages to the chat", RefusedError),
        (400, "Bad Request: need administrator rights in the channel chat", RefusedError),
        (400, "Bad Request: TOPIC_CLOSED", RefusedError),
        (400, "Bad Request: can't parse entities: unsupported start tag", UnfitError),
        (400, "Bad Request: message is too long", UnfitError),
        (400, "Bad Request: message to edit not found", LostError),
        (400, "Bad Request: message can't be edited", LostError),
        (400, "Bad Request: MESSAGE_ID_INVALID", LostError),
        (401, "Unauthorized", NotSentError),
        (403, "Forbidden: bot was kicked from the supergroup chat", RefusedError),
        (403, "Forbidden: bot was blocked by the user", RefusedError),
    ],
)
def test_what_telegram_answers_says_what_to_do(
    api: Api, telegram: Messenger, code: int, description: str, expected: type[Exception]
) -> None:
    telegram.faults.fail("sendMessage", description, code=code)
    with pytest.raises(expected):
        said(api)
    assert said(api).text == "Bonjour"
    assert len(telegram.said_by_bot(GROUP)) == 1


def test_how_long_telegram_asks_to_be_left_alone_is_known(api: Api, telegram: Messenger) -> None:
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 17", code=429, retry_after=17)
    with pytest.raises(NotSentError) as caught:
        said(api)
    assert caught.value.after == timedelta(seconds=17)


def test_a_group_that_has_another_name_now_is_known(api: Api, telegram: Messenger) -> None:
    telegram.add_group(-4321, "Validation", admins=[102], basic=True)
    now = telegram.migrate(-4321)
    with pytest.raises(MovedError) as caught:
        api.call(lambda bot: bot.send_message(chat_id=-4321, text="Bonjour"))
    assert caught.value.chat == now


def test_a_line_that_breaks_leaves_it_uncertain_whether_something_was_said(api: Api, telegram: Messenger) -> None:
    telegram.faults.drop_after("sendMessage")
    with pytest.raises(UncertainError):
        said(api)
    assert len(telegram.said_by_bot(GROUP)) == 1
    telegram.faults.drop_before("sendMessage")
    with pytest.raises(UncertainError):
        said(api)
    telegram.faults.http_error("sendMessage", 502)
    with pytest.raises(UncertainError):
        said(api)


def test_an_answer_that_is_late_leaves_it_uncertain(
    api: Api, telegram: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.telegram.api._PATIENCE", 0.2)
    telegram.faults.hang("sendMessage", 1.0)
    with pytest.raises(UncertainError):
        said(api)


def test_what_was_certainly_never_sent_may_be_tried_again(telegram: Messenger) -> None:
    api = Api(replace(settings(telegram), api_url="http://127.0.0.1:9"))
    try:
        with pytest.raises(NotSentError, match="can't be reached"):
            said(api)
    finally:
        api.close()


def test_that_nothing_had_to_be_changed_is_a_success(api: Api) -> None:
    number = said(api).message_id
    api.edit(lambda bot: bot.edit_message_text("Bonjour", chat_id=GROUP, message_id=number))
    with pytest.raises(LostError):
        api.edit(lambda bot: bot.edit_message_text("Bonjour", chat_id=GROUP, message_id=number + 99))


def test_after_the_end_nothing_is_sent(telegram: Messenger) -> None:
    api = Api(settings(telegram))
    api.close()
    with pytest.raises(NotSentError):
        said(api)
