from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handlers.slack.running import Vigie, running, seeded
from tests.handlers.slack.workspace import Workspace


@pytest.fixture
def slack() -> Iterator[Workspace]:
    """A workspace with a team in it; whatever a real Slack would punish fails the test."""
    with Workspace() as workspace:
        yield seeded(workspace)
        assert workspace.violations == []


@pytest.fixture
def vigie(slack: Workspace, tmp_path: Path) -> Iterator[Vigie]:
    """A Vigie that has joined it."""
    slack.unlimited()
    with running(slack, tmp_path) as running_vigie:
        yield running_vigie
