from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.pace import Rate
from handlers.slack import summaries
from tests.handlers.slack.running import Vigie, running, seeded
from tests.handlers.slack.summing_up import Auditing, auditing
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


@pytest.fixture
def audit(slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Auditing]:
    """A Vigie with an audit channel, which waits for nothing longer than a test would."""
    slack.unlimited()
    monkeypatch.setattr(summaries, "POSTS", Rate(0.01, 20))
    monkeypatch.setattr(summaries, "SHARED_WITHIN", 1.0)
    monkeypatch.setattr("bot.delivery.outbox.LONGEST_PAUSE", timedelta(seconds=1))
    with auditing(slack, tmp_path) as audit:
        yield audit
