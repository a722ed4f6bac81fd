from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from tests.handlers.slack.workspace import Json, Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.running import over_sockets
from tests.handlers.slack.workspace_tests.test_views import plain

MENU: Json = {
    "type": "overflow",
    "action_id": "more",
    "options": [{"text": plain("Épingler"), "value": "pin"}, {"text": plain("Masquer"), "value": "hide"}],
}
BUTTONS: list[Json] = [
    {"type": "section", "text": plain("Avis"), "accessory": MENU},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "yes", "value": "1", "text": plain("Oui")},
            {"type": "button", "action_id": "no:a", "value": "2", "text": plain("Non")},
            {"type": "button", "action_id": "no:b", "value": "3", "text": plain("Non")},
        ],
    },
]


class Presses:
    """Every press that came."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []

    def __call__(self, app: AsyncApp) -> None:
        @app.use
        async def note(body: Json, next: object) -> None:  # noqa: A002
            self.bodies.append(body)
            await next()  # type: ignore[operator]

        for action_id in ("yes", "no:a", "no:b", "more"):
            app.action(action_id)(self.acknowledge)
        app.shortcut("vigie_submit_message")(self.acknowledge)

    async def acknowledge(self, ack: AsyncAck) -> None:
        await ack()

    @property
    def interactions(self) -> list[Json]:
        return [body for body in self.bodies if body["type"] != "event_callback"]


@pytest.fixture
def presses() -> Presses:
    return Presses()


def posted(client: WebClient) -> str:
    return str(client.chat_postMessage(channel=CHANNEL, text="Avis", blocks=BUTTONS)["ts"])


def test_a_press_says_who_what_and_where(slack: Workspace, client: WebClient, presses: Presses) -> None:
    with over_sockets(slack, presses):
        ts = posted(client)
        answer = slack.press("U0DOMI", CHANNEL, ts, "Oui")
    [body] = presses.interactions
    assert answer.acknowledged
    assert answer.elapsed < 1
    assert body["user"] == {"id": "U0DOMI", "username": "dominique", "name": "dominique", "team_id": slack.team_id}
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": CHANNEL, "is_ephemeral": False}
    assert (body["channel"], body["message"]["ts"]) == ({"id": CHANNEL, "name": "validation"}, ts)
    action = body["actions"][0]
    assert (action["action_id"], action["value"], action["type"], action["text"]["text"]) == (
        "yes",
        "1",
        "button",
        "Oui",
    )
    assert slack.violations == []


def test_what_is_pressed_must_be_there_and_be_one(slack: Workspace, client: WebClient, presses: Presses) -> None:
    ts = posted(client)
    with pytest.raises(AssertionError, match=r"there is: .*Oui"):
        slack.press("U0DOMI", CHANNEL, ts, "Peut-être")
    with pytest.raises(AssertionError, match="several things"):
        slack.press("U0DOMI", CHANNEL, ts, "Non")
    with over_sockets(slack, presses):
        slack.press("U0DOMI", CHANNEL, ts, "Non", value="3")
        slack.press("U0DOMI", CHANNEL, ts, "Masquer")
    first, second = presses.interactions
    assert first["actions"][0]["action_id"] == "no:b"
    assert second["actions"][0]["selected_option"]["value"] == "hide"


def test_a_client_that_was_not_refreshed_presses_what_is_gone(
    slack: Workspace, client: WebClient, presses: Presses
) -> None:
    with over_sockets(slack, presses):
        ts = posted(client)
        seen = slack.message(CHANNEL, ts)
        client.chat_update(channel=CHANNEL, ts=ts, text="Décidé")
        with pytest.raises(AssertionError, match="nothing to press"):
            slack.press("U0DOMI", CHANNEL, ts, "Oui")
        assert slack.press("U0DOMI", CHANNEL, ts, "Oui", seen=seen).acknowledged


def test_a_whispered_button_comes_without_its_message(slack: Workspace, client: WebClient, presses: Presses) -> None:
    with over_sockets(slack, presses):
        client.chat_postEphemeral(channel=CHANNEL, user="U0DOMI", text="Avis", blocks=BUTTONS)
        [whispered] = slack.ephemerals("U0DOMI", CHANNEL)
        slack.press("U0DOMI", CHANNEL, whispered["ts"], "Oui")
        [body] = presses.interactions
        assert (body["container"]["is_ephemeral"], "message" in body) == (True, False)
        WebhookClient(body["response_url"]).send(delete_original=True)
        assert slack.ephemerals("U0DOMI") == []


def test_a_message_shortcut_brings_the_message(slack: Workspace, presses: Presses) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    with over_sockets(slack, presses):
        assert slack.message_shortcut("U0CAMILLE", CHANNEL, ts, "vigie_submit_message").acknowledged
    [body] = presses.interactions
    assert (body["type"], body["message"]["text"]) == ("message_action", "Pour demain")


def test_a_response_url_answers_five_times(slack: Workspace, client: WebClient, presses: Presses) -> None:
    with over_sockets(slack, presses):
        ts = posted(client)
        slack.press("U0DOMI", CHANNEL, ts, "Oui")
    url = presses.interactions[0]["response_url"]
    assert WebhookClient(url).send(text="Pour vous seule").status_code == 200
    assert WebhookClient(url).send(text="Décidé", replace_original=True).status_code == 200
    assert slack.ephemerals("U0DOMI")[0]["text"] == "Pour vous seule"
    assert slack.message(CHANNEL, ts)["text"] == "Décidé"
    for _ in range(3):
        WebhookClient(url).send(text="Encore")
    request = urllib.request.Request(url, json.dumps({"text": "Trop"}).encode())
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    refused.value.close()
    assert slack.violations == ["a response_url was used more than 5 times"]
