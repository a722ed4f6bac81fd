"""What people call a channel, and where they read it; its number tells them nothing."""

from __future__ import annotations

import logging
from functools import lru_cache

from handlers.telegram.api import Api
from handlers.telegram.members import FAULTS

log = logging.getLogger("vigie.telegram")


class Channels:
    """Asks Telegram for the titles of channels, and remembers them."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._asked = lru_cache(64)(self._ask)

    def title(self, chat: int) -> str:
        """Return a channel's title, its address where Telegram does not tell."""
        title, address = self._told(chat)
        return title or address

    def place(self, chat: int) -> str:
        """Return a channel's title and address, as it goes on record."""
        title, address = self._told(chat)
        return f"{title} ({address})" if title else address

    def _told(self, chat: int) -> tuple[str, str]:
        try:
            return self._asked(chat)
        except FAULTS as error:
            log.info("the channel %s is known by its number only: %s", chat, error)
            return "", _numbered(chat)

    def _ask(self, chat: int) -> tuple[str, str]:
        told = self._api.call(lambda bot: bot.get_chat(chat))
        return told.title or "", f"https://t.me/{told.username}" if told.username else _numbered(chat)


def _numbered(chat: int) -> str:
    """Return the address of a channel without a name (`t.me/c/` and the number without its -100)."""
    return f"https://t.me/c/{str(chat).removeprefix('-100')}"
