"""A whole delivery of the weekly summary over HTTP, week after week."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.delivery.outbox import Message
from bot.ports import NeedlessError, Outgoing
from bot.summary import attachments
from bot.summary.delivery import Part
from bot.summary.kept import kept
from bot.summary.model import Summary
from bot.summary.words import COMMAND, summary_text
from handlers.telegram.api import Api
from handlers.telegram.sending import TelegramPlatform
from policy.sandbox import Sandbox
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import DOMI, LOU
from tests.handlers.telegram.summing_up import AUDIT, AUDIT_CHANNEL, FULL, WEEK, Monday, chart, pre_of, summing_up

REFUSED = "Bad Request: can't parse entities"


def summary_of(monday: Monday) -> Summary:
    with monday.house.database.reading() as connection:
        found = kept(connection, WEEK)
    assert found
    return found.summary


def test_the_words_come_first_then_in_silence_the_chart_and_the_register_and_the_words_are_pinned(
    monday: Monday, telegram: Messenger
) -> None:
    monday.make()
    monday.deliver()
    assert monday.kinds() == FULL
    message, picture, table = monday.posts()
    assert [one["reply_to_message"]["message_id"] for one in (picture, table)] == [message["message_id"]] * 2
    assert telegram.pinned(AUDIT) == [message["message_id"]]
    (spoken,), (shown,) = telegram.calls_of("sendMessage"), telegram.calls_of("sendPhoto")
    (handed,), (pinned,) = telegram.calls_of("sendDocument"), telegram.calls_of("pinChatMessage")
    assert "disable_notification" not in spoken.parameters, "the words ring"
    assert spoken.parameters["link_preview_options"] == {"is_disabled": True}
    assert all(call.parameters["disable_notification"] for call in (shown, handed, pinned))
    assert set(monday.states().values()) == {"sent"}


def test_the_checkpoint_is_a_block_that_a_tap_copies_and_the_command_another(monday: Monday) -> None:
    monday.make()
    monday.deliver()
    summary, message = summary_of(monday), monday.posts()[0]
    text = summary_text(summary, monday.house.catalogue())
    assert pre_of(message) == summary.integrity.checkpoint.rstrip()
    plain = message["text"].replace("\u2060", "")
    assert plain.startswith(f"{text.title}\n\n{text.sections[0].heading}\n{text.sections[0].lines[0]}")
    assert plain.endswith(f"{text.checkpoint}{text.how}\n{text.key}")
    kinds = [one["type"] for one in message["entities"]]
    assert kinds == ["bold"] * (1 + len(text.sections)) + ["pre", "code", "code"]
    assert COMMAND in text.how


def test_the_chart_s_caption_tells_what_it_shows_and_the_register_is_the_table(
    monday: Monday, telegram: Messenger
) -> None:
    monday.make()
    monday.deliver()
    _, picture, table = monday.posts()
    catalogue, summary = monday.house.catalogue(), summary_of(monday)
    assert picture["caption"] == attachments.chart(summary, catalogue).words
    register = attachments.register(monday.house, summary, catalogue)
    assert (table["document"]["file_name"], table["caption"]) == ("vigie-2026-W47.csv", register.words)
    assert [sent.data for sent in telegram.files_sent] == [chart(), register.content]


def test_a_channel_gets_it_too(telegram: Messenger, tmp_path: Path, sandbox: Sandbox, drawn: None) -> None:
    telegram.unlimited()
    telegram.add_channel(AUDIT_CHANNEL, "Bilans", admins=[DOMI])
    with summing_up(telegram, tmp_path, sandbox, AUDIT_CHANNEL) as monday:
        for week in (WEEK.after(-1), WEEK):
            monday.make(week)
            monday.deliver()
        assert [one["message_id"] for one in monday.summaries()][1:] == telegram.pinned(AUDIT_CHANNEL)


def test_the_next_week_takes_the_place_of_the_last_and_what_people_pinned_stays(
    monday: Monday, telegram: Messenger
) -> None:
    theirs = telegram.send_text(AUDIT, DOMI, "Réunion jeudi")
    telegram.pin(DOMI, theirs)
    monday.make(WEEK.after(-1))
    monday.deliver()
    later = telegram.send_text(AUDIT, DOMI, "Ordre du jour")
    telegram.pin(DOMI, later)
    monday.make()
    monday.deliver()
    first, second = monday.summaries()
    assert telegram.pinned(AUDIT) == [theirs["message_id"], later["message_id"], second["message_id"]]
    assert [call.parameters["message_id"] for call in telegram.calls_of("unpinChatMessage")] == [first["message_id"]]


def test_what_somebody_unpinned_or_deleted_is_left_alone(monday: Monday, telegram: Messenger) -> None:
    monday.make(WEEK.after(-1))
    monday.deliver()
    telegram.delete(monday.summaries()[0])
    monday.make()
    monday.deliver()
    assert telegram.pinned(AUDIT) == [monday.summaries()[0]["message_id"]]
    assert set(monday.states().values()) == {"sent"}


def test_an_older_week_that_is_sent_later_is_not_pinned_over_a_newer_one(monday: Monday, telegram: Messenger) -> None:
    monday.make()
    monday.deliver()
    newest = monday.summaries()[0]
    monday.make(WEEK.after(-3))
    monday.deliver()
    assert len(monday.summaries()) == 2
    assert telegram.pinned(AUDIT) == [newest["message_id"]]
    assert set(monday.states().values()) == {"sent"}


def test_a_message_that_somebody_deletes_at_once_is_not_answered_and_not_pinned(
    monday: Monday, telegram: Messenger
) -> None:
    monday.make()
    with monday.courier() as courier:
        assert courier.send_once()
        telegram.delete(monday.summaries()[0])
        monday.send(courier)
    assert monday.kinds() == FULL[1:]
    assert not any("reply_to_message" in one for one in monday.posts())
    assert (telegram.pinned(AUDIT), set(monday.states().values())) == ([], {"sent"})


def test_where_vigie_may_not_pin_the_rest_comes_and_the_log_says_so_once(
    monday: Monday, telegram: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.promote(telegram.bot_id, AUDIT, without=["can_pin_messages"])
    monday.make()
    monday.deliver()
    assert monday.kinds() == FULL
    assert (telegram.pinned(AUDIT), set(monday.states().values())) == ([], {"sent"})
    assert len(telegram.calls_of("pinChatMessage")) == 1
    assert len([one for one in caplog.records if "vigie doctor" in one.message]) == 1


@pytest.mark.parametrize("drawn", [lambda: b"no picture at all", lambda: chart(4200, 100)])
def test_a_chart_that_telegram_does_not_take_as_a_photo_comes_as_a_file(
    monday: Monday, monkeypatch: pytest.MonkeyPatch, drawn: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(attachments, "drawn", lambda *_, **__: drawn())
    monday.make()
    monday.deliver()
    assert monday.kinds() == ["text", "document", "document"]
    picture = monday.posts()[1]
    assert picture["document"]["file_name"] == "vigie-2026-W47.png"
    assert picture["caption"]
    assert set(monday.states().values()) == {"sent"}


def test_where_telegram_takes_a_chart_in_no_form_the_rest_comes(monday: Monday, telegram: Messenger) -> None:
    telegram.faults.fail("sendPhoto", "Bad Request: IMAGE_PROCESS_FAILED")
    telegram.faults.fail("sendDocument", "Bad Request: no")
    monday.make()
    monday.deliver()
    assert monday.kinds() == ["text", "document"]
    assert monday.states()[f"{WEEK}/chart"] == "failed"
    assert telegram.pinned(AUDIT) == [monday.summaries()[0]["message_id"]]


def test_words_that_telegram_does_not_take_in_their_looks_come_without_them_and_whole(
    monday: Monday, telegram: Messenger
) -> None:
    telegram.faults.fail("sendMessage", REFUSED)
    monday.make()
    monday.deliver()
    message = monday.summaries()[0]
    assert "entities" not in message
    assert summary_of(monday).integrity.checkpoint.strip() in message["text"].replace("\u2060", "")
    assert monday.kinds() == FULL


def test_an_edit_changes_nothing_and_a_summary_that_is_not_there_is_not_needed(
    monday: Monday, telegram: Messenger
) -> None:
    api = Api(monday.house.settings.telegram)
    try:
        platform = TelegramPlatform(monday.house, api)
        platform.edit("1", Outgoing("key", str(AUDIT), Message.SUMMARY, f"{WEEK}/message", 1))
        for part in Part:
            with pytest.raises(NeedlessError):
                platform.send(Outgoing("key", str(AUDIT), Message.SUMMARY, f"{WEEK}/{part}", 0))
    finally:
        api.close()
    assert telegram.messages(AUDIT) == []
    assert telegram.calls == []


def test_people_who_answer_the_summary_don_t_hinder_it(monday: Monday, telegram: Messenger) -> None:
    monday.make()
    with monday.courier() as courier:
        assert courier.send_once()
        message = monday.summaries()[0]
        for words in ("Merci", "Vu"):
            telegram.send_text(AUDIT, LOU, words, reply_to=message["message_id"])
        monday.send(courier)
    assert monday.kinds() == ["text", "text", "text", "photo", "document"]
    assert telegram.pinned(AUDIT) == [message["message_id"]]
