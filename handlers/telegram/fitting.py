"""A message in its looks, or, where Telegram does not take those, in its words alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from bot.card.cutting import cut
from bot.ports import RefusedError
from handlers.telegram.api import UnfitError
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import inert, visible

log = logging.getLogger("vigie.telegram")

_BARE = 1_000
"""UTF-16 units of a message that is sent without its looks."""

T = TypeVar("T")


def fitting(message: Message, call: Callable[[Message], T], most: int = _BARE) -> T:
    """Send a message; where Telegram does not take it, its words alone: no verdict is lost over its looks.

    `most` is how many UTF-16 units of them.

    Raises:
        RefusedError: Telegram takes neither.
    """
    try:
        return call(message)
    except UnfitError as error:
        log.warning("Telegram does not take a message as it is: %s", error.why)
    try:
        return call(Message(inert(cut(visible(message.text), most)), message.keyboard))
    except UnfitError as error:
        raise RefusedError(error.why) from error
