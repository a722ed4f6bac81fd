"""What can go wrong on the way of a weekly summary: nothing is lost, and only a lost answer makes a second copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.outbox import LEASE
from bot.house import open_house, utc_now
from bot.summary.delivery import Part
from bot.summary.kept import make
from bot.summary.period import Week
from handlers.telegram.pins import CALL, QUESTION
from policy.sandbox import Sandbox
from tests.handlers.telegram.lives import life
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, LOU, SACHA, settings_for
from tests.handlers.telegram.summing_up import AUDIT, FULL, WEEK, Monday, summing_up

SENDING = ["sendMessage", "sendPhoto", "sendDocument", "pinChatMessage"]
COPIES = {"sendMessage": "text", "sendPhoto": "photo", "sendDocument": "document"}
NOWHERE = "http://127.0.0.1:9"
SMALL = -500_003


def assert_whole(monday: Monday, chat: int = AUDIT) -> None:
    """Everything came, once, in its order, and is pinned."""
    assert monday.kinds(chat) == FULL
    assert monday.telegram.pinned(chat) == [monday.summaries(chat)[0]["message_id"]]
    assert set(monday.states().values()) == {"sent"}


@pytest.mark.parametrize("method", ["getChat", *SENDING])
def test_a_chat_that_asks_for_patience_gets_each_part_later_and_once(
    monday: Monday, telegram: Messenger, method: str
) -> None:
    telegram.faults.fail(method, "Too Many Requests: retry after 60", code=429, retry_after=60)
    monday.make()
    with monday.courier() as courier:
        while not [call for call in telegram.calls if call.code == 429]:
            assert courier.send_once()
        before = len(telegram.calls)
        for _ in range(59):
            while courier.send_once():
                pass
            monday.scene.clock.go_on(timedelta(seconds=1))
        assert len(telegram.calls) == before, "each try would prolong it"
        monday.send(courier)
    assert_whole(monday)
    assert len([call for call in telegram.calls if call.method in SENDING]) == len(SENDING) + (method in SENDING)


@pytest.mark.parametrize("method", ["getChat", *SENDING])
def test_a_server_that_fails_before_it_has_taken_anything_costs_nothing(
    monday: Monday, telegram: Messenger, method: str
) -> None:
    telegram.faults.http_error(method, 502, times=2)
    telegram.faults.drop_before(method)
    monday.make()
    monday.deliver()
    assert_whole(monday)


def test_a_telegram_that_can_t_be_reached_gets_it_once_it_can(monday: Monday, telegram: Messenger) -> None:
    monday.make()
    with monday.courier(NOWHERE) as courier:
        assert courier.send_once()
    assert set(monday.states().values()) == {"queued"}
    monday.deliver()
    assert_whole(monday)


def test_a_line_that_has_died_meanwhile_breaks_over_a_question(monday: Monday, telegram: Messenger) -> None:
    telegram.faults.drop_after("getChat", times=3)
    monday.make()
    with monday.courier() as courier:
        assert courier.send_once()
        assert monday.states()[f"{WEEK}/message"] == "queued", "it is certain that nothing was sent"
        monday.send(courier)
    assert_whole(monday)


@pytest.mark.parametrize("method", COPIES)
def test_where_the_answer_is_lost_that_part_comes_once_more_the_same_and_the_rest_once(
    monday: Monday, telegram: Messenger, method: str
) -> None:
    telegram.faults.drop_after(method)
    monday.make()
    monday.deliver()
    kind = COPIES[method]
    assert sorted(monday.kinds()) == sorted([*FULL, kind])
    first, second = [one for one in monday.posts() if kind in one]
    assert {**first, **_own(second)} == second
    pinned = second if kind == "text" else monday.summaries()[0]
    assert telegram.pinned(AUDIT) == [pinned["message_id"]]


def _own(message: Json) -> Json:
    """Return what no two messages have in common."""
    return {name: message[name] for name in ("message_id", "date", "photo", "document") if name in message}


def test_where_the_answer_to_a_pin_is_lost_it_is_pinned_all_the_same_and_told_once(
    monday: Monday, telegram: Messenger
) -> None:
    telegram.faults.drop_after("pinChatMessage")
    monday.make()
    monday.deliver()
    assert_whole(monday)
    assert len([one for one in telegram.messages(AUDIT) if "pinned_message" in one]) == 1


def test_a_message_of_which_nobody_knew_is_found_where_somebody_has_pinned_it(
    monday: Monday, telegram: Messenger
) -> None:
    telegram.faults.drop_after("sendMessage")
    monday.make()
    with monday.courier() as courier:
        assert courier.send_once()
        assert monday.states()[f"{WEEK}/message"] == "uncertain"
        telegram.pin(DOMI, monday.summaries()[0])
        monday.send(courier)
    assert_whole(monday)


def test_what_somebody_else_has_pinned_is_not_taken_for_ours(monday: Monday, telegram: Messenger) -> None:
    telegram.faults.drop_after("sendMessage")
    monday.make()
    with monday.courier() as courier:
        assert courier.send_once()
        copied = telegram.send_text(AUDIT, LOU, monday.summaries()[0]["text"])
        telegram.pin(DOMI, copied)
        monday.send(courier)
    assert len([one for one in monday.summaries() if one["from"]["id"] == telegram.bot_id]) == 2


def test_a_process_that_ends_between_two_parts_leaves_the_rest_to_the_next(monday: Monday) -> None:
    monday.make()
    for _ in Part:
        with monday.courier() as courier:
            assert courier.send_once()
    assert_whole(monday)


def test_two_couriers_send_each_part_once(monday: Monday, telegram: Messenger) -> None:
    for method in SENDING:
        telegram.faults.hang(method, 0.2)
    monday.make()
    with monday.courier() as one, monday.courier() as other:
        one.start()
        other.start()
        try:
            telegram.wait_for(lambda: _goes_on(monday), 20, "all parts")
        finally:
            one.close()
            other.close()
    assert_whole(monday)


def _goes_on(monday: Monday) -> bool:
    """Let a second pass for who waits, and look whether all is sent."""
    monday.scene.clock.now += LEASE / 600
    return set(monday.states().values()) == {"sent"}


def test_a_step_ends_before_the_outbox_gives_it_to_somebody_else() -> None:
    assert LEASE.total_seconds() > 2 * QUESTION + 2 * CALL


def test_a_chat_that_has_thrown_vigie_out_is_not_asked_for_ever_and_gets_the_next_one_once_it_is_back(
    monday: Monday, telegram: Messenger
) -> None:
    telegram.kick_bot(AUDIT)
    monday.make(WEEK.after(-1))
    monday.deliver()
    assert monday.posts() == []
    assert monday.states()[f"{WEEK.after(-1)}/message"] == "failed"
    assert len(telegram.calls) <= 2
    telegram.add_bot(AUDIT)
    monday.make()
    monday.deliver()
    assert monday.kinds() == FULL
    assert len(telegram.pinned(AUDIT)) == 1


@pytest.fixture
def small(telegram: Messenger, tmp_path: Path, sandbox: Sandbox, drawn: None) -> Iterator[Monday]:
    """A house that sends its summaries to a basic group."""
    telegram.unlimited()
    telegram.add_group(SMALL, "Petit bilan", members=[CAMILLE], admins=[DOMI, SACHA], basic=True)
    with summing_up(telegram, tmp_path, sandbox, SMALL) as monday:
        yield monday


def test_a_group_that_has_become_a_supergroup_gets_the_summary_there_and_those_that_follow(
    small: Monday, telegram: Messenger
) -> None:
    small.make(WEEK.after(-2))
    small.deliver()
    after = telegram.migrate(SMALL)
    theirs = [telegram.send_text(after, DOMI, "Réunion jeudi") for _ in range(3)]
    telegram.pin(DOMI, theirs[0])
    for week in (WEEK.after(-1), WEEK):
        small.make(week)
        small.deliver()
    assert len(small.summaries(SMALL)) == 1
    assert len(small.summaries(after)) == 2
    newest = small.summaries(after)[1]
    assert telegram.pinned(after) == [theirs[0]["message_id"], newest["message_id"]]
    assert set(small.states().values()) == {"sent"}


def test_a_group_that_moves_between_two_parts_gets_the_rest_where_it_is_now(small: Monday, telegram: Messenger) -> None:
    small.make()
    with small.courier() as courier:
        assert courier.send_once()
        after = telegram.migrate(SMALL)
        small.send(courier)
    assert small.kinds(SMALL) == ["text"]
    assert "text" not in small.kinds(after)
    assert len(small.kinds(after)) == 2
    assert not any("reply_to_message" in one for one in small.posts(after))
    assert telegram.pinned(after) == []


def test_a_group_that_moves_while_nobody_knows_whether_the_words_came_gets_them_where_it_is_now(
    small: Monday, telegram: Messenger
) -> None:
    telegram.faults.drop_after("sendMessage")
    small.make()
    with small.courier() as courier:
        assert courier.send_once()
        after = telegram.migrate(SMALL)
        small.send(courier)
    assert small.kinds(SMALL) == ["text"], "what was said before the move can still be read"
    assert_whole(small, after)


def test_the_number_of_the_supergroup_in_the_settings_changes_nothing(small: Monday, telegram: Messenger) -> None:
    after = telegram.migrate(SMALL)
    small.make(WEEK.after(-1))
    small.deliver()
    here = small.named(after)
    here.make()
    here.deliver()
    assert telegram.pinned(after) == [here.summaries()[1]["message_id"]]


def test_killed_between_two_parts_the_next_life_sends_the_rest_and_nothing_twice(
    telegram: Messenger, tmp_path: Path
) -> None:
    telegram.unlimited()
    telegram.add_group(AUDIT, "Bilan", members=[LOU], admins=[DOMI])
    settings = replace(settings_for(telegram, tmp_path), audit_channels=(f"telegram:{AUDIT}",))
    with open_house(settings) as house:
        assert make(house, Week.of(utc_now().date()).after(-1))
        monday = Monday(scene=None, telegram=telegram, chat=AUDIT)  # type: ignore[arg-type] # to look, nothing else
    telegram.faults.hang("sendPhoto", 30)
    with life(telegram, tmp_path, VIGIE_AUDIT_CHANNELS=f"telegram:{AUDIT}"):
        telegram.wait_for(monday.summaries, 30, "the words")
        telegram.wait_for(lambda: len(telegram.calls_of("getChat")) > 1, what="the chart on its way")
    telegram.faults.recover("sendPhoto")
    with life(telegram, tmp_path, VIGIE_AUDIT_CHANNELS=f"telegram:{AUDIT}"):
        telegram.wait_for(lambda: telegram.pinned(AUDIT), 30, "the pin")
    assert len(monday.kinds()) == 3
    assert len(monday.summaries()) == 1
