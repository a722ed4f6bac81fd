"""Cards come from a house of their own, as everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Worker processes, shared by every house."""
    with Sandbox(workers=1) as sandbox:
        yield sandbox


@pytest.fixture
def scene(tmp_path: Path, sandbox: Sandbox) -> Iterator[Scene]:
    """A house that no other test has lived in."""
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        yield scene
