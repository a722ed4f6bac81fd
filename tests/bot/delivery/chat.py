"""A chat platform of one's own: over HTTP it hands out events twice and in any order, is slow, fails, and keeps count.

Its people answer their cards: an author says that no AI served, a reviewer approves.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any


@dataclass
class Chat:
    """What the platform knows: events it has still to deliver, messages it holds by their key."""

    chance: Random
    trouble: bool = True
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: int = 0

    def say(self, event: dict[str, Any]) -> str:
        """Have an event delivered, and return its key."""
        with self.lock:
            self.numbers += 1
            key = f"e{self.numbers}"
            self.waiting[key] = event | {"key": key}
        return key

    def deliver(self) -> list[dict[str, Any]]:
        """Return some events: some twice, in any order, some that were acknowledged long ago."""
        with self.lock:
            batch = list(self.waiting.values())[:6]
        if self.trouble and batch and self.chance.random() < 0.3:
            batch.append(self.chance.choice(batch))
        self.chance.shuffle(batch)
        return batch

    def acknowledge(self, key: str) -> None:
        """Take note that an event was received; now and then it is delivered again all the same."""
        with self.lock:
            if self.trouble and self.chance.random() < 0.1:
                return
            if self.waiting.pop(key, None):
                self.acknowledged.append(key)

    def post(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take a new message; now and then fail before, or after having taken it."""
        fate = self.chance.random() if self.trouble else 1.0
        if fate < 0.05:
            return 429, {}
        with self.lock:
            self.sent[message["key"]] += 1
            self.messages[message["key"]] = message
        self._react(message)
        return (500, {}) if fate < 0.1 else (200, {"id": message["key"]})

    def edit(self, key: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Put a message in the place of one that is there."""
        if self.trouble and self.chance.random() < 0.05:
            return 500, {}
        with self.lock:
            known = key in self.messages
            self.messages[key] = message
            self.edits += 1
        self._react(message)
        return (200, {}) if known else (404, {})

    def _react(self, message: dict[str, Any]) -> None:
        """Press what a person would press on this card."""
        press = {"type": "press", "reference": message["reference"], "fingerprint": message["fingerprint"]}
        if message["state"] == "incomplete":
            self.say(press | {"who": "author", "verb": "answer", "value": "ai-use:no"})
        elif message["state"] == "reviewable":
            self.say(press | {"who": "reviewer", "verb": "approve", "value": ""})


class _Handler(BaseHTTPRequestHandler):
    """Speaks for the chat that its server holds."""

    server: _Server

    def do_GET(self) -> None:
        chat = self.server.chat
        if self.path == "/events":
            self._answer(200, chat.deliver())
        else:
            found = chat.messages.get(self.path.removeprefix("/messages/"))
            self._answer(200 if found else 404, {})

    def do_POST(self) -> None:
        chat, body = self.server.chat, json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/acknowledgements":
            chat.acknowledge(body["key"])
            self._answer(200, {})
        elif self.path == "/messages":
            self._answer(*chat.post(body))
        else:
            self._answer(*chat.edit(self.path.removeprefix("/messages/"), body))

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError, ValueError):  # the other side was killed, perhaps in mid-sentence
            self.close_connection = True

    def log_message(self, *_: object) -> None: ...

    def _answer(self, status: int, body: object) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, chat: Chat) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.chat = chat


@contextmanager
def serving(chat: Chat) -> Iterator[str]:
    """Serve the platform on loopback and give its address."""
    server = _Server(chat)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
