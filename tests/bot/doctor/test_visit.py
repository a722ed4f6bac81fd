from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doctor import Finding, Health, visit
from bot.errors import SetupError
from bot.language import Catalogue
from bot.settings import Settings
from bot.trust_renewal import renew
from policy.language import Language
from tests.bot.doctor.conftest import ENGLISH
from tests.bot.scene import Scene

RECORDED = {"people", "inbox", "examinations", "outbox"}


def examined(scene: Scene, settings: Settings | None = None) -> dict[str, Finding]:
    found = visit(settings or scene.house.settings, ENGLISH, now=scene.clock())
    return {finding.name: finding for finding in found}


def chat(_settings: Settings, _catalogue: Catalogue) -> Iterator[Finding]:
    yield Finding("chat", Health.GOOD, "The chat answers.")


def broken(_settings: Settings, _catalogue: Catalogue) -> Iterator[Finding]:
    yield Finding("chat", Health.GOOD, "The token is right.")
    raise ValueError("what nobody thought of")


def test_a_house_in_order_has_nothing_to_mend(scene: Scene) -> None:
    renew(scene.house, scene.house.settings.trust_anchors)
    found = examined(scene)
    assert {finding.health for finding in found.values()} == {Health.GOOD, Health.SKIPPED}
    assert [name for name, finding in found.items() if finding.health is Health.SKIPPED] == ["platforms"]


def test_looking_writes_no_entry(scene: Scene) -> None:
    before = scene.trail_size()
    examined(scene)
    assert scene.trail_size() == before
    assert scene.verified().intact


@pytest.mark.parametrize("fault", ["damaged", "absent", "older"])
def test_without_a_database_the_machine_is_looked_at_all_the_same(scene: Scene, tmp_path: Path, fault: str) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    if fault == "damaged":
        (folder / "vigie.db").write_bytes(b"no database" * 1_000)
    elif fault == "older":
        (folder / "vigie.db").touch()
    found = examined(scene, replace(scene.house.settings, data_dir=folder))
    assert {name for name, finding in found.items() if finding.health is Health.SKIPPED} >= RECORDED
    assert {"data-folder", "clock", "charter-file", "trust-lists", "workers", "desk"} <= found.keys()
    assert (Health.BAD in {finding.health for finding in found.values()}) is (fault != "absent")


def test_a_page_that_is_damaged_costs_only_what_stands_there(scene: Scene) -> None:
    with scene.house.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    found = examined(scene)
    assert found["outbox"].health is Health.BAD
    assert found["inbox"].health is Health.GOOD


def test_platforms_bring_their_own_checkups(tmp_path: Path) -> None:
    found = list(visit(Settings(data_dir=tmp_path), ENGLISH, [chat]))
    assert found[-1].words == "The chat answers."
    assert "platforms" not in {finding.name for finding in found}


def test_a_fault_of_ours_has_a_reference_and_the_others_go_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "vigie.doctor"):
        *_, before, fault, after = visit(Settings(data_dir=tmp_path), ENGLISH, [broken, chat])
    assert (before.health, fault.health, after.health) == (Health.GOOD, Health.BAD, Health.GOOD)
    assert "“broken”" in fault.words
    reference = re.search(r"reference ([0-9a-f]{6})", fault.words)
    assert reference
    assert reference[1] in caplog.text
    assert "what nobody thought of" in caplog.text
    assert "what nobody thought of" not in f"{fault.words} {fault.remedy}"


def test_an_error_that_says_what_to_do_is_told_as_it_is(tmp_path: Path) -> None:
    def unset(_settings: Settings, _catalogue: Catalogue) -> Iterator[Finding]:
        raise SetupError("The token is missing.", "Put it into .env.")

    *_, fault = visit(Settings(data_dir=tmp_path), ENGLISH, [unset])
    assert (fault.health, fault.remedy) == (Health.BAD, "The token is missing. Put it into .env.")


def test_a_file_that_may_not_be_used_asks_for_the_right_user(tmp_path: Path) -> None:
    def locked(_settings: Settings, _catalogue: Catalogue) -> Iterator[Finding]:
        raise PermissionError(13, "Permission denied", "/srv/vigie/trail.key")

    *_, fault = visit(Settings(data_dir=tmp_path), ENGLISH, [locked])
    assert fault.health is Health.BAD
    assert "/srv/vigie/trail.key" in fault.words


@pytest.mark.parametrize("language", Language)
def test_every_finding_is_said_in_both_languages(scene: Scene, language: Language) -> None:
    found = list(visit(scene.house.settings, Catalogue(language), now=scene.clock()))
    assert all(finding.words and "{" not in finding.words for finding in found)
