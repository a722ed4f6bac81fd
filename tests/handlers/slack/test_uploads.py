"""Sharing a file: what fails before the last of the three calls was certainly not shared."""

from __future__ import annotations

from itertools import count

import httpx
import pytest

from bot.ports import NotSentError, RefusedError
from bot.settings import SlackSettings
from handlers.slack import web as webs
from handlers.slack.web import UNCERTAIN, UnfitError, Web
from tests.handlers.slack.running import CHANNEL
from tests.handlers.slack.workspace import Workspace

FIRST, LAST = "files.getUploadURLExternal", "files.completeUploadExternal"


@pytest.fixture
def web(slack: Workspace) -> Web:
    slack.unlimited()
    return Web(SlackSettings(bot_token=slack.bot_token, api_url=slack.api_url))


def share(web: Web, alternative: str = "") -> str:
    return web.upload("a.png", b"bytes", channel=CHANNEL, title="A picture", alternative=alternative)


def shared(slack: Workspace) -> bool:
    return any(call.method == LAST and call.status == "ok" for call in slack.calls)


def test_a_picture_comes_with_its_description_cut_to_what_slack_takes(slack: Workspace, web: Web) -> None:
    file = share(web, "é" * 1_200)
    slack.wait_for(lambda: slack.uploads, what="the picture")
    (upload,) = slack.uploads
    assert (upload.file_id, upload.title, upload.data) == (file, "A picture", b"bytes")
    assert upload.alt_text == "é" * 999 + "…"


def test_what_fails_at_the_first_call_was_certainly_not_shared(slack: Workspace, web: Web) -> None:
    slack.faults.http_error(FIRST, 500)
    slack.faults.drop_after(FIRST)
    slack.faults.fail(FIRST, "internal_error")
    for _ in range(3):
        with pytest.raises(NotSentError):
            share(web)
    assert not shared(slack)


def test_slack_s_patience_is_passed_on(slack: Workspace, web: Web) -> None:
    slack.faults.http_error(FIRST, 429)
    with pytest.raises(NotSentError) as refused:
        share(web)
    assert refused.value.after


def test_bytes_that_do_not_get_through_were_certainly_not_shared(
    slack: Workspace, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = httpx.post
    monkeypatch.setattr(httpx, "post", lambda address, **more: post(f"{address}-elsewhere", **more))
    with pytest.raises(NotSentError):
        share(web)
    assert not shared(slack)


def test_an_upload_that_took_too_long_is_not_shared_any_more(
    slack: Workspace, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = count(0.0, 30.0)
    monkeypatch.setattr(webs, "monotonic", lambda: next(moments))
    with pytest.raises(NotSentError):
        share(web)
    assert not shared(slack)


def test_of_the_last_call_nobody_knows(slack: Workspace, web: Web) -> None:
    slack.faults.http_error(LAST, 500)
    slack.faults.drop_after(LAST)
    for _ in range(2):
        with pytest.raises(UNCERTAIN):
            share(web)


def test_a_workspace_that_takes_no_files_is_not_asked_again(slack: Workspace, web: Web) -> None:
    slack.faults.fail(FIRST, "file_uploads_disabled")
    with pytest.raises(RefusedError):
        share(web)


def test_a_file_that_slack_finds_odd_is_told_apart(slack: Workspace, web: Web) -> None:
    slack.faults.fail(FIRST, "invalid_arguments")
    with pytest.raises(UnfitError):
        share(web)
