"""The socket, and the watchdog on it: a connection that is there and says nothing has cost others hours."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SetupError
from bot.language import N_
from handlers.slack.catching_up import Ear
from handlers.slack.context import Slack

log = logging.getLogger("vigie.slack")

PING_EVERY = 10.0
"""Seconds between two pings; the SDK takes a session for stale after four of them."""
DEAF_AFTER = 60.0
"""Seconds without an answer to a ping after which the whole connection is made anew."""
_LOOK_EVERY = 2.0
_TRIES = 5
"""So many connections in a row that never answered end the process: whatever runs it starts it again."""


class Socket:
    """One workspace's connection (Socket Mode)."""

    def __init__(
        self, slack: Slack, app: AsyncApp, *, ping_every: float = PING_EVERY, deaf_after: float = DEAF_AFTER
    ) -> None:
        self._slack, self._app = slack, app
        self._ping_every, self._deaf_after = ping_every, deaf_after
        self._handler: AsyncSocketModeHandler | None = None
        self._ear = Ear(slack)
        self._session = ""
        self._failures = 0

    async def run(self) -> None:
        """Stay connected until cancelled.

        Raises:
            SetupError: Slack has not answered through any of the last connections.
        """
        try:
            while True:
                await self._connect()
                await self._watch()
                await self._drop()
        finally:
            await self._ear.close()
            await self._drop()

    async def _connect(self) -> None:
        settings = self._slack.house.settings.slack
        self._handler = AsyncSocketModeHandler(
            self._app,
            settings.app_token,
            web_client=AsyncWebClient(settings.app_token, base_url=settings.api_url, timeout=15),
            ping_interval=self._ping_every,
        )
        try:
            await asyncio.wait_for(_connecting(self._handler), self._deaf_after)
        except TimeoutError:
            log.warning("no connection to Slack within %.0f s", self._deaf_after)

    async def _watch(self) -> None:
        """Return once the connection has been deaf for too long; look for what was missed after each new session."""
        began, heard = time.monotonic(), False
        while True:
            await asyncio.sleep(min(_LOOK_EVERY, self._ping_every))
            age = self._silent_for(began)
            if age > self._deaf_after:
                log.warning("Slack has not answered for %.0f s: the connection is made anew", age)
                self._failures = 0 if heard else self._failures + 1
                self._require_hope()
                return
            if await self._connected():
                heard = True
                self._failures = 0
                await self._listen()

    def _require_hope(self) -> None:
        if self._failures >= _TRIES:
            raise SetupError(
                N_("Slack has not answered for a long time."), N_("Vigie stops, so that it is started afresh.")
            )

    def _silent_for(self, began: float) -> float:
        """Return the seconds since Slack last answered a ping, or since we began to wait for one."""
        client = self._handler.client if self._handler else None
        waited = time.monotonic() - began
        last = client.last_ping_pong_time if client else None
        return waited if last is None else min(waited, time.time() - last)

    async def _connected(self) -> bool:
        client = self._handler.client if self._handler else None
        return client is not None and await client.is_connected()

    async def _listen(self) -> None:
        assert self._handler is not None  # noqa: S101 - connected
        session = await self._handler.client.session_id()
        if session != self._session:
            self._session = session
            self._ear.missed_something()
        self._ear.tend()

    async def _drop(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(Exception):
                await handler.close_async()  # type: ignore[no-untyped-call]


async def _connecting(handler: AsyncSocketModeHandler) -> None:
    await handler.connect_async()  # type: ignore[no-untyped-call]
