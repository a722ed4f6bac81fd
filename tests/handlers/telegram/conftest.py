from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.summary import attachments
from policy.sandbox import Sandbox
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import DOMI, LOU, Vigie, running, seeded
from tests.handlers.telegram.suggesting import Later, suggesting
from tests.handlers.telegram.summing_up import AUDIT, Monday, chart, summing_up


@pytest.fixture
def telegram() -> Iterator[Messenger]:
    """A Telegram with a team in it; whatever breaks the Bot API's specification fails the test."""
    with Messenger() as messenger:
        yield seeded(messenger)
        assert messenger.violations == []


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Worker processes, shared by every house that a test steps through."""
    with Sandbox(workers=1) as sandbox:
        yield sandbox


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart that is drawn at once."""
    monkeypatch.setattr(attachments, "drawn", lambda *_, **__: chart())


@pytest.fixture
def monday(telegram: Messenger, tmp_path: Path, sandbox: Sandbox, drawn: None) -> Iterator[Monday]:
    """A house that sends its summaries to a group of which it is an administrator."""
    telegram.unlimited()
    telegram.add_group(AUDIT, "Bilan", members=[LOU], admins=[DOMI])
    with summing_up(telegram, tmp_path, sandbox) as monday:
        yield monday


@pytest.fixture
def vigie(telegram: Messenger, tmp_path: Path) -> Iterator[Vigie]:
    """A Vigie that has joined it."""
    telegram.unlimited()
    with running(telegram, tmp_path) as running_vigie:
        yield running_vigie


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Later]:
    """A Vigie of which a public channel takes suggestions, on a clock that the test moves."""
    with suggesting(tmp_path) as running_later:
        yield running_later
