"""The small signs under somebody's message: seen, and what became of it. A convenience: nothing depends on them."""

from __future__ import annotations

import logging
from collections.abc import Collection

from slack_sdk.errors import SlackApiError

from bot.card.lines import Tone
from bot.card.model import Card
from handlers.slack.places import Place
from handlers.slack.web import FAULTS, Web, error_of

log = logging.getLogger("vigie.slack")

SEEN = "eyes"
_SIGNS = {Tone.DONE: "white_check_mark", Tone.STOP: "no_entry", Tone.CLEAR: SEEN, Tone.ASK: SEEN, Tone.QUIET: SEEN}
_ALL = {SEEN, *_SIGNS.values()}
_AS_WANTED = {"already_reacted", "no_reaction"}
_REMEMBERED = 2_000


class Receipts:
    """Shows one sign under each message, and takes the earlier one away. For one thread, the one that sends."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._shown: dict[Place, str] = {}

    def begin(self, place: Place, card: Card) -> None:
        """Show the first sign under a message: none but that it was seen can be there."""
        self._put(place, _SIGNS[card.tone], {SEEN})

    def show(self, place: Place, card: Card) -> None:
        """Show where a submission stands under the message that it came in with."""
        before, sign = self._shown.get(place), _SIGNS[card.tone]
        if before != sign:
            self._put(place, sign, {before} if before else _ALL)

    def _put(self, place: Place, sign: str, before: Collection[str]) -> None:
        if not place.message:
            return
        changes = [("reactions.add", sign), *(("reactions.remove", other) for other in before if other != sign)]
        if not all(self._react(method, place, name) for method, name in changes):
            self._shown.pop(place, None)
            return
        self._shown[place] = sign
        while len(self._shown) > _REMEMBERED:
            self._shown.pop(next(iter(self._shown)))

    def _react(self, method: str, place: Place, sign: str) -> bool:
        try:
            self._web.call(method, channel=place.channel, timestamp=place.message, name=sign)
        except SlackApiError as error:
            return error_of(error) in _AS_WANTED
        except FAULTS as error:
            log.info("no sign under %s: %s", place.source, error)
            return False
        return True
