"""The weekly audit summary: its words, its chart, its register, and a pin in the place of the week before's.

Exactly once, as far as Telegram lets anybody know. It has no name under which a message could be sent twice and come
once, and can't be asked whether one has arrived. So:

- what Telegram refused, put off or was never asked for goes out once;
- something harmless is asked before anything is sent: a line that has died meanwhile, which is what breaks most often
  for a bot that speaks once a week, breaks over that, and costs nothing;
- a message of which nobody knows is looked for where Telegram does tell: at the top of the chat, in case it is pinned;
- what is pinned is not pinned again.

What remains: Telegram takes the words, the chart or the register, and its answer is lost with the line, or with our
process before it is noted (milliseconds). That part is sent once more, the same in every letter: both copies have the
same checkpoint, and the later one is pinned. Copying or forwarding messages in order to find out would show in the
chat, an edit as a trial could overwrite another message, and pinning before the number is noted would only widen the
gap: none of it is done.
"""

from __future__ import annotations

import logging

from bot.card.cutting import cut
from bot.house import House
from bot.ports import NeedlessError, NotSentError, Outgoing, RefusedError
from bot.summary import attachments
from bot.summary.attachments import Attachment
from bot.summary.delivery import Part, Piece, receipt_of, require_turn
from bot.summary.kept import to_be_sent
from bot.summary.period import Week
from handlers.telegram.api import Api, UncertainError, UnfitError
from handlers.telegram.fitting import fitting
from handlers.telegram.keyboards import look_of, whereabouts
from handlers.telegram.pins import CALL, Pins
from handlers.telegram.places import NAME, Place
from handlers.telegram.posting import CAPTION
from handlers.telegram.rendering.message import Message, Most
from handlers.telegram.rendering.summary import is_of, summary_message

log = logging.getLogger("vigie.telegram")


class Summaries:
    """Sends the parts of summaries."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api, self._pins = house, api, Pins(house, api)

    def require_turn(self, message: Outgoing) -> None:
        """Let a part wait for those before it (bot/summary/delivery.py says what is raised)."""
        with self._house.database.reading() as connection:
            require_turn(connection, NAME, message)

    def send(self, message: Outgoing, chat: int) -> str:
        """Send a part to the chat that its target is by now, and return the number of its message.

        Raises:
            NeedlessError: there is no such summary, or there is nothing to pin.
        """
        piece = Piece.of(message)
        if piece.part is Part.PIN:
            return self._pins.replace(message, chat)
        summary, catalogue = to_be_sent(self._house, piece.week), self._house.catalogue()
        self._knock(chat)
        if piece.part is Part.MESSAGE:
            return fitting(summary_message(summary, catalogue), lambda look: self._say(look, chat), Most.TEXT)
        place = self._answering(message, piece.week, chat)
        if piece.part is Part.CHART:
            return self._show(attachments.chart(summary, catalogue), place)
        return self._hand_over(attachments.register(self._house, summary, catalogue), place)

    def find(self, message: Outgoing, chat: int) -> str | None:
        """Return the number of a message of which nobody knows whether it came, None where it is not to be found."""
        piece = Piece.of(message)
        if piece.part is Part.MESSAGE:
            pinned = self._pins.ours(chat)
            if pinned and is_of(pinned.text or "", to_be_sent(self._house, piece.week), self._house.catalogue()):
                return str(pinned.message_id)
        log.info("whether %s went through is not known: it is sent again", message.key)
        return None

    def _answering(self, message: Outgoing, week: Week, chat: int) -> Place:
        with self._house.database.reading() as connection:
            receipt = receipt_of(connection, NAME, message.target, week)
        return Place(chat, int(receipt or 0))

    def _knock(self, chat: int) -> None:
        """Ask something harmless: where the line breaks over that, nothing was sent for certain."""
        try:
            self._pins.ask(chat)
        except UncertainError as error:
            raise NotSentError("Telegram does not answer") from error

    def _say(self, look: Message, chat: int) -> str:
        sent = self._api.call(lambda bot: bot.send_message(chat_id=chat, **look_of(look)), within=CALL)
        return str(sent.message_id)

    def _show(self, picture: Attachment, place: Place) -> str:
        """Send a picture as a photo, as a file where Telegram does not take it; the caption says what can be seen."""
        if not picture.content:
            raise NeedlessError("there is no chart")
        try:
            sent = self._api.call(
                lambda bot: bot.send_photo(
                    **whereabouts(place),
                    photo=picture.content,
                    caption=cut(picture.words, CAPTION),
                    filename=picture.name,
                    disable_notification=True,
                ),
                within=CALL,
            )
        except UnfitError as error:
            log.warning("the chart goes out as a file: %s", error.why)
            return self._hand_over(picture, place)
        return str(sent.message_id)

    def _hand_over(self, file: Attachment, place: Place) -> str:
        if not file.content:
            raise NeedlessError("there is nothing to hand over")
        try:
            sent = self._api.call(
                lambda bot: bot.send_document(
                    **whereabouts(place),
                    document=file.content,
                    caption=cut(file.words, CAPTION),
                    filename=file.name,
                    disable_notification=True,
                    disable_content_type_detection=True,
                ),
                within=CALL,
            )
        except UnfitError as error:
            raise RefusedError(error.why) from error
        return str(sent.message_id)
