from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot import marks
from bot.delivery.courier import Courier
from bot.house import House, open_house, utc_now
from handlers.telegram import join
from handlers.telegram import poller as polling
from handlers.telegram.join import Messenger as Joined
from tests.handlers.slack.running import in_a_thread
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import picture
from tests.handlers.telegram.lives import life
from tests.handlers.telegram.looking import LISTENER, absences, heard, quiet
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, GROUP, Vigie, running, settings_for

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(hours=25)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join, "_LOOK_EVERY", 0.05)


@contextmanager
def starting(house: House) -> Iterator[Courier]:
    """Join without waiting for a first question."""
    joined = Joined(house, wait=1)
    courier = Courier(house, [joined.platform], [joined.interpreter])
    with in_a_thread(lambda: joined.run(courier)):
        yield courier


def held_by(house: House, holder: str, length: timedelta = AN_HOUR) -> None:
    with house.database.writing() as connection:
        assert marks.hold(connection, LISTENER, holder, utc_now(), length)


def holder(house: House) -> str | None:
    with house.database.reading() as connection:
        return marks.holder_of(connection, LISTENER)


def notices(telegram: Messenger) -> list[str]:
    return [one["text"] for one in telegram.said_by_bot(GROUP) if not one.get("reply_markup")]


def test_while_another_machine_listens_nobody_asks_here(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []
    holding = Joined._hold

    def counted(self: Joined, name: str) -> bool:
        looks.append(holding(self, name))
        return looks[-1]

    monkeypatch.setattr(Joined, "_hold", counted)
    with open_house(settings_for(telegram, tmp_path)) as house:
        held_by(house, "elsewhere:1:abc")
        with starting(house) as courier:
            telegram.wait_for(lambda: len(looks) > 3, what="some looks")
            assert not any(looks)
            assert telegram.polls == 0
            with house.database.writing() as connection:
                marks.let_go(connection, LISTENER, "elsewhere:1:abc")
            telegram.wait_for(lambda: telegram.polls, what="a question")
            assert holder(house) == courier.holder
        assert holder(house) is None, "whoever stops lets go"


def test_whoever_is_let_back_soon_asks_only_once_their_former_question_is_answered(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding, looks, asking = Joined._hold, 0, []

    def losing(self: Joined, name: str) -> bool:
        nonlocal looks
        looks += 1
        asking.append(sum(thread.name == "telegram-poller" for thread in threading.enumerate()))
        return holding(self, name) and looks % 4 != 0

    monkeypatch.setattr(Joined, "_hold", losing)
    with open_house(settings_for(telegram, tmp_path)) as house, starting(house):
        telegram.wait_for(lambda: looks > 40, what="some looks")
        sent = telegram.send_text(GROUP, CAMILLE, "#brouillon Bonjour")
        telegram.wait_for(lambda: not telegram.pending, what="its confirmation")
    assert sent
    assert max(asking) == 1
    assert telegram.conflicts == 0


def test_whoever_died_on_this_machine_is_not_waited_for(telegram: Messenger, tmp_path: Path) -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    with open_house(settings_for(telegram, tmp_path)) as house:
        held_by(house, f"{socket.gethostname()}:{child.pid}:abc")
        with starting(house):
            telegram.wait_for(lambda: telegram.polls, seconds=5, what="a question")


def test_whoever_lives_on_this_machine_is(telegram: Messenger, tmp_path: Path) -> None:
    with open_house(settings_for(telegram, tmp_path)) as house:
        held_by(house, f"{socket.gethostname()}:{os.getppid()}:abc")
        with starting(house):
            telegram.wait_for(lambda: telegram.calls_of("setMyCommands"), what="the start")
            assert holder(house) == f"{socket.gethostname()}:{os.getppid()}:abc"
            assert telegram.polls == 0


def test_of_two_processes_on_one_database_one_asks_and_the_other_takes_over_when_it_dies(
    telegram: Messenger, tmp_path: Path
) -> None:
    telegram.unlimited()
    with life(telegram, tmp_path) as child:
        telegram.wait_for(lambda: telegram.polls, 60, what="the first process")
        with running(telegram, tmp_path) as vigie:
            first = telegram.send_document(GROUP, CAMILLE, picture(8), "avant.jpg")
            vigie.card(first["message_id"], "réservé")
            assert telegram.conflicts == 0
            assert f":{child.pid}:" in (holder(vigie.house) or "")
            child.kill()
            child.wait()
            telegram.wait_for(lambda: holder(vigie.house) == vigie.courier.holder, what="the second to take over")
            sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
            vigie.card(sent["message_id"])


def test_a_database_that_can_not_be_used_for_a_moment_ends_nothing(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding, broken = marks.hold, [OperationalError("hold", {}, Exception("disk I/O error")) for _ in range(3)]

    def failing(*arguments: object) -> bool:
        if broken:
            raise broken.pop()
        return holding(*arguments)  # type: ignore[arg-type]

    telegram.unlimited()
    monkeypatch.setattr(marks, "hold", failing)
    with running(telegram, tmp_path) as vigie:
        sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
        vigie.card(sent["message_id"], "réservé")
    assert broken == []


def test_more_than_a_day_away_is_told_once_in_the_approval_chat(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        telegram.wait_for(lambda: heard(vigie), what="a mark")
        assert absences(vigie) == 0
    for _ in range(2):
        with running(telegram, tmp_path, clock=LaterClock(A_DAY)) as vigie:
            telegram.wait_for(lambda: notices(telegram), what="an honest word")
            quiet(vigie)
            assert absences(vigie) == 1
    assert len(notices(telegram)) == 1


def test_less_than_a_day_away_is_nothing_to_tell(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        telegram.wait_for(lambda: heard(vigie), what="a mark")
        before = heard(vigie)
    with running(telegram, tmp_path, clock=LaterClock(timedelta(hours=23))) as vigie:
        telegram.wait_for(lambda: heard(vigie) != before, what="a later mark")
        assert absences(vigie) == 0


def test_a_line_that_was_dead_for_a_day_is_told_without_a_restart(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_LONGEST_PAUSE", 0.05)
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        telegram.wait_for(lambda: heard(vigie), what="a mark")
        telegram.faults.http_error("getUpdates", 502, times=10_000)
        telegram.wait_for(lambda: len([call for call in telegram.calls if call.code == 502]) > 3, what="a dead line")
        before = heard(vigie)
        clock.go_on(A_DAY)
        tries = len(telegram.calls)
        telegram.wait_for(lambda: len(telegram.calls) > tries + 5, what="some more tries")
        assert heard(vigie) == before, "nobody is heard on a dead line"
        telegram.faults.recover("getUpdates")
        telegram.wait_for(lambda: notices(telegram), what="an honest word")
        quiet(vigie)
    assert len(notices(telegram)) == 1


def test_stopping_in_the_middle_of_a_call_to_telegram_does_not_wait_for_it(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.faults.hang("getFile", 30)
    with running(telegram, tmp_path) as vigie:
        telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
        telegram.wait_for(lambda: not telegram.pending, what="its confirmation")
        assert isinstance(vigie, Vigie)
        telegram.wait_for(lambda: not telegram.faults._methods["getFile"][0].times, what="a call that hangs")
