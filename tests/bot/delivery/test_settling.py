"""A post of which nobody knows is settled by a person's word, wherever its submission has gone meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.delivery import outbox
from bot.delivery.outbox import Delivery
from bot.delivery.publishing import Order, order, orders
from bot.delivery.settling import Settled, in_doubt, settle
from bot.errors import UsageError
from bot.kinds import Choice, Kind, State
from bot.people import leave
from bot.trail.read import entries_of_kinds
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN

CHAT, TARGET, WHERE = "chat", "C1", "PS 92 (https://t.me/ps92)"


@pytest.fixture
def doubted(fresh: Scene) -> tuple[Scene, str]:
    """A text that Sacha has had published, and nobody knows whether it was."""
    reference = fresh.submit(draft=CLEAN)
    approve(fresh, reference)
    ordered(fresh, reference)
    put_off(fresh, Delivery.UNCERTAIN)
    return fresh, reference


def approve(scene: Scene, reference: str) -> None:
    scene.answer(reference, "ai-use", "no")
    scene.decide(reference, Choice.APPROVE)


def ordered(scene: Scene, reference: str, by: str = "Sacha") -> None:
    wanted = Order(scene.people[by].id, reference, scene.case(reference).fingerprint)
    with scene.house.database.writing() as connection:
        order(scene.house, connection, wanted, CHAT, TARGET, scene.house.clock())


def put_off(scene: Scene, what: Delivery) -> None:
    found = outbox.take(scene.house.database, [CHAT], "h1", scene.house.clock())
    assert found
    outbox.put_off(scene.house.database, found, "h1", what, scene.house.clock())


def states(scene: Scene, reference: str) -> list[Delivery]:
    with scene.house.database.reading() as connection:
        return [one.state for one in orders(connection, CHAT, reference)]


def said(scene: Scene, reference: str, *, there: bool, by: str = "Dominique") -> Settled | None:
    return settle(scene.house, scene.people[by], reference, CHAT, there=there, where=WHERE)


def bypassed(scene: Scene) -> list[object]:
    with scene.house.database.reading() as connection:
        return [one.entry.data["address"] for one in entries_of_kinds(connection, [Kind.BYPASSED])]


@pytest.mark.parametrize("there", [True, False])
def test_a_person_s_word_settles_it_once(doubted: tuple[Scene, str], *, there: bool) -> None:
    scene, reference = doubted
    assert said(scene, reference, there=there) is (Settled.RECORDED if there else Settled.AGAIN)
    assert said(scene, reference, there=not there) is None
    assert states(scene, reference) == [Delivery.SENT if there else Delivery.QUEUED]
    assert scene.case(reference).state is (State.PUBLISHED if there else State.APPROVED)
    assert [(place.person, place.where) for place in scene.case(reference).places] == (
        [(scene.people["Dominique"].id, WHERE)] if there else []
    )
    assert scene.verified().intact


def test_nothing_is_settled_of_what_waits(fresh: Scene) -> None:
    reference = fresh.submit(draft=CLEAN)
    approve(fresh, reference)
    ordered(fresh, reference)
    assert said(fresh, reference, there=True) is None
    assert states(fresh, reference) == [Delivery.QUEUED]


@pytest.mark.parametrize("meanwhile", ["revised", "withdrawn", "expired"])
@pytest.mark.parametrize("there", [True, False])
def test_what_is_not_approved_any_more_is_settled_too(
    doubted: tuple[Scene, str], meanwhile: str, *, there: bool
) -> None:
    scene, reference = doubted
    if meanwhile == "revised":
        scene.revise(reference, f"{CLEAN} Bis.")
    elif meanwhile == "withdrawn":
        workflow.withdraw(scene.house, scene.people["Camille"], reference, "Trop tard.")
    else:
        scene.clock.go_on(timedelta(days=7))
    assert said(scene, reference, there=there) is (Settled.UNAPPROVED if there else Settled.DROPPED)
    assert states(scene, reference) == ([Delivery.SENT] if there else [])
    assert bypassed(scene) == ([f"{WHERE}, {reference}"] if there else [])
    assert scene.case(reference).publications == ()
    assert said(scene, reference, there=there) is None
    assert scene.verified().intact


def test_a_later_version_goes_out_only_once_the_earlier_one_is_settled(doubted: tuple[Scene, str]) -> None:
    scene, reference = doubted
    scene.revise(reference, f"{CLEAN} Bis.")
    approve(scene, reference)
    with pytest.raises(UsageError, match="Nobody knows"):
        ordered(scene, reference, "Dominique")
    assert said(scene, reference, there=True) is Settled.UNAPPROVED
    ordered(scene, reference, "Dominique")
    assert states(scene, reference) == [Delivery.SENT, Delivery.QUEUED]


def test_it_is_settled_where_it_was_published_elsewhere_and_whoever_ordered_it_has_left(
    doubted: tuple[Scene, str],
) -> None:
    scene, reference = doubted
    fingerprint = scene.case(reference).fingerprint
    workflow.publish(scene.house, scene.people["Camille"], reference, "Instagram", fingerprint=fingerprint)
    with scene.house.database.writing() as connection:
        leave(connection, scene.people["Sacha"], at=scene.house.clock())
    assert said(scene, reference, there=True) is Settled.RECORDED
    assert [place.where for place in scene.case(reference).places] == ["Instagram", WHERE]


def test_the_same_words_about_the_place_do_not_keep_it_open(doubted: tuple[Scene, str]) -> None:
    scene, reference = doubted
    fingerprint = scene.case(reference).fingerprint
    workflow.publish(scene.house, scene.people["Camille"], reference, WHERE, fingerprint=fingerprint)
    assert said(scene, reference, there=True)
    with scene.house.database.reading() as connection:
        assert in_doubt(connection, CHAT, reference) is None
