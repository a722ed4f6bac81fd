from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import access
from bot.access import LINK_LIFE, SESSION_LIFE
from bot.errors import NotAllowedError, SetupError
from bot.house import House
from bot.people import Role
from tests.bot.scene import Scene

SECOND = timedelta(seconds=1)


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def test_a_personal_link_opens_a_session_of_its_person(scene: Scene) -> None:
    camille = scene.people["Camille"]
    session = access.enter(scene.house, access.link(scene.house, camille))
    assert session.person == camille
    found = access.session(scene.house, session.token)
    assert found == session


def test_a_link_may_be_followed_again_on_another_device(scene: Scene) -> None:
    token = access.link(scene.house, scene.people["Camille"])
    first, second = access.enter(scene.house, token), access.enter(scene.house, token)
    assert first.token != second.token
    assert first.csrf != second.csrf
    assert access.session(scene.house, first.token)
    assert access.session(scene.house, second.token)


def test_a_new_link_ends_the_earlier_one_of_this_person_only(scene: Scene) -> None:
    dominique = access.link(scene.house, scene.people["Dominique"])
    old = access.link(scene.house, scene.people["Camille"])
    new = access.link(scene.house, scene.people["Camille"])
    with pytest.raises(NotAllowedError, match="no longer valid"):
        access.enter(scene.house, old)
    assert access.enter(scene.house, new).person.name == "Camille"
    assert access.enter(scene.house, dominique).person.name == "Dominique"


def test_a_link_ends_after_a_week(scene: Scene) -> None:
    token = access.link(scene.house, scene.people["Camille"])
    scene.clock.go_on(LINK_LIFE - SECOND)
    access.enter(scene.house, token)
    scene.clock.go_on(SECOND)
    with pytest.raises(NotAllowedError, match="no longer valid"):
        access.enter(scene.house, token)


def test_a_session_ends_after_a_month(scene: Scene) -> None:
    session = access.enter(scene.house, access.link(scene.house, scene.people["Camille"]))
    scene.clock.go_on(SESSION_LIFE - SECOND)
    assert access.session(scene.house, session.token)
    scene.clock.go_on(SECOND)
    assert access.session(scene.house, session.token) is None


def test_sessions_that_ended_are_swept_away(scene: Scene) -> None:
    access.enter(scene.house, access.link(scene.house, scene.people["Camille"]))
    scene.clock.go_on(SESSION_LIFE)
    access.enter(scene.house, access.link(scene.house, scene.people["Camille"]))
    with scene.house.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM sessions")).scalar() == 1


def test_whoever_leaves_is_out_and_others_stay(scene: Scene) -> None:
    token = access.link(scene.house, scene.people["Camille"])
    one, other = access.enter(scene.house, token), access.enter(scene.house, token)
    access.leave(scene.house, one.token)
    access.leave(scene.house, "never was one")
    assert access.session(scene.house, one.token) is None
    assert access.session(scene.house, other.token)


@pytest.mark.parametrize("token", ["", "x", "é", "\0", "\udc80", "a" * 100_000])
def test_a_made_up_secret_opens_nothing(scene: Scene, token: str) -> None:
    with pytest.raises(NotAllowedError):
        access.enter(scene.house, token)
    assert access.session(scene.house, token) is None
    access.leave(scene.house, token)


def test_one_kind_of_secret_does_not_serve_as_another(scene: Scene) -> None:
    token = access.link(scene.house, scene.people["Camille"])
    session = access.enter(scene.house, token)
    assert access.session(scene.house, token) is None
    for secret in (session.token, session.csrf):
        with pytest.raises(NotAllowedError):
            access.enter(scene.house, secret)


def test_a_copy_of_the_database_opens_no_door(scene: Scene) -> None:
    token = access.link(scene.house, scene.people["Camille"])
    session = access.enter(scene.house, token)
    with scene.house.database.reading() as connection:
        tables = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in ("sign_in_links", "sessions")]
    written = str(tables)
    assert token not in written
    assert session.token not in written
    for digest in (row.token_sha256 for rows in tables for row in rows):
        assert access.session(scene.house, digest) is None


def test_a_session_knows_the_roles_of_now(scene: Scene) -> None:
    session = access.enter(scene.house, access.link(scene.house, scene.people["Camille"]))
    scene.join("Camille", Role.AUDITOR)
    found = access.session(scene.house, session.token)
    assert found
    assert found.person.roles == {Role.AUDITOR}


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "127.0.0.1"),
        ("::1", "[::1]"),
        ("vigie.example.org", "vigie.example.org"),
    ],
)
def test_the_address_of_a_link_can_be_opened(scene: Scene, host: str, shown: str) -> None:
    house: House = replace(scene.house, settings=replace(scene.house.settings, desk_host=host, desk_port=9000))
    assert access.address(house, "secret", access.port_of(house)) == f"http://{shown}:9000/entrer/secret"


@pytest.mark.parametrize(
    ("one", "other", "same"), [("a", "a", True), ("a", "b", False), ("", "", True), ("é", "e", False)]
)
def test_secrets_are_compared_whole(one: str, other: str, same: bool) -> None:
    assert access.same_secret(one, other) is same
    assert access.same_secret("\udc80", one) is False


def test_a_port_that_the_desk_chose_is_known_once_it_has_started(fresh: Scene) -> None:
    house: House = replace(fresh.house, settings=replace(fresh.house.settings, desk_port=0))
    with pytest.raises(SetupError, match="has not been started yet"):
        access.port_of(house)
    access.remember_port(house, 40_123)
    assert access.port_of(house) == 40_123
