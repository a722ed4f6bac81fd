"""Accounts on platforms: linked by a code, and two people who turn out to be one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.kinds import Choice, Kind, State
from bot.people import Role, roster
from bot.people.accounts import join_with_code, link_account, make_code, person_of
from tests.bot.scene import Scene
from tests.bot.workflow.files import reviewable


def whose(scene: Scene, account: str) -> str | None:
    with scene.house.database.reading() as connection:
        person = person_of(connection, "telegram", account, scene.clock())
    return person.name if person else None


def link(scene: Scene, account: str, name: str) -> None:
    with scene.house.database.writing() as connection:
        link_account(connection, "telegram", account, scene.people[name], at=scene.clock())


def test_a_code_links_an_account_once(fresh: Scene) -> None:
    code = make_code(fresh.house, fresh.people["Camille"])
    assert whose(fresh, "42") is None
    assert join_with_code(fresh.house, "telegram", "42", code.lower().replace("-", " ")).name == "Camille"
    assert whose(fresh, "42") == "Camille"
    with pytest.raises(NotAllowedError, match="not valid"):
        join_with_code(fresh.house, "telegram", "43", code)


def test_a_code_is_good_for_ten_minutes_and_a_new_one_ends_it(fresh: Scene) -> None:
    first = make_code(fresh.house, fresh.people["Camille"])
    second = make_code(fresh.house, fresh.people["Camille"])
    with pytest.raises(NotAllowedError):
        join_with_code(fresh.house, "telegram", "42", first)
    fresh.clock.go_on(timedelta(minutes=10))
    with pytest.raises(NotAllowedError):
        join_with_code(fresh.house, "telegram", "42", second)


@pytest.mark.parametrize("code", ["", "----", "AAAA-AAAA", "é" * 8])
def test_a_made_up_code_links_nothing(fresh: Scene, code: str) -> None:
    make_code(fresh.house, fresh.people["Camille"])
    with pytest.raises(NotAllowedError):
        join_with_code(fresh.house, "telegram", "42", code)


def test_two_people_become_one_on_everything_they_did(fresh: Scene) -> None:
    """An author's second account had approved what the first one had submitted."""
    fresh.join("cam_tg", Role.REVIEWER)
    link(fresh, "42", "cam_tg")
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE, by="cam_tg")
    assert fresh.case(reference).state is State.APPROVED
    join_with_code(fresh.house, "telegram", "42", make_code(fresh.house, fresh.people["Camille"]))
    assert whose(fresh, "42") == "Camille"
    assert Kind.SAME_PERSON in fresh.story(reference)
    assert fresh.case(reference).state is State.REVIEWABLE
    with fresh.house.database.reading() as connection:
        people = roster(connection, fresh.clock())
    assert people.one(fresh.people["cam_tg"].id) == fresh.people["Camille"].id
    assert fresh.people["cam_tg"].id not in people.people
    assert fresh.verified().intact


def test_linking_the_same_account_again_changes_nothing(fresh: Scene) -> None:
    link(fresh, "42", "Camille")
    before = fresh.trail_size()
    link(fresh, "42", "Camille")
    assert fresh.trail_size() == before
    link(fresh, "42", "Dominique")
    assert whose(fresh, "42") == "Dominique"
