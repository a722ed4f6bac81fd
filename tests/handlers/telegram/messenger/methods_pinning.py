"""What stands at the top of a chat: several messages may, and each pin is told in the chat."""

from __future__ import annotations

from tests.handlers.telegram.messenger.model import Chat, ChatKind, Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.state import State


@method("pinChatMessage")
def pin_chat_message(request: Request) -> bool:
    chat = _ours(request)
    message = request.message(chat, "pin")
    if _is_service(message):
        raise RefusedError("message can't be pinned")
    pin(request.state, chat, message, {"from": request.state.bot.described()})
    return True


@method("unpinChatMessage")
def unpin_chat_message(request: Request) -> bool:
    chat = _ours(request)
    message_id = request.get("message_id", latest_pinned(chat))
    if message_id not in chat.pinned:
        raise RefusedError("message to unpin not found")
    chat.pinned.remove(message_id)
    return True


def _ours(request: Request) -> Chat:
    """Return a chat where the bot may pin: the right has another name in channels."""
    chat = request.chat()
    right = "can_edit_messages" if chat.kind is ChatKind.CHANNEL else "can_pin_messages"
    request.needs(chat, right, "not enough rights to manage pinned messages in the chat")
    return chat


def pin(state: State, chat: Chat, message: Json, by: Json) -> None:
    """Pin a message; the chat tells of it, and so do the updates, even of what the bot has pinned itself."""
    if message["message_id"] in chat.pinned:
        return
    chat.pinned.append(message["message_id"])
    in_channel = chat.kind is ChatKind.CHANNEL
    sender = {"sender_chat": chat.described()} if in_channel else by
    told = state.keep(chat, sender | {"pinned_message": state.shown(message)})
    if chat.member(state.bot.id).status.inside:
        state.updates.push("channel_post" if in_channel else "message", state.shown(told))


def latest_pinned(chat: Chat) -> int:
    """Return the pinned message that was sent last, 0 for none: that is the one which `getChat` shows."""
    return max(chat.pinned, default=0)


def _is_service(message: Json) -> bool:
    return not {"text", "photo", "document", "video", "animation"} & set(message)
