"""Who the token says that we are, and what time Telegram has: one call tells it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.doctor import Finding, clock_finding
from bot.language import N_
from handlers.telegram.checkup.asking import DeniedError
from handlers.telegram.checkup.visit import Bot, Visit, shown

_NAME = "telegram-token"
_REFUSED = {401, 404}
"""What Telegram answers where it does not know a token (Bot API server: 404 where it does not even look like one)."""


class Identity:
    """Asks `getMe`; `bot` is there once `findings` saw that Telegram knows the token."""

    def __init__(self, visit: Visit, now: Callable[[], datetime]) -> None:
        self._visit, self._now = visit, now
        self.bot: Bot | None = None

    def findings(self) -> Iterator[Finding]:
        """Yield what Telegram says of the token, and the time."""
        visit = self._visit
        try:
            told = visit.telegram.ask("getMe")
        except DeniedError as error:
            yield self._refused(error)
        else:
            self.bot = Bot(int(told["id"]), shown(told.get("username")), bool(told.get("can_read_all_group_messages")))
            yield visit.good(_NAME, N_("Telegram knows the token: bot @{name}."), name=self.bot.username)
            if not told.get("can_join_groups", True):
                words = N_("BotFather does not let this bot into groups.")
                remedy = N_("In BotFather: /mybots → @{name} → Bot Settings → Allow Groups? → Turn groups on.")
                yield visit.bad("telegram-groups", words, remedy, name=self.bot.username)
        if visit.telegram.theirs:
            yield clock_finding(self._now(), visit.telegram.theirs, visit.catalogue)

    def _refused(self, error: DeniedError) -> Finding:
        if error.code not in _REFUSED:
            return self._visit.trouble(_NAME, error)
        remedy = N_("Copy it again from BotFather into .env: /mybots → your bot → API Token.")
        return self._visit.bad(_NAME, N_("Telegram refuses TELEGRAM_BOT_TOKEN."), remedy)
