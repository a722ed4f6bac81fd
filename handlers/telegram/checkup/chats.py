"""The approval and audit chats: each that is set must be there, Vigie in it, able to do there what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.doctor import Finding
from bot.language import N_
from handlers.telegram.checkup.asking import DeniedError, Json
from handlers.telegram.checkup.visit import Visit, shown
from handlers.telegram.places import PREFIX

_NAME = "telegram-chat"
_PRIVACY = "telegram-privacy"
_PIN = "telegram-pin"
_ADD = N_("Add @{bot} to the chat as an administrator, or correct its number in .env. /sante in a group tells it.")
_WRITE = N_("In the chat: its name → Edit → Administrators → add @{bot}.")
_PINNING = {
    "channel": N_("In the channel: its name → Edit → Administrators → @{bot} → “Edit Messages of Others”."),
    "group": N_("In the group: its name → Edit → Administrators → @{bot} → “Pin Messages”."),
}
_PINS = {"channel": "can_edit_messages", "group": "can_pin_messages"}
"""The right that pinning takes (Bot API, `pinChatMessage`)."""
_GOVERNS = {"administrator", "creator"}


def chat_of(visit: Visit, chat: str) -> Json:
    """Return what Telegram says of a chat."""
    told: Json = visit.telegram.ask("getChat", chat_id=id_of(chat))
    return told


def member_of(visit: Visit, chat: str) -> Json:
    """Return what Telegram says of our place in a chat."""
    told: Json = visit.telegram.ask("getChatMember", chat_id=id_of(chat), user_id=visit.bot.id)
    return told


def administrators_of(visit: Visit, chat: str) -> list[Json]:
    """Return the administrators of a chat as Telegram describes them, machines too."""
    return list(visit.telegram.ask("getChatAdministrators", chat_id=id_of(chat), return_bots=True))


def id_of(chat: str) -> int | str:
    """Return a chat as the Bot API writes it: a number, or a name that begins with @."""
    return chat if chat.startswith("@") else int(chat)


def title_of(told: Json, chat: str) -> str:
    """Return what people know a chat by, and its number."""
    name = told.get("title") or told.get("first_name")
    return f"{shown(name)} ({chat})" if name else chat


def named(visit: Visit, name: str, chat: str, told: Json) -> Finding | None:
    """Return what is wrong with a chat that is written with its @name: Telegram's updates know numbers alone."""
    if not chat.startswith("@"):
        return None
    words, remedy = N_("{chat} is a name that anybody can change."), N_("Write its number in .env: telegram:{number}")
    return visit.bad(name, words, remedy, chat=chat, number=int(told["id"]))


def gone(visit: Visit, name: str, chat: str, error: DeniedError) -> Finding:
    """Tell why a chat can't be looked at."""
    if error.moved_to:
        words = N_("The group {chat} has become a supergroup, and has another number.")
        remedy = N_("Write it in .env in place of the old one: telegram:{number}")
        return visit.bad(name, words, remedy, chat=chat, number=error.moved_to)
    if error.code not in {400, 403}:
        return visit.trouble(name, error)
    return visit.bad(name, N_("The chat {chat} is not there for Vigie, or it is not in it."), _ADD, chat=chat)


