"""The Bot API as the courier's threads call it: an answer, or one of the faults that the courier knows."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.ports import LostError, NotSentError, RefusedError
from bot.settings import TelegramSettings

os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as python-telegram-bot gives them from its next version on

T = TypeVar("T")

_PATIENCE = 40.0
"""Seconds for one call from beginning to end; below the time for which the courier holds a message."""
_READ, _CONNECT = 20.0, 10.0
_CONNECTIONS = 16
_SAME = "message is not modified"
_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NEVER = (
    "chat not found",
    "have no rights to send",
    "not enough rights",
    "need administrator rights",
    "topic_closed",
    "chat_write_forbidden",
    "chat_admin_required",
)
_MEND = timedelta(minutes=5)


class UnfitError(Exception):
    """Telegram does not take what the message looks like; `why` is its own word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MovedError(Exception):
    """The group has become a supergroup and has another id now."""

    def __init__(self, chat: int) -> None:
        super().__init__(f"the group is {chat} now")
        self.chat = chat


class UncertainError(Exception):
    """Nobody knows whether Telegram took it."""


class Api:
    """Calls the Bot API from any thread; python-telegram-bot runs on an event loop of its own."""

    def __init__(self, settings: TelegramSettings) -> None:
        request = HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=_READ, connect_timeout=_CONNECT)
        self._requests = (request, HTTPXRequest(connection_pool_size=1))
        self.bot = Bot(
            settings.token,
            base_url=f"{settings.api_url}/bot",
            base_file_url=f"{settings.api_url}/file/bot",
            request=request,
            get_updates_request=self._requests[1],
        )
        self._loop = asyncio.new_event_loop()
        self._lock, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram-api", daemon=True)
        self._thread.start()

    def call(self, method: Callable[[Bot], Awaitable[T]], within: float | None = None) -> T:
        """Call a method and return Telegram's answer; it has to come `within` so many seconds, 40 if nothing is said.

        Raises:
            NotSentError: it was certainly not taken, and may be tried again.
            RefusedError: it never will be.
            LostError: the message that it is about is no longer there.
            MovedError: the group has another id.
            UnfitError: Telegram does not take what was sent.
            UncertainError: nobody knows whether it was taken.
        """
        with self._lock:
            if self._closed:
                raise NotSentError("Vigie is stopping")
            future = asyncio.run_coroutine_threadsafe(_awaited(method, self.bot), self._loop)
        try:
            return future.result(_PATIENCE if within is None else within)
        except CancelledError as error:
            raise UncertainError("Vigie is stopping") from error
        except TelegramError as error:
            raise fault(error) from error
        except TimeoutError as error:
            future.cancel()
            raise UncertainError("no answer in time") from error

    def edit(self, method: Callable[[Bot], Awaitable[object]]) -> None:
        """Call a method that brings a message up to date; that nothing had to be changed is a success."""
        try:
            self.call(method)
        except UnfitError as error:
            if _SAME not in error.why.lower():
                raise

    def close(self) -> None:
        """Close the connections and end the loop; whoever still waits for an answer is told that none comes."""
        with self._lock:
            self._closed = True
        closing = asyncio.run_coroutine_threadsafe(self._shut_down(), self._loop)
        try:
            closing.result(5)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
            self._loop.close()

    async def _shut_down(self) -> None:
        calls = asyncio.all_tasks() - {asyncio.current_task()}
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        for request in self._requests:  # a bot that was never initialised closes nothing by itself
            await request.shutdown()


async def _awaited(method: Callable[[Bot], Awaitable[T]], bot: Bot) -> T:
    return await method(bot)


def fault(error: TelegramError) -> Exception:
    """Return which of the courier's faults an error is; its class does not tell: a `BadRequest` is a `NetworkError`."""
    if isinstance(error, RetryAfter):
        return NotSentError("Telegram asks for patience", _patience(error))
    if isinstance(error, ChatMigrated):
        return MovedError(error.new_chat_id)
    if isinstance(error, Forbidden):
        return RefusedError(error.message)
    if isinstance(error, InvalidToken):
        return NotSentError("Telegram refuses the token", _MEND)
    if isinstance(error, BadRequest):
        return _bad(error)
    return _network(error)


def _bad(error: BadRequest) -> Exception:
    why = error.message.lower()
    if any(words in why for words in _LOST):
        return LostError(error.message)
    return RefusedError(error.message) if any(words in why for words in _NEVER) else UnfitError(error.message)


def _network(error: TelegramError) -> Exception:
    """Tell what was never sent from what may have arrived."""
    never_sent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, never_sent):
        return NotSentError("Telegram can't be reached")
    return UncertainError(error.message or ("no answer in time" if isinstance(error, TimedOut) else "the line broke"))


def _patience(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
