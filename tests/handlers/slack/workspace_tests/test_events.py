from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient

from tests.handlers.slack.workspace import Json, Upload, Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.pictures import png
from tests.handlers.slack.workspace_tests.running import over_sockets


class Notes:
    """Every event that came, in order."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []

    def __call__(self, app: AsyncApp) -> None:
        @app.event(re.compile(".*"))
        async def on_anything(body: Json) -> None:
            self.bodies.append(body)

    @property
    def events(self) -> list[Json]:
        return [body["event"] for body in self.bodies]

    @property
    def kinds(self) -> list[str]:
        return [event.get("subtype") or event["type"] for event in self.events]


@pytest.fixture
def notes() -> Notes:
    return Notes()


@contextmanager
def listening(slack: Workspace, notes: Notes) -> Iterator[None]:
    """Connect, and let bolt ask once who it is: until it knows, it takes events in no certain order."""
    with over_sockets(slack, notes):
        slack.emit({"type": "warm_up"})
        slack.wait_for(lambda: notes.bodies)
        notes.bodies.clear()
        yield


def test_a_message_with_a_file_comes_before_the_file(slack: Workspace, notes: Notes) -> None:
    with listening(slack, notes):
        slack.post(CHANNEL, "U0CAMILLE", "<@U0BOT> regarde", files=[Upload("a.png", png())])
        slack.wait_for(lambda: len(notes.events) == 3)
    assert notes.kinds == ["file_share", "file_shared", "app_mention"]
    assert notes.events[0]["channel_type"] == "channel"
    assert "ts" not in notes.events[1]
    assert notes.bodies[0]["authorizations"][0]["user_id"] == slack.bot_user
    assert slack.violations == []


def test_the_order_can_be_the_other_one_and_everything_can_come_twice(slack: Workspace, notes: Notes) -> None:
    slack.faults.swap_file_shared_first = True
    slack.faults.duplicate_events = True
    with listening(slack, notes):
        slack.post(CHANNEL, "U0CAMILLE", files=[Upload("a.png", png())])
        slack.wait_for(lambda: len(notes.events) == 4)
    assert notes.kinds == ["file_shared", "file_shared", "file_share", "file_share"]
    assert len({body["event_id"] for body in notes.bodies}) == 2


def test_changes_tell_what_was_before(slack: Workspace, notes: Notes) -> None:
    with listening(slack, notes):
        ts = slack.post(CHANNEL, "U0CAMILLE", "Avant", files=[Upload("a.png", png())])
        file_id = slack.message(CHANNEL, ts)["files"][0]["id"]
        slack.edit(CHANNEL, ts, "Après")
        slack.unfurl(CHANNEL, ts)
        slack.remove_file(CHANNEL, ts, file_id)
        slack.delete(CHANNEL, ts)
        slack.wait_for(lambda: len(notes.events) == 7)
    changed = [event for event in notes.events if event.get("subtype") == "message_changed"]
    assert [event["message"]["text"] for event in changed] == ["Après"] * 3
    assert changed[0]["previous_message"]["text"] == "Avant"
    assert changed[0]["message"]["edited"]["user"] == "U0CAMILLE"
    assert changed[1]["previous_message"]["text"] == "Après"
    assert changed[2]["message"]["files"] == [{"id": file_id, "mode": "tombstone"}]
    assert notes.kinds[-2:] == ["file_deleted", "message_deleted"]
    assert notes.events[-1]["previous_message"]["text"] == "Après"


def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: Workspace, client: WebClient, notes: Notes) -> None:
    with listening(slack, notes):
        ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
        client.chat_postMessage(channel=CHANNEL, thread_ts=ts, text="Avis")
        slack.delete(CHANNEL, ts)
        slack.wait_for(lambda: len(notes.events) == 3)
    assert notes.events[-1]["message"]["subtype"] == "tombstone"
    assert notes.events[-1]["previous_message"]["text"] == "Pour demain"
    assert [message["text"] for message in slack.thread(CHANNEL, ts)] == ["This message was deleted.", "Avis"]


def test_our_own_messages_come_back_too(slack: Workspace, client: WebClient, notes: Notes) -> None:
    with listening(slack, notes):
        ts = str(client.chat_postMessage(channel=CHANNEL, text="Avis")["ts"])
        client.chat_update(channel=CHANNEL, ts=ts, text="Avis bis")
        slack.delete(CHANNEL, ts)
        slack.wait_for(lambda: len(notes.events) == 3)
    assert notes.kinds == ["message", "message_changed", "message_deleted"]
    assert notes.events[0]["bot_id"] == slack.bot_id


def test_nothing_is_heard_of_channels_where_the_bot_is_not_nor_without_the_scope(
    slack: Workspace, client: WebClient, notes: Notes
) -> None:
    slack.add_channel("C0OTHER", "ailleurs", members=["U0CAMILLE"], bot_is_member=False)
    with listening(slack, notes):
        slack.post("C0OTHER", "U0CAMILLE", "Ailleurs", files=[Upload("a.png", png())])
        client.chat_postMessage(channel="U0CAMILLE", text="Sans im:history")
        slack.set_group("S0REVIEW", ["U0CAMILLE"])
        slack.invite("C0OTHER")
        slack.wait_for(lambda: len(notes.events) == 2)
    assert notes.kinds == ["subteam_members_changed", "member_joined_channel"]
    assert notes.events[0]["added_users"] == ["U0CAMILLE"]
    assert [message["text"] for message in slack.direct_messages("U0CAMILLE")] == ["Sans im:history"]


def test_any_event_can_be_sent_and_sent_again(slack: Workspace, notes: Notes) -> None:
    with listening(slack, notes):
        slack.emit({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}, event_id="Ev0CHOSEN")
        slack.wait_for(lambda: len(notes.events) == 1)
        slack.redeliver_last_event()
        slack.wait_for(lambda: len(notes.events) == 2)
    assert [body["event_id"] for body in notes.bodies] == ["Ev0CHOSEN"] * 2
