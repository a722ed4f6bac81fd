from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.handlers.slack.workspace import Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    """Return the error of a call."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, params=arguments)
    return str(refused.value.response["error"])


def test_who_the_token_is_and_what_it_may_do(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0BOT", "B0BOT", "T0VIGIE")
    assert "files:read" in answer.headers["x-oauth-scopes"]


def test_a_missing_scope_is_named(slack: Workspace, client: WebClient) -> None:
    slack.scopes.discard("users:read")
    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U0DOMI")
    assert refused.value.response["needed"] == "users:read"
    assert "chat:write" in str(refused.value.response["provided"])


@pytest.mark.parametrize("token", ["", "xoxb-of-somebody-else", "xapp-of-a-test"])
def test_a_wrong_token_is_refused_and_noted(slack: Workspace, token: str) -> None:
    client = WebClient(token=token, base_url=slack.api_url)
    assert refusal(client, "auth.test") in ("not_authed", "invalid_auth", "not_allowed_token_type")
    assert len(slack.violations) == 1


def test_what_slack_does_not_know_is_noted(slack: Workspace, client: WebClient) -> None:
    assert refusal(client, "chat.postMesage", channel=CHANNEL) == "unknown_method"
    client.users_info(user="U0DOMI", colour="red")
    assert slack.violations == ["unknown method: chat.postMesage", "users.info: unknown arguments colour"]


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0OTHER", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "G0SECRET", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0OLD", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": CHANNEL}, "no_text"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": CHANNEL, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat.update", {"channel": CHANNEL, "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": CHANNEL, "ts": "1.000001"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": CHANNEL, "user": "U0GUEST", "text": "x"}, "user_not_in_channel"),
        ("chat.getPermalink", {"channel": CHANNEL, "message_ts": "1.000001"}, "message_not_found"),
        ("conversations.history", {"channel": "C0OTHER"}, "not_in_channel"),
        ("conversations.replies", {"channel": CHANNEL, "ts": "1.000001"}, "thread_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
        ("files.info", {"file": "F0NONE"}, "file_not_found"),
        ("reactions.add", {"channel": CHANNEL, "timestamp": "1.000001", "name": "eyes"}, "message_not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": "{}"}, "invalid_trigger_id"),
        ("bots.info", {"bot": "B0OTHER"}, "bot_not_found"),
    ],
)
def test_a_call_is_refused_in_slack_s_words(
    slack: Workspace, client: WebClient, method: str, arguments: dict[str, str], error: str
) -> None:
    slack.add_channel("C0OTHER", "ailleurs", bot_is_member=False)
    slack.add_channel("G0SECRET", "secret", private=True, bot_is_member=False)
    slack.add_channel("C0OLD", "ancien", archived=True)
    assert refusal(client, method, **arguments) == error
    assert slack.calls[-1].status == error
    assert slack.violations == []


def test_only_our_own_messages_can_be_changed(slack: Workspace, client: WebClient) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    assert refusal(client, "chat.update", channel=CHANNEL, ts=ts, text="x") == "cant_update_message"
    assert refusal(client, "chat.delete", channel=CHANNEL, ts=ts) == "cant_delete_message"


def test_history_is_paged_newest_first(slack: Workspace, client: WebClient) -> None:
    stamps = [slack.post(CHANNEL, "U0CAMILLE", str(number)) for number in range(5)]
    first = client.conversations_history(channel=CHANNEL, limit=2)
    assert [message["ts"] for message in first["messages"]] == stamps[:2:-1]
    second = client.conversations_history(channel=CHANNEL, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [message["ts"] for message in second["messages"]] == stamps[2:0:-1]
    after = client.conversations_history(channel=CHANNEL, oldest=stamps[2])
    assert [message["ts"] for message in after["messages"]] == [stamps[4], stamps[3]]
    just = client.conversations_history(channel=CHANNEL, oldest=stamps[2], latest=stamps[2], inclusive=True)
    assert [message["ts"] for message in just["messages"]] == [stamps[2]]


def test_metadata_is_for_those_who_ask(slack: Workspace, client: WebClient) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    metadata = {"event_type": "card", "event_payload": {"item": "V-0001"}}
    client.chat_postMessage(channel=CHANNEL, thread_ts=ts, text="Avis", metadata=metadata)
    plain = client.conversations_replies(channel=CHANNEL, ts=ts)
    whole = client.conversations_replies(channel=CHANNEL, ts=ts, include_all_metadata=True)
    assert "metadata" not in plain["messages"][1]
    assert whole["messages"][1]["metadata"] == metadata
    assert (whole["messages"][0]["reply_count"], whole["messages"][0]["reply_users"]) == (1, ["U0BOT"])


def test_people_are_described_with_their_standing(slack: Workspace, client: WebClient) -> None:
    slack.add_user("U0STRANGER", "Sacha", stranger=True)
    slack.add_user("U0GONE", "Gwen", deleted=True, display_name="")
    guest: Any = client.users_info(user="U0GUEST", include_locale=True)["user"]
    stranger: Any = client.users_info(user="U0STRANGER")["user"]
    gone: Any = client.users_info(user="U0GONE")["user"]
    assert (guest["is_restricted"], guest["locale"], guest["profile"]["display_name"]) == (True, "en-GB", "Gaël")
    assert (stranger["is_stranger"], stranger["team_id"] != slack.team_id, "locale" in stranger) == (True, True, False)
    assert (gone["deleted"], gone["profile"]["display_name"], gone["profile"]["real_name"]) == (True, "", "Gwen")
    assert client.usergroups_users_list(usergroup="S0REVIEW")["users"] == ["U0DOMI"]
    assert client.conversations_members(channel=CHANNEL)["members"] == ["U0CAMILLE", "U0DOMI", "U0BOT"]
    assert client.conversations_info(channel=CHANNEL)["channel"]["is_member"]


def test_marks_on_messages(slack: Workspace, client: WebClient) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    client.reactions_add(channel=CHANNEL, timestamp=ts, name="eyes")
    assert refusal(client, "reactions.add", channel=CHANNEL, timestamp=ts, name="eyes") == "already_reacted"
    assert slack.reactions(CHANNEL, ts) == ["eyes"]
    client.reactions_remove(channel=CHANNEL, timestamp=ts, name="eyes")
    assert refusal(client, "reactions.remove", channel=CHANNEL, timestamp=ts, name="eyes") == "no_reaction"
    client.pins_add(channel=CHANNEL, timestamp=ts)
    assert slack.pins(CHANNEL) == [ts]
    link = str(client.chat_getPermalink(channel=CHANNEL, message_ts=ts)["permalink"])
    assert link.endswith(f"/archives/{CHANNEL}/p{ts.replace('.', '')}")


def test_a_token_in_the_address_is_noted(slack: Workspace, client: WebClient) -> None:
    client.api_call("auth.test", params={"token": slack.bot_token}, data={"token": slack.bot_token})
    assert slack.violations == ["auth.test: a token among the arguments"]
