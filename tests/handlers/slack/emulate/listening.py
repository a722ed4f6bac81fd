"""A Bolt app served over HTTP in a thread of its own, so that a test may talk to Slack in plain calls meanwhile.

The emulator answers a call only once the app was told of its events: in one loop, both would wait for each other.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from tests.handlers.slack.emulate.node import PATIENCE

_PATH = "/slack/events"


@contextmanager
def listening(app: AsyncApp) -> Iterator[str]:
    """Serve an app on a free port of loopback; gives the address to hand to `Emulator.events_to`."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        runner = web.AppRunner(app.web_app(_PATH))
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            end = asyncio.Event()
            _, port = runner.addresses[0]
            started.set_result((f"http://127.0.0.1:{port}{_PATH}", asyncio.get_running_loop(), end))
            await end.wait()
        finally:
            await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="bolt")
    thread.start()
    url, loop, end = started.result(PATIENCE)
    try:
        yield url
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the app does not stop"
