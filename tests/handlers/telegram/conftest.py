from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import Vigie, running, seeded
from tests.handlers.telegram.suggesting import Later, suggesting


@pytest.fixture
def telegram() -> Iterator[Messenger]:
    """A Telegram with a team in it; whatever breaks the Bot API's specification fails the test."""
    with Messenger() as messenger:
        yield seeded(messenger)
        assert messenger.violations == []


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
