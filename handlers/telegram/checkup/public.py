"""The public channels: whether Vigie can post there, and who could without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from bot.doctor import Finding
from bot.language import N_
from handlers.telegram.checkup.asking import DeniedError, Json
from handlers.telegram.checkup.chats import administrators_of, chat_of, gone, member_of, named, ours, title_of
from handlers.telegram.checkup.suggesting import SUGGESTIONS, suggesting
from handlers.telegram.checkup.visit import Visit, name_of

_NAME = "telegram-public"
_OTHERS = "telegram-posters"
_RIGHT = N_("In the channel: its name → Edit → Administrators → @{bot} → “Post Messages”.")


def public(visit: Visit) -> Iterator[Finding]:
    """Look at each public channel of the settings: Vigie publishes in the first, and watches all of them."""
    for number, chat in enumerate(dict.fromkeys(ours(visit.settings.telegram.public_channels))):
        yield from visit.carefully(_NAME, partial(_channel, visit, chat, publishes=number == 0))


def _channel(visit: Visit, chat: str, *, publishes: bool) -> Iterator[Finding]:
    try:
        told = chat_of(visit, chat)
        member = member_of(visit, chat)
    except DeniedError as error:
        yield gone(visit, _NAME, chat, error)
        return
    if found := named(visit, _NAME, chat, told):
        yield found
        return
    title = title_of(told, chat)
    if not publishes:
        yield visit.good(_NAME, N_("Vigie watches the channel {chat}; it publishes in the first one only."), chat=title)
    elif not _posts(member):
        yield visit.bad(_NAME, N_("Vigie can't post in the channel {chat}."), _RIGHT, chat=title)
    else:
        yield visit.good(_NAME, N_("Vigie can post in the channel {chat}."), chat=title)
    yield from visit.carefully(SUGGESTIONS, partial(suggesting, visit, chat, title, member))
    yield from visit.carefully(_OTHERS, partial(_others, visit, chat, title))


def _others(visit: Visit, chat: str, title: str) -> Iterator[Finding]:
    """Tell who may post there without anybody's approval; an owner always may, and every channel has one."""
    others = [one for one in administrators_of(visit, chat) if _posts(one) and int(one["user"]["id"]) != visit.bot.id]
    names = _names(others)
    if all(one.get("status") == "creator" for one in others):
        words = N_("In {chat} nobody but Vigie posts, and the owner: {names}.")
        yield visit.good(_OTHERS, words, chat=title, names=names)
        return
    words = N_("Who may post in {chat} without Vigie: {names}.")
    remedy = N_(
        "Take “Post Messages” from them (the channel's name → Edit → Administrators); its owner keeps it. "
        "Whatever appears there without Vigie is told in the approval group."
    )
    yield visit.warning(_OTHERS, words, remedy, chat=title, names=names)


def _posts(member: Json) -> bool:
    return member.get("status") == "creator" or bool(member.get("can_post_messages"))


def _names(members: Sequence[Json]) -> str:
    return ", ".join(name_of(one["user"]) for one in members) or "—"
