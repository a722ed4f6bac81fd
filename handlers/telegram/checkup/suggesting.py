"""Posts that people suggest to a public channel: whether Vigie may answer them, where it has heard of any."""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor import Finding
from bot.doctor.database import Opening
from bot.language import N_
from bot.sources import channels_of
from handlers.telegram.checkup.asking import DeniedError, Json
from handlers.telegram.checkup.chats import chat_of
from handlers.telegram.checkup.visit import Visit
from handlers.telegram.places import PREFIX

SUGGESTIONS = "telegram-suggestions"


def suggesting(visit: Visit, channel: str, title: str, member: Json) -> Iterator[Finding]:
    """Look at the right to answer suggestions; a channel does not tell whether it takes any, but what came in does."""
    if member.get("status") == "creator" or member.get("can_manage_direct_messages"):
        words = N_("Vigie may answer what people suggest to the channel {chat}, where it takes suggestions.")
        yield visit.good(SUGGESTIONS, words, chat=title)
    elif any(_parent(visit, chat) == int(channel) for chat in _direct_messages(visit)):
        words = N_("People suggest posts to the channel {chat}, and Vigie may not answer them.")
        remedy = N_("In the channel: its name → Edit → Administrators → @{bot} → “Manage Direct Messages”.")
        yield visit.warning(SUGGESTIONS, words, remedy, chat=title)
    else:
        words = N_("Vigie takes no suggestions for the channel {chat}: for that it needs “Manage Direct Messages”.")
        yield visit.good(SUGGESTIONS, words, chat=title)


def _direct_messages(visit: Visit) -> list[str]:
    """Return the chats beside the approval groups that something came from."""
    with Opening(visit.settings) as opening:
        list(opening.findings(visit.catalogue))  # the database's own checkup tells them
        if opening.database is None:
            return []
        with opening.database.reading() as connection:
            groups = channels_of(connection, PREFIX)
            beside = channels_of(connection, PREFIX, first=False)
    return [name.removeprefix(PREFIX) for name in beside if name not in groups]


def _parent(visit: Visit, chat: str) -> int:
    """Return the channel whose direct messages a chat is, 0 where it is none's, or is not there for us."""
    try:
        return int((chat_of(visit, chat).get("parent_chat") or {}).get("id", 0))
    except DeniedError:
        return 0
