"""Two ways to be a bot: python-telegram-bot, and plain HTTP for what a library would never send."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.handlers.telegram.messenger import Json, Messenger

CAMILLE = 101
DOMI = 102
GROUP = -1001
CHANNEL = -1002

Result = TypeVar("Result")


def bot_of(telegram: Messenger, token: str | None = None) -> Bot:
    return Bot(
        token or telegram.token,
        base_url=f"{telegram.api_url}/bot",
        base_file_url=f"{telegram.api_url}/file/bot",
        request=HTTPXRequest(connect_timeout=2, read_timeout=8),
        get_updates_request=HTTPXRequest(connect_timeout=2, read_timeout=8),
    )


def ask(telegram: Messenger, action: Callable[[Bot], Awaitable[Result]]) -> Result:
    """Do something as a bot."""

    async def acting() -> Result:
        bot = bot_of(telegram)
        await asyncio.gather(*(request.initialize() for request in bot._request))
        try:
            return await action(bot)
        finally:
            await asyncio.gather(*(request.shutdown() for request in bot._request))

    return asyncio.run(acting())


def call(telegram: Messenger, method: str, **parameters: Any) -> Json:  # noqa: ANN401 - breaches are of any type
    """Send one request as JSON; return the whole answer."""
    answer: Json = httpx.post(f"{telegram.api_url}/bot{telegram.token}/{method}", json=parameters).json()
    return answer


def result(telegram: Messenger, method: str, **parameters: Any) -> Any:  # noqa: ANN401 - whatever the method returns
    """Send one request that is right."""
    answer = call(telegram, method, **parameters)
    assert answer["ok"], answer
    return answer["result"]


def refusal(telegram: Messenger, method: str, **parameters: Any) -> str:  # noqa: ANN401 - breaches are of any type
    """Send one request that is refused; return why."""
    answer = call(telegram, method, **parameters)
    assert not answer["ok"], answer
    return str(answer["description"])


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}
