from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, GROUP, result


class Hook(HTTPServer):
    """Takes updates, after as many refusals as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.refusals = 0
        self.taken: list[tuple[str | None, Json]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Taking(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refusals:
            self.server.refusals -= 1
            self.send_response(500)
        else:
            self.server.taken.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_updates_are_posted_with_the_secret(telegram: Messenger, hook: Hook) -> None:
    result(telegram, "setWebhook", url=hook.url, secret_token="s3cret")
    telegram.send_text(GROUP, CAMILLE, "un")
    telegram.send_text(GROUP, CAMILLE, "deux")
    telegram.wait_for(lambda: len(hook.taken) == 2, what="two updates")
    assert [(secret, body["message"]["text"]) for secret, body in hook.taken] == [("s3cret", "un"), ("s3cret", "deux")]
    telegram.wait_for(lambda: telegram.pending == 0)


def test_what_is_refused_is_posted_again(telegram: Messenger, hook: Hook) -> None:
    hook.refusals = 2
    telegram.webhook(hook.url)
    telegram.send_text(GROUP, CAMILLE, "un")
    telegram.wait_for(lambda: hook.taken, what="an update")
    assert len(hook.taken) == 1
    assert hook.taken[0][0] is None