class Chats:
    """Looks at the chats; `groups` are the approval groups that Vigie is in, as far as `findings` has got."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._approval = ours(visit.settings.approval_channels)
        self._audit = ours(visit.settings.audit_channels)
        self.groups: dict[str, str] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield what is found about each chat."""
        for chat in dict.fromkeys((*self._approval, *self._audit)):
            yield from self._visit.carefully(_NAME, partial(self._look, chat))
        if not self._approval:
            words = N_("No approval chat is named: the first group that Vigie came into is the one.")
            remedy = N_(
                "Send /sante in the group, and write what it tells in .env: VIGIE_APPROVAL_CHANNELS=telegram:-100…"
            )
            yield self._visit.warning(_NAME, words, remedy)

    def _look(self, chat: str) -> Iterator[Finding]:
        try:
            told = chat_of(self._visit, chat)
            member = {} if told.get("type") == "private" else member_of(self._visit, chat)
        except DeniedError as error:
            yield gone(self._visit, _NAME, chat, error)
            return
        if found := named(self._visit, _NAME, chat, told) or self._wrong_kind(told, chat):
            yield found
            return
        title = title_of(told, chat)
        yield self._standing(told, member, title)
        if chat in self._approval and _inside(member):
            self.groups[chat] = title
            yield self._hearing(member, title)
        if chat in self._audit and _inside(member):
            yield self._pinning(told, member, title)

    def _wrong_kind(self, told: Json, chat: str) -> Finding | None:
        if chat not in self._approval or told.get("type") in {"group", "supergroup"}:
            return None
        words = N_("{chat} is no group: people can't put anything up for approval there.")
        remedy = N_("Name a group in .env (VIGIE_APPROVAL_CHANNELS). A public channel goes into VIGIE_PUBLIC_CHANNELS.")
        return self._visit.bad(_NAME, words, remedy, chat=title_of(told, chat))

    def _standing(self, told: Json, member: Json, title: str) -> Finding:
        if not member:
            return self._visit.good(_NAME, N_("Vigie may write to {chat}."), chat=title)
        if not _inside(member):
            return self._visit.bad(_NAME, N_("Vigie is not in {chat}."), _ADD, chat=title)
        if not _may_write(told, member):
            return self._visit.bad(_NAME, N_("Vigie is in {chat}, but may not write there."), _WRITE, chat=title)
        return self._visit.good(_NAME, N_("Vigie is in {chat} and may write there."), chat=title)

    def _hearing(self, member: Json, title: str) -> Finding:
        """Look whether all that is said there is shown to us: a plain member may be shown nothing but commands."""
        if member.get("status") in _GOVERNS:
            return self._visit.good(
                _PRIVACY, N_("Vigie is an administrator of {chat}: it sees what is posted."), chat=title
            )
        if self._visit.bot.reads_all:
            return self._visit.good(
                _PRIVACY, N_("Privacy mode is off: Vigie sees what is posted in {chat}."), chat=title
            )
        words = N_("Telegram hides from Vigie what is posted in {chat}: privacy mode is on.")
        remedy = N_(
            "The simplest: make @{bot} an administrator of the group. Or in BotFather: /mybots → @{bot} → Bot Settings "
            "→ Group Privacy → Turn off; then remove @{bot} from the group and add it again, else nothing changes."
        )
        return self._visit.bad(_PRIVACY, words, remedy, chat=title)

    def _pinning(self, told: Json, member: Json, title: str) -> Finding:
        """Look at the right to pin: without it the summary comes all the same, and last week's stays on top."""
        kind = "channel" if told.get("type") == "channel" else "group"
        if member.get("status") == "creator" or member.get(_PINS[kind]):
            return self._visit.good(_PIN, N_("Vigie may pin the weekly summary in {chat}."), chat=title)
        words = N_("Vigie may not pin the weekly summary in {chat}: it comes, and is not kept at the top.")
        return self._visit.warning(_PIN, words, _PINNING[kind], chat=title)


def ours(channels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the chats of Telegram among some channels."""
    return tuple(channel.removeprefix(PREFIX) for channel in channels if channel.startswith(PREFIX))


def _inside(member: Json) -> bool:
    return member.get("status") in {"member", *_GOVERNS} or bool(member.get("is_member"))


def _may_write(told: Json, member: Json) -> bool:
    status = member.get("status")
    if told.get("type") == "channel":
        return status == "creator" or bool(member.get("can_post_messages"))
    if status in _GOVERNS:
        return True
    holder = member if status == "restricted" else told.get("permissions") or {}
    return bool(holder.get("can_send_messages", True))
