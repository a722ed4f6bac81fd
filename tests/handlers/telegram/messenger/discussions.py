"""The group that is linked to a channel: Telegram forwards every post there, as itself."""

from __future__ import annotations

import copy

from tests.handlers.telegram.messenger.model import TELEGRAM, Chat, Json, User
from tests.handlers.telegram.messenger.state import State

KEPT = ("text", "entities", "caption", "caption_entities", "photo", "document", "media_group_id")


def forward_to_discussion(state: State, channel: Chat, post: Json) -> Json | None:
    """Put a post of a channel into its discussion group; the bot hears of it if it is there."""
    if channel.discussion is None:
        return None
    group = state.chat(channel.discussion)
    origin = {"type": "channel", "date": post["date"], "chat": channel.described(), "message_id": post["message_id"]}
    content: Json = {key: copy.deepcopy(post[key]) for key in KEPT if key in post}
    content |= {"from": User(TELEGRAM, "Telegram").described(), "sender_chat": channel.described()}
    content |= {"is_automatic_forward": True, "forward_origin": origin}
    message = state.keep(group, content)
    if state.is_visible(group, message):
        state.updates.push("message", state.shown(message))
    return message
