"""HTTP mode: signed requests to the app's address, with Slack's headers when they are sent again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.handlers.slack.workspace.delivery import Envelope, Kind, Outcome, Receipt
from tests.handlers.slack.workspace.model import SIGNING_SECRET, Json
from tests.handlers.slack.workspace.state import State

OLD = 6 * 60
"""Seconds that make a signature stale: more than the five minutes that apps are told to accept."""
HEAD_START = 0.3
"""Seconds for which an event waits until the one before it was answered, so that first tries come in order."""


class Signature(StrEnum):
    """How a request is signed."""

    GOOD = "good"
    BAD = "bad"
    OLD = "old"


def signed(body: bytes, signature: Signature = Signature.GOOD) -> dict[str, str]:
    """Return the headers that prove where a body comes from, or fail to."""
    stamp = str(int(time.time()) - (OLD if signature is Signature.OLD else 0))
    secret = SIGNING_SECRET if signature is not Signature.BAD else f"not {SIGNING_SECRET}"
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class SignedHttp:
    """Delivers to an address."""

    def __init__(self, state: State, url: str) -> None:
        self._state = state
        self._url = url
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        self._before: asyncio.Future[None] | None = None

    async def send(self, envelope: Envelope) -> Receipt:
        """Send one request and read its answer."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before, self._before = self._before, done
        try:
            if before is not None and envelope.attempt == 0:
                await asyncio.wait([before], timeout=HEAD_START)
            return await self._send(envelope)
        finally:
            done.set_result(None)

    async def _send(self, envelope: Envelope) -> Receipt:
        body, content_type = _encoded(envelope)
        headers = signed(body) | {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        try:
            async with asyncio.timeout(self._state.ack_seconds):
                return self._receipt(*await self._post(body, headers))
        except TimeoutError:
            return Receipt(Outcome.SILENT, "http_timeout")
        except aiohttp.ClientError:
            return Receipt(Outcome.UNREACHED, "connection_failed")

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, Any, bool]:
        async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
            text = await answer.text()
            is_json = answer.content_type == "application/json"
            return answer.status, json.loads(text) if is_json and text else text, "X-Slack-No-Retry" in answer.headers

    def _receipt(self, status: int, body: object, no_retry: bool) -> Receipt:
        if status != 200:
            return Receipt(Outcome.REFUSED, "http_error", body, no_retry=no_retry)
        if self._state.faults.lose_acks > 0:
            self._state.faults.lose_acks -= 1
            return Receipt(Outcome.SILENT, "http_timeout", body, excused=True)
        return Receipt(Outcome.ACKNOWLEDGED, body=body or None)

    async def deliver_raw(self, body: str | Json, signature: Signature) -> int:
        """Send a body as it is; return the status."""
        encoded = (body if isinstance(body, str) else json.dumps(body)).encode()
        status, _, _ = await self._post(encoded, signed(encoded, signature) | {"Content-Type": "application/json"})
        return status

    async def close(self) -> None:
        await self._session.close()


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind is Kind.EVENT:
        return json.dumps(envelope.payload).encode(), "application/json"
    fields = envelope.payload if envelope.kind is Kind.COMMAND else {"payload": json.dumps(envelope.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"
