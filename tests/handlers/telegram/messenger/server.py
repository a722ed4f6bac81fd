"""The server's thread: its loop, its listening socket, and a way in from the test's thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.handlers.telegram.messenger import (
    methods_answering,
    methods_chats,
    methods_commands,
    methods_editing,
    methods_ephemeral,
    methods_forwarding,
    methods_pinning,
    methods_sending,
    methods_suggested,
    methods_updates,
)
from tests.handlers.telegram.messenger.bot_api import BotApi
from tests.handlers.telegram.messenger.requests import HANDLERS
from tests.handlers.telegram.messenger.state import State
from tests.handlers.telegram.messenger.webhooks import Webhooks

PATIENCE = 10.0
LARGEST_BODY = 1 << 30
MODULES_OF_METHODS = (
    methods_answering, methods_chats, methods_commands, methods_editing, methods_ephemeral, methods_forwarding,
    methods_pinning, methods_sending, methods_suggested, methods_updates,
)  # fmt: skip

Result = TypeVar("Result")


class Server:
    """Everything that lives in the thread."""

    def __init__(self, state: State) -> None:
        assert HANDLERS, MODULES_OF_METHODS
        self.state = state
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="messenger", daemon=True)
        self._runner: web.AppRunner | None = None
        self._webhooks = Webhooks(state)

    def start(self) -> None:
        self._thread.start()
        self.wait(self._start())

    async def _start(self) -> None:
        api = BotApi(self.state)
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._own_faults])
        application.add_routes([web.route("*", "/bot{token:[^/]+}/{method}", api.serve)])
        application.add_routes([web.get("/file/bot{token:[^/]+}/{path:.+}", api.download)])
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.state.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._webhooks.start()

    @web.middleware
    async def _own_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a fault of this server be seen for what it is."""
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as fault:
            self.state.violation(f"the messenger itself failed at {request.path.rpartition('/')[2]}: {fault!r}")
            raise

    def stop(self) -> None:
        self.wait(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the messenger does not stop"
        self._loop.close()

    async def _stop(self) -> None:
        await self._webhooks.stop()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
        await self._loop.shutdown_asyncgens()

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run something in the server's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def do(self, action: Callable[[], Result]) -> Result:
        """Do something in the server's thread; after its end, here."""
        if not self._thread.is_alive():
            return action()

        async def acting() -> Result:
            return action()

        return self.wait(acting())
