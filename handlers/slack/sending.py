"""Slack as the outbox knows it: a card in its thread, edited in place from then on, and what is told beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from bot.card.model import Card
from bot.card.shared import shared_card
from bot.delivery.outbox import Message as MessageKind
from bot.delivery.pace import Pace
from bot.house import House
from bot.ports import Outgoing
from bot.reminding import REMINDER, not_at_night
from handlers.slack.notices import notice
from handlers.slack.places import Place
from handlers.slack.posting import Posting, fitting, key_of
from handlers.slack.rates import EDITS, POSTS
from handlers.slack.receipts import Receipts
from handlers.slack.reminders import reminder
from handlers.slack.rendering.blocks import Message
from handlers.slack.rendering.card import card_message
from handlers.slack.rendering.fallback import bare_text, plain_message
from handlers.slack.summaries import Summaries
from handlers.slack.web import Web

NAME = "slack"
_EDIT_LANE = "chat.update"


class SlackPlatform:
    """Sends for the courier; `own_user` is our own account in the workspace."""

    name = NAME

    def __init__(
        self,
        house: House,
        web: Web,
        *,
        own_user: str,
        desk_url: str = "",
        permalink: Callable[[str], str] = lambda _: "",
        pace: Pace | None = None,
    ) -> None:
        self._house, self._desk_url, self._permalink = house, desk_url, permalink
        self._posting = Posting(web, pace or Pace())
        self._summaries = Summaries(house, self._posting, own_user)
        self._receipts = Receipts(web)

    def send(self, message: Outgoing) -> str:
        """Post a message in its thread and return its timestamp, which is its name in its channel."""
        not_at_night(self._house, message)
        if message.kind == MessageKind.SUMMARY:
            return self._summaries.send(message)
        place = Place.of_target(message.target)
        self._posting.wait(place.channel, message.key, POSTS, urgent=message.kind != MessageKind.CARD)
        if message.kind != MessageKind.CARD:
            return self._posting.post(place, message, self._told(message))
        card = shared_card(self._house, message.subject, self._house.catalogue())
        sent = fitting(self._looks(card), _called(card), lambda look: self._posting.post(place, message, look))
        self._receipts.begin(place, card)
        return sent

    def _told(self, message: Outgoing) -> Message:
        kind, _, rest = message.subject.partition("/")
        return reminder(self._house, rest, self._permalink) if kind == REMINDER else notice(self._house, message)

    def edit(self, receipt: str, message: Outgoing) -> None:
        """Put the present card in the place of the one that was posted; nothing else ever changes."""
        if message.kind != MessageKind.CARD:
            return
        place = Place.of_target(message.target)
        self._posting.wait(_EDIT_LANE, message.key, EDITS)
        card = shared_card(self._house, message.subject, self._house.catalogue())
        fitting(self._looks(card), _called(card), lambda look: self._put(place, receipt, look))
        self._receipts.show(place, card)

    def find(self, message: Outgoing) -> str | None:
        """Look for a message in its thread, or its channel, by the metadata that it was posted with."""
        if message.kind == MessageKind.SUMMARY:
            return self._summaries.find(message)
        place = Place.of_target(message.target)
        pages = islice(self._posting.pages(place), None if place.thread else 1)
        return next((str(found["ts"]) for page in pages for found in page if key_of(found) == message.key), None)

    def _looks(self, card: Card) -> Iterator[Message]:
        """Yield a card's forms, each plainer than the one before."""
        catalogue = self._house.catalogue()
        yield card_message(card, catalogue, desk_url=self._desk_url, handover=card.original_wanted)
        yield plain_message(card, catalogue)
        yield Message(bare_text(card, catalogue), [])

    def _put(self, place: Place, receipt: str, look: Message) -> None:
        self._posting.call(
            _EDIT_LANE, lane=_EDIT_LANE, channel=place.channel, ts=receipt, text=look.text, blocks=look.blocks
        )


def _called(card: Card) -> str:
    return f"card {card.reference}"
