from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handlers.telegram.witness.witness import Witness


@pytest.fixture
def witness() -> Iterator[Witness]:
    """A fresh Telegram that others wrote; skips where there is no Node or no network."""
    with Witness() as running:
        yield running
