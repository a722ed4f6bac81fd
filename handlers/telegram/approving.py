"""The chats where people approve: they are told what concerns everybody, and shown what is suggested."""

from __future__ import annotations

from sqlalchemy import Connection

from bot import chats
from bot.settings import Settings
from bot.sources import channels_of
from handlers.telegram.notices import WELCOME
from handlers.telegram.places import NAME, PREFIX, is_watched


def approval_chats(settings: Settings, connection: Connection) -> list[str]:
    """Return the groups that are named; where none is, those in which Vigie is known to have been at work.

    Those in which something was submitted come first, in that order, then those that it has said hello in: whoever
    invites it into a group of their own later does not come before the team. A group that has moved has its present
    number.
    """
    named = [name.removeprefix(PREFIX) for name in settings.approval_channels if name.startswith(PREFIX)]
    found = named or _known(settings, connection)
    return list(dict.fromkeys(chats.chat_now(connection, NAME, chat) for chat in found))


def _known(settings: Settings, connection: Connection) -> list[str]:
    used = [channel.removeprefix(PREFIX) for channel in channels_of(connection, PREFIX)]
    met = chats.told_in(connection, NAME, f"{WELCOME}/")
    return [chat for chat in (*used, *met) if is_watched(settings, int(chat))]
