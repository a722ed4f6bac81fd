"""The server's thread: its loop, its two listening sockets, and a way in from the test's thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.handlers.slack.workspace import methods_chat, methods_files, methods_marks, methods_reading, methods_views
from tests.handlers.slack.workspace.delivery import Delivery
from tests.handlers.slack.workspace.downloads import ForeignHost, routes
from tests.handlers.slack.workspace.interactions import Interactions
from tests.handlers.slack.workspace.signed_http import SignedHttp
from tests.handlers.slack.workspace.sockets import Sockets
from tests.handlers.slack.workspace.state import State
from tests.handlers.slack.workspace.web_api import METHODS, WebApi

PATIENCE = 10.0
LARGEST_BODY = 1 << 30
MODULES_OF_METHODS = (methods_chat, methods_files, methods_marks, methods_reading, methods_views)

Result = TypeVar("Result")


class Server:
    """Everything that lives in the thread."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.sockets = Sockets(state)
        self.delivery = Delivery(state, self.sockets)
        self.interactions = Interactions(state, self.delivery)
        self.http: SignedHttp | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="workspace", daemon=True)
        self._runners: list[web.AppRunner] = []
        assert METHODS, MODULES_OF_METHODS

    def start(self) -> None:
        self._thread.start()
        self.wait(self._start())

    async def _start(self) -> None:
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._own_faults])
        application.add_routes([web.route("*", "/api/{method}", WebApi(self.state).serve)])
        application.add_routes([web.get("/link/", self.sockets.open), *routes(self.state)])
        self.state.address = f"http://127.0.0.1:{await self._listen(application)}"
        foreign = web.Application()
        foreign.add_routes([web.get("/{path:.*}", ForeignHost(self.state).serve)])
        self.state.foreign_address = f"http://localhost:{await self._listen(foreign)}"
        self.state.emit = self.delivery.emit
        self.state.issue_ticket = self.sockets.issue_ticket
        self.state.later = self._later

    @web.middleware
    async def _own_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a fault of this server be seen for what it is."""
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as fault:
            self.state.violation(f"the workspace itself failed at {request.path}: {fault!r}")
            raise

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        self._loop.call_later(seconds, action)

    async def _listen(self, application: web.Application) -> int:
        runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        self._runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port: int = runner.addresses[0][1]
        return port

    def stop(self) -> None:
        self.wait(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the workspace does not stop"
        self._loop.close()

    async def _stop(self) -> None:
        await self.delivery.stop()
        await self.sockets.drop(brutal=True)
        if self.http is not None:
            await self.http.close()
        for runner in self._runners:
            await runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
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

    def serve_events_to(self, url: str) -> None:
        """Deliver to an address from now on."""

        async def switch() -> None:
            if self.http is not None:
                await self.http.close()
            self.http = SignedHttp(self.state, url)
            self.delivery.transport = self.http

        self.wait(switch())
