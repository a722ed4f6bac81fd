"""A house whose charter is a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.kinds import Kind
from bot.trail.read import entries_of_kinds
from policy.sandbox import Sandbox
from tests.bot.charter_file import CharterFile
from tests.bot.scene import Scene, open_scene

Open = Callable[[], AbstractContextManager[Scene]]


@pytest.fixture
def charter_file(tmp_path: Path) -> CharterFile:
    return CharterFile.beside(tmp_path / "charter")


@pytest.fixture
def start(tmp_path: Path, sandbox: Sandbox, charter_file: CharterFile) -> Open:
    """Open the same house again and again: `with start() as scene`."""
    return lambda: open_scene(tmp_path / "data", settings=charter_file.settings, sandbox=sandbox)


@pytest.fixture
def scene(start: Open) -> Iterator[Scene]:
    with start() as scene:
        yield scene


def versions(scene: Scene) -> list[str]:
    """Return the versions that came into force, one after the other."""
    with scene.house.database.reading() as connection:
        entries = entries_of_kinds(connection, [Kind.CHARTER_IN_FORCE])
    return [str(recorded.entry.data["version"]) for recorded in entries]


def charter_story(scene: Scene) -> list[str]:
    """Return the kinds of the entries about the charter, oldest first."""
    kinds = [Kind.CHARTER_PROPOSED, Kind.CHARTER_APPROVED, Kind.CHARTER_DROPPED, Kind.CHARTER_IN_FORCE]
    with scene.house.database.reading() as connection:
        return [recorded.entry.kind for recorded in entries_of_kinds(connection, kinds)]
