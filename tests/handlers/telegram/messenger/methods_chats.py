"""Chats and who is in them."""

from __future__ import annotations

from tests.handlers.telegram.messenger.memberships import describe_member
from tests.handlers.telegram.messenger.methods_pinning import latest_pinned
from tests.handlers.telegram.messenger.model import BOT, Chat, ChatKind, Json, Member, RefusedError, Status
from tests.handlers.telegram.messenger.requests import Request, method

MOST_REACTIONS = 11
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat")
def get_chat(request: Request) -> Json:
    chat = request.chat()
    known = chat.described() | {"accent_color_id": 0, "max_reaction_count": MOST_REACTIONS}
    known["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if chat.is_group:
        known["permissions"] = {"can_send_messages": True, "can_send_photos": True, "can_send_documents": True}
    linked = chat.discussion or _channel_of(request, chat)
    if linked is not None:
        known["linked_chat_id"] = linked
    if chat.parent is not None:
        known["parent_chat"] = request.state.chat(chat.parent).described()
    if chat.pinned:
        known["pinned_message"] = request.state.shown(chat.messages[latest_pinned(chat)])
    return known


def _channel_of(request: Request, group: Chat) -> int | None:
    return next((chat.id for chat in request.state.chats.values() if chat.discussion == group.id), None)


@method("getChatMember")
def get_chat_member(request: Request) -> Json:
    chat = request.chat()
    user_id = request.get("user_id")
    if user_id not in request.state.users:
        raise RefusedError("PARTICIPANT_ID_INVALID")
    if chat.kind is ChatKind.CHANNEL and not request.place(chat).status.governs:
        raise RefusedError("member list is inaccessible")
    return describe_member(request.state, chat, user_id, chat.members.get(user_id, Member(Status.LEFT)))


@method("getChatAdministrators")
def get_chat_administrators(request: Request) -> list[Json]:
    chat = request.chat()
    if chat.kind is ChatKind.PRIVATE:
        raise RefusedError("there are no administrators in the private chat")
    if chat.kind is ChatKind.CHANNEL and not request.place(chat).status.governs:
        raise RefusedError("member list is inaccessible")
    wants_bots = bool(request.get("return_bots"))
    state = request.state
    return [
        describe_member(state, chat, user_id, member)
        for user_id, member in chat.members.items()
        if member.status.governs and (wants_bots or user_id == BOT or not state.user(user_id).is_bot)
    ]


@method("getChatMemberCount")
def get_chat_member_count(request: Request) -> int:
    return sum(member.status.inside for member in request.chat().members.values())


@method("leaveChat")
def leave_chat(request: Request) -> bool:
    chat = request.chat()
    if chat.kind is ChatKind.PRIVATE:
        raise RefusedError("chat can't be left", breach=True)
    chat.members[BOT] = Member(Status.LEFT)
    return True
