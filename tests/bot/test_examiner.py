from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

import pytest

from bot import examiner as module
from bot import workflow
from bot.examiner import Examiner
from bot.kinds import State
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.files import PHOTO


def test_what_a_crash_left_pending_is_examined_at_the_next_start(tmp_path: Path) -> None:
    with open_scene(tmp_path / "data") as scene:
        cast(Examiner, scene.house.examiner).close()  # as if the process had died right after receiving
        reference = _received(scene)
        assert scene.indexed_state(reference) is State.EXAMINING
    with open_scene(tmp_path / "data") as scene:
        scene.wait(reference)
        assert scene.indexed_state(reference) is State.INCOMPLETE
        assert scene.verified().intact


def test_a_failure_of_ours_is_tried_again_by_itself(fresh: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TRY_AGAIN_AFTER", 0.05)
    failed = threading.Event()
    healthy = fresh.house.sandbox.examine

    def fail_once(data: bytes) -> object:
        if failed.is_set():
            return healthy(data)
        failed.set()
        raise OSError("the disk is full")

    monkeypatch.setattr(fresh.house.sandbox, "examine", fail_once)
    reference = fresh.submit(PHOTO)
    assert failed.is_set()
    assert fresh.indexed_state(reference) is State.INCOMPLETE


def test_an_original_that_was_lost_is_answered_for(tmp_path: Path) -> None:
    with open_scene(tmp_path / "data") as scene:
        cast(Examiner, scene.house.examiner).close()
        reference = _received(scene)
        for kept in (tmp_path / "data" / "originals").rglob("*"):
            if kept.is_file():
                kept.unlink()
    with open_scene(tmp_path / "data") as scene:
        scene.wait(reference)
        assert scene.indexed_state(reference) is State.UNREADABLE
        assert "n’est plus conservé" in scene.card(reference, "Camille").summary


def _received(scene: Scene) -> str:
    return workflow.submit(scene.house, scene.people["Camille"], [scene.receive(PHOTO)], channel="desk")
