from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from tests.handlers.slack.workspace import Workspace

CHANNEL = "C0VALID"


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace() as workspace:
        workspace.add_user("U0CAMILLE", "Camille")
        workspace.add_user("U0DOMI", "Dominique")
        workspace.add_user("U0GUEST", "Gaël", guest=True, locale="en-GB")
        workspace.add_channel(CHANNEL, "validation", members=["U0CAMILLE", "U0DOMI"])
        workspace.add_group("S0REVIEW", ["U0DOMI"])
        yield workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)
