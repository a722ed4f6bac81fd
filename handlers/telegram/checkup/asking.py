"""Asking Telegram in plain calls, with the moment that it has; no fault that is raised here tells the token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from bot.settings import TelegramSettings

Json = Mapping[str, Any]

_TIMEOUT = httpx.Timeout(20.0, connect=10.0)


class OutOfReachError(Exception):
    """Telegram, or whatever answers in its place, can't be understood."""


class DeniedError(Exception):
    """Telegram says no: its number for it, its words, and the group's other id where it has moved."""

    def __init__(self, code: int, why: str, moved_to: int = 0) -> None:
        super().__init__(f"{code} {why}")
        self.code, self.why, self.moved_to = code, why, moved_to


class Asking:
    """A connection to the Bot API; `theirs` is the time of its last answer by its own clock, None before the first."""

    def __init__(self, settings: TelegramSettings) -> None:
        self._address = f"{settings.api_url}/bot{settings.token}"
        self._client = httpx.Client(timeout=_TIMEOUT)
        self.theirs: datetime | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, method: str, /, **parameters: Any) -> Any:  # noqa: ANN401 - whatever the method returns
        """Call a method and return its result.

        Raises:
            DeniedError: Telegram says no.
            OutOfReachError: it does not answer, or it is not Telegram that does.
        """
        try:
            answer = self._client.post(f"{self._address}/{method}", json=parameters)
            told = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise OutOfReachError from None  # its words name the address, and that the token
        if not isinstance(told, dict) or "ok" not in told:
            raise OutOfReachError
        self.theirs = _moment(answer.headers.get("date", ""))
        if told["ok"]:
            return told.get("result")
        moved_to = (told.get("parameters") or {}).get("migrate_to_chat_id", 0)
        raise DeniedError(int(told.get("error_code", answer.status_code)), str(told.get("description", "")), moved_to)


def _moment(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written).astimezone(UTC)
    except ValueError:
        return None
