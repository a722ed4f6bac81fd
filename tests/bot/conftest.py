"""The scene that the tests of the application play in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Worker processes, shared by every house in which nobody renews the trust lists."""
    with Sandbox(workers=1) as sandbox:
        yield sandbox


@pytest.fixture
def fresh(tmp_path: Path, sandbox: Sandbox) -> Iterator[Scene]:
    """A house that no other test has lived in."""
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        yield scene


@pytest.fixture(scope="module")
def lasting_scene(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Scene]:
    """A house that all tests of a file share."""
    with open_scene(tmp_path_factory.mktemp("scene") / "data", sandbox=sandbox) as scene:
        yield scene
