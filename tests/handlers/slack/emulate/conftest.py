"""An emulated workspace for each test; elsewhere, open one with `with Emulator() as slack`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handlers.slack.emulate.emulator import Emulator


@pytest.fixture
def slack() -> Iterator[Emulator]:
    """A fresh workspace (a tenth of a second); skips where there is no Node or no network."""
    with Emulator() as running:
        yield running
