from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.charter_file import CharterFileError
from bot.errors import SetupError
from bot.kinds import Kind, State
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.erase import erase
from bot.trail.read import entries_of_kinds
from policy.charter.load import load
from policy.sandbox import Sandbox
from tests.bot.adoption.conftest import Open, versions
from tests.bot.charter_file import SHIPPED, VERSION, CharterFile
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.files import PHOTO, reviewable


def name_only(scene: Scene, sha256: str) -> None:
    """Record a charter as the first versions of Vigie did: without its text."""
    data = {"id": "ps92", "version": "1", "sha256": sha256}
    with scene.house.database.writing() as connection:
        append(connection, EntryDraft(Kind.CHARTER_IN_FORCE, "charter", None, data), at=scene.clock())


def test_the_first_start_records_the_whole_charter_and_the_next_ones_nothing(start: Open) -> None:
    for _ in range(3):
        with start() as scene:
            assert versions(scene) == [VERSION]
            with scene.house.database.reading() as connection:
                entry = entries_of_kinds(connection, [Kind.CHARTER_IN_FORCE])[0].entry
    assert entry.seq == 1
    assert entry.data["sha256"] == hashlib.sha256((SHIPPED / "charter.yaml").read_bytes()).hexdigest()
    assert load(entry.data["text"], lambda _: str(entry.data["source"])) == scene.house.charter


def test_a_file_that_changed_in_between_changes_nothing_by_itself(start: Open, charter_file: CharterFile) -> None:
    with start() as scene:
        before = scene.house.charter
    charter_file.forbid_photos()
    with start() as scene:
        assert scene.house.charter == before
        assert scene.case(reviewable(scene)).state is State.REVIEWABLE


@pytest.mark.parametrize("spoiled", ["effet: interdir\n", "\t", "just words"])
def test_a_file_that_was_spoiled_in_between_keeps_no_house_closed(
    start: Open, charter_file: CharterFile, spoiled: str
) -> None:
    with start():
        pass
    charter_file.path.write_text(spoiled, "utf-8")
    with start() as scene:
        assert scene.case(reviewable(scene)).state is State.REVIEWABLE


def test_a_file_that_is_gone_keeps_no_house_closed(start: Open, charter_file: CharterFile) -> None:
    with start():
        pass
    charter_file.path.unlink()
    with start() as scene:
        assert scene.house.charter.version == VERSION


def test_without_any_charter_to_go_on_with_a_spoiled_file_keeps_the_house_closed(
    tmp_path: Path, start: Open, charter_file: CharterFile
) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    with pytest.raises(CharterFileError), start():
        pass
    assert not (tmp_path / "data").exists()


def test_a_trail_that_only_names_the_charter_of_the_file_gets_its_text_and_nothing_is_judged_again(
    start: Open,
) -> None:
    with start() as scene:
        reference = reviewable(scene)
        name_only(scene, scene.house.charter.sha256)
        before = scene.story(reference)
    with start() as scene:
        assert versions(scene) == [VERSION, "1", VERSION]
        assert scene.story(reference) == before
        assert scene.house.charter.version == VERSION


def test_a_trail_that_names_another_charter_takes_the_file_and_judges_what_is_open(
    start: Open, charter_file: CharterFile
) -> None:
    with start() as scene:
        reference = reviewable(scene)
        name_only(scene, "0" * 64)
    charter_file.forbid_photos()
    with start() as scene:
        assert versions(scene) == [VERSION, "1", "4"]
        assert scene.case(reference).state is State.FORBIDDEN
        assert scene.story(reference)[-1] == Kind.JUDGED


def test_a_file_whose_evidence_was_erased_keeps_its_last_verdict(start: Open, charter_file: CharterFile) -> None:
    with start() as scene:
        reference = reviewable(scene)
        with scene.house.database.writing() as connection:
            erase(connection, scene.people["Camille"].id, at=scene.clock(), actor=None)
        before = scene.story(reference)
        name_only(scene, "0" * 64)
    charter_file.forbid_photos()
    with start() as scene:
        assert scene.story(reference) == before
        assert scene.case(reference).state is State.REVIEWABLE


def test_a_charter_that_this_version_can_not_apply_is_said_to_be_one(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        data = {"id": "x", "version": "9", "sha256": "0" * 64, "text": "format: vigie-charte/9", "source": ""}
        append(connection, EntryDraft(Kind.CHARTER_IN_FORCE, "charter", None, data), at=fresh.clock())
    with pytest.raises(SetupError, match="version 9"):
        _ = fresh.house.charter


def test_another_process_that_puts_a_charter_in_is_noticed(
    tmp_path: Path, sandbox: Sandbox, charter_file: CharterFile
) -> None:
    with open_scene(tmp_path / "data", sandbox=sandbox) as here:
        assert here.house.charter.version == VERSION
        name_only(here, "0" * 64)
        charter_file.forbid_photos()
        with open_scene(tmp_path / "data", sandbox=sandbox, settings=charter_file.settings):
            assert here.house.charter.version == "4"
        assert here.case(here.submit(PHOTO)).assets[0].verdict.charter.version == "4"  # type: ignore[union-attr]
