from __future__ import annotations

from bot.adoption import approve_charter, drop, propose
from bot.charter_file import open_charter
from bot.doctor import Finding, Health
from bot.doctor.charter import charter
from bot.kinds import Kind
from bot.settings import Settings
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.read import last_of_kinds
from tests.bot.charter_file import VERSION, CharterFile
from tests.bot.doctor.conftest import ENGLISH, installation, without_records
from tests.bot.scene import Scene

WELL = {"charter": Health.GOOD, "charter-file": Health.GOOD}


def found(scene: Scene) -> dict[str, Finding]:
    findings = {finding.name: finding for finding in charter(installation(scene), ENGLISH)}
    for finding in findings.values():
        assert bool(finding.remedy) is (finding.health is not Health.GOOD)
    return findings


def told(scene: Scene) -> dict[str, Health]:
    return {name: finding.health for name, finding in found(scene).items()}


def of_file(settings: Settings) -> Finding:
    (finding,) = charter(without_records(settings), ENGLISH)
    return finding


def test_the_charter_in_force_and_its_file_are_well(scene: Scene) -> None:
    assert told(scene) == WELL
    assert f"version {VERSION}" in found(scene)["charter"].words


def test_a_mistake_in_the_file_is_told_with_its_line(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    finding = found(scene)["charter-file"]
    assert finding.health is Health.BAD
    assert "did you mean “interdire”?" in finding.remedy
    charter_file.restore()
    assert told(scene) == WELL


def test_a_file_that_breaks_its_own_promises_is_told(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.edit("nos communications doivent montrer", "nos communications montrent")
    finding = found(scene)["charter-file"]
    assert finding.health is Health.BAD
    assert f"vigie charter check {charter_file.path}" in finding.remedy


def test_a_file_that_is_not_there_is_told(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.path.unlink()
    assert told(scene) == WELL | {"charter-file": Health.BAD}


def test_a_changed_file_waits_to_be_proposed_then_adopted(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.reword()
    finding = found(scene)["charter-file"]
    assert finding.health is Health.WARNING
    assert f"version {VERSION} stays in force" in finding.words
    propose(scene.house, scene.people["Sacha"], _sha256(charter_file))
    finding = found(scene)["charter"]
    assert finding.health is Health.WARNING
    assert "Sacha" in finding.words
    approve_charter(scene.house, scene.people["Dominique"], _sha256(charter_file))
    assert told(scene) == WELL


def test_a_proposal_that_is_dropped_waits_no_more(scene: Scene, charter_file: CharterFile) -> None:
    charter_file.reword()
    propose(scene.house, scene.people["Sacha"], _sha256(charter_file))
    charter_file.restore()
    assert told(scene) == WELL | {"charter": Health.WARNING}
    drop(scene.house, scene.people["Sacha"], _last_proposed(scene))
    assert told(scene) == WELL


def test_a_charter_in_force_of_another_version_of_vigie_is_told(scene: Scene) -> None:
    data = {"id": "ps92", "version": "99", "sha256": "0" * 64, "meaning": "", "text": "format: vigie-charte/99"}
    with scene.house.database.writing() as connection:
        draft = EntryDraft(Kind.CHARTER_IN_FORCE, "charter", None, data | {"source": ""})
        append(connection, draft, at=scene.clock())
    assert told(scene) == {"charter": Health.BAD}
    assert "version 99" in found(scene)["charter"].remedy


def test_without_a_journal_the_file_alone_is_looked_at(charter_file: CharterFile) -> None:
    assert of_file(Settings()).health is Health.GOOD
    assert of_file(charter_file.settings).health is Health.GOOD
    charter_file.edit("effet: interdire", "effet: interdir")
    assert of_file(charter_file.settings).health is Health.BAD


def _sha256(charter_file: CharterFile) -> str:
    return open_charter(charter_file.path).sha256


def _last_proposed(scene: Scene) -> str:
    with scene.house.database.reading() as connection:
        recorded = last_of_kinds(connection, [Kind.CHARTER_PROPOSED])
    assert recorded
    return str(recorded.entry.data["sha256"])
