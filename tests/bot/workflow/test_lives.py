"""The whole core under random commands: six promises, no violation. `make soak` plays at least 100,000 of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.kinds import State
from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.lives import CAST, Lives

SOAK = bool(os.environ.get("VIGIE_SOAK"))
GAMES = 2_600 if SOAK else 30
STEPS = 50 if SOAK else 40
COMMANDS = 100_000
PLAYED = settings(
    max_examples=GAMES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=not SOAK,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def stage(tmp_path: Path, sandbox: Sandbox) -> Iterator[Scene]:
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        for name, roles in CAST.items():
            scene.join(name, *roles)
        yield scene


def test_no_promise_is_ever_broken(stage: Scene) -> None:
    class Played(Lives):
        pass

    Played.stage, Played.commands, Played.done, Played.reached = stage, 0, 0, set()
    run_state_machine_as_test(Played, settings=PLAYED)
    assert stage.verified().intact
    states = ", ".join(sorted(Played.reached))
    sys.stdout.write(f"{Played.commands} commands, {Played.done} of them done; states: {states}\n")  # for pytest -s
    if SOAK:
        assert Played.commands >= COMMANDS
        assert set(State) - {State.UNREADABLE} <= Played.reached
