from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, update

from bot.delivery import inbox as arrivals
from bot.delivery.courier import Courier
from bot.delivery.events import Dropped, Failed, write
from bot.delivery.inbox import Arrival
from bot.delivery.outbox import Delivery, Message, enqueue
from bot.doctor import Finding, Health
from bot.doctor.backlog import LATE, inbox, outbox, unexamined
from bot.ports import Outgoing
from bot.tables import inbox as arrived
from bot.tables import originals, pending_examinations
from bot.tables import outbox as messages
from bot.trail.entry import write_moment
from tests.bot.doctor.conftest import ENGLISH, examine, installation
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN

SECOND = timedelta(seconds=1)


class Chat:
    """A platform that takes everything."""

    name = "chat"

    def send(self, message: Outgoing) -> str:
        return message.key

    def edit(self, receipt: str, message: Outgoing) -> None:
        pass

    def find(self, message: Outgoing) -> str | None:
        return message.key


def receive(scene: Scene) -> None:
    event = Dropped(scene.people["Camille"].id, "desk", draft=CLEAN)
    assert arrivals.receive(scene.house.database, "chat", "1", event, scene.clock())


def queue(scene: Scene, subject: str = "V-0042") -> None:
    with scene.house.database.writing() as connection:
        enqueue(connection, "chat", "C123", Message.CARD, subject, 1, scene.clock())


def become(scene: Scene, state: Delivery) -> None:
    with scene.house.database.writing() as connection:
        connection.execute(update(messages).values(state=state.value))


def out(scene: Scene) -> list[Finding]:
    return list(outbox(installation(scene), ENGLISH))


def test_a_house_at_rest_has_nothing_left_to_do(scene: Scene) -> None:
    for look in (inbox, unexamined, outbox):
        assert examine(look, scene).health is Health.GOOD


def test_what_came_in_long_ago_waits_for_vigie_to_be_started(scene: Scene) -> None:
    receive(scene)
    scene.clock.go_on(LATE)
    assert examine(inbox, scene).health is Health.GOOD
    scene.clock.go_on(SECOND)
    finding = examine(inbox, scene)
    assert (finding.health, finding.words.split()[:2]) == (Health.BAD, ["1", "event"])
    assert "vigie run" in finding.remedy
    assert Courier(scene.house).act_once()
    assert examine(inbox, scene).health is Health.GOOD


def test_what_was_put_aside_is_told_with_its_reference_in_the_log(scene: Scene) -> None:
    receive(scene)
    with scene.house.database.writing() as connection:
        parked = {"state": Arrival.PARKED.value, "outcome": write(Failed("a1b2c3"))}
        connection.execute(update(arrived).values(parked))
    finding = examine(inbox, scene)
    assert finding.health is Health.WARNING
    assert "a1b2c3" in finding.remedy
    arrivals.prune(scene.house.database, scene.clock() + SECOND)
    assert examine(inbox, scene).health is Health.GOOD


def test_a_file_that_nobody_read_is_told(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    moment = write_moment(scene.clock() - LATE - SECOND)
    original = {"sha256": "0" * 64, "size": 1, "media_type": "image/png", "stored_at": moment}
    row = {"reference": reference, "revision": 1, "sha256": "0" * 64, "queued_at": moment}
    with scene.house.database.writing() as connection:
        connection.execute(insert(originals).values(original))
        connection.execute(insert(pending_examinations).values(row))
    assert examine(unexamined, scene).health is Health.BAD


def test_a_message_that_is_late_goes_out_once_vigie_runs(scene: Scene) -> None:
    queue(scene)
    scene.clock.go_on(LATE)
    assert examine(outbox, scene).health is Health.GOOD
    scene.clock.go_on(SECOND)
    assert examine(outbox, scene).health is Health.BAD
    assert Courier(scene.house, [Chat()]).send_once()
    assert examine(outbox, scene).health is Health.GOOD


def test_a_message_whose_sender_died_is_late_too(scene: Scene) -> None:
    queue(scene)
    become(scene, Delivery.SENDING)
    scene.clock.go_on(LATE + SECOND)
    assert examine(outbox, scene).health is Health.BAD


def test_a_refused_message_is_told_with_its_channel(scene: Scene) -> None:
    queue(scene)
    become(scene, Delivery.FAILED)
    finding = examine(outbox, scene)
    assert finding.health is Health.WARNING
    assert "V-0042 → chat:C123" in finding.words
    queue(scene)
    assert Courier(scene.house, [Chat()]).send_once()
    assert examine(outbox, scene).health is Health.GOOD


def test_a_message_that_was_refused_is_told_for_a_week(scene: Scene) -> None:
    queue(scene)
    become(scene, Delivery.FAILED)
    scene.clock.go_on(timedelta(days=7))
    assert examine(outbox, scene).health is Health.WARNING
    scene.clock.go_on(SECOND)
    assert examine(outbox, scene).health is Health.GOOD


def test_a_message_that_may_have_gone_out_is_told_until_it_is_found(scene: Scene) -> None:
    queue(scene)
    become(scene, Delivery.UNCERTAIN)
    finding = examine(outbox, scene)
    assert finding.health is Health.WARNING
    assert "V-0042 → chat:C123" in finding.words
    assert Courier(scene.house, [Chat()]).send_once()
    assert examine(outbox, scene).health is Health.GOOD


def test_several_troubles_are_told_one_by_one(scene: Scene) -> None:
    queue(scene)
    become(scene, Delivery.FAILED)
    queue(scene, "V-0043")
    scene.clock.go_on(LATE + SECOND)
    assert [finding.health for finding in out(scene)] == [Health.BAD, Health.WARNING]
