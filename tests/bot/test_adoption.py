from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot import workflow
from bot.adoption import adopt_charter
from bot.kinds import Choice, Kind, State
from bot.settings import Settings
from bot.trail.erase import erase
from bot.trail.read import entries_of_kinds
from policy.charter import load
from policy.sandbox import Sandbox
from policy.statement import Claim
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO, reviewable

SHIPPED = Path(load.__file__).parent / "ps92"


@pytest.fixture
def stricter(tmp_path: Path) -> Settings:
    """Settings with a charter that asks for two reviewers, as a file of its own."""
    folder = tmp_path / "charter"
    folder.mkdir()
    written = (SHIPPED / "charter.yaml").read_text("utf-8")
    changed = written.replace('version: "1"', 'version: "2"').replace("{nombre: 1,", "{nombre: 2,")
    assert changed != written
    (folder / "charter.yaml").write_text(changed, "utf-8")
    (folder / "source.fr.txt").write_bytes((SHIPPED / "source.fr.txt").read_bytes())
    return Settings(charter=folder / "charter.yaml")


def charters(scene: Scene) -> list[str]:
    with scene.house.database.reading() as connection:
        entries = entries_of_kinds(connection, [Kind.CHARTER_IN_FORCE])
    return [str(recorded.entry.data["version"]) for recorded in entries]


def test_the_first_start_records_the_charter_and_the_next_ones_do_not(tmp_path: Path, sandbox: Sandbox) -> None:
    for _ in range(3):
        with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
            assert charters(scene) == ["1"]
            with scene.house.database.reading() as connection:
                entry = entries_of_kinds(connection, [Kind.CHARTER_IN_FORCE])[0].entry
    assert entry.seq == 1
    assert entry.data["sha256"] == hashlib.sha256((SHIPPED / "charter.yaml").read_bytes()).hexdigest()


def test_a_changed_charter_is_recorded_and_what_is_open_is_judged_again(
    tmp_path: Path, sandbox: Sandbox, stricter: Settings
) -> None:
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        silent, waiting, approved = scene.submit(PHOTO), reviewable(scene), reviewable(scene)
        generated, withdrawn = scene.submit(GENERATED), scene.submit(OTHER_PHOTO)
        scene.decide(approved, Choice.APPROVE)
        workflow.withdraw(scene.house, scene.people["Camille"], withdrawn)
    with open_scene(tmp_path / "data", sandbox=sandbox, settings=stricter) as scene:
        assert charters(scene) == ["1", "2"]
        for reference, state in (
            (silent, State.INCOMPLETE),
            (waiting, State.REVIEWABLE),
            (generated, State.FORBIDDEN),
        ):
            case = scene.case(reference)
            assert (case.state, case.entries[-1].entry.kind) == (state, Kind.JUDGED)
            assert case.assets[0].verdict
            assert case.assets[0].verdict.charter.version == "2"
            assert [need.count for need in case.needs] == [2]
        for reference, kind in ((approved, Kind.DECIDED), (withdrawn, Kind.WITHDRAWN)):
            assert scene.case(reference).entries[-1].entry.kind == kind
        assert scene.case(approved).state is State.APPROVED
        assert scene.verified().intact


def test_what_was_on_a_screen_under_the_old_charter_is_stale_under_the_new(
    tmp_path: Path, sandbox: Sandbox, stricter: Settings
) -> None:
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        reference = reviewable(scene)
        seen = scene.case(reference).fingerprint
    with open_scene(tmp_path / "data", sandbox=sandbox, settings=stricter) as scene:
        assert scene.case(reference).fingerprint != seen


def test_going_back_to_an_earlier_charter_is_recorded_too(tmp_path: Path, sandbox: Sandbox, stricter: Settings) -> None:
    for settings in (Settings(), stricter, Settings()):
        with open_scene(tmp_path / "data", sandbox=sandbox, settings=settings) as scene:
            pass
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        assert charters(scene) == ["1", "2", "1"]


def test_a_file_whose_evidence_was_erased_keeps_its_last_verdict(fresh: Scene) -> None:
    reference = fresh.submit(GENERATED)
    with fresh.house.database.writing() as connection:
        erase(connection, fresh.people["Camille"].id, at=fresh.clock(), actor=None)
    before = fresh.story(reference)
    adopt_charter(replace(fresh.house, charter=replace(fresh.house.charter, sha256="0" * 64)))
    assert fresh.story(reference) == before
    assert fresh.case(reference).state is State.FORBIDDEN


def test_an_author_who_answers_after_the_change_is_judged_by_the_new_charter(
    tmp_path: Path, sandbox: Sandbox, stricter: Settings
) -> None:
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        reference = scene.submit(PHOTO)
    with open_scene(tmp_path / "data", sandbox=sandbox, settings=stricter) as scene:
        scene.state(reference, Claim.OWN_PHOTO)
        scene.decide(reference, Choice.APPROVE)
        assert scene.case(reference).state is State.REVIEWABLE


def test_adopting_is_one_transaction(fresh: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    reference, other = fresh.submit(PHOTO), fresh.submit(OTHER_PHOTO)
    before = fresh.trail_size()

    def fail(_connection: object, subject: str) -> None:
        if subject == other:
            raise RuntimeError("the power went out")

    monkeypatch.setattr("bot.adoption.refresh", fail)
    changed = replace(fresh.house, charter=replace(fresh.house.charter, sha256="0" * 64))
    with pytest.raises(RuntimeError):
        adopt_charter(changed)
    assert fresh.trail_size() == before
    monkeypatch.undo()
    adopt_charter(changed)
    assert fresh.trail_size() == before + 3
    assert fresh.story(reference)[-1] == "judged"
    assert fresh.verified().intact
