"""No secret in a log: whatever writes there, and whatever it quotes."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable

from bot.settings import Settings

_TOKENS = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]{4,}|\b[0-9]{6,20}:[A-Za-z0-9_-]{30,}")
"""How the tokens of Slack (Slack, "Token types") and of Telegram (Bot API, "Authorizing your bot") look."""
_HIDDEN = "[hidden]"
_SHORTEST = 6
"""A shorter setting is no secret, and its letters are everywhere."""


class Discretion(logging.Filter):
    """Takes the secrets of the settings, and whatever looks like a token, out of every line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, without what it should not say."""
        record.msg, record.args = self._hidden(record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = self._hidden("".join(traceback.format_exception(*record.exc_info)).rstrip())
        return True

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKENS.sub(_HIDDEN, text)


def discreet(settings: Settings) -> Discretion:
    """Return the filter for the secrets of these settings."""
    slack, telegram = settings.slack, settings.telegram
    secrets = (slack.bot_token, slack.app_token, slack.signing_secret, telegram.token, telegram.webhook_secret)
    return Discretion(secrets)
