"""What goes out: the newest once, never twice, looked for before it is sent again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import workflow
from bot.delivery import outbox
from bot.delivery.courier import Courier
from bot.delivery.outbox import Delivery, Message
from bot.ports import NotSentError, Outgoing, RefusedError
from bot.tables import outbox as table
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN


@dataclass
class Channel:
    """A platform that keeps what it is sent, and fails as it is told."""

    name: str = "chat"
    failures: list[Exception] = field(default_factory=list)
    taken_all_the_same: bool = False
    posted: list[Outgoing] = field(default_factory=list)
    edited: list[tuple[str, Outgoing]] = field(default_factory=list)

    def send(self, message: Outgoing) -> str:
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.taken_all_the_same:
            self.posted.append(message)
        if failure:
            raise failure
        return f"m{len(self.posted)}"

    def edit(self, receipt: str, message: Outgoing) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.edited.append((receipt, message))

    def find(self, message: Outgoing) -> str | None:
        numbers = [number for number, known in enumerate(self.posted, 1) if known.key == message.key]
        return f"m{numbers[0]}" if numbers else None


@pytest.fixture
def channel() -> Channel:
    return Channel()


def submit(scene: Scene) -> str:
    return workflow.submit(scene.house, scene.people["Camille"], [], draft=CLEAN, channel="chat:C1")


def row(scene: Scene) -> tuple[str, int | None, str | None]:
    with scene.house.database.reading() as connection:
        found = connection.execute(select(table.c.state, table.c.sent_version, table.c.receipt)).one()
    return found.state, found.sent_version, found.receipt


def test_a_card_goes_where_the_submission_came_in(fresh: Scene, channel: Channel) -> None:
    reference = submit(fresh)
    assert Courier(fresh.house, [channel]).send_once()
    assert [(item.target, item.kind, item.subject) for item in channel.posted] == [("C1", "card", reference)]
    assert row(fresh) == (Delivery.SENT, fresh.case(reference).head.entry.seq, "m1")
    assert not Courier(fresh.house, [channel]).send_once()


def test_the_desk_is_read_and_sent_nothing(fresh: Scene, channel: Channel) -> None:
    fresh.submit(draft=CLEAN)
    with fresh.house.database.reading() as connection:
        assert connection.execute(select(table.c.id)).all() == []


def test_what_changed_several_times_is_sent_once_as_it_is_now(fresh: Scene, channel: Channel) -> None:
    reference = submit(fresh)
    fresh.revise(reference, f"{CLEAN} Bis.")
    fresh.answer(reference, "ai-use", "no")
    courier = Courier(fresh.house, [channel])
    while courier.send_once():
        pass
    assert [item.version for item in channel.posted] == [fresh.case(reference).head.entry.seq]
    fresh.revise(reference, f"{CLEAN} Ter.")
    while courier.send_once():
        pass
    assert len(channel.posted) == 1
    assert [(receipt, item.version) for receipt, item in channel.edited] == [
        ("m1", fresh.case(reference).head.entry.seq)
    ]


def test_what_happens_while_it_is_being_sent_is_sent_after_it(fresh: Scene, channel: Channel) -> None:
    reference = submit(fresh)
    taken = outbox.take(fresh.house.database, ["chat"], "x", fresh.clock())
    assert taken
    fresh.revise(reference, f"{CLEAN} Bis.")
    outbox.sent(fresh.house.database, taken, "x", "m1", fresh.clock())
    assert row(fresh)[0] == Delivery.QUEUED
    Courier(fresh.house, [channel]).send_once()
    assert (len(channel.posted), len(channel.edited)) == (0, 1)


def test_a_platform_that_asks_for_patience_is_left_alone_so_long(fresh: Scene, channel: Channel) -> None:
    submit(fresh)
    channel.failures = [NotSentError("slow down", timedelta(seconds=30))]
    courier = Courier(fresh.house, [channel])
    courier.send_once()
    assert row(fresh)[0] == Delivery.QUEUED
    fresh.clock.go_on(timedelta(seconds=29))
    assert not courier.send_once()
    fresh.clock.go_on(timedelta(seconds=1))
    assert courier.send_once()
    assert len(channel.posted) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_what_may_have_been_sent_is_looked_for_first(fresh: Scene, channel: Channel, arrived: bool) -> None:
    submit(fresh)
    channel.failures, channel.taken_all_the_same = [TimeoutError("no answer")], arrived
    courier = Courier(fresh.house, [channel])
    courier.send_once()
    assert row(fresh)[0] == Delivery.UNCERTAIN
    fresh.clock.go_on(timedelta(seconds=5))
    courier.send_once()
    assert len(channel.posted) == 1
    assert row(fresh)[0] == Delivery.SENT


def test_a_sender_that_died_leaves_an_uncertain_message(fresh: Scene, channel: Channel) -> None:
    submit(fresh)
    taken = outbox.take(fresh.house.database, ["chat"], "dead", fresh.clock())
    assert taken
    channel.send(taken.outgoing)
    assert not Courier(fresh.house, [channel]).send_once()
    fresh.clock.go_on(outbox.LEASE)
    Courier(fresh.house, [channel]).send_once()
    assert len(channel.posted) == 1
    assert row(fresh)[0] == Delivery.SENT


def test_a_platform_that_can_not_tell_leaves_it_to_a_person(
    fresh: Scene, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot_tell(_self: Channel, _message: Outgoing) -> str | None:
        raise NotImplementedError

    submit(fresh)
    monkeypatch.setattr(Channel, "find", cannot_tell)
    channel.failures, channel.taken_all_the_same = [TimeoutError("no answer")], True
    courier = Courier(fresh.house, [channel])
    for _ in range(6):
        courier.send_once()
        fresh.clock.go_on(timedelta(minutes=15))
    assert len(channel.posted) == 1, "never sent twice"
    assert row(fresh)[0] == Delivery.UNCERTAIN


def test_a_channel_that_is_gone_is_not_tried_for_ever(fresh: Scene, channel: Channel) -> None:
    reference = submit(fresh)
    channel.failures = [RefusedError("channel_not_found")]
    courier = Courier(fresh.house, [channel])
    courier.send_once()
    assert row(fresh)[0] == Delivery.FAILED
    assert not courier.send_once()
    fresh.revise(reference, f"{CLEAN} Bis.")
    assert courier.send_once(), "what happens later is tried again"


def test_an_act_that_fails_leaves_no_message(fresh: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went out")

    monkeypatch.setattr("bot.workflow.submitting.await_examination", fail)
    with pytest.raises(OSError, match="power"):
        submit(fresh)
    with fresh.house.database.reading() as connection:
        assert connection.execute(select(table.c.id)).all() == []


def test_what_is_urgent_is_taken_before_the_cards_that_are_due(fresh: Scene) -> None:
    database, now = fresh.house.database, fresh.clock()
    with database.writing() as connection:
        for number in range(3):
            outbox.enqueue(connection, "chat", "C1", Message.CARD, f"V-000{number}", 1, now)
        outbox.enqueue(connection, "chat", "C1", Message.NOTICE, "bypass/1", 0, now)
        outbox.enqueue(connection, "chat", "C1", Message.NOTICE, "later", 0, now + timedelta(hours=1))
    taken = [outbox.take(database, ["chat"], "us", now) for _ in range(5)]
    assert [one.outgoing.subject for one in taken if one] == ["bypass/1", "V-0000", "V-0001", "V-0002"]


def test_two_couriers_never_take_the_same_message(fresh: Scene) -> None:
    submit(fresh)
    now = fresh.clock()
    assert outbox.take(fresh.house.database, ["chat"], "a", now)
    assert outbox.take(fresh.house.database, ["chat"], "b", now) is None
