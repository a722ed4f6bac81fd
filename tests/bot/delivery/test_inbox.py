"""What comes in: once, in its order, by one process at a time, and never in the way of what comes after it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.delivery import inbox
from bot.delivery.acting import act_on
from bot.delivery.courier import Courier
from bot.delivery.events import Done, Dropped, Failed, Pressed, Refused, as_error
from bot.delivery.taking import Intake
from bot.errors import NotAllowedError, VigieError
from bot.kinds import Choice, Kind, State
from bot.tables import inbox as table
from bot.trail.read import entries_of_kinds
from tests.bot.declarations import ANSWERS
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def drop(scene: Scene, text: str = CLEAN, who: str = "Camille") -> Dropped:
    return Dropped(scene.people[who].id, "desk", draft=text)


def press(scene: Scene, reference: str, verb: str, who: str, value: str = "") -> Pressed:
    fingerprint = scene.case(reference).fingerprint
    return Pressed(scene.people[who].id, reference, fingerprint, verb, value)


def receive(scene: Scene, key: str, event: Dropped | Pressed, place: str | None = None) -> bool:
    return inbox.receive(scene.house.database, "chat", key, event, scene.clock(), place)


def submitted(scene: Scene) -> int:
    with scene.house.database.reading() as connection:
        return len(entries_of_kinds(connection, [Kind.SUBMITTED]))


def empty(courier: Courier) -> None:
    while courier.act_once():
        pass


def test_an_event_that_comes_twice_is_one(scene: Scene) -> None:
    assert receive(scene, "1", drop(scene))
    assert not receive(scene, "1", drop(scene))
    empty(Courier(scene.house))
    assert not receive(scene, "1", drop(scene))
    empty(Courier(scene.house))
    assert submitted(scene) == 1


def test_the_same_key_of_another_platform_is_another_event(scene: Scene) -> None:
    receive(scene, "1", drop(scene))
    inbox.receive(scene.house.database, "other", "1", drop(scene), scene.clock())
    empty(Courier(scene.house))
    assert submitted(scene) == 2


def test_what_people_wrote_does_not_stay_in_the_inbox(scene: Scene) -> None:
    receive(scene, "1", drop(scene))
    empty(Courier(scene.house))
    with scene.house.database.reading() as connection:
        assert connection.execute(select(table.c.payload)).scalars().all() == [b""]


def test_a_refusal_is_kept_and_undoes_nothing_of_others(scene: Scene) -> None:
    courier, before = Courier(scene.house), scene.trail_size()
    receive(scene, "1", drop(scene, text=" "))
    outcome = courier.act_on("chat", "1")
    assert isinstance(outcome, Refused)
    assert "Rien n’est arrivé" in str(as_error(outcome))
    assert scene.trail_size() == before


def test_a_request_that_the_charter_forbids_stays_on_record_though_it_is_refused(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    answers = ANSWERS | {"purpose": "image-generation"}
    event = Pressed(
        scene.people["Camille"].id, reference, scene.case(reference).fingerprint, "declare", answers=answers
    )
    receive(scene, "1", event)
    outcome = Courier(scene.house).act_on("chat", "1")
    assert isinstance(outcome, Refused)
    assert isinstance(as_error(outcome), NotAllowedError)
    assert Kind.DECLARATION_REFUSED in scene.story(reference)


def test_braces_in_a_refusal_are_braces() -> None:
    assert str(as_error(Refused("VigieError", "{not a field} 100 %"))) == "{not a field} 100 %"


def test_somebody_who_is_gone_is_refused(scene: Scene) -> None:
    receive(scene, "1", Dropped("p-nobody", "desk", draft=CLEAN))
    assert isinstance(Courier(scene.house).act_on("chat", "1"), Refused)


def test_events_of_one_place_are_done_in_their_order_and_others_beside_them(scene: Scene) -> None:
    database, now = scene.house.database, scene.clock()
    for key, place in (("1", "a"), ("2", "a"), ("3", "b"), ("4", None)):
        receive(scene, key, drop(scene), place)
    first = inbox.claim(database, "x", now)
    others = [inbox.claim(database, "y", now), inbox.claim(database, "z", now)]
    assert first
    assert [claimed and claimed.id - first.id for claimed in others] == [2, 3]
    assert inbox.claim(database, "z", now) is None, "the second of place a waits for the first"
    assert isinstance(act_on(scene.house, first, "x"), Done)
    second = inbox.claim(database, "z", now)
    assert second
    assert second.id == first.id + 1


def test_what_a_crash_interrupted_is_taken_up_when_the_claim_is_over(scene: Scene) -> None:
    receive(scene, "1", drop(scene))
    claimed = inbox.claim(scene.house.database, "dead", scene.clock())
    assert claimed
    assert inbox.claim(scene.house.database, "alive", scene.clock()) is None
    scene.clock.go_on(inbox.LEASE)
    again = inbox.claim(scene.house.database, "alive", scene.clock())
    assert again
    assert act_on(scene.house, claimed, "dead") is None, "whoever lost the claim undoes what they did"
    assert submitted(scene) == 0
    assert isinstance(act_on(scene.house, again, "alive"), Done)
    assert submitted(scene) == 1
    assert scene.verified().intact


def test_a_fault_of_ours_is_tried_again_and_at_last_put_aside(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    courier = Courier(scene.house)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    receive(scene, "bad", drop(scene), "a")
    receive(scene, "good", drop(scene), "a")
    monkeypatch.setattr("bot.delivery.acting.perform_act", fail)
    for _ in range(inbox.TRIES - 1):
        assert courier.act_once()
        assert not courier.act_once(), "the next of its place waits, and it is not tried again at once"
        scene.clock.go_on(timedelta(seconds=2**inbox.TRIES))
    courier.act_once()
    assert isinstance(inbox.outcome_of(scene.house.database, "chat", "bad"), Failed)
    monkeypatch.undo()
    empty(courier)
    assert isinstance(inbox.outcome_of(scene.house.database, "chat", "good"), Done)
    assert submitted(scene) == 1


def test_an_event_of_another_version_is_put_aside_and_not_looped_on(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    receive(scene, "1", drop(scene))
    with scene.house.database.writing() as connection:
        connection.execute(table.update().values(payload=b'{"type": "from the future"}'))
    for _ in range(inbox.TRIES + 1):
        Courier(scene.house).act_once()
        scene.clock.go_on(timedelta(minutes=5))
    assert isinstance(inbox.outcome_of(scene.house.database, "chat", "1"), Failed)


def test_old_events_are_forgotten_and_waiting_ones_are_not(scene: Scene) -> None:
    receive(scene, "1", drop(scene))
    empty(Courier(scene.house))
    receive(scene, "2", drop(scene))
    inbox.prune(scene.house.database, scene.clock() + timedelta(days=1))
    assert inbox.waiting(scene.house.database) == 1
    assert inbox.outcome_of(scene.house.database, "chat", "1") is None


def test_whoever_waits_gets_what_came_of_it_and_the_same_again(scene: Scene) -> None:
    intake = Intake(scene.house, Courier(scene.house))
    reference = intake.take("desk", "1", drop(scene))
    assert intake.take("desk", "1", drop(scene)) == reference
    no = press(scene, reference, "answer", "Camille", "ai-use:no")
    assert intake.take("desk", "2", no) == reference
    approve = press(scene, reference, "approve", "Dominique")
    for _ in range(3):
        assert intake.take("desk", "3", approve) == reference
    assert [item.choice for item in scene.case(reference).decisions] == [Choice.APPROVE]
    with pytest.raises(VigieError, match="motif"):
        intake.take("desk", "4", press(scene, reference, "refuse", "Camille"))


acts: dict[str, Callable[[Scene, str], Pressed]] = {
    "answer": lambda scene, reference: press(scene, reference, "answer", "Camille", "ai-use:no"),
    "approve": lambda scene, reference: press(scene, reference, "approve", "Dominique"),
    "withdraw": lambda scene, reference: press(scene, reference, "withdraw", "Camille"),
}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.sampled_from(sorted(acts)), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_however_often_and_in_whatever_order_events_come_each_acts_once(
    fresh: Scene, names: list[str], chance: object
) -> None:
    from random import Random

    assert isinstance(chance, Random)
    reference, courier = fresh.submit(draft=CLEAN), Courier(fresh.house)
    events = {f"{reference} {number}": acts[name](fresh, reference) for number, name in enumerate(names)}
    arrivals = [*events, *chance.choices(sorted(events), k=4)]
    chance.shuffle(arrivals)
    for key in arrivals:
        receive(fresh, key, events[key])
        if chance.random() < 0.5:
            courier.act_once()
    empty(courier)
    story = fresh.story(reference)
    assert story.count(Kind.WITHDRAWN) <= 1
    assert story.count(Kind.DECIDED) <= 1
    assert story.count(Kind.ANSWERED) <= 1
    assert fresh.case(reference).state in State
