from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.kinds import Choice
from bot.submissions import Shelf, case_of, cases_of, changed_since, count, open_references, shelf
from bot.trail.entry import write_moment
from policy.statement import Claim
from tests.bot.scene import NOON, Scene
from tests.bot.workflow.files import GENERATED, PHOTO, reviewable


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def on(scene: Scene, which: Shelf, viewer: str, before: int | None = None, limit: int = 10) -> list[str]:
    person = scene.people[viewer].id
    with scene.house.database.reading() as connection:
        rows = shelf(connection, which, person, before, limit)
        if before is None and len(rows) < limit:
            assert count(connection, which, person) == len(rows)
    return [reference for _, reference in rows]


def test_what_waits_for_a_decision_is_on_the_shelf_of_those_who_did_not_submit_it(scene: Scene) -> None:
    mine, other = reviewable(scene), reviewable(scene, by="Dominique")
    assert on(scene, Shelf.TO_DECIDE, "Dominique") == [mine]
    assert on(scene, Shelf.TO_DECIDE, "Camille") == [other]
    assert on(scene, Shelf.TO_DECIDE, "Sacha") == [other, mine]


def test_what_is_decided_or_withdrawn_waits_no_more(scene: Scene) -> None:
    references = [reviewable(scene) for _ in range(4)]
    scene.decide(references[0], Choice.APPROVE)
    scene.decide(references[1], Choice.REFUSE, "Blurred.")
    workflow.withdraw(scene.house, scene.people["Camille"], references[2])
    assert on(scene, Shelf.TO_DECIDE, "Dominique") == [references[3]]
    assert on(scene, Shelf.ALL, "Dominique") == references[::-1]


def test_what_vigie_still_looks_at_waits_for_nobody(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
    assert on(scene, Shelf.TO_DECIDE, "Dominique") == []
    assert on(scene, Shelf.MINE, "Camille") == [reference]


def test_my_submissions_are_mine_whatever_became_of_them(scene: Scene) -> None:
    first, second = scene.submit(PHOTO), scene.submit(GENERATED)
    scene.submit(PHOTO, by="Dominique")
    workflow.withdraw(scene.house, scene.people["Camille"], first)
    assert on(scene, Shelf.MINE, "Camille") == [second, first]


def test_a_list_is_newest_first_and_goes_on_where_it_stopped(scene: Scene) -> None:
    references = [scene.submit(PHOTO) for _ in range(5)][::-1]
    assert on(scene, Shelf.ALL, "Sacha", limit=2) == references[:2]
    assert on(scene, Shelf.ALL, "Sacha", before=4, limit=2) == references[2:4]
    assert on(scene, Shelf.ALL, "Sacha", before=1) == []


@pytest.mark.parametrize("before", [-1, 0, 2**62])
def test_a_strange_place_to_go_on_from_is_an_empty_or_a_whole_list(scene: Scene, before: int) -> None:
    reference = scene.submit(PHOTO)
    assert on(scene, Shelf.ALL, "Sacha", before=before) == ([reference] if before > 0 else [])


def test_several_submissions_come_in_the_order_that_was_asked_for(scene: Scene) -> None:
    first, second = scene.submit(PHOTO), scene.submit(GENERATED)
    with scene.house.database.reading() as connection:
        assert [case.reference for case in cases_of(connection, [second, "V-9999", first])] == [second, first]
        assert cases_of(connection, []) == []
        assert cases_of(connection, [first])[0] == case_of(connection, first)
        assert case_of(connection, "V-9999") is None


def test_whatever_is_not_closed_is_open_oldest_first(scene: Scene) -> None:
    references = [scene.submit(data) for data in (PHOTO, GENERATED, b"words", PHOTO)]
    workflow.withdraw(scene.house, scene.people["Camille"], references[3])
    with scene.house.database.reading() as connection:
        assert open_references(connection) == references[:3]


def test_what_changed_since_an_entry_is_told_once_in_the_order_of_its_change(scene: Scene) -> None:
    first, second = scene.submit(PHOTO), scene.submit(PHOTO)
    since = scene.trail_size()
    with scene.house.database.reading() as connection:
        assert changed_since(connection, since) == []
    scene.state(second, Claim.OWN_PHOTO)
    scene.state(first, Claim.OWN_PHOTO)
    scene.state(second, Claim.MADE_WITHOUT_AI)
    with scene.house.database.reading() as connection:
        assert changed_since(connection, since) == [first, second]
        assert changed_since(connection, 0, limit=1) == [first]


def test_a_change_is_dated_by_its_last_entry(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.clock.go_on(timedelta(hours=1))
    scene.state(reference, Claim.OWN_PHOTO)
    with scene.house.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT opened_at, changed_at FROM submissions").one()
    assert tuple(row) == ("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    assert write_moment(NOON.replace(microsecond=999_999)) == "2026-11-24T11:00:00Z"
