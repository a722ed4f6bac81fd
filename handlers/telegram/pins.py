"""The summary's message pinned in its chat, in the place of the one before; and what is pinned there already."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import ChatFullInfo
from telegram import Message as Sent

from bot import chats
from bot.house import House
from bot.ports import LostError, NeedlessError, Outgoing, RefusedError
from bot.summary.delivery import Piece, is_overtaken, receipt_before, receipt_of
from handlers.telegram.api import Api, UnfitError
from handlers.telegram.places import NAME

log = logging.getLogger("vigie.telegram")

QUESTION, CALL = 6.0, 20.0
"""Seconds: two questions and two calls end before the outbox gives a part to somebody else (`LEASE`)."""
_SAME = "not_modified"
"""What Telegram answers where a message is pinned that was already."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which message is to be pinned, and which one to be unpinned; `overtaken` where a later summary is there."""

    message: str | None
    before: str | None
    overtaken: bool


class Pins:
    """Pins messages of ours, and looks at what is pinned."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api = house, api

    def ask(self, chat: int) -> ChatFullInfo:
        """Return what Telegram says of a chat; asking changes nothing there."""
        return self._api.call(lambda bot: bot.get_chat(chat), within=QUESTION)

    def ours(self, chat: int) -> Sent | None:
        """Return the pinned message that was sent last, None where it is not ours: in a channel all speak as it."""
        pinned = self.ask(chat).pinned_message
        if pinned is None:
            return None
        if pinned.from_user:
            return pinned if self._house.settings.telegram.token.startswith(f"{pinned.from_user.id}:") else None
        return pinned if pinned.sender_chat and pinned.sender_chat.id == chat else None

    def replace(self, message: Outgoing, chat: int) -> str:
        """Pin the message of a summary, silently, and unpin that of the one before; what people pinned stays.

        Raises:
            NeedlessError: there is nothing to pin, or Telegram does not let us.
        """
        wanted = self._wanted(message, chat)
        if wanted.message is None:
            raise NeedlessError("its message is not there")
        pinned = None if wanted.overtaken else self.ours(chat)
        if not wanted.overtaken and (pinned is None or str(pinned.message_id) != wanted.message):
            self._pin(chat, int(wanted.message))
        if wanted.before:
            self._unpin(chat, int(wanted.before))
        if wanted.overtaken:
            raise NeedlessError("a later summary is there, and is pinned")
        return wanted.message

    def _wanted(self, message: Outgoing, chat: int) -> _Wanted:
        week = Piece.of(message).week
        with self._house.database.reading() as connection:
            names = chats.names_of(connection, NAME, str(chat))  # the settings may know it by an earlier one
            earlier = (receipt_before(connection, NAME, name, week) for name in names)
            return _Wanted(
                receipt_of(connection, NAME, message.target, week),
                next(filter(None, earlier), None),
                any(is_overtaken(connection, NAME, name, week) for name in names),
            )

    def _pin(self, chat: int, message: int) -> None:
        try:
            self._api.call(
                lambda bot: bot.pin_chat_message(chat_id=chat, message_id=message, disable_notification=True),
                within=CALL,
            )
        except (LostError, RefusedError, UnfitError) as error:
            if _SAME in str(error).lower():
                return
            log.warning("the summary is not pinned in %s, vigie doctor says what is missing: %s", chat, error)
            raise NeedlessError(str(error)) from error

    def _unpin(self, chat: int, message: int) -> None:
        try:
            self._api.call(lambda bot: bot.unpin_chat_message(chat_id=chat, message_id=message), within=CALL)
        except (LostError, RefusedError, UnfitError) as error:  # somebody has unpinned or deleted it meanwhile
            log.info("the summary before is not unpinned in %s: %s", chat, error)
