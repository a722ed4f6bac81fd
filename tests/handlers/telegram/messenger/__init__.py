"""A Telegram of one's own on loopback: a real Bot API server that knows the specification and notes its breaches."""

from __future__ import annotations

from tests.handlers.telegram.messenger.keyboards import buttons_of
from tests.handlers.telegram.messenger.messenger import Messenger
from tests.handlers.telegram.messenger.model import Answer, Call, Download, Json, SentFile

__all__ = ["Answer", "Call", "Download", "Json", "Messenger", "SentFile", "buttons_of"]
