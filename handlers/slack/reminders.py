"""A reminder of what waits for a decision, in the channel itself: a message in a thread is seen by whoever is in it."""

from __future__ import annotations

import html
from collections.abc import Callable

from bot.house import House
from bot.reminding import Reminded, digest
from handlers.slack.places import Place
from handlers.slack.rendering.blocks import Message
from handlers.slack.rendering.text import escaped


def reminder(house: House, rest: str, permalink: Callable[[str], str]) -> Message:
    """Return a reminder, with a link to each card where `permalink` knows one.

    Raises:
        NeedlessError: there is nothing (any more) to remind anybody of.
    """
    told = digest(house, rest)
    lines = [f"• {_named(one, permalink)} · {escaped(one.words)}" for one in told.reminded]
    return Message("\n".join([escaped(told.heading), *lines, *(escaped(line) for line in told.closing)]), [])


def _named(one: Reminded, permalink: Callable[[str], str]) -> str:
    thread = Place.of_target(one.target)
    address = permalink(Place(thread.channel, one.receipt, thread.thread).source) if one.receipt else ""
    return f"<{html.escape(address)}|{one.reference}>" if address else one.reference
