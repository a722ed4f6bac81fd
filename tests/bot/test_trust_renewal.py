from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.trail.read import entries_of_kinds
from bot.trust_renewal import STALE_AFTER, renew, renew_if_stale, stale
from tests.bot.certificates import certificate
from tests.bot.scene import NOON, Scene, open_scene
from tests.bot.workflow.files import PHOTO


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A house with worker processes of its own, whose trust lists are two files beside it."""
    (tmp_path / "anchors.pem").write_text(certificate("one"))
    (tmp_path / "ours.pem").write_text(certificate("single"))
    settings = Settings(trust_anchors=(str(tmp_path / "anchors.pem"),), trust_allowed=(str(tmp_path / "ours.pem"),))
    with open_scene(tmp_path / "data", settings=settings) as scene:
        yield scene


def renewals(scene: Scene) -> list[str]:
    with scene.house.database.reading() as connection:
        found = entries_of_kinds(connection, ["trust-lists-renewed"])
    return [str(recorded.entry.data["sha256"]) for recorded in found]


def test_new_lists_are_recorded_in_the_trail_and_read_with_from_then_on(scene: Scene, tmp_path: Path) -> None:
    first = scene.case(scene.submit(PHOTO)).entries[1].entry.data["trust_lists"]
    renew(scene.house, [str(tmp_path / "anchors.pem")])
    (digest,) = renewals(scene)
    second = scene.case(scene.submit(PHOTO)).entries[1].entry.data["trust_lists"]
    assert digest == scene.house.trust.lists().sha256 == second != first
    assert scene.verified().intact


def test_lists_that_did_not_change_are_not_recorded_again(scene: Scene, tmp_path: Path) -> None:
    for day in range(3):
        scene.clock.now = NOON + timedelta(days=day)
        renew(scene.house, [str(tmp_path / "anchors.pem")])
    assert len(renewals(scene)) == 1
    assert [source.fetched_at for source in scene.house.trust.sources()] == ["2026-11-26T11:00:00Z"]


def test_lists_that_can_not_be_had_are_not_recorded(scene: Scene) -> None:
    assert renew(scene.house, ["/nowhere.pem"]).failed
    assert renewals(scene) == []


def test_the_single_certificates_of_the_settings_are_no_authorities(scene: Scene, tmp_path: Path) -> None:
    renew_if_stale(scene.house)
    lists = scene.house.trust.lists()
    assert (lists.anchors, lists.allowed) == (certificate("one"), certificate("single"))


def test_lists_are_renewed_when_there_is_none_or_one_is_older_than_a_week(scene: Scene) -> None:
    assert stale(scene.house.trust, scene.clock())
    renew_if_stale(scene.house)
    assert not stale(scene.house.trust, scene.clock())
    scene.clock.go_on(STALE_AFTER)
    assert not stale(scene.house.trust, scene.clock())
    scene.clock.go_on(timedelta(seconds=1))
    assert stale(scene.house.trust, scene.clock())


def test_fresh_lists_are_left_alone(scene: Scene, tmp_path: Path) -> None:
    renew_if_stale(scene.house)
    (tmp_path / "anchors.pem").write_text(certificate("other"))
    renew_if_stale(scene.house)
    assert scene.house.trust.lists().anchors == certificate("one")
    scene.clock.go_on(timedelta(days=8))
    renew_if_stale(scene.house)
    assert scene.house.trust.lists().anchors == certificate("other")
    assert len(renewals(scene)) == 2


def test_offline_is_said_in_the_log_and_breaks_nothing(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    settings = replace(scene.house.settings, trust_anchors=("/nowhere/list.pem",), trust_allowed=())
    with caplog.at_level("INFO", logger="vigie"):
        renew_if_stale(replace(scene.house, settings=settings))
    assert "vigie trust update" in caplog.text
    assert renewals(scene) == []
