"""Cards are looked at in a house of their own each: references and story begin at the beginning."""

from __future__ import annotations

import pytest

from tests.bot.scene import Scene


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh
