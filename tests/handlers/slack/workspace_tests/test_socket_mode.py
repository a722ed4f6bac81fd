from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.handlers.slack.workspace import Json, Upload, Workspace, buttons_of, words_of
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.pictures import png
from tests.handlers.slack.workspace_tests.running import over_sockets

MODAL: Json = {
    "type": "modal",
    "callback_id": "reason",
    "title": {"type": "plain_text", "text": "Refuser"},
    "submit": {"type": "plain_text", "text": "Envoyer"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Motif"},
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "article",
            "optional": True,
            "label": {"type": "plain_text", "text": "Article"},
            "element": {
                "type": "static_select",
                "action_id": "choice",
                "initial_option": {"text": {"type": "plain_text", "text": "Article 1"}, "value": "1"},
                "options": [
                    {"text": {"type": "plain_text", "text": "Article 1"}, "value": "1"},
                    {"text": {"type": "plain_text", "text": "Article 2"}, "value": "2"},
                ],
            },
        },
    ],
}
CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Avis réservé*"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "refuse", "value": "7", "text": {"type": "plain_text", "text": "Refuser"}},
        ],
    },
]


def approvals(app: AsyncApp) -> None:
    """A card in the thread of every message; its button asks for a reason, which then stands in the card."""
    cards: dict[str, str] = {}

    @app.event("message")
    async def on_message(event: Json, say: AsyncSay) -> None:
        if event.get("bot_id") or event.get("subtype") not in (None, "file_share"):
            return
        said = await say(text="Avis réservé", blocks=CARD, thread_ts=event["ts"])
        cards["last"] = said["ts"]

    @app.event(re.compile(".*"))
    async def on_anything(event: Json) -> None:
        return None

    @app.action("refuse")
    async def on_refuse(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("reason")
    async def on_reason(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        why = view["state"]["values"]["why"]["text"]["value"]
        if why == "non":
            await ack(response_action="errors", errors={"why": "Trop court"})
            return
        await ack()
        name = (await client.users_info(user=body["user"]["id"]))["user"]["profile"]["display_name"]
        await client.chat_update(channel=CHANNEL, ts=cards["last"], text=f"Refusé par {name} : {why}")

    @app.command("/vigie")
    async def on_command(ack: AsyncAck) -> None:
        await ack("Voici l'aide")


def test_a_drop_is_answered_in_its_thread(slack: Workspace) -> None:
    with over_sockets(slack, approvals):
        ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain", files=[Upload("affiche.png", png())])
        slack.wait_for(lambda: len(slack.thread(CHANNEL, ts)) == 2, what="a card")
        root, card = slack.thread(CHANNEL, ts)
        assert root["files"][0]["name"] == "affiche.png"
        assert words_of(card) == "*Avis réservé*\nRefuser"
        assert buttons_of(card) == ["Refuser"]
    assert slack.violations == []


def refused(slack: Workspace) -> tuple[str, str]:
    """Return a message and its card, with the form of « Refuser » open."""
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    card = slack.wait_for(lambda: slack.thread(CHANNEL, ts)[1])["ts"]
    assert slack.press("U0DOMI", CHANNEL, card, "Refuser").acknowledged
    slack.wait_for(lambda: slack.views("U0DOMI"), what="the form")
    return ts, card


def test_a_button_opens_a_form_whose_words_reach_the_card(slack: Workspace) -> None:
    with over_sockets(slack, approvals):
        _, card = refused(slack)
        assert slack.values("U0DOMI")["article"]["choice"]["selected_option"]["value"] == "1"
        answer = slack.submit("U0DOMI", {"why": "Logo périmé", "article": "2"})
        assert (answer.acknowledged, answer.errors) == (True, {})
        slack.wait_for(lambda: slack.message(CHANNEL, card)["text"] == "Refusé par Dominique : Logo périmé")
        assert slack.views("U0DOMI") == []
        assert "blocks" not in slack.message(CHANNEL, card)
    assert slack.violations == []


def test_errors_leave_the_form_open(slack: Workspace) -> None:
    with over_sockets(slack, approvals):
        refused(slack)
        assert slack.submit("U0DOMI", {"why": "non"}).errors == {"why": "Trop court"}
        assert len(slack.views("U0DOMI")) == 1
        assert slack.close_view("U0DOMI").acknowledged
        assert slack.views("U0DOMI") == []
    assert slack.violations == []


def test_a_command_is_answered_to_one_person(slack: Workspace) -> None:
    with over_sockets(slack, approvals):
        assert slack.command("U0CAMILLE", CHANNEL, "/vigie", "aide").acknowledged
        assert [message["text"] for message in slack.ephemerals("U0CAMILLE")] == ["Voici l'aide"]
        assert slack.ephemerals("U0DOMI") == []
    assert slack.violations == []


def test_an_unknown_command_is_noted_as_unanswered(slack: Workspace) -> None:
    slack.ack_seconds = 0.3
    with over_sockets(slack, approvals):
        assert not slack.command("U0CAMILLE", CHANNEL, "/vigile").acknowledged
    assert slack.violations == ["not acknowledged in time: /vigile  (timeout)"]


def test_an_event_that_nobody_takes_comes_again_and_is_noted(slack: Workspace) -> None:
    slack.ack_seconds, slack.retry_delays = 0.2, (0.05, 0.05, 0.05)
    with over_sockets(slack, lambda app: None):
        slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
        slack.wait_for(lambda: slack.lost_events == 1)
    assert len(slack.unacknowledged) == 4
    assert "never acknowledged: message" in slack.violations[0]


def test_a_retry_has_the_same_event_and_says_that_it_is_one(slack: Workspace) -> None:
    seen: list[tuple[str, str | None]] = []

    def noting(app: AsyncApp) -> None:
        @app.event("message")
        async def on_message(body: Json, request: object) -> None:
            headers: dict[str, list[str]] = request.headers  # type: ignore[attr-defined]
            seen.append((body["event_id"], headers.get("x-slack-retry-num", [""])[0]))

    slack.ack_seconds = 0.5
    slack.faults.lose_acks = 1
    with over_sockets(slack, noting):
        slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
        slack.wait_for(lambda: len(seen) == 2)
    assert seen[0][0] == seen[1][0]
    assert [number for _, number in seen] == ["0", "1"]
    assert slack.violations == []


def test_an_app_reconnects_after_every_kind_of_end(slack: Workspace) -> None:
    with over_sockets(slack, approvals):
        ends: list[Callable[[], None]] = [
            lambda: slack.disconnect("refresh_requested"),
            lambda: slack.drop_sockets(brutal=True),
            slack.drop_sockets,
            slack.go_deaf,
        ]
        for end in ends:
            end()
            slack.wait_for(lambda: slack.command("U0DOMI", CHANNEL, "/vigie").acknowledged, 30, "a living socket")
    assert slack.violations == []


def test_what_happens_while_nobody_is_connected_is_lost_to_events_only(slack: Workspace) -> None:
    slack.retry_delays = (0.01, 0.01, 0.01)
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    slack.wait_for(lambda: slack.lost_events == 1)
    assert [message["ts"] for message in slack.messages(CHANNEL)] == [ts]
    assert not slack.command("U0CAMILLE", CHANNEL, "/vigie").acknowledged
    assert slack.violations == []


def test_a_frame_that_answers_nothing_and_a_ticket_used_twice_are_noted(slack: Workspace) -> None:
    async def misuse() -> None:
        client = AsyncWebClient(token=slack.app_token, base_url=slack.api_url)
        url = str((await client.apps_connections_open(app_token=slack.app_token))["url"])
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as connection:
                assert (await connection.receive_json())["type"] == "hello"
                await connection.send_str('{"envelope_id": "made-up"}')
                await connection.send_str("{}")
            async with session.get(url) as refused:
                assert refused.status == 401

    asyncio.run(misuse())
    slack.wait_for(lambda: len(slack.violations) == 3)
