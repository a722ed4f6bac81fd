"""Roles with dates, and people who leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.errors import NotAllowedError, UsageError
from bot.kinds import Choice, State
from bot.people import Role, add, roster
from bot.people.accounts import accounts_of, dismiss, link_account
from tests.bot.scene import Scene
from tests.bot.workflow.files import reviewable

DAY = timedelta(days=1)


def hire(scene: Scene, name: str, since: int = 0, until: int | None = None) -> None:
    now = scene.clock()
    with scene.house.database.writing() as connection:
        end = now + until * DAY if until is not None else None
        person = add(connection, name, frozenset({Role.REVIEWER}), at=now, since=now + since * DAY, until=end)
    scene.people[name] = person


def test_a_role_counts_between_its_dates_and_not_a_second_longer(fresh: Scene) -> None:
    hire(fresh, "Alix", since=1, until=3)
    reference = reviewable(fresh)
    with pytest.raises(NotAllowedError):
        fresh.decide(reference, Choice.APPROVE, by="Alix")
    fresh.clock.go_on(DAY)
    fresh.decide(reference, Choice.APPROVE, by="Alix")
    fresh.clock.go_on(2 * DAY)
    other = reviewable(fresh)
    with pytest.raises(NotAllowedError):
        fresh.decide(other, Choice.APPROVE, by="Alix")
    assert fresh.case(reference).state is State.APPROVED, "what was decided in time stays"
    assert fresh.verified().intact


def test_roles_that_end_before_they_begin_are_refused(fresh: Scene) -> None:
    with pytest.raises(UsageError, match="end before they begin"):
        hire(fresh, "Alix", since=3, until=2)


def test_whoever_leaves_can_do_nothing_more_and_keeps_their_name_in_the_story(fresh: Scene) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.REFUSE, "Blurred.")
    with fresh.house.database.writing() as connection:
        link_account(connection, "slack", "U1", fresh.people["Dominique"], at=fresh.clock())
        dismiss(connection, fresh.house, fresh.people["Dominique"], None)
    with fresh.house.database.reading() as connection:
        people = roster(connection, fresh.clock())
        assert accounts_of(connection, fresh.people["Dominique"].id) == []
    assert people.name(fresh.people["Dominique"].id) == "Dominique"
    with pytest.raises(NotAllowedError, match="does not know you"):
        workflow.lift(fresh.house, fresh.people["Dominique"], reference, "Fine.")
    assert fresh.verified().intact


def test_whoever_comes_back_is_somebody_new(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        dismiss(connection, fresh.house, fresh.people["Dominique"], None)
    fresh.join("Dominique", Role.REVIEWER)
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    assert fresh.case(reference).state is State.APPROVED
    assert fresh.verified().intact


def test_a_decision_of_somebody_who_had_left_is_named(fresh: Scene) -> None:
    from bot.kinds import Kind
    from bot.submissions import refresh
    from bot.trail.append import append
    from bot.trail.entry import EntryDraft
    from bot.trail.verification import Fault

    reference = reviewable(fresh)
    with fresh.house.database.writing() as connection:
        dismiss(connection, fresh.house, fresh.people["Dominique"], None)
        case = fresh.case(reference)
        data = {"revision": 1, "choice": "approve", "fingerprint": case.fingerprint, "roles": ["reviewer"]}
        draft = EntryDraft(Kind.DECIDED, reference, fresh.people["Dominique"].id, data)
        append(connection, draft, at=fresh.clock())
        refresh(connection, reference)
    found = fresh.verified().first_break
    assert found
    assert found.what is Fault.IMPOSSIBLE
