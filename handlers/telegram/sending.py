"""Telegram as the outbox knows it: a card as an answer to its message, edited in place, and what is told beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from bot import chats
from bot.card.lines import Tone
from bot.card.model import Card, Verb
from bot.card.shared import shared_card
from bot.delivery.outbox import Message as MessageKind
from bot.delivery.pace import Pace, Rate
from bot.delivery.publishing import Order, scheduled
from bot.house import House
from bot.people import roster
from bot.ports import NotSentError, Outgoing
from bot.reminding import REMINDER, not_at_night
from bot.submissions import case_of
from handlers.telegram.api import Api, MovedError, UnfitError
from handlers.telegram.fitting import fitting
from handlers.telegram.keyboards import look_of, whereabouts
from handlers.telegram.members import FAULTS
from handlers.telegram.notices import notice
from handlers.telegram.places import NAME, Place, public_channel
from handlers.telegram.publishing import Publisher, post_in, post_of
from handlers.telegram.reminders import reminder
from handlers.telegram.rendering.card import card_message
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.notices import scheduled_words
from handlers.telegram.suggested import ASKED, SUGGESTED, suggestion_of
from handlers.telegram.suggesters import Suggesters
from handlers.telegram.summaries import Summaries
from handlers.telegram.verdicts import Verdicts

log = logging.getLogger("vigie.telegram")

POSTS = Rate(3.1, 15)
"""For each group (Bot API FAQ: 20 messages a minute)."""
EDITS = Rate(1.1, 20)
"""For each group; Telegram names no figure of its own for them."""
SEEN, YES, NO = "👀", "👍", "👎"
"""Signs under a message; ✅ and ⛔ are not among those that Telegram lets bots set."""
_SIGNS = {Tone.DONE: YES, Tone.STOP: NO}
_REMEMBERED = 2_000
_NO_TOPIC = "message thread not found"
"""What Telegram answers where a topic was deleted."""

T = TypeVar("T")


class TelegramPlatform:
    """Sends for the courier."""

    name = NAME

    def __init__(self, house: House, api: Api, pace: Pace | None = None) -> None:
        self._house, self._api, self._pace = house, api, pace or Pace()
        self._publisher, self._verdicts = Publisher(house, api), Verdicts(house, api)
        self._suggesters, self._summaries = Suggesters(house), Summaries(house, api)
        self._signs: dict[Place, str] = {}

    def send(self, message: Outgoing) -> str:
        """Post a message as an answer to the one that it is about, and return its number in its chat."""
        not_at_night(self._house, message)
        place = self._place(message)
        if message.kind == MessageKind.SUMMARY:
            self._summaries.require_turn(message)  # before: who waits for another takes no place in line
        self._wait(f"posts:{place.chat}", message.key, POSTS, urgent=message.kind != MessageKind.CARD)
        with self._patience(place):
            return self._sent(place, message)

    def _sent(self, place: Place, message: Outgoing) -> str:
        if message.kind == MessageKind.PUBLICATION:
            return self._publisher.publish(message)
        if message.kind == MessageKind.SUMMARY:
            return self._following(place, lambda: self._summaries.send(message, place.chat))
        if message.kind != MessageKind.CARD:
            return self._told(place, message)
        self._suggesters.follow(message.subject)
        card = shared_card(self._house, message.subject, self._house.catalogue())
        self._show_sign(place, card)  # before: whatever comes after the post delays its record
        return self._post(place, self._look(card))

    def _told(self, place: Place, message: Outgoing) -> str:
        """Tell something beside a card; a decision on a suggestion is carried out too, whoever made it is asked."""
        kind, slash, rest = message.subject.partition("/")
        if kind == SUGGESTED:
            return self._verdicts.carry_out(message)
        if kind == ASKED:
            return self._post(*self._suggesters.ask(message))
        if kind == REMINDER:
            return self._post(*reminder(self._house, place.chat, rest))
        told = notice(self._house, message)
        if not slash:
            self._verdicts.decided(*message.subject.split(":", 1))
        return self._post(place, told)

    def edit(self, receipt: str, message: Outgoing) -> None:
        """Put the present card in the place of the one that was posted, or of what its author was asked."""
        if message.kind == MessageKind.CARD:
            self._suggesters.follow(message.subject)
            card = shared_card(self._house, message.subject, self._house.catalogue())
            self._replace(receipt, message, self._look(card))
            self._show_sign(self._place(message), card)
        elif message.subject.startswith(f"{ASKED}/"):
            self._replace(receipt, message, self._suggesters.now(message))

    def _replace(self, receipt: str, message: Outgoing, look: Message) -> None:
        place = self._place(message)
        self._wait(f"edits:{place.chat}", message.key, EDITS)
        there = Place(place.chat, int(receipt))
        with self._patience(place):
            self._following(place, lambda: fitting(look, lambda fit: self._edited(there, fit)))

    def _edited(self, place: Place, message: Message) -> None:
        look = look_of(message)
        self._api.edit(lambda bot: bot.edit_message_text(chat_id=place.chat, message_id=place.message, **look))

    def find(self, message: Outgoing) -> str | None:
        """Telegram can't be asked. A card that may be there is posted again: both have the same buttons."""
        if message.kind == MessageKind.PUBLICATION:
            return self._publisher.find(message)
        if message.kind == MessageKind.SUMMARY:
            place = self._place(message)
            return self._following(place, lambda: self._summaries.find(message, place.chat))
        log.info("whether %s was posted is not known: it is posted again", message.key)
        return None

    def _look(self, card: Card) -> Message:
        catalogue, settings = self._house.catalogue(), self._house.settings
        with self._house.database.reading() as connection:
            case = case_of(connection, card.reference)
            planned = scheduled(connection, NAME, case, self._house.clock()) if case else None
            name = roster(connection).name(Order.of(planned.subject).person) if planned else ""
        channel = public_channel(settings)
        ours = bool(channel and case and not post_in(case, int(channel))) and _can_go_out(card)
        return card_message(
            card,
            catalogue,
            desk_url=settings.desk_address,
            handover=card.original_wanted,
            publishing=ours and case is not None and suggestion_of(case) is None,
            scheduled=scheduled_words(catalogue, planned.not_before, name) if planned else "",
            post=post_of(case) if case else "",
        )

    def _post(self, place: Place, message: Message) -> str:
        return self._following(place, lambda: fitting(message, lambda look: self._posted(place, look)))

    def _following(self, place: Place, call: Callable[[], T]) -> T:
        """Note a group's new name; what was to be done is done there at once, as a message of its own."""
        try:
            return call()
        except MovedError as error:
            with self._house.database.writing() as connection:
                chats.move_chat(connection, NAME, str(place.chat), str(error.chat))
            raise NotSentError("the group has another name now", timedelta(0)) from error

    def _posted(self, place: Place, message: Message) -> str:
        """Post a message where it belongs; where its topic is gone, in the group itself: no card is lost with it."""
        try:
            return self._posted_at(place, message)
        except UnfitError as error:
            if not place.topic or _NO_TOPIC not in error.why.lower():
                raise
            log.warning("a topic of %s is gone: what belongs there is posted in the group", place.chat)
            return self._posted_at(Place(place.chat), message)

    def _posted_at(self, place: Place, message: Message) -> str:
        sent = self._api.call(lambda bot: bot.send_message(**whereabouts(place), **look_of(message)))
        return str(sent.message_id)

    def _place(self, message: Outgoing) -> Place:
        place = Place.of_target(message.target)
        with self._house.database.reading() as connection:
            now = int(chats.chat_now(connection, NAME, str(place.chat)))
        # Messages of the group's former life can't be answered any more.
        return place if now == place.chat else Place(now)

    def _wait(self, lane: str, key: str, rate: Rate, *, urgent: bool = False) -> None:
        if seconds := self._pace.wait(lane, key, rate, urgent=urgent):
            raise NotSentError("its turn has not come", timedelta(seconds=seconds))

    @contextmanager
    def _patience(self, place: Place) -> Iterator[None]:
        """Where Telegram asks to be left alone, leave that whole chat alone: each further try prolongs it."""
        try:
            yield
        except NotSentError as error:
            if error.after:
                for lane in ("posts", "edits"):
                    self._pace.hold(f"{lane}:{place.chat}", error.after.total_seconds())
            raise

    def _show_sign(self, place: Place, card: Card) -> None:
        sign = _SIGNS.get(card.tone, SEEN)
        if place.message and self._signs.get(place) != sign and react(self._api, place, sign):
            self._signs[place] = sign
            while len(self._signs) > _REMEMBERED:
                self._signs.pop(next(iter(self._signs)))


def _can_go_out(card: Card) -> bool:
    return any(action.verb is Verb.PUBLISH for action in card.actions)


def react(api: Api, place: Place, sign: str) -> bool:
    """Show a sign under a message in the place of an earlier one; nothing depends on it."""
    try:
        api.call(lambda bot: bot.set_message_reaction(chat_id=place.chat, message_id=place.message, reaction=sign))
    except FAULTS as error:
        log.info("no sign under %s: %s", place.source, error)
        return False
    return True
