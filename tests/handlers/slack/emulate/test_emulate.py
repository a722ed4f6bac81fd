from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.handlers.slack.emulate import seed
from tests.handlers.slack.emulate.emulator import Delivery, Emulator
from tests.handlers.slack.emulate.listening import listening
from tests.handlers.slack.emulate.node import PATIENCE

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Motif"}, "blocks": []}

Events = Queue[dict[str, Any]]


def bolt(slack: Emulator, secret: str = seed.SIGNING_SECRET) -> AsyncApp:
    return AsyncApp(client=AsyncWebClient(slack.bot_token, base_url=slack.api_url), signing_secret=secret)


@contextmanager
def hearing(slack: Emulator, secret: str = seed.SIGNING_SECRET) -> Iterator[Events]:
    app, heard = bolt(slack, secret), Events()

    @app.event(re.compile(".*"))
    async def hear(event: dict[str, Any]) -> None:
        heard.put(event)

    with listening(app) as url:
        slack.events_to(url)
        yield heard


def download(url: str, token: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(trust_env=False) as client:
        return client.get(url, headers=headers)


def statuses(deliveries: list[Delivery]) -> list[tuple[str, int | None]]:
    return [(delivery.event["type"], delivery.status) for delivery in deliveries]


def test_a_signed_event_arrives_and_verifies(slack: Emulator) -> None:
    with hearing(slack) as heard:
        ts = slack.post("camille", slack.approval, "un brouillon")
        event = heard.get(timeout=PATIENCE)
    assert (event["type"], event["channel"], event["ts"]) == ("message", slack.approval, ts)
    assert (event["user"], event["text"]) == (slack.people["camille"], "un brouillon")
    assert statuses(slack.deliveries()) == [("message", 200)]


def test_an_event_signed_with_another_secret_is_refused(slack: Emulator) -> None:
    with hearing(slack, secret="another secret") as heard:
        slack.post("camille", slack.approval, "un brouillon")
    assert statuses(slack.deliveries()) == [("message", 401)]
    assert heard.empty()


def test_an_uploaded_file_is_announced_and_comes_back_byte_for_byte(slack: Emulator) -> None:
    with hearing(slack) as heard:
        slack.upload("camille", slack.approval, {"été à Genève.png": PNG}, "pour l’affiche")
        events = [heard.get(timeout=PATIENCE) for _ in range(3)]
    assert {event["type"] for event in events} == {"file_created", "file_shared", "message"}
    message = next(event for event in events if event["type"] == "message")
    assert (message["subtype"], message["text"]) == ("file_share", "pour l’affiche")
    assert message["user"] == slack.people["camille"]
    (file,) = message["files"]
    assert (file["name"], file["size"], file["mimetype"]) == ("été à Genève.png", len(PNG), "image/png")
    assert download(file["url_private_download"], slack.bot_token).content == PNG
    assert slack.as_bot().files_info(file=file["id"])["file"]["shares"]["private"][slack.approval]


def test_two_files_of_one_message_come_in_one_event(slack: Emulator) -> None:
    with hearing(slack):
        slack.upload("camille", slack.approval, {"a.png": PNG, "b.jpg": b"\xff\xd8\xff"})
    (message,) = [delivery.event for delivery in slack.deliveries() if delivery.event["type"] == "message"]
    assert [file["name"] for file in message["files"]] == ["a.png", "b.jpg"]


def test_an_app_answers_in_the_thread_edits_its_answer_and_reacts(slack: Emulator) -> None:
    app, done = bolt(slack), Events()

    @app.event("message")
    async def answer(event: dict[str, Any], client: AsyncWebClient) -> None:
        channel, thread = event["channel"], event["ts"]
        card = await client.chat_postMessage(channel=channel, thread_ts=thread, text="Examen en cours")
        await client.chat_update(channel=channel, ts=card["ts"], text="Examen terminé")
        await client.reactions_add(channel=channel, timestamp=thread, name="eyes")
        done.put(event)

    with listening(app) as url:
        slack.events_to(url, events=("message", "reaction_added"))
        thread = slack.post("camille", slack.approval, "un brouillon")
        done.get(timeout=PATIENCE)
    first, card = slack.replies(slack.approval, thread)
    assert (first["reply_count"], first["reply_users"]) == (1, [slack.bot_user])
    assert (card["user"], card["text"], card["thread_ts"]) == (slack.bot_user, "Examen terminé", thread)
    assert card["edited"]["user"] == slack.bot_user
    assert [message["ts"] for message in slack.history(slack.approval)] == [thread]
    assert slack.reactions(slack.approval, thread) == {"eyes": [slack.bot_user]}


def test_an_app_edits_only_its_own_messages(slack: Emulator) -> None:
    ts = slack.post("camille", slack.approval, "un brouillon")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        slack.as_bot().chat_update(channel=slack.approval, ts=ts, text="…")


def test_a_missing_scope_is_named() -> None:
    scopes = [scope for scope in seed.SCOPES if scope != "chat:write"]
    with Emulator(scopes) as slack, pytest.raises(SlackApiError) as refusal:
        slack.as_bot().chat_postMessage(channel=slack.approval, text="…")
    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", "chat:write")


def test_a_private_channel_is_closed_to_who_is_not_in_it(slack: Emulator) -> None:
    (file,) = slack.upload("camille", slack.channels[seed.ELSEWHERE], {"a.png": PNG})
    with pytest.raises(SlackApiError, match="file_not_found"):
        slack.as_bot().files_info(file=file["id"])
    with pytest.raises(SlackApiError, match="not_in_channel"):
        slack.as_bot().chat_postMessage(channel=slack.channels[seed.ELSEWHERE], text="…")


def test_a_download_without_the_right_token_is_no_picture(slack: Emulator) -> None:
    (file,) = slack.upload("camille", slack.approval, {"a.png": PNG})
    nobody = download(file["url_private_download"])
    assert (nobody.status_code, nobody.text) == (401, "not_authed")
    stranger = download(file["url_private_download"], "xoxb-of-another-app")
    assert (stranger.status_code, stranger.json()["error"]) == (200, "missing_scope")


def test_a_click_opens_one_modal(slack: Emulator) -> None:
    trigger = slack.trigger("camille")
    assert slack.as_bot().views_open(trigger_id=trigger, view=MODAL)["view"]["app_id"] == slack.app
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        slack.as_bot().views_open(trigger_id=trigger, view=MODAL)
