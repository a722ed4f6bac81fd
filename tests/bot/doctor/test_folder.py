from __future__ import annotations

import shutil
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from bot.doctor import Finding, Health
from bot.doctor.folder import LEAST_ROOM, data_folder
from bot.house import open_house
from bot.settings import Settings
from tests.bot.doctor.conftest import ENGLISH, only

Usage = namedtuple("Usage", "total used free")


def found(folder: Path) -> Finding:
    return only(data_folder(Settings(data_dir=folder), ENGLISH))


def test_a_folder_that_takes_files_is_well_and_left_as_it_was(tmp_path: Path) -> None:
    finding = found(tmp_path)
    assert finding.health is Health.GOOD
    assert str(tmp_path) in finding.words
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_yet_is_made_by_vigie(tmp_path: Path) -> None:
    folder = tmp_path / "far" / "away"
    finding = found(folder)
    assert (finding.health, folder.exists()) == (Health.WARNING, False)
    assert "vigie run" in finding.remedy
    with open_house(Settings(data_dir=folder)):
        assert found(folder).health is Health.GOOD


def test_a_file_in_the_place_of_the_folder_can_not_be_used(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    for folder in (tmp_path / "data", tmp_path / "data" / "below"):
        finding = found(folder)
        assert finding.health is Health.BAD
        assert "VIGIE_DATA_DIR" in finding.remedy


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that root itself can't write into")
def test_a_folder_that_takes_no_file_is_bad_even_for_root() -> None:
    finding = found(Path("/proc"))
    assert finding.health is Health.BAD
    assert "chown" in finding.remedy
    assert found(Path("/proc/vigie")).health is Health.BAD


def test_a_disk_that_is_nearly_full_is_worth_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(LEAST_ROOM * 10, 0, LEAST_ROOM - 1))
    finding = found(tmp_path)
    assert finding.health is Health.WARNING
    assert "VIGIE_KEEP_ORIGINALS_DAYS" in finding.remedy
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(LEAST_ROOM * 10, 0, LEAST_ROOM))
    assert found(tmp_path).health is Health.GOOD
