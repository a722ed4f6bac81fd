"""A small app made with bolt, in a thread of its own, as a bot under test would run in a process of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.handlers.slack.workspace import Workspace

PATIENCE = 10.0
Listeners = Callable[[AsyncApp], None]


def new_app(slack: Workspace, listeners: Listeners) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, ignoring_self_events_enabled=False)
    listeners(app)
    return app


@contextmanager
def over_sockets(slack: Workspace, listeners: Listeners) -> Iterator[None]:
    """Connect an app by Socket Mode."""
    app = new_app(slack, listeners)

    async def serve(stopping: asyncio.Event) -> None:
        web_client = AsyncWebClient(token=slack.app_token, base_url=slack.api_url)
        handler = AsyncSocketModeHandler(app, slack.app_token, web_client=web_client, ping_interval=0.2)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await stopping.wait()
        await handler.close_async()  # type: ignore[no-untyped-call]

    with in_a_thread(serve):
        slack.wait_for(lambda: slack.sockets == 1, what="a socket")
        yield


@contextmanager
def over_http(slack: Workspace, listeners: Listeners) -> Iterator[None]:
    """Serve an app at an address, and have events sent to it."""
    app = new_app(slack, listeners)
    port = free_port()
    ready = threading.Event()

    async def serve(stopping: asyncio.Event) -> None:
        runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ready.set()
        await stopping.wait()
        await runner.cleanup()

    with in_a_thread(serve):
        assert ready.wait(PATIENCE)
        slack.serve_events_to(f"http://127.0.0.1:{port}/slack/events")
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def in_a_thread(serve: Callable[[asyncio.Event], object]) -> Iterator[None]:
    """Run something until it is told to stop."""
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    async def running() -> None:
        await serve(stopping)  # type: ignore[misc]
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(running()), name="app")
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the app does not stop"
        loop.close()
