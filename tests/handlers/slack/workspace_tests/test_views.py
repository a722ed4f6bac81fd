from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.handlers.slack.workspace import Json, Workspace, words_of
from tests.handlers.slack.workspace.methods_views import TRIGGER_SECONDS
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.running import over_sockets
from tests.handlers.slack.workspace_tests.test_socket_mode import MODAL


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str) -> Json:
    return {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "text": plain(label)}]}


def modal(title: str, *blocks: Json) -> Json:
    return MODAL | {"title": plain(title), "blocks": [*blocks, *MODAL["blocks"]]}


class Forms:
    """An app whose one command opens a form; what the form's sending is answered with can be set."""

    def __init__(self) -> None:
        self.triggers: list[str] = []
        self.answer: Json = {}
        self.bodies: list[Json] = []
        self.first = modal("Première", button("Détails", "details"))

    def __call__(self, app: AsyncApp) -> None:
        @app.command("/vigie")
        async def on_command(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            self.triggers.append(body["trigger_id"])
            await client.views_open(trigger_id=body["trigger_id"], view=self.first)

        @app.action("details")
        async def on_details(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            self.bodies.append(body)
            with suppress(SlackApiError):
                deeper = modal("Détails", button("Détails", "details"))
                await client.views_push(trigger_id=body["trigger_id"], view=deeper)

        @app.view("reason")
        async def on_reason(ack: AsyncAck) -> None:
            await ack(**self.answer)


@pytest.fixture
def forms() -> Forms:
    return Forms()


def opened(slack: Workspace) -> Json:
    slack.command("U0DOMI", CHANNEL, "/vigie")
    return slack.wait_for(lambda: slack.views("U0DOMI")[-1], what="a form")


def titles(slack: Workspace) -> list[str]:
    return [view["title"]["text"] for view in slack.views("U0DOMI")]


def test_a_trigger_works_once(slack: Workspace, client: WebClient, forms: Forms) -> None:
    with over_sockets(slack, forms):
        opened(slack)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            client.views_open(trigger_id=forms.triggers[0], view=MODAL)
    assert slack.violations == []


def test_a_trigger_works_for_three_seconds(slack: Workspace, client: WebClient) -> None:
    stored: list[str] = []

    def idle(app: AsyncApp) -> None:
        @app.command("/vigie")
        async def on_command(ack: AsyncAck, body: Json) -> None:
            await ack()
            stored.append(body["trigger_id"])

    with over_sockets(slack, idle):
        slack.command("U0DOMI", CHANNEL, "/vigie")
    time.sleep(TRIGGER_SECONDS + 0.05)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=stored[0], view=MODAL)


def test_three_modals_lie_on_each_other_and_no_fourth(slack: Workspace, forms: Forms) -> None:
    with over_sockets(slack, forms):
        opened(slack)
        slack.fill("U0DOMI", {"why": "Parce que"})
        for depth in (2, 3):
            slack.press_in_view("U0DOMI", "Détails")
            slack.wait_for(lambda: len(slack.views("U0DOMI")) == depth)  # noqa: B023
        slack.press_in_view("U0DOMI", "Détails")
        slack.wait_for(lambda: slack.calls[-1].status == "push_limit_reached")
        assert forms.bodies[0]["view"]["state"]["values"]["why"]["text"]["value"] == "Parce que"
        assert titles(slack) == ["Première", "Détails", "Détails"]
        forms.answer = {"response_action": "clear"}
        slack.submit("U0DOMI", {"why": "Fini"})
        assert slack.views("U0DOMI") == []
    assert slack.violations == []


def test_a_form_can_be_replaced_or_covered_in_answer(slack: Workspace, forms: Forms) -> None:
    with over_sockets(slack, forms):
        opened(slack)
        forms.answer = {"response_action": "update", "view": modal("Deuxième")}
        slack.submit("U0DOMI", {"why": "Suite"})
        assert titles(slack) == ["Deuxième"]
        forms.answer = {"response_action": "push", "view": modal("Troisième")}
        slack.submit("U0DOMI", {"why": "Suite"})
        assert titles(slack) == ["Deuxième", "Troisième"]
    assert slack.violations == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "which is no input"),
        ({"response_action": "update", "view": {"type": "modal", "title": plain("x" * 25)}}, "1 to 24 characters"),
    ],
)
def test_a_wrong_answer_to_a_form_is_noted(slack: Workspace, forms: Forms, answer: Json, said: str) -> None:
    with over_sockets(slack, forms):
        opened(slack)
        forms.answer = answer
        slack.submit("U0DOMI", {"why": "Suite"})
    assert any(said in violation for violation in slack.violations)


def test_an_update_keeps_what_was_typed_and_guards_its_hash(slack: Workspace, client: WebClient, forms: Forms) -> None:
    with over_sockets(slack, forms):
        view = opened(slack)
        slack.fill("U0DOMI", {"why": "Brouillon", "article": "Article 2"})
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Autre"))
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Encore"))
    values: Any = slack.values("U0DOMI")
    assert values["why"]["text"]["value"] == "Brouillon"
    assert values["article"]["choice"]["selected_option"]["value"] == "2"
    assert titles(slack) == ["Autre"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "why: required"),
        ({"why": "x" * 21}, "more than max_length"),
        ({"why": "x", "other": "y"}, "no input 'other'"),
        ({"why": "x", "article": "Article 3"}, "is not offered"),
    ],
)
def test_a_client_does_not_send_a_wrong_form(slack: Workspace, forms: Forms, values: dict[str, str], said: str) -> None:
    with over_sockets(slack, forms):
        opened(slack)
        with pytest.raises(AssertionError, match=said):
            slack.submit("U0DOMI", values)


def test_a_home_is_published_and_pressed(slack: Workspace, client: WebClient) -> None:
    def refreshing(app: AsyncApp) -> None:
        @app.event("app_home_opened")
        async def on_home(event: Json, client: AsyncWebClient) -> None:
            view = {"type": "home", "blocks": [button("Rafraîchir", "refresh")]}
            await client.views_publish(user_id=event["user"], view=view)

        @app.action("refresh")
        async def on_refresh(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
            await ack()
            blocks = [{"type": "section", "text": plain("Rien à faire")}]
            await client.views_publish(
                user_id=body["user"]["id"], hash=body["view"]["hash"], view={"type": "home", "blocks": blocks}
            )

    with over_sockets(slack, refreshing):
        assert slack.home("U0DOMI") is None
        slack.open_home("U0DOMI")
        slack.wait_for(lambda: slack.home("U0DOMI"))
        assert slack.press_at_home("U0DOMI", "Rafraîchir").acknowledged
        slack.wait_for(lambda: words_of(slack.home("U0DOMI") or {}) == "Rien à faire")
    assert slack.violations == []
