from __future__ import annotations

import asyncio
import threading
import time

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict, NetworkError

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, DOMI, GROUP, ask, call, refusal, result
from tests.handlers.telegram.messenger_tests.pictures import png


def updates(telegram: Messenger, **parameters: object) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = result(telegram, "getUpdates", **parameters)
    return answer


def kinds(telegram: Messenger) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates(telegram)]


def test_what_is_not_confirmed_comes_again(telegram: Messenger) -> None:
    telegram.send_text(GROUP, CAMILLE, "un")
    telegram.send_text(GROUP, CAMILLE, "deux")
    first, second = updates(telegram)
    assert updates(telegram) == [first, second]
    assert updates(telegram, offset=second["update_id"]) == [second]
    assert telegram.pending == 1
    assert updates(telegram, offset=10**9) == []
    assert telegram.pending == 0


def test_a_poll_waits_for_the_next_update(telegram: Messenger) -> None:
    threading.Timer(0.2, telegram.send_text, (GROUP, CAMILLE, "enfin")).start()
    begun = time.monotonic()
    (update,) = ask(telegram, lambda bot: bot.get_updates(timeout=5))
    assert update.message is not None
    assert update.message.text == "enfin"
    assert 0.1 < time.monotonic() - begun < 3


def test_a_second_poller_takes_over(telegram: Messenger) -> None:
    async def both(bot: Bot) -> tuple[Update, ...]:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.2)
        second = asyncio.create_task(bot.get_updates(timeout=1))
        with pytest.raises(Conflict):
            await first
        return await second

    assert ask(telegram, both) == ()
    assert telegram.conflicts == 1
    assert telegram.violations == []


def test_some_updates_must_be_asked_for_and_the_wish_is_remembered(telegram: Messenger) -> None:
    message = telegram.send_text(GROUP, CAMILLE, "x")
    telegram.react(CAMILLE, message, "👍")
    telegram.promote(CAMILLE, GROUP)
    assert kinds(telegram) == ["message"]
    updates(telegram, allowed_updates=["chat_member", "message_reaction"])
    telegram.send_text(GROUP, CAMILLE, "y")
    telegram.react(CAMILLE, message)
    telegram.demote(CAMILLE, GROUP)
    assert kinds(telegram) == ["message", "message_reaction", "chat_member"]
    updates(telegram, allowed_updates=[])
    telegram.send_text(GROUP, CAMILLE, "z")
    assert telegram.pending == 4


def test_an_unknown_kind_is_noted(telegram: Messenger) -> None:
    updates(telegram, allowed_updates=["messages"])
    assert telegram.violations == ["allowed_updates: unknown kinds ['messages']"]


def test_updates_are_kept_for_a_day(telegram: Messenger) -> None:
    telegram.send_text(GROUP, CAMILLE, "vieux")
    telegram.age_updates()
    telegram.send_text(GROUP, CAMILLE, "neuf")
    assert telegram.pending == 1


def test_after_an_idle_week_the_identifier_is_any(telegram: Messenger) -> None:
    telegram.send_text(GROUP, CAMILLE, "x")
    telegram.idle_for_a_week()
    telegram.send_text(GROUP, CAMILLE, "y")
    first, second = updates(telegram)
    assert second["update_id"] != int(str(first["update_id"])) + 1


def test_an_update_may_be_unreadable_or_come_twice(telegram: Messenger) -> None:
    telegram.unparsable_update()
    with pytest.raises((TypeError, AttributeError, KeyError)):
        ask(telegram, lambda bot: bot.get_updates())
    (bad,) = updates(telegram)
    updates(telegram, offset=int(str(bad["update_id"])) + 1)
    telegram.duplicate_update()
    assert updates(telegram) == [bad]


def test_polling_and_a_webhook_exclude_each_other(telegram: Messenger) -> None:
    result(telegram, "setWebhook", url="https://vigie.example.org/hook", secret_token="s3cret")
    assert call(telegram, "getUpdates")["error_code"] == 409
    assert result(telegram, "getWebhookInfo")["url"] == "https://vigie.example.org/hook"
    result(telegram, "deleteWebhook")
    assert updates(telegram) == []
    assert "HTTPS" in refusal(telegram, "setWebhook", url="http://vigie.example.org/hook")


def test_planned_faults_happen_so_often(telegram: Messenger) -> None:
    telegram.faults.fail("sendMessage", "Bad Request: no", times=2)
    telegram.faults.http_error("sendMessage", 502)
    codes = [ask_code(telegram) for _ in range(4)]
    assert codes == [400, 400, 502, 200]
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 7", 429, retry_after=7)
    assert call(telegram, "sendMessage", chat_id=GROUP, text="x")["parameters"] == {"retry_after": 7}


def ask_code(telegram: Messenger) -> int:
    call_or_page(telegram)
    return telegram.calls[-1].code


def call_or_page(telegram: Messenger) -> None:
    try:
        call(telegram, "sendMessage", chat_id=GROUP, text="x")
    except ValueError:
        assert telegram.calls[-1].code == 502


def test_everything_may_fail_for_a_while(telegram: Messenger) -> None:
    telegram.faults.fail("*", "Internal Server Error", 500, times=1000)
    assert refusal(telegram, "getMe") == refusal(telegram, "getUpdates") == "Internal Server Error"
    telegram.faults.recover()
    result(telegram, "getMe")


def test_a_poller_that_died_is_no_conflict(telegram: Messenger) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{telegram.api_url}/bot{telegram.token}/getUpdates", json={"timeout": 5}, timeout=0.2)
    assert updates(telegram) == []
    assert telegram.polls == 2
    assert telegram.conflicts == 0


def test_an_answer_may_be_lost_after_the_work(telegram: Messenger) -> None:
    telegram.faults.drop_after("sendMessage")
    with pytest.raises(NetworkError):
        ask(telegram, lambda bot: bot.send_message(GROUP, "x"))
    assert [message["text"] for message in telegram.messages(GROUP)] == ["x"]
    telegram.faults.drop_before("sendMessage")
    with pytest.raises(NetworkError):
        ask(telegram, lambda bot: bot.send_message(GROUP, "y"))
    assert len(telegram.messages(GROUP)) == 1


def test_a_call_may_hang(telegram: Messenger) -> None:
    telegram.faults.hang("getMe", 0.3)
    begun = time.monotonic()
    result(telegram, "getMe")
    assert time.monotonic() - begun >= 0.3


def test_privacy_mode_hides_what_is_not_meant_for_the_bot(telegram: Messenger) -> None:
    quiet = telegram.add_group(-1003, "Sans droits", members=[CAMILLE, DOMI], bot_is_admin=False)
    telegram.send_text(quiet, CAMILLE, "entre nous")
    telegram.send_document(quiet, CAMILLE, png(), "a.png")
    assert telegram.pending == 0
    telegram.command(quiet, CAMILLE, "/aide")
    telegram.command(quiet, CAMILLE, "/aide@autre_bot")
    card = result(telegram, "sendMessage", chat_id=quiet, text="Fiche")
    telegram.reply(card, CAMILLE, "motif")
    assert telegram.pending == 2
    telegram.privacy_mode = False
    telegram.send_text(quiet, CAMILLE, "pour tous")
    assert telegram.pending == 3
    assert telegram.violations == []
