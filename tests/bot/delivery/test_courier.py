"""Whoever empties the boxes: what platforms say in their own words, what is lost on them, and who died over it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import workflow
from bot.delivery import inbox, outbox
from bot.delivery.courier import Courier
from bot.delivery.events import Act, Done, Dropped, Failed, Outcome, Refused, Told
from bot.delivery.holder import new_holder
from bot.delivery.outbox import Delivery
from bot.errors import UsageError
from bot.kinds import Kind
from bot.ports import Arrived, LostError, NeedlessError, NotSentError, NotYetError, Outgoing
from bot.tables import outbox as outbox_table
from bot.trail.read import entries_of_kinds
from tests.bot.delivery.test_outbox import Channel
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN

SOON = timedelta(seconds=5)


@dataclass
class Speaker:
    """Understands each word as a drop, but for what it is told to raise first, word by word."""

    scene: Scene
    name: str = "chat"
    raises: dict[str, list[Exception]] = field(default_factory=dict)
    understood: list[str] = field(default_factory=list)
    answered: list[tuple[str, Outcome]] = field(default_factory=list)
    slow: threading.Event | None = None

    def understand(self, arrived: Arrived) -> Act | None:
        self.understood.append(arrived.words)
        if self.slow and arrived.words == "slow":
            self.slow.wait(10)
        if planned := self.raises.get(arrived.words):
            raise planned.pop(0)
        if arrived.words == "talk":
            return None
        return Dropped(self.scene.people["Camille"].id, f"chat:C1/{arrived.key}", draft=f"{CLEAN} {arrived.words}")

    def answer(self, arrived: Arrived, outcome: Outcome) -> None:
        self.answered.append((arrived.words, outcome))
        if arrived.words == "mute":
            raise OSError("nobody can be told")


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


@pytest.fixture
def speaker(scene: Scene) -> Speaker:
    return Speaker(scene)


def hear(scene: Scene, words: str, place: str | None = None) -> None:
    inbox.receive(scene.house.database, "chat", words, Told(words), scene.clock(), place)


def outcome_of(scene: Scene, words: str) -> Outcome | None:
    return inbox.outcome_of(scene.house.database, "chat", words)


def submitted(scene: Scene) -> int:
    with scene.house.database.reading() as connection:
        return len(entries_of_kinds(connection, [Kind.SUBMITTED]))


def work(courier: Courier) -> int:
    done = 0
    while courier.act_once():
        done += 1
    return done


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)


def test_what_a_platform_said_is_understood_acted_on_and_answered(scene: Scene, speaker: Speaker) -> None:
    hear(scene, "a drop")
    work(Courier(scene.house, [], [speaker]))
    assert speaker.answered == [("a drop", Done("V-0001"))]
    assert submitted(scene) == 1


def test_of_mere_talk_nothing_comes(scene: Scene, speaker: Speaker) -> None:
    before = scene.trail_size()
    hear(scene, "talk")
    work(Courier(scene.house, [], [speaker]))
    assert outcome_of(scene, "talk") == Done("")
    assert scene.trail_size() == before


def test_what_can_not_be_done_is_told_to_whoever_said_it_and_not_tried_again(scene: Scene, speaker: Speaker) -> None:
    speaker.raises["a link"] = [UsageError("C’est un lien.")]
    hear(scene, "a link")
    work(Courier(scene.house, [], [speaker]))
    assert speaker.answered == [("a link", Refused("UsageError", "C’est un lien."))]
    scene.clock.go_on(timedelta(hours=1))
    assert work(Courier(scene.house, [], [speaker])) == 0


def test_what_is_not_there_yet_is_looked_at_again_as_often_as_it_takes(
    scene: Scene, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    times = inbox.TRIES + 3
    speaker.raises["a file"] = [NotYetError("not visible", SOON) for _ in range(times)] + [OSError("a first fault")]
    hear(scene, "a file")
    courier = Courier(scene.house, [], [speaker])
    for _ in range(times):
        assert work(courier) == 1, "tried once, and then left alone for a while"
        assert outcome_of(scene, "a file") is None
        assert speaker.answered == []
        scene.clock.go_on(SOON)
    work(courier)
    scene.clock.go_on(SOON)
    work(courier)
    assert outcome_of(scene, "a file") == Done("V-0001"), "and the waiting counted as no fault"


def test_what_is_not_there_yet_holds_up_its_own_place_and_no_other(scene: Scene, speaker: Speaker) -> None:
    speaker.raises["a file"] = [NotYetError("not visible", SOON)]
    for words, place in (("a file", "a"), ("after it", "a"), ("elsewhere", "b")):
        hear(scene, words, place)
    courier = Courier(scene.house, [], [speaker])
    work(courier)
    assert speaker.understood == ["a file", "elsewhere"]
    scene.clock.go_on(SOON)
    work(courier)
    assert speaker.understood[2:] == ["a file", "after it"]


def test_a_platform_that_is_not_spoken_here_waits_for_a_process_that_does(scene: Scene, speaker: Speaker) -> None:
    hear(scene, "a drop")
    for _ in range(inbox.TRIES + 1):
        work(Courier(scene.house))
        scene.clock.go_on(timedelta(minutes=1))
    assert outcome_of(scene, "a drop") is None
    work(Courier(scene.house, [], [speaker]))
    assert outcome_of(scene, "a drop") == Done("V-0001")


def test_a_fault_that_passes_is_told_to_nobody(
    scene: Scene, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    speaker.raises["a drop"] = [OSError("the line is dead")]
    hear(scene, "a drop")
    courier = Courier(scene.house, [], [speaker])
    work(courier)
    assert speaker.answered == []
    scene.clock.go_on(timedelta(seconds=2))
    work(courier)
    assert speaker.answered == [("a drop", Done("V-0001"))]


def test_a_fault_that_stays_is_told_once(scene: Scene, speaker: Speaker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    speaker.raises["a drop"] = [OSError("the line is dead") for _ in range(inbox.TRIES)]
    hear(scene, "a drop")
    for _ in range(inbox.TRIES + 2):
        work(Courier(scene.house, [], [speaker]))
        scene.clock.go_on(timedelta(minutes=2))
    assert [(words, type(outcome)) for words, outcome in speaker.answered] == [("a drop", Failed)]
    assert submitted(scene) == 0


def test_what_is_done_is_done_though_nobody_can_be_told(
    scene: Scene, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    hear(scene, "mute")
    hear(scene, "the next")
    work(Courier(scene.house, [], [speaker]))
    assert submitted(scene) == 2
    assert outcome_of(scene, "mute") == Done("V-0001")


def test_a_slow_file_holds_up_nobody_else(scene: Scene, speaker: Speaker) -> None:
    speaker.slow = threading.Event()
    courier = Courier(scene.house, [], [speaker])
    hear(scene, "slow", "a")
    hear(scene, "quick", "b")
    courier.start()
    try:
        wait_for(lambda: outcome_of(scene, "quick"))
        assert outcome_of(scene, "slow") is None
    finally:
        speaker.slow.set()
        courier.close()
    assert outcome_of(scene, "slow"), "what is under way is finished"


def queue_card(scene: Scene) -> None:
    workflow.submit(scene.house, scene.people["Camille"], [], draft=CLEAN, channel="chat:C1")


def delivery(scene: Scene) -> tuple[str, str | None]:
    with scene.house.database.reading() as connection:
        found = connection.execute(select(outbox_table.c.state, outbox_table.c.receipt)).one()
    return found.state, found.receipt


def test_a_card_that_is_no_longer_there_is_sent_anew_once(scene: Scene) -> None:
    channel, reference = Channel(), "V-0001"
    queue_card(scene)
    courier = Courier(scene.house, [channel])
    assert courier.send_once()
    channel.failures = [LostError("message_not_found")]
    scene.revise(reference, f"{CLEAN} Bis.")
    while courier.send_once():
        pass
    assert len(channel.posted) == 2
    assert channel.posted[1].version == scene.case(reference).head.entry.seq, "as it stands now"
    assert delivery(scene) == (Delivery.SENT, "m2")


@pytest.mark.parametrize("arrived", [True, False])
def test_what_may_be_there_stays_in_doubt_while_the_platform_does_not_say(scene: Scene, arrived: bool) -> None:
    channel = Silent(failures=[TimeoutError("no answer")], taken_all_the_same=arrived)
    queue_card(scene)
    courier = Courier(scene.house, [channel])
    courier.send_once()
    for _ in range(3):
        scene.clock.go_on(timedelta(minutes=1))
        courier.send_once()
        assert delivery(scene)[0] == Delivery.UNCERTAIN
    channel.silent = False
    scene.clock.go_on(timedelta(minutes=1))
    courier.send_once()
    assert len(channel.posted) == 1, "it is there once"
    assert delivery(scene) == (Delivery.SENT, "m1")


@dataclass
class Silent(Channel):
    """One that asks for patience when it is asked whether a message is there."""

    silent: bool = True

    def find(self, message: Outgoing) -> str | None:
        if self.silent:
            raise NotSentError("slow down", timedelta(seconds=30))
        return super().find(message)


def test_a_message_that_was_put_off_is_never_tried_early(scene: Scene) -> None:
    channel = Channel(failures=[NotSentError("slow down", timedelta(seconds=1.2))])
    queue_card(scene)
    courier = Courier(scene.house, [channel])
    courier.send_once()
    scene.clock.go_on(timedelta(seconds=1.1))
    assert not courier.send_once()
    scene.clock.go_on(timedelta(seconds=1))
    assert courier.send_once()


def test_what_does_not_hold_any_more_is_neither_sent_nor_counted_as_refused(scene: Scene) -> None:
    channel = Channel(failures=[NeedlessError("nothing of that number")])
    queue_card(scene)
    courier = Courier(scene.house, [channel])
    courier.send_once()
    assert delivery(scene) == (Delivery.SENT, None)
    scene.clock.go_on(timedelta(minutes=1))
    assert not courier.send_once()


@pytest.fixture
def dead_holder() -> str:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    host, _, mark = new_holder().split(":")
    return f"{host}:{process.pid}:{mark}"


def interrupt(scene: Scene, channel: Channel, holder: str) -> None:
    """Have a process begin to act, and send a card of which it does not note any more that it is there."""
    queue_card(scene)
    taken = outbox.take(scene.house.database, ["chat"], holder, scene.clock())
    assert taken
    channel.send(taken.outgoing)
    hear(scene, "a drop")
    assert inbox.claim(scene.house.database, holder, scene.clock())


def test_what_a_dead_process_left_is_taken_over_at_the_start(scene: Scene, speaker: Speaker, dead_holder: str) -> None:
    channel = Channel()
    interrupt(scene, channel, dead_holder)
    courier = Courier(scene.house, [channel], [speaker])
    courier.start()
    try:
        wait_for(lambda: outcome_of(scene, "a drop"))
        wait_for(lambda: len(channel.posted) == 2)
    finally:
        courier.close()
    assert [message.subject for message in channel.posted] == ["V-0001", "V-0002"], "neither twice"
    assert submitted(scene) == 2


def test_what_a_living_process_is_at_is_left_to_it(scene: Scene, speaker: Speaker) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        host, _, mark = new_holder().split(":")
        channel = Channel()
        interrupt(scene, channel, f"{host}:{process.pid}:{mark}")
        courier = Courier(scene.house, [channel], [speaker])
        courier.start()
        courier.close()
        process.communicate(b"\n")
    assert outcome_of(scene, "a drop") is None
    assert delivery(scene)[0] == Delivery.SENDING


def test_a_courier_that_stumbles_goes_on(
    scene: Scene, speaker: Speaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    whole, stumbled = inbox.claim, threading.Event()

    def stumble(*arguments: object) -> inbox.Claimed | None:
        if not stumbled.is_set():
            stumbled.set()
            raise OperationalError("", {}, OSError("the disk is full"))
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "claim", stumble)
    courier = Courier(scene.house, [], [speaker])
    courier.start()
    try:
        wait_for(stumbled.is_set)
        hear(scene, "a drop")
        courier.wake()
        wait_for(lambda: outcome_of(scene, "a drop"))
    finally:
        courier.close()
