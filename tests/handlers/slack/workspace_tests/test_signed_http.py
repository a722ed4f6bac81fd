from __future__ import annotations

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from tests.handlers.slack.workspace import Json, Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.running import free_port, over_http
from tests.handlers.slack.workspace_tests.test_socket_mode import approvals


def test_the_whole_round_works_over_http(slack: Workspace) -> None:
    with over_http(slack, approvals):
        ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
        card = slack.wait_for(lambda: slack.thread(CHANNEL, ts)[1])["ts"]
        assert slack.press("U0DOMI", CHANNEL, card, "Refuser").acknowledged
        slack.wait_for(lambda: slack.views("U0DOMI"))
        assert slack.submit("U0DOMI", {"why": "non"}).errors == {"why": "Trop court"}
        assert slack.submit("U0DOMI", {"why": "Logo périmé"}).acknowledged
        slack.wait_for(lambda: slack.message(CHANNEL, card)["text"].endswith("Logo périmé"))
        slack.command("U0CAMILLE", CHANNEL, "/vigie", "aide")
        assert slack.ephemerals("U0CAMILLE", CHANNEL)[0]["text"] == "Voici l'aide"
    assert slack.violations == []


@pytest.mark.parametrize(("signature", "status"), [("good", 200), ("bad", 401), ("old", 401)])
def test_a_signature_can_be_bad_or_old(slack: Workspace, signature: str, status: int) -> None:
    with over_http(slack, approvals):
        challenge = {"type": "url_verification", "challenge": "x", "token": "t"}
        assert slack.deliver_raw(challenge, signature=signature) == status


def test_a_refused_event_comes_again_with_the_number_of_the_try(slack: Workspace) -> None:
    tries: list[tuple[str, str]] = []

    def failing_at_first(app: AsyncApp) -> None:
        @app.use
        async def note(body: Json, req: object, next: object) -> None:  # noqa: A002
            headers: dict[str, list[str]] = req.headers  # type: ignore[attr-defined]
            tries.append((headers.get("x-slack-retry-num", [""])[0], headers.get("x-slack-retry-reason", [""])[0]))
            if len(tries) < 3:
                raise RuntimeError("the inbox is full")
            await next()  # type: ignore[operator]

        @app.event("message")
        async def on_message() -> None:
            return None

    slack.retry_delays = (0.01, 0.01, 0.01)
    with over_http(slack, failing_at_first):
        slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
        slack.wait_for(lambda: len(tries) == 3)
    assert tries == [("", ""), ("1", "http_error"), ("2", "http_error")]
    assert (slack.lost_events, slack.violations) == (0, [])


def test_an_error_after_the_acknowledgement_is_seen_as_a_lost_one(slack: Workspace) -> None:
    def failing(app: AsyncApp) -> None:
        @app.command("/vigie")
        async def on_command(ack: AsyncAck) -> None:
            await ack()
            raise RuntimeError("after the acknowledgement")

    slack.ack_seconds = 0.5
    with over_http(slack, failing):
        assert not slack.command("U0CAMILLE", CHANNEL, "/vigie").acknowledged
    assert slack.violations == ["not acknowledged in time: /vigie  (http_timeout)"]


def test_an_address_where_nobody_listens_loses_events(slack: Workspace) -> None:
    slack.retry_delays = (0.01, 0.01)
    slack.serve_events_to(f"http://127.0.0.1:{free_port()}/slack/events")
    slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    slack.wait_for(lambda: slack.lost_events == 1)
    assert slack.violations == []
