from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, CHANNEL, DOMI, GROUP


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns about what it will once do with seconds."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def telegram() -> Iterator[Messenger]:
    with Messenger() as messenger:
        messenger.add_user(CAMILLE, "Camille")
        messenger.add_user(DOMI, "Dominique", username="domi_ps")
        messenger.add_group(GROUP, "Validation", admins=[DOMI], members=[CAMILLE])
        messenger.add_channel(CHANNEL, "PS 92", admins=[DOMI])
        messenger.unlimited()
        yield messenger
