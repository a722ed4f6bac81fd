"""What is due is done once, however many processes there are and however long Vigie was down."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from datetime import timedelta

import pytest

from bot import chats, schedule
from bot.house import House
from bot.kinds import Choice, State
from bot.presence import absences, be_present
from bot.schedule import Schedule, Task
from bot.trail.span import Span
from tests.bot.scene import NOON, Scene
from tests.bot.workflow.files import reviewable

HOUR = timedelta(hours=1)


def test_a_task_is_done_when_it_is_due_and_not_before(fresh: Scene) -> None:
    done: Counter[str] = Counter()
    tasks = [Task("hourly", HOUR, lambda _: done.update(["hourly"]))]
    one = Schedule(fresh.house, tasks)
    assert [one.tick(), one.tick()] == [["hourly"], []]
    fresh.clock.go_on(HOUR)
    assert one.tick() == ["hourly"]
    assert done["hourly"] == 2


def test_two_processes_do_it_once_between_them(fresh: Scene) -> None:
    done: Counter[str] = Counter()
    tasks = [Task("hourly", HOUR, lambda _: done.update(["hourly"]))]
    both = [Schedule(fresh.house, tasks) for _ in range(2)]
    for _ in range(24):
        for each in both:
            each.tick()
        fresh.clock.go_on(timedelta(minutes=30))
    assert done["hourly"] == 12


def test_what_was_missed_is_done_once_at_the_next_tick(fresh: Scene) -> None:
    done: Counter[str] = Counter()
    one = Schedule(fresh.house, [Task("hourly", HOUR, lambda _: done.update(["hourly"]))])
    one.tick()
    fresh.clock.go_on(timedelta(days=30))
    one.tick()
    one.tick()
    assert done["hourly"] == 2


def test_a_fault_keeps_no_other_task_from_being_done_and_is_tried_again(
    fresh: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    failures = [OSError("the disk is full")]

    def fail_once(_house: House) -> None:
        if failures:
            raise failures.pop()

    one = Schedule(fresh.house, [Task("bad", HOUR, fail_once), Task("good", HOUR, lambda _: None)])
    assert one.tick() == ["good"]
    assert one.tick() == []
    fresh.clock.go_on(timedelta(minutes=15))
    assert one.tick() == ["bad"]


def test_the_tasks_of_the_house_let_approvals_run_out(fresh: Scene) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    tasks = [task for task in schedule.TASKS if task.name != "trust-lists"]
    one = Schedule(fresh.house, tasks)
    one.tick()
    assert fresh.case(reference).state is State.APPROVED
    fresh.clock.go_on(timedelta(days=7))
    one.tick()
    assert fresh.case(reference).state is State.EXPIRED


def test_the_tasks_of_the_house_forget_forms_that_somebody_gave_up(fresh: Scene) -> None:
    form = chats.Form("f1", "101", "-1001", chats.About("V-0001", "abc", "refuse"), {"reason": "Trop sombre"})
    with fresh.house.database.writing() as connection:
        chats.begin_form(connection, "telegram", form, fresh.clock())
    one = Schedule(fresh.house, [task for task in schedule.TASKS if task.name != "trust-lists"])
    for hours, there in ((23, True), (2, False)):
        fresh.clock.go_on(timedelta(hours=hours))
        one.tick()
        with fresh.house.database.reading() as connection:
            assert (chats.form(connection, "f1") is not None) is there


def test_the_clock_ticks_at_once_and_stops(fresh: Scene) -> None:
    ticked = threading.Event()
    one = Schedule(fresh.house, [Task("now", HOUR, lambda _: ticked.set())])
    one.start()
    assert ticked.wait(10)
    one.close()


def test_one_failed_sign_of_life_is_no_absence(fresh: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    failures = [OSError("the database is busy")]

    def present(house: House) -> None:
        if failures and house.clock() > NOON + HOUR / 2:
            raise failures.pop()
        be_present(house)

    one = Schedule(fresh.house, [Task("presence", HOUR / 60, present)])
    for _ in range(60):
        one.tick()
        fresh.clock.go_on(HOUR / 60)
    with fresh.house.database.reading() as connection:
        assert absences(connection, Span()) == []
