from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.errors import SetupError
from handlers.slack import catching_up
from handlers.slack import socket as connection
from handlers.slack.marks import heard_until
from handlers.slack.socket import Socket
from tests.handlers.slack.running import CAMILLE, CHANNEL, Vigie, running
from tests.handlers.slack.workspace import Upload, Workspace
from tests.policy.making import png


def sessions(slack: Workspace) -> int:
    return len([call for call in slack.calls if call.method == "apps.connections.open"])


def listening(slack: Workspace, vigie: Vigie) -> None:
    """Wait until Vigie has looked into the history; from now on Slack tells nothing a second time."""
    slack.wait_for(lambda: heard_until(vigie.house, CHANNEL), what="a first look")
    slack.retry_delays = ()


@contextmanager
def sdk_asleep(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The SDK's own look after its session does nothing, as it was seen to (slack_sdk issues 1446, 1701)."""

    async def sleep(_client: SocketModeClient) -> None:
        await asyncio.sleep(3_600)

    with monkeypatch.context() as patched:
        patched.setattr(SocketModeClient, "monitor_current_session", sleep)
        yield


def test_a_connection_that_has_gone_deaf_is_made_anew_and_nothing_is_lost(slack: Workspace, vigie: Vigie) -> None:
    listening(slack, vigie)
    slack.go_deaf()
    meanwhile = slack.post(CHANNEL, CAMILLE, "Pendant", files=[Upload("marche.png", png())])
    vigie.card(meanwhile, "Avis réservé")
    after = slack.post(CHANNEL, CAMILLE, "#brouillon Après")
    vigie.reference(after)
    assert slack.violations == []


def test_the_watchdog_does_not_depend_on_the_sdk_s(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    with sdk_asleep(monkeypatch), running(slack, tmp_path, ping_every=0.2, deaf_after=1.0) as vigie:
        first = slack.post(CHANNEL, CAMILLE, "#brouillon Avant")
        vigie.reference(first)
        slack.go_deaf()
        slack.wait_for(lambda: sessions(slack) >= 2, seconds=4, what="another connection")
        after = slack.post(CHANNEL, CAMILLE, "#brouillon Après")
        vigie.reference(after)


def test_a_healthy_connection_is_left_alone(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    with running(slack, tmp_path, ping_every=0.2, deaf_after=1.0) as vigie:
        began = sessions(slack)
        time.sleep(2.0)  # twice as long as a deaf connection is borne
        assert sessions(slack) == began
        vigie.reference(slack.post(CHANNEL, CAMILLE, "#brouillon Toujours là"))


@pytest.mark.parametrize("how", ["refresh_requested", "link_disabled", "drop", "brutal"])
def test_whichever_way_a_connection_ends_events_flow_again(slack: Workspace, vigie: Vigie, how: str) -> None:
    listening(slack, vigie)
    if how in {"drop", "brutal"}:
        slack.drop_sockets(brutal=how == "brutal")
    else:
        slack.disconnect(how)
    meanwhile = slack.post(CHANNEL, CAMILLE, "#brouillon Pendant")
    slack.wait_for(lambda: slack.sockets >= 1, what="another connection")
    vigie.reference(meanwhile)
    vigie.reference(slack.post(CHANNEL, CAMILLE, "#brouillon Après"))


def test_a_warning_changes_nothing(slack: Workspace, vigie: Vigie) -> None:
    began = sessions(slack)
    slack.disconnect("warning")
    vigie.reference(slack.post(CHANNEL, CAMILLE, "#brouillon Après"))
    assert sessions(slack) <= began + 1
    assert slack.sockets >= 1


def test_two_connections_at_once_take_each_event_in_once(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    with running(slack, tmp_path / "one") as vigie, running(slack, tmp_path / "one") as other:
        slack.wait_for(lambda: slack.sockets == 2, what="two connections")
        slack.faults.duplicate_events = True
        ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[Upload("marche.png", png())])
        vigie.card(ts, "Avis réservé")
        assert vigie.reference(ts) == other.reference(ts) == "V-0001"
        assert len(slack.thread(CHANNEL, ts)) == 2, "the message and one card"


def test_a_connection_that_never_comes_about_ends_the_process(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    with running(slack, tmp_path) as vigie:
        monkeypatch.setattr(connection, "_TRIES", 2)
        monkeypatch.setattr(connection, "_connecting", _never)
        socket = Socket(_context(vigie), _App(), ping_every=0.05, deaf_after=0.1)  # type: ignore[arg-type]
        with pytest.raises(SetupError):
            asyncio.run(asyncio.wait_for(socket.run(), 10))


async def _never(_handler: object) -> None:
    await asyncio.sleep(3_600)


class _App:
    logger = None
    client = None


def _context(vigie: Vigie) -> object:
    class Context:
        house = vigie.house

    return Context()


def test_a_history_that_can_not_be_read_at_once_is_read_later(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    monkeypatch.setattr(catching_up, "_TRY_AGAIN", 0.2)
    with running(slack, tmp_path):
        slack.wait_for(lambda: any(call.method == "users.conversations" for call in slack.calls), what="a first look")
    missed = slack.post(CHANNEL, CAMILLE, "#brouillon Pendant l’absence")
    slack.wait_for(lambda: slack.lost_events, what="Slack to give up")
    slack.faults.http_error("users.conversations", 503, times=2)
    slack.faults.http_error("conversations.history", 503, times=2)
    with running(slack, tmp_path) as vigie:
        vigie.reference(missed)
