"""Answers to taps, and reactions."""

from __future__ import annotations

import re
import time

from tests.handlers.telegram.messenger.formatting import units
from tests.handlers.telegram.messenger.model import BOT, BOT_USERNAME, Answer, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method

LONGEST_ANSWER = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
DEEP_LINK = re.compile(rf"(https://)?t\.me/{BOT_USERNAME}\?start=[A-Za-z0-9_-]{{1,64}}")
SELECTOR = "\N{VARIATION SELECTOR-16}"
REACTIONS = frozenset(
    {
        "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩",
        "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆",
        "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈",
        "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄",
        "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡",
    }
)  # fmt: skip


def without_selectors(emoji: str) -> str:
    """Telegram makes no difference between the two ways to write an emoji."""
    return emoji.replace(SELECTOR, "")


@method("answerCallbackQuery")
def answer_callback_query(request: Request) -> bool:
    """A query has one answer, and not for long."""
    text = request.get("text", "")
    if units(text) > LONGEST_ANSWER:
        raise RefusedError("MESSAGE_TOO_LONG", breach=True)
    url = request.get("url")
    if url is not None and not DEEP_LINK.fullmatch(url):
        raise RefusedError("URL_INVALID", breach=True)
    query = request.state.queries.get(request.get("callback_query_id"))
    now = time.monotonic()
    if query is None or query.answer is not None or now - query.at > request.state.answer_seconds:
        raise RefusedError(TOO_OLD)
    alert = bool(request.get("show_alert"))
    query.answer = Answer(text, alert, url, answered=True, elapsed=now - query.at)
    query.answered.set()
    return True


@method("setMessageReaction")
def set_message_reaction(request: Request) -> bool:
    chat = request.chat()
    reactions = request.get("reaction", [])
    message = request.message(chat, "react")
    if any(reaction["type"] == "paid" for reaction in reactions):
        raise RefusedError("bots can't use paid reactions", breach=True)
    emoji = [reaction.get("emoji", "") for reaction in reactions]
    if len(emoji) > 1:
        raise RefusedError("REACTIONS_TOO_MANY", breach=True)
    if not {without_selectors(one) for one in emoji} <= REACTIONS:
        raise RefusedError("REACTION_INVALID", breach=True)
    chat.reactions.setdefault(message["message_id"], {})[BOT] = emoji
    return True
