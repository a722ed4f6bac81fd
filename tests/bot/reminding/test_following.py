"""What begins to wait, begins anew or waits no more, as the trail tells it: nobody looks through everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from bot import workflow
from bot.decided import Ground
from bot.kinds import Choice, State
from bot.people import Role
from bot.reminding import remind
from bot.workflow.renewing import Words, renew
from tests.bot.reminding.clocks import paris
from tests.bot.reminding.waits import DAY, HOUR, announced, go_on, told, waiting
from tests.bot.scene import Scene


def renewed(scene: Scene, reference: str) -> None:
    renew(scene.house, scene.people["Camille"], reference, Words(note="Pour dimanche"), None, source="chat:town/x")


@pytest.mark.parametrize("choice", [Choice.REFUSE, Choice.REQUEST_CHANGES])
def test_nobody_is_reminded_of_what_its_author_has_to_change(fresh: Scene, choice: Choice) -> None:
    reference = waiting(fresh)
    go_on(fresh, 5 * HOUR)
    fresh.decide(reference, choice, "Trop sombre.")
    assert go_on(fresh, 3 * DAY, step=HOUR) == []


def test_another_version_begins_to_wait_anew(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 3 * HOUR)
    renewed(fresh, reference)
    assert fresh.case(reference).state is State.REVIEWABLE
    go_on(fresh, 3 * HOUR)
    assert told(fresh) == []
    assert announced(fresh, reference) == paris("2026-11-25 09:00")
    go_on(fresh, DAY)
    renew(fresh.house, fresh.people["Camille"], reference, Words(note="Pour lundi"), None, source="chat:town/y")
    remind(fresh.house)
    assert announced(fresh, reference) == paris("2026-11-26 12:00")
    assert [numbers for _, numbers in told(fresh)] == [f"{reference}.1"]


def test_what_happens_beside_begins_nothing_anew(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 3 * HOUR)
    alix = fresh.join("Alix", Role.AUTHOR)
    workflow.add_co_author(fresh.house, fresh.people["Camille"], reference, alix.id)
    assert go_on(fresh, 3 * HOUR) == [paris("2026-11-24 16:00")]


def test_an_approval_that_ran_out_waits_for_another_one(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.decide(reference, Choice.APPROVE)
    assert go_on(fresh, 6 * DAY, step=HOUR) == []
    fresh.clock.go_on(DAY)
    workflow.expire(fresh.house)
    assert fresh.case(reference).state is State.EXPIRED
    assert go_on(fresh, 5 * HOUR) == [paris("2026-12-01 16:00")]


def test_an_appeal_waits_for_its_panel(fresh: Scene) -> None:
    reference = waiting(fresh)
    fresh.decide(reference, Choice.REFUSE, "Doubtful.")
    fingerprint = fresh.case(reference).fingerprint
    for name in ("Alix", "Lou"):
        fresh.join(name, *fresh.people["Dominique"].roles)
    camille = fresh.people["Camille"]
    workflow.appeal(fresh.house, camille, reference, Ground.REFUSAL, "I was there.", fingerprint=fingerprint)
    assert fresh.case(reference).state is State.APPEALED
    assert go_on(fresh, 5 * HOUR) == [paris("2026-11-24 16:00")]


def test_who_wants_no_reminders_gets_none_and_later_only_one(fresh: Scene) -> None:
    quiet = replace(fresh.house, settings=replace(fresh.house.settings, reminders=False))
    reference = waiting(fresh)
    fresh.clock.go_on(9 * DAY)
    assert remind(quiet) == 0
    assert told(fresh) == []
    assert remind(fresh.house) == 1
    assert told(fresh) == [("chat:town", f"{reference}.3")]


def test_a_tick_at_which_nothing_is_due_reads_three_rows_and_writes_none(fresh: Scene) -> None:
    for _ in range(5):
        waiting(fresh)
    remind(fresh.house)
    seen: list[str] = []
    engine = fresh.house.database._engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        remind(fresh.house)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    asked = [statement for statement in seen if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE"))]
    assert len(asked) == 3
    assert all(statement.startswith("SELECT") for statement in asked)
    assert not any("trail_entries" in statement for statement in asked)
