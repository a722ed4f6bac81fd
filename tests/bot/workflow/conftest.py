"""The tests of the workflow share one house a file: none of them counts on being alone."""

from __future__ import annotations

import pytest

from tests.bot.scene import Scene


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    """The house of the whole file."""
    return lasting_scene
