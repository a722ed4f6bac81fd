from __future__ import annotations

import pytest

from bot.adoption.start import put_into_force
from bot.charter_file import open_charter
from bot.cli.parser import parse
from bot.doctor import Finding, Health
from bot.doctor.people import people
from bot.people import Role, leave
from tests.bot.charter_file import CharterFile
from tests.bot.doctor.conftest import ENGLISH, command, examine, installation
from tests.bot.scene import Scene


@pytest.fixture
def empty(scene: Scene) -> Scene:
    """The house when everybody has left."""
    for person in scene.people.values():
        with scene.house.database.writing() as connection:
            leave(connection, person, at=scene.clock())
    return scene


def found(scene: Scene) -> list[Finding]:
    return list(people(installation(scene), ENGLISH))


def follow(scene: Scene, finding: Finding, name: str) -> None:
    """Do what the command of a remedy says."""
    chosen = parse([name if word == "NAME" else word for word in command(finding)], ENGLISH)
    scene.join(chosen.name, *(Role(role) for role in chosen.role))


def test_authors_and_somebody_else_who_decides_are_well(scene: Scene) -> None:
    finding = examine(people, scene)
    assert finding.health is Health.GOOD
    assert finding.words == "People who may submit: 3; who decide: 2."


def test_an_empty_house_is_filled_by_the_commands_that_are_told(empty: Scene) -> None:
    findings = found(empty)
    assert [finding.health for finding in findings] == [Health.BAD, Health.BAD]
    for finding, name in zip(findings, ("Alix", "Maël"), strict=True):
        follow(empty, finding, name)
    empty.join("Sacha", Role.CHARTER_OFFICER)
    assert examine(people, empty).health is Health.GOOD


def test_nobody_to_decide_is_mended_by_the_command_that_is_told(empty: Scene) -> None:
    empty.join("Alix", Role.AUTHOR)
    empty.join("Lou", Role.AUDITOR)
    finding = examine(people, empty)
    assert finding.health is Health.BAD
    follow(empty, finding, "Maël")
    assert Health.BAD not in {finding.health for finding in found(empty)}


@pytest.mark.parametrize("roles", [(Role.REVIEWER,), (Role.REVIEWER, Role.AUTHOR), (Role.CHARTER_OFFICER,)])
def test_one_person_alone_gets_nowhere(empty: Scene, roles: tuple[Role, ...]) -> None:
    empty.join("Alix", *roles)
    empty.join("Lou", Role.AUDITOR)
    finding = examine(people, empty)
    assert finding.health is Health.BAD
    assert "Alix alone" in finding.words
    follow(empty, finding, "Maël")
    assert Health.BAD not in {finding.health for finding in found(empty)}


def test_a_single_decider_who_is_an_author_too_is_worth_a_warning(empty: Scene) -> None:
    empty.join("Alix", Role.AUTHOR)
    empty.join("Sacha", Role.AUTHOR, Role.REVIEWER, Role.CHARTER_OFFICER)
    finding = examine(people, empty)
    assert finding.health is Health.WARNING
    follow(empty, finding, "Maël")
    assert examine(people, empty).health is Health.GOOD


def put_in(scene: Scene, charter_file: CharterFile) -> None:
    with scene.house.database.writing() as connection:
        put_into_force(connection, scene.house, open_charter(charter_file.path), judge=False)


def test_a_role_that_the_charter_asks_for_and_nobody_has_is_told(empty: Scene, charter_file: CharterFile) -> None:
    empty.join("Alix", Role.AUTHOR)
    empty.join("Maël", Role.REVIEWER)
    assert examine(people, empty).health is Health.GOOD
    charter_file.edit("{nombre: 1, rôle: relecteur·rice}", "{nombre: 1, rôle: référent·e charte}")
    put_in(empty, charter_file)
    finding = examine(people, empty)
    assert finding.health is Health.WARNING
    assert "1 × charter officer" in finding.words
    assert "--role charter-officer" in finding.remedy
    empty.join("Sacha", Role.CHARTER_OFFICER)
    assert examine(people, empty).health is Health.GOOD


def test_two_reviewers_that_the_charter_asks_for_have_to_be_two(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    put_in(scene, charter_file)
    finding = examine(people, scene)
    assert finding.health is Health.WARNING
    assert "2 × reviewer, and there are 1" in finding.words
    scene.join("Maël", Role.REVIEWER)
    assert examine(people, scene).health is Health.GOOD
