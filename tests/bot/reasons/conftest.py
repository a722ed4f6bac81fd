"""Reasons are read in a house of their own each: references and numbers begin at the beginning."""

from __future__ import annotations

import pytest

from bot import workflow
from policy.declaration import Declaration
from tests.bot.scene import Scene


@pytest.fixture
def scene(fresh: Scene) -> Scene:
    return fresh


def declare(scene: Scene, reference: str, declaration: Declaration) -> None:
    """Declare a use of AI for a submission, as its author."""
    fingerprint = scene.case(reference).fingerprint
    workflow.declare(scene.house, scene.people["Camille"], declaration, submission=reference, fingerprint=fingerprint)
