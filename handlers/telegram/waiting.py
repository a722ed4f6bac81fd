"""Waiting for Telegram where it does not do what it is asked: for a while, as the rest of the chat waits meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import UsageError
from bot.ports import Arrived, NotSentError, NotYetError

_PATIENCE = timedelta(minutes=10)
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(seconds=30)


def later(arrived: Arrived, now: datetime, error: Exception, in_the_end: UsageError) -> NotYetError | UsageError:
    """Return when something is tried again; what whoever said it is told, once that has been long enough."""
    waited = now - arrived.received_at
    if waited >= _PATIENCE:
        return in_the_end
    asked = error.after if isinstance(error, NotSentError) and error.after else _SHORTEST
    return NotYetError(str(error), max(asked, min(waited / 2, _LONGEST)))
