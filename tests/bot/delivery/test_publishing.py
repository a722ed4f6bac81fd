"""What a person has published: approved then as well as now, one post whoever orders it, never sent twice by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import workflow
from bot.delivery import outbox
from bot.delivery.outbox import Delivery, Message
from bot.delivery.publishing import (
    Order,
    OrphanedError,
    approved_case,
    cancel,
    order,
    published_as,
    scheduled,
    went_out,
)
from bot.delivery.settling import settle
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.kinds import Choice, Kind
from bot.people import Role, leave
from bot.ports import RefusedError
from tests.bot.scene import Scene
from tests.bot.workflow.files import reviewable

CHAT, TARGET = "chat", "C1"


@pytest.fixture
def approved(fresh: Scene) -> tuple[Scene, str]:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    return fresh, reference


def order_of(scene: Scene, reference: str, by: str = "Camille") -> Order:
    return Order(scene.people[by].id, reference, scene.case(reference).fingerprint)


def ordered(scene: Scene, wanted: Order, at: datetime | None = None) -> None:
    with scene.house.database.writing() as connection:
        order(scene.house, connection, wanted, CHAT, TARGET, at or scene.house.clock())


def state(scene: Scene, wanted: Order) -> Delivery | None:
    with scene.house.database.reading() as connection:
        return outbox.state_of(connection, CHAT, TARGET, Message.PUBLICATION, wanted.subject)


def taken(scene: Scene) -> outbox.Taken | None:
    return outbox.take(scene.house.database, [CHAT], "h1", scene.house.clock())


def put_off(scene: Scene, what: Delivery) -> None:
    found = taken(scene)
    assert found
    outbox.put_off(scene.house.database, found, "h1", what, scene.house.clock())


def test_what_is_ordered_is_sent_once_it_is_due(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    ordered(scene, wanted, scene.house.clock() + timedelta(hours=1))
    assert taken(scene) is None
    scene.clock.go_on(timedelta(hours=1))
    found = taken(scene)
    assert found
    assert Order.of(found.outgoing.subject) == wanted
    assert approved_case(scene.house, wanted).reference == reference


def test_only_what_is_approved_then_can_be_ordered(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    with pytest.raises(NotAllowedError, match="not approved"):
        ordered(scene, wanted, scene.house.clock() + timedelta(days=7))
    with pytest.raises(StaleError):
        ordered(scene, Order(wanted.person, reference, "0" * 16))
    scene.clock.go_on(timedelta(days=7))
    with pytest.raises(NotAllowedError, match="not approved"):
        ordered(scene, wanted)


def test_whoever_only_reads_orders_and_settles_nothing(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    lou = scene.join("Lou", Role.AUDITOR)
    with pytest.raises(NotAllowedError):
        ordered(scene, order_of(scene, reference, "Lou"))
    ordered(scene, order_of(scene, reference))
    put_off(scene, Delivery.UNCERTAIN)
    with pytest.raises(NotAllowedError):
        settle(scene.house, lou, reference, CHAT, there=True, where="PS 92")
    with pytest.raises(NotAllowedError):
        cancel(scene.house, lou, reference, CHAT)


def test_it_is_one_post_however_many_order_it(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    first, last = order_of(scene, reference), order_of(scene, reference, "Dominique")
    ordered(scene, first, scene.house.clock() + timedelta(hours=1))
    ordered(scene, last)
    found = taken(scene)
    assert found
    assert Order.of(found.outgoing.subject) == last
    outbox.sent(scene.house.database, found, "h1", "77", scene.house.clock())
    scene.clock.go_on(timedelta(hours=2))
    assert taken(scene) is None


def test_nothing_is_ordered_while_it_goes_out_nor_while_nobody_knows(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    ordered(scene, wanted)
    found = taken(scene)
    assert found
    with pytest.raises(UsageError, match="at this moment"):
        ordered(scene, order_of(scene, reference, "Dominique"))
    outbox.put_off(scene.house.database, found, "h1", Delivery.UNCERTAIN, scene.house.clock() + timedelta(days=1))
    for by in ("Camille", "Dominique"):
        with pytest.raises(UsageError, match="Nobody knows"):
            ordered(scene, order_of(scene, reference, by))


def test_what_was_refused_can_be_ordered_again(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    ordered(scene, wanted)
    put_off(scene, Delivery.FAILED)
    ordered(scene, wanted)
    assert state(scene, wanted) is Delivery.QUEUED


def waiting(scene: Scene, reference: str) -> outbox.Kept | None:
    with scene.house.database.reading() as connection:
        return scheduled(connection, CHAT, scene.case(reference), scene.house.clock())


def test_what_is_scheduled_can_be_seen_moved_and_cancelled(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    later = scene.house.clock() + timedelta(hours=1)
    ordered(scene, order_of(scene, reference), later)
    ordered(scene, order_of(scene, reference, "Dominique"), later + timedelta(hours=1))
    planned = waiting(scene, reference)
    assert planned
    assert (Order.of(planned.subject).person, planned.not_before) == (
        scene.people["Dominique"].id,
        later + timedelta(hours=1),
    )
    assert cancel(scene.house, scene.people["Camille"], reference, CHAT)
    assert not cancel(scene.house, scene.people["Camille"], reference, CHAT)
    assert waiting(scene, reference) is None
    scene.clock.go_on(timedelta(hours=3))
    assert taken(scene) is None


def test_what_will_not_go_out_any_more_is_not_announced(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    ordered(scene, order_of(scene, reference), scene.house.clock() + timedelta(hours=1))
    assert waiting(scene, reference)
    workflow.retract(scene.house, scene.people["Dominique"], reference)
    assert waiting(scene, reference) is None


def test_what_is_going_out_is_not_cancelled(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    ordered(scene, order_of(scene, reference))
    assert taken(scene)
    with pytest.raises(UsageError, match="at this moment"):
        cancel(scene.house, scene.people["Camille"], reference, CHAT)


def test_what_is_in_the_channel_is_not_ordered_again(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    ordered(scene, wanted)
    found = taken(scene)
    assert found
    went_out(scene.house, wanted, "https://t.me/c/2/1")
    outbox.sent(scene.house.database, found, "h1", "77", scene.house.clock())
    for by in ("Camille", "Dominique"):
        with pytest.raises(UsageError, match="in the channel already"):
            ordered(scene, order_of(scene, reference, by))


def test_what_is_out_elsewhere_goes_out_here_too_within_its_time(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    ordered(scene, wanted, scene.house.clock() + timedelta(hours=1))
    workflow.publish(
        scene.house, scene.people["Dominique"], reference, "Instagram", fingerprint=scene.case(reference).fingerprint
    )
    scene.clock.go_on(timedelta(hours=1))
    assert approved_case(scene.house, wanted).reference == reference
    went_out(scene.house, wanted, "https://t.me/c/2/1")
    assert [place.where for place in scene.case(reference).places] == ["Instagram", "https://t.me/c/2/1"]
    assert scene.verified().intact
    scene.clock.go_on(timedelta(days=7))
    with pytest.raises(RefusedError):
        approved_case(scene.house, wanted)


def test_nothing_goes_out_for_somebody_who_has_left(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference, "Sacha")
    with scene.house.database.writing() as connection:
        leave(connection, scene.people["Sacha"], at=scene.house.clock())
    with pytest.raises(OrphanedError):
        approved_case(scene.house, wanted)
    with pytest.raises(NotAllowedError):
        went_out(scene.house, wanted, "https://t.me/c/2/1")


def test_what_was_corrected_meanwhile_does_not_go_out(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    went_out(scene.house, wanted, "https://t.me/c/2/1")
    published = [one.entry for one in scene.case(reference).entries if one.entry.kind == Kind.PUBLISHED]
    assert [entry.actor for entry in published] == [wanted.person]
    workflow.correct_publication(scene.house, scene.people["Camille"], reference, "The date was wrong.")
    with pytest.raises(RefusedError):
        approved_case(scene.house, wanted)


def test_what_was_withdrawn_meanwhile_does_not_go_out(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    wanted = order_of(scene, reference)
    workflow.withdraw(scene.house, scene.people["Camille"], reference, "Trop tard.")
    with pytest.raises(RefusedError):
        approved_case(scene.house, wanted)


def test_a_post_of_ours_is_known_by_its_receipt(approved: tuple[Scene, str]) -> None:
    scene, reference = approved
    ordered(scene, order_of(scene, reference))
    found = taken(scene)
    assert found
    outbox.sent(scene.house.database, found, "h1", "77", scene.house.clock())
    with scene.house.database.reading() as connection:
        assert published_as(connection, CHAT, TARGET, "77") == reference
        assert published_as(connection, CHAT, TARGET, "78") is None
