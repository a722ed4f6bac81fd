"""Being called by Telegram in the place of asking: an address of our own, a secret, the same inbox."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
import time

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SetupError
from bot.house import House
from bot.language import N_
from handlers.telegram.api import Api
from handlers.telegram.members import FAULTS
from handlers.telegram.poller import WANTED, Keep, key_of

log = logging.getLogger("vigie.telegram")

PATH = "/telegram/updates"
SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of the header
_LARGEST = 1024 * 1024
"""Bytes of a request; an update has far less."""

_AGAIN = 30.0
"""Seconds after which Telegram is told the address once more."""
_ASK_EVERY = 60.0
"""Seconds after which Telegram is asked once more whether something waits."""


class Webhook(uvicorn.Server):
    """The server, which holds its port already."""

    def __init__(self, house: House, api: Api, keep: Keep) -> None:
        self._settings, self._api, self._keep = house.settings.telegram, api, keep
        self.calls = 0
        """How often Telegram has called, and was told that its update has arrived."""
        web = Starlette(routes=[Route(PATH, self._updates, methods=["POST"])])
        super().__init__(
            uvicorn.Config(web, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
        )
        self._listening = _listen(house.settings.desk_host, self._settings.port)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listening.getsockname()[1])

    async def run_webhook(self) -> None:
        """Answer until cancelled, and tell Telegram the address meanwhile; whoever is being answered is waited for."""
        serving = asyncio.ensure_future(self._serve([self._listening]))
        announcing = asyncio.ensure_future(self._announced())
        try:
            await asyncio.shield(serving)
        finally:
            self.should_exit = True
            announcing.cancel()
            await asyncio.gather(serving, announcing, return_exceptions=True)
            self._listening.close()

    async def _announced(self) -> None:
        while self._settings.webhook_url:
            try:
                await asyncio.to_thread(self._announce)
            except FAULTS as error:
                log.warning("Telegram does not take the address where it is to call: %s", error)
                await asyncio.sleep(_AGAIN)
            else:
                return

    def _announce(self) -> None:
        self._api.call(
            lambda bot: bot.set_webhook(
                self._settings.webhook_url, secret_token=self._settings.webhook_secret, allowed_updates=list(WANTED)
            )
        )

    async def _updates(self, request: Request) -> Response:
        """Put an update on record, then say that it has arrived: only that makes Telegram forget it."""
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), self._settings.webhook_secret.encode()):
            return PlainTextResponse("not from Telegram", 401)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not understood", 400)
        if not isinstance(update, dict):
            return PlainTextResponse("not understood", 400)
        await asyncio.to_thread(self._keep, key_of(update), update)
        self.calls += 1
        return PlainTextResponse("ok")


class Hearing:
    """Whether Telegram can reach us: a server of ours that stands says nothing of the way to it.

    What nobody fetches for a day is gone, and then nothing waits any more: whoever looks at the time between two
    moments at which nothing waited sees the absence.
    """

    def __init__(self, api: Api) -> None:
        self._api, self._asked_at = api, -_ASK_EVERY

    def nothing_waits(self) -> bool:
        """Ask, once in a while, whether Telegram has brought all that it has; False where that is not known."""
        if time.monotonic() - self._asked_at < _ASK_EVERY:
            return False
        self._asked_at = time.monotonic()
        try:
            return self._api.call(lambda bot: bot.get_webhook_info()).pending_update_count == 0
        except FAULTS as error:
            log.info("Telegram does not say whether something waits: %s", error)
            return False


async def _body(request: Request) -> bytes | None:
    """Return what a request brings, None where it is too large; a proxy may not say how long it is."""
    length, found = request.headers.get("content-length", ""), bytearray()
    if length.isdigit() and int(length) > _LARGEST:
        return None
    async for chunk in request.stream():
        found += chunk
        if len(found) > _LARGEST:
            return None
    return bytes(found)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError:
        raise SetupError(
            N_("{host}, port {port}, can't be used: perhaps Vigie is running already."),
            N_("Stop the other one, or choose another VIGIE_TELEGRAM_PORT in .env."),
            host=host,
            port=port,
        ) from None
