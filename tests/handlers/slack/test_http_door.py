from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.tables import inbox
from tests.handlers.slack.running import CAMILLE, CHANNEL, Vigie, running
from tests.handlers.slack.workspace import Json, Workspace

POST = {"type": "message", "channel": CHANNEL, "user": CAMILLE, "ts": "1764000000.000100", "text": "#brouillon Samedi"}


@pytest.fixture
def door(slack: Workspace, tmp_path: Path) -> Iterator[Vigie]:
    slack.unlimited()
    with running(slack, tmp_path, http=True) as vigie:
        slack.wait_for(lambda: slack.hears_by_http, what="an open door")
        yield vigie


def callback(slack: Workspace) -> Json:
    known = {"team_id": slack.team_id, "api_app_id": slack.app_id, "token": "t"}
    return known | {"type": "event_callback", "event_id": "Ev0HAND", "event": POST}


def address(slack: Workspace) -> str:
    http = slack._server.http
    assert http is not None
    return http._url


def headers(slack: Workspace, body: bytes, stamp: str) -> dict[str, str]:
    digest = hmac.new(slack.signing_secret.encode(), b"v0:" + stamp.encode("latin-1") + b":" + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


def kept(vigie: Vigie) -> int:
    with vigie.house.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(inbox)).scalar_one()


def test_a_well_signed_request_is_put_on_record(slack: Workspace, door: Vigie) -> None:
    assert slack.deliver_raw(callback(slack)) == 200
    assert kept(door) == 1
    door.reference(POST["ts"])


@pytest.mark.parametrize("signature", ["bad", "old"])
def test_a_badly_or_long_ago_signed_request_is_refused(slack: Workspace, door: Vigie, signature: str) -> None:
    assert slack.deliver_raw(callback(slack), signature=signature) == 401
    assert kept(door) == 0


@pytest.mark.parametrize("minutes", [-6, 6], ids=["our clock is late", "our clock is early"])
def test_clocks_more_than_five_minutes_apart_are_refused(slack: Workspace, door: Vigie, minutes: int) -> None:
    body = json.dumps(callback(slack)).encode()
    stamp = str(int(time.time()) + 60 * minutes)
    assert httpx.post(address(slack), content=body, headers=headers(slack, body, stamp)).status_code == 401
    assert kept(door) == 0


@pytest.mark.parametrize(
    "stamp", ["", "soon", "1764000000.5", "-1", "²", "9" * 5_000], ids=lambda stamp: repr(stamp[:12])
)
def test_a_timestamp_that_is_no_number_is_refused_like_a_bad_signature(
    slack: Workspace, door: Vigie, stamp: str
) -> None:
    body = json.dumps(callback(slack)).encode()
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers(slack, body, stamp).items()]
    assert httpx.post(address(slack), content=body, headers=sent).status_code == 401
    assert kept(door) == 0


def test_a_body_that_is_too_large_is_refused_unread(slack: Workspace, door: Vigie) -> None:
    body = json.dumps(callback(slack) | {"event": POST | {"text": "x" * (2 * 1024 * 1024)}}).encode()
    signed = headers(slack, body, str(int(time.time())))
    assert httpx.post(address(slack), content=body, headers=signed).status_code == 413
    assert kept(door) == 0


def test_a_body_of_unknown_length_is_refused(slack: Workspace, door: Vigie) -> None:
    body = json.dumps(callback(slack)).encode()
    signed = headers(slack, body, str(int(time.time())))
    assert httpx.post(address(slack), content=iter([body]), headers=signed).status_code == 413
    assert kept(door) == 0


@pytest.mark.parametrize(
    "body",
    ['{"type": "event_callb', "[" * 100_000, "[]", "null", '"hello"', "{}"],
    ids=["cut", "deep", "list", "null", "string", "empty"],
)
def test_what_strangers_send_is_not_even_parsed(slack: Workspace, door: Vigie, body: str) -> None:
    assert slack.deliver_raw(body, signature="bad") == 401
    assert kept(door) == 0
    assert slack.deliver_raw(callback(slack)) == 200, "and the door is still open"


@pytest.mark.parametrize("signature", [b"", b"v0=", b"v0=\xe9\xff", b"v1=00"])
def test_a_signature_that_is_none_is_refused(slack: Workspace, door: Vigie, signature: bytes) -> None:
    stamp = str(int(time.time())).encode()
    sent = [(b"X-Slack-Request-Timestamp", stamp), (b"X-Slack-Signature", signature)]
    assert httpx.post(address(slack), content=b'{"text": "\xff"}', headers=sent).status_code == 401
    assert kept(door) == 0


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "", 405), ("POST", "/x", 404)])
def test_there_is_one_address_and_no_other(slack: Workspace, door: Vigie, method: str, path: str, status: int) -> None:
    assert httpx.request(method, address(slack) + path).status_code == status


def test_the_door_looks_into_the_history_as_a_socket_does(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    with running(slack, tmp_path, http=True):
        slack.wait_for(lambda: any(call.method == "users.conversations" for call in slack.calls), what="a first look")
    missed = slack.post(CHANNEL, CAMILLE, "#brouillon Pendant que Vigie dort")
    slack.wait_for(lambda: slack.lost_events, what="Slack to give up")
    with running(slack, tmp_path, http=True) as vigie:
        vigie.reference(missed)
