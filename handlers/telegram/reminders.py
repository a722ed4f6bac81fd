"""A reminder of what waits for a decision, in the group: in the topic of what has waited the longest, if in any."""

from __future__ import annotations

from bot.house import House
from bot.reminding import Reminded, digest
from handlers.telegram.places import Place
from handlers.telegram.publishing import address_of
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import escaped, link

_SUPERGROUP = "-100"
"""With this begins the number of a group whose messages have an address."""


def reminder(house: House, chat: int, rest: str) -> tuple[Place, Message]:
    """Return where a reminder goes, and what it says, with a link to each card that has an address.

    Raises:
        NeedlessError: there is nothing (any more) to remind anybody of.
    """
    told = digest(house, rest)
    first = Place.of_target(told.reminded[0].target)
    lines = [f"• {_named(one, chat)} · {escaped(one.words)}" for one in told.reminded]
    words = "\n".join([escaped(told.heading), *lines, *(escaped(line) for line in told.closing)])
    return Place(chat, topic=first.topic if first.chat == chat else 0), Message(words)


def _named(one: Reminded, chat: int) -> str:
    there = one.receipt and Place.of_target(one.target).chat == chat and str(chat).startswith(_SUPERGROUP)
    return link(address_of(chat, int(one.receipt)), one.reference) if there else one.reference
