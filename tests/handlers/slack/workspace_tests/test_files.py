from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from http.client import IncompleteRead
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.handlers.slack.workspace import Json, Upload, Workspace
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.pictures import png

NAME = "affiche.png"
GENERATED = png(parameters="a poster, Steps: 20")


def dropped(slack: Workspace) -> Json:
    """Return the file of a fresh message."""
    ts = slack.post(CHANNEL, "U0CAMILLE", files=[Upload(NAME, GENERATED)])
    file: Json = slack.message(CHANNEL, ts)["files"][0]
    return file


class Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def fetch(url: str, token: str, *, follow: bool = False) -> tuple[bytes, Message]:
    """Fetch something; a redirection is an error unless it is followed, with the token as urllib does."""
    opener = urllib.request.build_opener() if follow else urllib.request.build_opener(Straight())
    with opener.open(urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})) as answer:
        return answer.read(), answer.headers


def test_the_bytes_come_back_as_they_were(slack: Workspace, client: WebClient) -> None:
    file = dropped(slack)
    body, headers = fetch(file["url_private_download"], slack.bot_token)
    assert (body, headers["Content-Type"], file["size"]) == (GENERATED, "image/png", len(GENERATED))
    assert (file["mimetype"], file["filetype"], file["original_w"], file["mode"]) == ("image/png", "png", 64, "hosted")
    info: Any = client.files_info(file=file["id"])["file"]
    assert info["shares"]["public"][CHANNEL][0]["ts"]
    small, _ = fetch(file["thumb_360"], slack.bot_token)
    assert small != GENERATED
    assert [download.what for download in slack.downloads] == ["url_private_download", "thumb_360"]


@pytest.mark.parametrize("spoil", ["token", "scope", "channel", "fault"])
def test_without_the_right_slack_shows_its_login_page(slack: Workspace, spoil: str) -> None:
    file = dropped(slack)
    if spoil == "scope":
        slack.scopes.discard("files:read")
    if spoil == "channel":
        slack.remove(CHANNEL)
    if spoil == "fault":
        slack.faults.login_page(NAME)
    body, headers = fetch(file["url_private_download"], "wrong" if spoil == "token" else slack.bot_token)
    assert (headers["Content-Type"].partition(";")[0], headers["x-slack-meta"]) == ("text/html", "?;acl_fail")
    assert b"Sign in" in body


def test_a_redirect_to_the_login_page(slack: Workspace) -> None:
    slack.faults.login_redirect(NAME)
    file = dropped(slack)
    with pytest.raises(urllib.error.HTTPError) as moved:
        fetch(file["url_private_download"], slack.bot_token)
    with moved.value:
        assert moved.value.code == 302
        assert "/?redir=%2Ffiles-pri%2F" in moved.value.headers["Location"]


def test_a_token_that_follows_a_redirect_elsewhere_is_noted(slack: Workspace) -> None:
    slack.faults.foreign_redirect(NAME)
    file = dropped(slack)
    with pytest.raises(urllib.error.HTTPError) as moved:
        fetch(file["url_private_download"], slack.bot_token)
    moved.value.close()
    assert slack.violations == []
    fetch(file["url_private_download"], slack.bot_token, follow=True)
    assert "token sent to a foreign host" in slack.violations[0]


def test_a_file_can_be_cut_gone_or_late(slack: Workspace, client: WebClient) -> None:
    file = dropped(slack)
    url = file["url_private_download"]
    slack.faults.short_body(NAME)
    assert len(fetch(url, slack.bot_token)[0]) == len(GENERATED) // 2
    slack.faults.short_body(NAME, abrupt=True)
    with pytest.raises(IncompleteRead):
        fetch(url, slack.bot_token)
    slack.faults.heal(NAME)
    assert fetch(url, slack.bot_token)[0] == GENERATED
    slack.faults.not_visible_for(file["id"], calls=2)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=file["id"])
    assert status_of(url, slack.bot_token) == 404
    assert fetch(url, slack.bot_token)[0] == GENERATED
    slack.faults.gone(NAME)
    assert status_of(url, slack.bot_token) == 410


def status_of(url: str, token: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as failed:
        fetch(url, token)
    with failed.value:
        return failed.value.code


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda slack: slack.faults.tombstone(NAME), {"mode": "tombstone"}),
        (lambda slack: slack.faults.hidden_by_limit(NAME), {"mode": "hidden_by_limit"}),
        (lambda slack: slack.faults.external(NAME), {"mode": "external", "is_external": True}),
        (lambda slack: slack.faults.check_file_info(NAME), {"file_access": "check_file_info"}),
        (lambda slack: slack.faults.too_large(NAME), {"size": 2 << 30}),
    ],
)
def test_a_file_is_told_of_as_slack_tells(slack: Workspace, spoil: Callable[[Workspace], None], told: Json) -> None:
    spoil(slack)
    file = dropped(slack)
    assert {key: file.get(key) for key in told} == told


def test_a_stub_is_whole_when_asked_for(slack: Workspace, client: WebClient) -> None:
    slack.faults.check_file_info(NAME)
    file = dropped(slack)
    assert "url_private" not in file
    assert "url_private" in client.files_info(file=file["id"])["file"]


@pytest.mark.parametrize("everywhere", [True, False])
def test_pictures_may_lose_their_metadata(slack: Workspace, everywhere: bool) -> None:
    if everywhere:
        slack.strips_metadata = True
    else:
        slack.faults.strip_exif(NAME)
    file = dropped(slack)
    body, _ = fetch(file["url_private"], slack.bot_token)
    assert b"Steps: 20" in GENERATED
    assert b"Steps: 20" not in body
    assert len(body) == file["size"]


def test_an_upload_is_shared_a_moment_later(slack: Workspace, client: WebClient) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", "Pour demain")
    client.files_upload_v2(content="a;b", filename="bilan.csv", title="Bilan", channel=CHANNEL, thread_ts=ts)
    uploaded = slack.wait_for(lambda: slack.uploads[0])
    assert (uploaded.name, uploaded.title, uploaded.data, uploaded.thread_ts) == ("bilan.csv", "Bilan", b"a;b", ts)
    assert slack.thread(CHANNEL, ts)[1]["files"][0]["id"] == uploaded.file_id
    assert slack.violations == []


def test_an_upload_needs_bytes_and_membership(slack: Workspace, client: WebClient) -> None:
    slack.add_channel("C0OTHER", "ailleurs", bot_is_member=False)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.files_upload_v2(content="a", filename="a.csv", channel="C0OTHER")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.files_getUploadURLExternal(filename="a.csv", length=0)
