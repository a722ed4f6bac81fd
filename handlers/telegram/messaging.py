"""Saying something that is not a card: an answer in the chat, a step of a form, a word to one person."""

from __future__ import annotations

import logging
from functools import cached_property

from bot.delivery.outbox import card_of
from bot.house import House
from handlers.telegram.api import Api
from handlers.telegram.channels import Channels
from handlers.telegram.keyboards import look_of, whereabouts
from handlers.telegram.members import FAULTS
from handlers.telegram.places import NAME, Place
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.notices import toast
from handlers.telegram.rendering.text import inert
from handlers.telegram.updates import Tapped

log = logging.getLogger("vigie.telegram")

_PATIENCE = 8.0
"""Seconds for which a tap's own answer can wait for what it shows: Telegram forgets a tap after 15."""


class Messaging:
    """Says things at once, past the outbox: nothing that is on record depends on them."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.channels = Channels(api)

    @cached_property
    def name(self) -> str:
        """Our own name, as people put it behind a command."""
        return (self._api.call(lambda bot: bot.get_me()).username or "").lower()

    def address(self, payload: str) -> str:
        """Return the address that opens the private chat with us and hands us a word; empty where it can't be known."""
        try:
            return f"https://t.me/{self.name}?start={payload}"
        except FAULTS as error:
            log.info("our own name is not known: %s", error)
            return ""

    def say(self, place: Place, message: Message) -> int:
        """Post a message as an answer; return its number, 0 where it could not be posted."""
        try:
            sent = self._api.call(
                lambda bot: bot.send_message(read_timeout=_PATIENCE, **whereabouts(place), **look_of(message))
            )
        except FAULTS as error:
            log.info("nothing said in %s: %s", place.source, error)
            return 0
        return sent.message_id

    def put(self, place: Place, message: Message) -> bool:
        """Put a message in the place of one of ours; return whether that worked."""
        if message.placeholder:
            return False
        try:
            self._api.edit(
                lambda bot: bot.edit_message_text(chat_id=place.chat, message_id=place.message, **look_of(message))
            )
        except FAULTS as error:
            log.info("%s stays as it is: %s", place.source, error)
            return False
        return True

    def show(self, tapped: Tapped, message: Message) -> None:
        """Show something to whoever tapped: to them alone where they have spoken with us, else in the chat."""
        if tapped.chat == tapped.user:
            self.put(tapped.place, message)
        else:
            self.tell(tapped, message)

    def tell(self, tapped: Tapped, message: Message) -> None:
        """Say something to whoever tapped, and leave what they tapped as it is."""
        alone = tapped.chat == tapped.user or tapped.direct
        if alone or not self.say(Place(tapped.user), message):
            self.say(tapped.place, message)

    def end(self, house: House, tapped: Tapped, words: str) -> None:
        """Put the answer in the place of a question, without its buttons; a card stays: anybody can make up a tap."""
        with house.database.reading() as connection:
            is_card = card_of(connection, NAME, tapped.chat, str(tapped.message))
        if tapped.message and not is_card:
            self.put(tapped.place, Message(inert(words)))

    def remove(self, place: Place) -> None:
        """Take a message of ours away."""
        try:
            self._api.call(lambda bot: bot.delete_message(chat_id=place.chat, message_id=place.message))
        except FAULTS as error:
            log.info("%s stays: %s", place.source, error)

    def answer(self, tapped: Tapped, text: str = "") -> bool:
        """Answer a tap; return whether that worked: one that is too old for it was acted on all the same."""
        told = toast(text) if text else None
        try:
            self._api.call(
                lambda bot: bot.answer_callback_query(tapped.id, text=told, show_alert=bool(text and len(text) > 60))
            )
        except FAULTS as error:
            log.info("a tap is not answered: %s", error)
            return False
        return True
