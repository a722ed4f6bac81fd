from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFoundError, UsageError
from bot.language import Catalogue
from bot.people import Person, Role, Roster, add, roster
from bot.trail.erase import erase
from policy.language import Language
from tests.bot.scene import NOON, Scene


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def everybody(scene: Scene) -> dict[str, Person]:
    with scene.house.database.reading() as connection:
        return roster(connection).people


def named(scene: Scene, name: str) -> Person:
    with scene.house.database.reading() as connection:
        return roster(connection).named(name)


def test_a_person_has_an_id_that_says_nothing_of_them(scene: Scene) -> None:
    alix = scene.join("Alix Martin", Role.AUTHOR)
    assert alix.id.startswith("p-")
    assert "lix" not in alix.id
    assert everybody(scene)[alix.id] == alix


def test_a_persons_name_stands_apart_from_what_is_hashed(scene: Scene) -> None:
    alix = scene.join("Alix Martin", Role.AUTHOR)
    with scene.house.database.reading() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM trail_entries").scalars().all()
    assert any(alix.id.encode() in body for body in bodies)
    assert not any(b"Alix" in body for body in bodies)


@pytest.mark.parametrize("again", ["Alix Martin", "alix martin", "  ALIX   MARTIN ", "Álix Mârtin", "Alix\u00a0Martin"])
def test_the_same_name_is_the_same_person_with_new_roles(scene: Scene, again: str) -> None:
    alix = scene.join("Alix Martin", Role.AUTHOR)
    changed = scene.join(again, Role.REVIEWER)
    assert changed.id == alix.id
    assert named(scene, "Alix Martin").roles == {Role.REVIEWER}
    assert len(everybody(scene)) == 4


def test_another_name_is_another_person(scene: Scene) -> None:
    assert scene.join("Alix", Role.AUTHOR).id != scene.join("Alex", Role.AUTHOR).id


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "x" * 81, "\u200b\u200b", "\u0301", "\u202e"])
def test_a_name_that_is_none_is_refused(scene: Scene, name: str) -> None:
    with pytest.raises(UsageError, match="1 to 80"):
        scene.join(name, Role.AUTHOR)
    assert len(everybody(scene)) == 3


def test_a_name_of_eighty_characters_is_one(scene: Scene) -> None:
    assert scene.join("x" * 80, Role.AUTHOR).name == "x" * 80


def test_a_name_is_one_harmless_line(scene: Scene) -> None:
    assert scene.join("Alix\n \u202eMartin ✅", Role.AUTHOR).name == "Alix Martin □"


def test_a_person_has_a_role(scene: Scene) -> None:
    with scene.house.database.writing() as connection, pytest.raises(UsageError, match="one role"):
        add(connection, "Alix", frozenset(), at=NOON)


@pytest.mark.parametrize(
    ("roles", "decides", "submits"),
    [
        ({Role.AUTHOR}, False, True),
        ({Role.REVIEWER}, True, True),
        ({Role.CHARTER_OFFICER}, True, True),
        ({Role.AUDITOR}, False, False),
        ({Role.AUDITOR, Role.AUTHOR}, False, True),
        (set(), False, False),
    ],
)
def test_roles_say_who_may_do_what(roles: set[Role], decides: bool, submits: bool) -> None:
    person = Person("p-1", "Alix", frozenset(roles))
    assert (person.decides, person.submits) == (decides, submits)


def test_nobody_of_that_name_says_who_is_known(scene: Scene) -> None:
    with pytest.raises(NotFoundError) as missing:
        named(scene, "Alix")
    sentence = missing.value.sentence(Catalogue(Language.ENGLISH))
    assert sentence == "Nobody here is called “Alix”. Known people: Camille, Dominique, Sacha."


def test_a_hostile_name_that_nobody_has_is_told_cleaned(scene: Scene) -> None:
    with pytest.raises(NotFoundError) as missing:
        named(scene, "Al\x1b[31mix\n\u202e✅")
    assert "“Al[31mix □”" in missing.value.sentence(Catalogue(Language.ENGLISH))


def test_an_empty_house_knows_nobody() -> None:
    with pytest.raises(NotFoundError) as missing:
        Roster().named("Alix")
    assert missing.value.sentence(Catalogue(Language.ENGLISH)).endswith("Known people: —.")


def test_an_erased_person_keeps_their_id_and_loses_their_name(scene: Scene) -> None:
    camille = scene.people["Camille"]
    with scene.house.database.writing() as connection:
        erase(connection, camille.id, at=scene.clock(), actor=None)
    assert everybody(scene)[camille.id].name == ""
    with pytest.raises(NotFoundError):
        named(scene, "Camille")
    for name in ("", " ", "\u0301"):
        with pytest.raises(NotFoundError):
            named(scene, name)
    assert scene.join("Camille", Role.AUTHOR).id != camille.id


def test_roles_are_what_the_last_entry_says_of_them(scene: Scene) -> None:
    for role in (Role.AUDITOR, Role.AUTHOR, Role.REVIEWER):
        scene.clock.go_on(timedelta(minutes=1))
        scene.join("Camille", role)
    assert named(scene, "Camille").roles == {Role.REVIEWER}
    assert scene.verified().intact


def test_a_person_whom_nobody_knows_has_no_name() -> None:
    assert Roster().name("p-1") == ""
    assert Roster().name(None) == ""
