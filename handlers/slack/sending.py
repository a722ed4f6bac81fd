"""Slack as the outbox knows it: a card in its thread, edited in place from then on, and what is told beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.card.model import Card
from bot.card.shared import shared_card
from bot.delivery.outbox import Message as MessageKind
from bot.delivery.pace import Pace, Rate
from bot.house import House
from bot.ports import NotSentError, Outgoing, RefusedError
from handlers.slack.notices import notice
from handlers.slack.places import Place
from handlers.slack.rates import EDITS, POSTS
from handlers.slack.receipts import Receipts
from handlers.slack.rendering.blocks import Message
from handlers.slack.rendering.card import card_message
from handlers.slack.rendering.fallback import bare_text, plain_message
from handlers.slack.web import UnfitError, Web

log = logging.getLogger("vigie.slack")

NAME = "slack"
CARD_EVENT = "vigie_message"
"""The `event_type` of the metadata by which a message of ours can be found again."""
_EDIT_LANE = "chat.update"

Look = Callable[[Card], Message]


class SlackPlatform:
    """Sends for the courier."""

    name = NAME

    def __init__(self, house: House, web: Web, *, desk_url: str = "", pace: Pace | None = None) -> None:
        self._house, self._web, self._desk_url = house, web, desk_url
        self._pace = pace or Pace()
        self._receipts = Receipts(web)

    def send(self, message: Outgoing) -> str:
        """Post a message in its thread and return its timestamp, which is its name in its channel."""
        place = Place.of_target(message.target)
        self._wait(place.channel, message.key, POSTS, urgent=message.kind != MessageKind.CARD)
        if message.kind != MessageKind.CARD:
            told = notice(self._house, message)
            return str(self._post(place, message, _look(told))["ts"])
        card = shared_card(self._house, message.subject, self._house.catalogue())
        sent = self._fitting(card, lambda look: self._post(place, message, look))
        self._receipts.begin(place, card)
        return str(sent["ts"])

    def edit(self, receipt: str, message: Outgoing) -> None:
        """Put the present card in the place of the one that was posted."""
        if message.kind != MessageKind.CARD:
            return
        place = Place.of_target(message.target)
        self._wait(_EDIT_LANE, message.key, EDITS)
        card = shared_card(self._house, message.subject, self._house.catalogue())
        self._fitting(card, lambda look: self._call(_EDIT_LANE, channel=place.channel, ts=receipt, **look))
        self._receipts.show(place, card)

    def find(self, message: Outgoing) -> str | None:
        """Look for a message in its thread, or its channel, by the metadata that it was posted with."""
        place = Place.of_target(message.target)
        method = "conversations.replies" if place.thread else "conversations.history"
        where = {"ts": place.thread} if place.thread else {}
        cursor = ""
        while True:
            page = {"cursor": cursor} if cursor else {}
            answer = self._web.ask(method, channel=place.channel, limit=200, include_all_metadata=True, **where, **page)
            for found in answer.get("messages", []):
                if _key_of(found) == message.key:
                    return str(found["ts"])
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or not place.thread:
                return None

    def _fitting(self, card: Card, call: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        """Send a card; where Slack does not take its blocks, a plainer one: no verdict is lost over its looks."""
        catalogue = self._house.catalogue()
        whole = card_message(card, catalogue, desk_url=self._desk_url, handover=card.original_wanted)
        plain = plain_message(card, catalogue)
        looks = (_look(whole), _look(plain), {"text": bare_text(card, catalogue), "blocks": []})
        for number, look in enumerate(looks, 1):
            try:
                return call(look)
            except UnfitError as error:
                log.warning("Slack does not take form %s of the card %s: %s", number, card.reference, error.why)
        raise RefusedError("Slack takes no form of this card")

    def _post(self, place: Place, message: Outgoing, look: Mapping[str, Any]) -> dict[str, Any]:
        metadata = {"event_type": CARD_EVENT, "event_payload": {"key": message.key, "about": message.subject}}
        thread = {"thread_ts": place.thread} if place.thread else {}
        return self._call(
            "chat.postMessage",
            lane=place.channel,
            channel=place.channel,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
            **thread,
            **look,
        )

    def _call(self, method: str, lane: str = _EDIT_LANE, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        try:
            return self._web.call(method, **arguments)
        except NotSentError as error:
            if error.after is not None:
                self._pace.hold(lane, error.after.total_seconds())
            raise

    def _wait(self, lane: str, key: str, rate: Rate, *, urgent: bool = False) -> None:
        """Send back into the outbox what has to wait: whoever waited right here would hold up every other channel."""
        if seconds := self._pace.wait(lane, key, rate, urgent=urgent):
            raise NotSentError("its turn has not come", timedelta(seconds=seconds))


def _look(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}


def _key_of(found: Mapping[str, Any]) -> str:
    metadata = found.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", ""))
