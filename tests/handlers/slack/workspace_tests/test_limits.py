from __future__ import annotations

import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.handlers.slack.workspace import Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL


def post(client: WebClient, times: int, channel: str = CHANNEL) -> None:
    for number in range(times):
        client.chat_postMessage(channel=channel, text=str(number))


def test_a_channel_takes_five_messages_at_once_and_then_asks_for_patience(slack: Workspace, client: WebClient) -> None:
    slack.add_channel("C0AUDIT", "audit")
    post(client, 5)
    post(client, 5, "C0AUDIT")
    with pytest.raises(SlackApiError) as refused:
        post(client, 1)
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "1"
    assert slack.throttled == 1
    assert slack.violations == []


def test_hammering_is_noted(slack: Workspace, client: WebClient) -> None:
    slack.rate("chat.postMessage", per_second=0.01, burst=1)
    post(client, 1)
    for _ in range(8):
        with pytest.raises(SlackApiError):
            post(client, 1)
    assert slack.violations == ["kept calling chat.postMessage while it was rate limited"]


def test_limits_can_be_set_and_lifted(slack: Workspace, client: WebClient) -> None:
    slack.rate("users.info", per_second=1, burst=1)
    client.users_info(user="U0DOMI")
    with pytest.raises(SlackApiError):
        client.users_info(user="U0DOMI")
    slack.unlimited()
    client.users_info(user="U0DOMI")
    post(client, 10)


def test_a_method_can_fail_hang_or_break(slack: Workspace, client: WebClient) -> None:
    slack.faults.fail("chat.postMessage", "fatal_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            post(client, 1)
    slack.faults.http_error("chat.postMessage", 503)
    with pytest.raises(SlackApiError):
        post(client, 1)
    slack.faults.hang("chat.postMessage", seconds=0.2)
    start = time.monotonic()
    post(client, 1)
    assert time.monotonic() - start >= 0.2
    assert [call.status for call in slack.calls] == ["fatal_error", "fatal_error", "http 503", "ok"]
    assert len(slack.messages(CHANNEL)) == 1


def test_work_can_be_done_without_an_answer(slack: Workspace) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    slack.faults.drop_after("chat.postMessage")
    with pytest.raises(OSError, match=r"closed|reset"):
        post(client, 1)
    assert len(slack.messages(CHANNEL)) == 1
    post(client, 1)
    assert len(slack.messages(CHANNEL)) == 2


def test_waiting_in_vain_says_what_happened(slack: Workspace, client: WebClient) -> None:
    post(client, 1)
    with pytest.raises(AssertionError, match="in vain for a miracle") as said:
        slack.wait_for(lambda: False, seconds=0.01, what="a miracle")
    assert "chat.postMessage" in str(said.value)
