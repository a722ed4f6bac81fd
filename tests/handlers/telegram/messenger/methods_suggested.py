"""Posts that people suggest to a channel in its direct messages."""

from __future__ import annotations

import copy
import time

from tests.handlers.telegram.messenger.discussions import KEPT, forward_to_discussion
from tests.handlers.telegram.messenger.formatting import units
from tests.handlers.telegram.messenger.model import BOT, Chat, Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.state import State

LONGEST_COMMENT = 128
LATEST_SECONDS = 30 * 24 * 3600


@method("approveSuggestedPost")
def approve_suggested_post(request: Request) -> bool:
    chat, message = _suggestion(request, "can_post_messages")
    date = request.get("send_date", int(time.time()))
    if "send_date" in request.parameters and date > time.time() + LATEST_SECONDS:
        raise RefusedError("SUGGESTED_POST_SEND_DATE_INVALID", breach=True)
    settle(request.state, chat, message, {"state": "approved", "send_date": date})
    if date <= time.time() + 1:
        publish(request.state, chat, message)
    return True


@method("declineSuggestedPost")
def decline_suggested_post(request: Request) -> bool:
    comment = request.get("comment", "")
    if units(comment) > LONGEST_COMMENT:
        raise RefusedError("SUGGESTED_POST_COMMENT_TOO_LONG", breach=True)
    chat, message = _suggestion(request, "can_manage_direct_messages")
    settle(request.state, chat, message, {"state": "declined"}, comment)
    return True


def _suggestion(request: Request, right: str) -> tuple[Chat, Json]:
    chat = request.chat()
    if chat.parent is None:
        raise RefusedError("chat is no channel direct messages chat", breach=True)
    request.needs(request.state.chat(chat.parent), right, "not enough rights")
    message = chat.messages.get(request.get("message_id"))
    if message is None or "suggested_post_info" not in message:
        raise RefusedError("message not found")
    if message["suggested_post_info"]["state"] != "pending":
        raise RefusedError("SUGGESTED_POST_ALREADY_PROCESSED")
    return chat, message


def settle(state: State, chat: Chat, message: Json, information: Json, comment: str = "") -> None:
    """Note what became of a suggestion; everybody in the chat sees it."""
    message["suggested_post_info"] |= information
    parent = state.chat(chat.parent or 0)
    notice: Json = {"suggested_post_message": state.shown(message)}
    if information["state"] == "approved":
        service = {"suggested_post_approved": notice | {"send_date": information["send_date"]}}
    else:
        service = {"suggested_post_declined": notice | ({"comment": comment} if comment else {})}
    where = {"direct_messages_topic": message["direct_messages_topic"], "sender_chat": parent.described()}
    said = state.keep(chat, service | where)
    if chat.member(BOT).status.inside:
        state.updates.push("message", state.shown(said))


def publish(state: State, chat: Chat, message: Json) -> Json:
    """Put a suggested post into the channel."""
    channel = state.chat(chat.parent or 0)
    content = {key: copy.deepcopy(message[key]) for key in KEPT if key in message}
    post = state.keep(channel, content | {"sender_chat": channel.described()})
    if channel.member(BOT).status.inside:
        state.updates.push("channel_post", state.shown(post))
    forward_to_discussion(state, channel, post)
    return post
