from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.doctor import Finding, Health
from bot.doctor.trust import OLD, trust_lists
from bot.trust_lists import TrustStore
from bot.trust_renewal import renew
from tests.bot.doctor.conftest import ENGLISH, examine, installation, only
from tests.bot.scene import Scene


def update(scene: Scene) -> None:
    """Do what `vigie trust update` does."""
    assert not renew(scene.house, scene.house.settings.trust_anchors).failed


def reread(scene: Scene) -> Finding:
    return examine(trust_lists, scene)


def test_without_a_list_the_remedy_is_to_fetch_one(scene: Scene) -> None:
    finding = reread(scene)
    assert finding.health is Health.WARNING
    assert "vigie trust update" in finding.remedy
    update(scene)
    assert reread(scene).health is Health.GOOD


def test_old_lists_are_worth_a_warning_until_they_are_renewed(scene: Scene) -> None:
    update(scene)
    scene.clock.go_on(OLD)
    assert reread(scene).health is Health.GOOD
    scene.clock.go_on(timedelta(seconds=1))
    finding = reread(scene)
    assert (finding.health, finding.words) == (Health.WARNING, "The oldest trust list is 30 days old.")
    update(scene)
    assert reread(scene).health is Health.GOOD


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sources.json", "{"),
        ("sources.json", "[{}]"),
        ("sources.json", None),
        ("anchors.pem", None),
        ("anchors.pem", b"\xff"),
    ],
)
def test_damaged_lists_are_deleted_and_fetched_anew(scene: Scene, name: str, content: str | bytes | None) -> None:
    update(scene)
    folder = scene.house.settings.trust_lists
    if content is None and name == "sources.json":
        written = (folder / name).read_text("utf-8").replace('"fetched_at": "20', '"fetched_at": "in 20')
        (folder / name).write_text(written, "utf-8")
    elif content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    finding = only(trust_lists(replace(installation(scene), database=None), ENGLISH))
    assert finding.health is Health.BAD
    assert str(folder) in finding.remedy
    shutil.rmtree(folder)
    assert not TrustStore(folder).update(scene.house.settings.trust_anchors, scene.clock()).failed
    assert reread(scene).health is Health.GOOD


def test_a_list_that_was_never_fetched_is_named(scene: Scene) -> None:
    update(scene)
    settings = replace(scene.house.settings, trust_allowed=("https://lists.example/far.pem",))
    found = list(trust_lists(replace(installation(scene), settings=settings), ENGLISH))
    assert [finding.health for finding in found] == [Health.WARNING, Health.GOOD]
    assert "far.pem" in found[0].words


def test_a_list_that_came_as_a_file_counts_as_fetched(scene: Scene) -> None:
    update(scene)
    settings = replace(scene.house.settings, trust_anchors=("https://lists.example/anchors.pem",))
    assert only(trust_lists(replace(installation(scene), settings=settings), ENGLISH)).health is Health.GOOD
