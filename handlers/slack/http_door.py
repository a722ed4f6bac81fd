"""Signed HTTP in the place of a socket: one address that Slack calls, on a port of its own, behind a proxy with TLS."""

from __future__ import annotations

import asyncio
import re
import socket
import time

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SetupError
from bot.language import N_
from handlers.slack.catching_up import Ear
from handlers.slack.context import Slack

PATH = "/slack/events"
_LARGEST = 2 * 1024 * 1024
"""Bytes of a request: Slack sends far less (a draft of 20,000 characters of four bytes, twice)."""
_STAMP = re.compile(r"[0-9]{1,12}")
_TEND_EVERY = 2.0
_LOOK_EVERY = 300.0
"""Seconds between two looks into the history: when the way to this door is closed, nobody tells us."""


class Door(uvicorn.Server):
    """The server, which holds its port already."""

    def __init__(self, slack: Slack, app: AsyncApp) -> None:
        # bolt parses before it verifies, and writes what it can't verify into the log: strangers stay outside of it.
        verifier = SignatureVerifier(slack.house.settings.slack.signing_secret)
        handler = AsyncSlackRequestHandler(app)

        async def events(request: Request) -> Response:
            if not _bearable(request):
                return PlainTextResponse("too large", 413)
            if not _is_signed(verifier, request, await request.body()):
                return PlainTextResponse("not signed", 401)
            return await handler.handle(request)

        web = Starlette(routes=[Route(PATH, events, methods=["POST"])])
        super().__init__(
            uvicorn.Config(
                web,
                lifespan="off",
                access_log=False,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        self._slack = slack
        self._listening = _listen(slack.house.settings.desk_host, slack.house.settings.slack.port)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listening.getsockname()[1])

    async def run_door(self) -> None:
        """Answer until cancelled, and look every now and then for what did not come through the door."""
        serving = asyncio.ensure_future(self._serve([self._listening]))
        listening = asyncio.ensure_future(self._listen())
        try:
            await asyncio.shield(serving)
        finally:
            self.should_exit = True
            listening.cancel()
            await asyncio.gather(serving, listening, return_exceptions=True)
            self._listening.close()

    async def _listen(self) -> None:
        ear, looked = Ear(self._slack), time.monotonic()
        try:
            while True:
                ear.tend()
                await asyncio.sleep(_TEND_EVERY)
                if time.monotonic() - looked > _LOOK_EVERY:
                    looked = time.monotonic()
                    ear.missed_something()
        finally:
            await ear.close()


def _bearable(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdigit() and int(length) <= _LARGEST


def _is_signed(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    try:
        return bool(_STAMP.fullmatch(stamp)) and signature.isascii() and verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError:
        raise SetupError(
            N_("{host}, port {port}, can't be used: perhaps Vigie is running already."),
            N_("Stop the other one, or choose another VIGIE_SLACK_PORT in .env."),
            host=host,
            port=port,
        ) from None
