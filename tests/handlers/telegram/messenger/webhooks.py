"""Posts updates to the bot's address, one after the other, until each is taken."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.handlers.telegram.messenger.state import State, Webhook

PATIENCE = 10.0
PAUSES = (0.1, 0.3, 1.0)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhooks:
    """The thread that walks from the queue to the address."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            while True:
                webhook = self._state.webhook
                update = self._state.updates.next() if webhook is not None else None
                if webhook is None or update is None:
                    await self._news()
                    continue
                await self._deliver(session, webhook, update.body)
                if not webhook.last_error:
                    self._state.updates.take(update)

    async def _news(self) -> None:
        """A webhook that is set is no news, so look again now and then."""
        try:
            await asyncio.wait_for(self._state.updates.news(), PAUSES[0])
        except TimeoutError:
            return

    async def _deliver(self, session: aiohttp.ClientSession, webhook: Webhook, body: dict[str, object]) -> None:
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        for pause in (*PAUSES, PAUSES[-1]):
            try:
                async with session.post(webhook.url, json=body, headers=headers) as answer:
                    taken = 200 <= answer.status < 300
                    webhook.last_error = (
                        "" if taken else f"Wrong response from the webhook: {answer.status} {answer.reason}"
                    )
            except (aiohttp.ClientError, TimeoutError) as fault:
                webhook.last_error = f"Connection failed: {fault!r}"
            if not webhook.last_error or self._state.webhook is not webhook:
                return
            await asyncio.sleep(pause)
