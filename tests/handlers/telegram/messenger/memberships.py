"""What somebody is in a chat, in the words of the API."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.kinds import Plain
from tests.handlers.telegram.messenger.model import BOT, Chat, ChatKind, Json, Member, Status
from tests.handlers.telegram.messenger.specification import fields_of
from tests.handlers.telegram.messenger.state import State

IN_CHANNELS = frozenset({"can_post_messages", "can_edit_messages", "can_manage_direct_messages"})
IN_GROUPS = frozenset({"can_pin_messages", "can_manage_topics"})


def rights_of(chat: Chat, member: Member) -> Json:
    """Return every right that there is in such a chat, held or not."""
    elsewhere = IN_GROUPS if chat.kind is ChatKind.CHANNEL else IN_CHANNELS
    fields = fields_of("ChatMemberAdministrator")
    named = [name for name, field in fields.items() if name.startswith("can_") and field.kind is Plain.BOOLEAN]
    return {name: member.may(name) for name in named if name not in elsewhere}


def describe_member(state: State, chat: Chat, user_id: int, member: Member) -> Json:
    """Return what the API calls a ChatMember."""
    known: Json = {"status": member.status.value, "user": state.user(user_id).described()}
    if member.status is Status.OWNER:
        return known | {"is_anonymous": member.anonymous}
    if member.status is Status.ADMINISTRATOR:
        return known | rights_of(chat, member) | {"is_anonymous": member.anonymous, "can_be_edited": False}
    return known | ({"until_date": 0} if member.status is Status.BANNED else {})


def change_member(state: State, chat: Chat, user_id: int, member: Member, by: int) -> None:
    """Change what somebody is; the bot hears of itself always, of others as an administrator."""
    before = chat.member(user_id)
    event = {
        "chat": chat.described(),
        "from": state.user(by).described(),
        "date": int(time.time()),
        "old_chat_member": describe_member(state, chat, user_id, before),
        "new_chat_member": describe_member(state, chat, user_id, member),
    }
    chat.members[user_id] = member
    if user_id == BOT:
        state.updates.push("my_chat_member", event)
    elif chat.member(BOT).status.governs:
        state.updates.push("chat_member", event)
