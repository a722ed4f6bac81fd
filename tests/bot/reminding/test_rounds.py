"""From a drop to its reminders: one message for a channel, once, by day, and none for what nobody waits for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from bot import schedule
from bot.chats import move_chat
from bot.database import Database
from bot.house import House
from bot.kinds import Choice
from bot.ports import NotSentError
from bot.reminding import not_at_night, remind
from bot.reminding.following import follow
from bot.schedule import Schedule
from tests.bot.reminding.clocks import PARIS, paris
from tests.bot.reminding.waits import DAY, HOUR, announced, go_on, outgoing, told, waiting
from tests.bot.scene import Scene

TASK = [task for task in schedule.TASKS if task.name == "reminders"]


def test_after_four_hours_of_working_time_one_message_tells_the_channel(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 4 * HOUR - timedelta(minutes=1))
    assert told(fresh) == []
    assert go_on(fresh, timedelta(hours=12)) == [paris("2026-11-24 16:09")]
    assert told(fresh) == [("chat:town", f"{reference}.1")]


def test_reminders_back_off_come_when_the_last_one_said_and_end(fresh: Scene) -> None:
    reference = waiting(fresh)
    sent = []
    remind(fresh.house)
    while (due := announced(fresh, reference)).year < 9999:
        fresh.clock.now = due - timedelta(seconds=1)
        assert remind(fresh.house) == 0
        fresh.clock.now = due
        assert [remind(fresh.house), remind(fresh.house)] == [1, 0]
        sent.append(due.astimezone(PARIS))
    days = ("2026-11-24 16:00", "2026-11-25 16:00", "2026-11-30 16:00", "2026-12-07 16:00")
    assert sent == [paris(day) for day in days]
    assert go_on(fresh, 60 * DAY, step=HOUR) == []
    assert [numbers for _, numbers in told(fresh)] == [f"{reference}.{number}" for number in (1, 2, 3, 4)]


def test_what_is_decided_is_told_of_no_more(fresh: Scene) -> None:
    decided, left = waiting(fresh), waiting(fresh)
    go_on(fresh, 2 * HOUR)
    fresh.decide(decided, Choice.APPROVE)
    go_on(fresh, 4 * HOUR)
    assert told(fresh) == [("chat:town", f"{left}.1")]


def test_two_processes_send_one_message_between_them(fresh: Scene) -> None:
    waiting(fresh)
    both = [Schedule(fresh.house, TASK) for _ in range(2)]
    for _ in range(40):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Schedule.tick, both))
        fresh.clock.go_on(timedelta(minutes=10))
    assert len(told(fresh)) == 1


def test_even_where_both_hold_the_task_there_is_one_message(fresh: Scene) -> None:
    waiting(fresh)
    fresh.clock.go_on(5 * HOUR)
    with ExitStack() as stack:
        databases = [Database.open(fresh.house.settings.database) for _ in range(6)]
        for database in databases:
            stack.callback(database.close)
        processes = [replace(fresh.house, database=database) for database in databases]
        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(remind, processes)) == 1
    assert len(told(fresh)) == 1


def test_what_is_decided_at_the_very_moment_of_a_round_is_left_out(fresh: Scene) -> None:
    decided, left = waiting(fresh), waiting(fresh)
    fresh.clock.go_on(5 * HOUR)

    def decide_after(house: House) -> None:
        follow(house)
        fresh.decide(decided, Choice.APPROVE)

    with patch("bot.reminding.rounds.follow", decide_after):
        assert remind(fresh.house) == 1
    assert told(fresh) == [("chat:town", f"{left}.1")]


def test_a_message_and_its_count_are_kept_together_or_not_at_all(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.clock.go_on(5 * HOUR)
    with (
        patch("bot.reminding.rounds.outbox.enqueue_once", side_effect=OSError("full")),
        pytest.raises(OSError, match="full"),
    ):
        remind(fresh.house)
    assert remind(fresh.house) == 1
    assert told(fresh) == [("chat:town", f"{reference}.1")]


def test_nobody_is_called_at_night_or_on_a_weekend(fresh: Scene) -> None:
    fresh.clock.now = paris("2026-11-27 17:00")
    waiting(fresh)
    assert go_on(fresh, 4 * DAY)[0] == paris("2026-11-30 11:00")
    fresh.clock.now = paris("2026-12-04 22:00")
    waiting(fresh)
    assert go_on(fresh, timedelta(days=2, hours=10)) == []


def test_what_became_due_during_an_absence_by_day_waits_for_the_morning(fresh: Scene) -> None:
    waiting(fresh)
    go_on(fresh, HOUR)
    fresh.clock.now = paris("2026-11-25 02:00")
    assert go_on(fresh, timedelta(hours=8))[0] == paris("2026-11-25 09:00")


@pytest.mark.parametrize("known", [True, False])
def test_after_three_days_of_absence_there_is_one_message_and_not_several(fresh: Scene, known: bool) -> None:
    reference = waiting(fresh)
    if known:
        remind(fresh.house)
    fresh.clock.go_on(3 * DAY)
    assert [remind(fresh.house), remind(fresh.house)] == [1, 0]
    assert told(fresh) == [("chat:town", f"{reference}.2")]
    assert announced(fresh, reference) == paris("2026-12-02 12:00")


def test_what_has_waited_for_ages_is_told_of_once(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.clock.go_on(90 * DAY)
    assert go_on(fresh, 30 * DAY, step=HOUR) != []
    assert told(fresh) == [("chat:town", f"{reference}.4")]


def test_each_channel_hears_of_its_own_and_the_desk_of_nothing(fresh: Scene) -> None:
    desk = waiting(fresh, "desk")
    town = [waiting(fresh), waiting(fresh, thread="7")]
    other, elsewhere = waiting(fresh, "chat:village"), waiting(fresh, "post:town")
    go_on(fresh, 5 * HOUR)
    assert sorted(told(fresh)) == [
        ("chat:town", ",".join(f"{one}.1" for one in town)),
        ("chat:village", f"{other}.1"),
        ("post:town", f"{elsewhere}.1"),
    ]
    assert desk not in str(told(fresh))


def test_a_chat_that_has_another_name_now_is_one_channel(fresh: Scene) -> None:
    first = waiting(fresh)
    with fresh.house.database.writing() as connection:
        move_chat(connection, "chat", "town", "city")
    second = waiting(fresh, "chat:city")
    go_on(fresh, 5 * HOUR)
    assert told(fresh) == [("chat:city", f"{first}.1,{second}.1")]


def test_what_came_in_within_the_hour_comes_along(fresh: Scene) -> None:
    first = waiting(fresh)
    fresh.clock.go_on(timedelta(minutes=50))
    second = waiting(fresh)
    fresh.clock.go_on(timedelta(minutes=50))
    third = waiting(fresh)
    assert len(go_on(fresh, 5 * HOUR)) == 2
    assert told(fresh) == [("chat:town", f"{first}.1,{second}.1"), ("chat:town", f"{third}.1")]


def test_what_was_announced_for_later_does_not_come_along(fresh: Scene) -> None:
    first = waiting(fresh)
    fresh.clock.go_on(2 * HOUR)
    second = waiting(fresh)
    go_on(fresh, DAY + 2 * HOUR)
    assert [numbers for _, numbers in told(fresh)][-1] == f"{first}.2"
    assert announced(fresh, second) > fresh.clock()


def moved(scene: Scene, to: str) -> Callable[[], None]:
    scene.clock.now = paris(to)
    return lambda: not_at_night(scene.house, outgoing(scene))


def test_a_reminder_that_could_not_be_sent_by_day_waits_for_the_next_one(fresh: Scene) -> None:
    waiting(fresh)
    go_on(fresh, 5 * HOUR)
    moved(fresh, "2026-11-24 18:59")()
    for at, hours in (("2026-11-24 21:00", 12), ("2026-11-28 09:00", 48)):
        with pytest.raises(NotSentError) as put_off:
            moved(fresh, at)()
        assert put_off.value.after == hours * HOUR
    other = replace(outgoing(fresh), subject="V-0001:7")
    not_at_night(fresh.house, other)


def test_the_trail_and_its_lists_are_none_the_worse(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 5 * HOUR)
    size = fresh.trail_size()
    go_on(fresh, 5 * DAY, step=HOUR)
    assert fresh.trail_size() == size
    fresh.decide(reference, Choice.APPROVE)
    assert fresh.verified().intact
