"""How the bot's own messages come into a chat: where, in reply to what, with which keyboard."""

from __future__ import annotations

from tests.handlers.telegram.messenger.discussions import forward_to_discussion
from tests.handlers.telegram.messenger.keyboards import check_markup
from tests.handlers.telegram.messenger.methods_ephemeral import whisper
from tests.handlers.telegram.messenger.model import BOT, Chat, ChatKind, Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request


def post(request: Request, content: Json) -> Json:
    """Check all that surrounds a content, and say it."""
    chat = request.chat()
    around = surroundings(request, chat)
    if "ephemeral_message_parameters" in request.parameters:
        return whisper(request, chat, content | around)
    return put(request, chat, content | around)


def surroundings(request: Request, chat: Chat) -> Json:
    """Return the keyboard, the topic and what is replied to."""
    may_post(request, chat)
    around: Json = _topic(request, chat) | _reply(request, chat)
    markup = request.get("reply_markup")
    if markup is not None:
        check_markup(markup, chat)
        if markup.get("inline_keyboard"):
            around["reply_markup"] = markup
    return around


def put(request: Request, chat: Chat, content: Json) -> Json:
    """Say something as the bot, or, in a channel, as the channel."""
    state = request.state
    sender: Json = {"from": state.bot.described()}
    if chat.kind is ChatKind.CHANNEL:
        sender = {"sender_chat": chat.described()}
    message = state.keep(chat, sender | content)
    if chat.kind is ChatKind.CHANNEL:
        forward_to_discussion(state, chat, message)
    return state.shown(message)


def may_post(request: Request, chat: Chat) -> None:
    """Refuse to speak where the bot has no right to."""
    if chat.kind is ChatKind.CHANNEL:
        request.needs(chat, "can_post_messages", "need administrator rights in the channel chat")


def _topic(request: Request, chat: Chat) -> Json:
    thread = request.get("message_thread_id")
    if chat.parent is not None:
        if request.get("direct_messages_topic_id") is None:
            raise RefusedError("direct messages topic must be specified", breach=True)
        return {"direct_messages_topic": {"topic_id": request.get("direct_messages_topic_id")}}
    if thread is None:
        return {}
    if not chat.is_forum or thread not in chat.topics:
        raise RefusedError("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(request: Request, chat: Chat) -> Json:
    wanted = request.get("reply_parameters")
    if wanted is None:
        return {}
    if "message_id" not in wanted:
        raise RefusedError("reply_parameters name no message", breach=True)
    elsewhere = wanted.get("chat_id", chat.id)
    source = request.state.chats.get(elsewhere) if isinstance(elsewhere, int) else None
    target = source.messages.get(wanted["message_id"]) if source is not None else None
    if target is None:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise RefusedError("message to be replied not found")
    if source is not chat:
        return {"external_reply": {"origin": origin_of(target), "chat": target["chat"]}}
    if wanted.get("quote", "") not in (target.get("text") or target.get("caption") or ""):
        raise RefusedError("QUOTE_TEXT_INVALID")
    reply: Json = {"reply_to_message": request.state.shown(target)}
    if chat.is_forum and "message_thread_id" in target and request.get("message_thread_id") is None:
        reply |= {"message_thread_id": target["message_thread_id"], "is_topic_message": True}
    return reply


def origin_of(message: Json) -> Json:
    """Say where a forwarded message came from first."""
    if "forward_origin" in message:
        known: Json = message["forward_origin"]
        return known
    date = message["date"]
    chat = message.get("sender_chat")
    if chat is not None and chat["type"] == "channel":
        return {"type": "channel", "date": date, "chat": chat, "message_id": message["message_id"]}
    if chat is not None:
        return {"type": "chat", "date": date, "sender_chat": chat}
    return {"type": "user", "date": date, "sender_user": message["from"]}


def is_own(message: Json) -> bool:
    """Tell whether the bot wrote a message."""
    return bool(message.get("from", {}).get("id") == BOT or message["chat"]["type"] == "channel")
