"""How a person's message becomes a message of the API: who it is from, what it answers, whether the bot sees it."""

from __future__ import annotations

from typing import TypedDict

from tests.handlers.telegram.messenger.entities import entities_in
from tests.handlers.telegram.messenger.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    Chat,
    ChatKind,
    Json,
    Status,
    User,
)
from tests.handlers.telegram.messenger.state import State


class Manner(TypedDict, total=False):
    """How somebody says something; nothing of it is needed."""

    reply_to: int
    topic: int
    anonymous: bool
    as_channel: int
    via_bot: int
    media_group_id: str


def say(state: State, chat_id: int, user_id: int, content: Json, manner: Manner) -> Json:
    """Put a person's message into a chat, and tell the bot if it may know."""
    chat = state.chat(chat_id)
    assert chat.migrated_to is None, f"{chat.title} has migrated: write to {chat.migrated_to}"
    message = state.keep(
        chat, sender_of(state, chat, user_id, manner) | _around(state, chat, user_id, manner) | content
    )
    tell(state, chat, message, "message")
    return state.shown(message)


def tell(state: State, chat: Chat, message: Json, kind: str) -> None:
    """Let the bot know of a message, as far as privacy mode allows."""
    if state.is_visible(chat, message) and not _blocked(state, chat):
        state.updates.push(kind, state.shown(message))


def _blocked(state: State, chat: Chat) -> bool:
    return chat.kind is ChatKind.PRIVATE and state.user(chat.id).blocked


def sender_of(state: State, chat: Chat, user_id: int, manner: Manner) -> Json:
    """Return `from` and `sender_chat`."""
    user = state.user(user_id)
    if manner.get("anonymous"):
        assert chat.member(user_id).status.governs, f"{user.first_name} is no administrator of {chat.title}"
        bot = User(ANONYMOUS_ADMIN, "Group", "GroupAnonymousBot", is_bot=True)
        return {"from": bot.described(), "sender_chat": chat.described()}
    channel = manner.get("as_channel")
    if channel is not None:
        bot = User(CHANNEL_BOT, "Channel", "Channel_Bot", is_bot=True)
        return {"from": bot.described(), "sender_chat": state.chat(channel).described()}
    if chat.kind is ChatKind.PRIVATE:
        user.started = True
    elif chat.member(user_id).status is Status.LEFT:
        raise AssertionError(f"{user.first_name} is not in {chat.title}")
    return {"from": user.described()}


def _around(state: State, chat: Chat, user_id: int, manner: Manner) -> Json:
    around: Json = {}
    topic = manner.get("topic")
    if "reply_to" in manner:
        target = state.message(chat.id, manner["reply_to"])
        around["reply_to_message"] = state.shown(target)
        topic = topic or target.get("message_thread_id")
    if topic is not None and chat.is_forum:
        assert topic in chat.topics, f"{chat.title} has no topic {topic}"
        around |= {"message_thread_id": topic, "is_topic_message": True}
    if chat.parent is not None:
        around["direct_messages_topic"] = {"topic_id": user_id, "user": state.user(user_id).described()}
    if "via_bot" in manner:
        around["via_bot"] = state.user(manner["via_bot"]).described()
    return around | ({"media_group_id": manner["media_group_id"]} if "media_group_id" in manner else {})


def text_content(text: str) -> Json:
    """Return a text as Telegram reads it."""
    assert text.strip(), "nobody can send an empty text"
    entities = entities_in(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_content(caption: str) -> Json:
    """Return a caption as Telegram reads it."""
    if not caption:
        return {}
    entities = entities_in(caption)
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})
