from __future__ import annotations

import shlex
import subprocess

from bot.doctor import Health
from bot.doctor.key import trail_key
from bot.settings import Settings
from bot.trail.checkpoint import SigningKey, checkpoint
from tests.bot.doctor.conftest import ENGLISH, examine, only, without_records
from tests.bot.scene import Scene


def test_a_key_that_its_owner_alone_may_read_is_well(scene: Scene) -> None:
    assert examine(trail_key, scene).health is Health.GOOD
    checkpoint(scene.house.database, scene.house.key, scene.clock())
    assert examine(trail_key, scene).health is Health.GOOD


def test_a_key_that_others_may_read_is_mended_by_the_command_that_is_told(scene: Scene) -> None:
    path = scene.house.settings.trail_key
    for mode in (0o640, 0o604, 0o644):
        path.chmod(mode)
        finding = examine(trail_key, scene)
        assert finding.health is Health.BAD
        subprocess.run(shlex.split(finding.remedy.partition(": ")[2]), check=True)
        assert examine(trail_key, scene).health is Health.GOOD


def test_looking_leaves_the_mode_as_it_is(scene: Scene) -> None:
    path = scene.house.settings.trail_key
    path.chmod(0o644)
    examine(trail_key, scene)
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_key_that_signed_and_is_gone_is_to_be_put_back(scene: Scene) -> None:
    path = scene.house.settings.trail_key
    kept = path.read_bytes()
    checkpoint(scene.house.database, scene.house.key, scene.clock())
    path.unlink()
    finding = examine(trail_key, scene)
    assert finding.health is Health.BAD
    assert "backup" in finding.remedy
    path.write_bytes(kept)
    path.chmod(0o600)
    assert examine(trail_key, scene).health is Health.GOOD


def test_another_key_than_the_one_that_signed_is_told(scene: Scene) -> None:
    path = scene.house.settings.trail_key
    checkpoint(scene.house.database, scene.house.key, scene.clock())
    path.write_text(SigningKey.generate().text())
    assert examine(trail_key, scene).health is Health.BAD


def test_a_file_that_holds_no_key_is_told(scene: Scene) -> None:
    for content in (b"", b"nonsense", b"\xff\xfe"):
        scene.house.settings.trail_key.write_bytes(content)
        assert examine(trail_key, scene).health is Health.BAD


def test_a_key_that_is_not_there_yet_is_no_trouble(scene: Scene) -> None:
    scene.house.settings.trail_key.unlink()
    assert examine(trail_key, scene).health is Health.SKIPPED
    nowhere = Settings(data_dir=scene.house.settings.data_dir / "nowhere")
    assert only(trail_key(without_records(nowhere), ENGLISH)).health is Health.SKIPPED
