"""From plain values to what python-telegram-bot sends."""

from __future__ import annotations

from typing import Any

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)

from handlers.telegram.places import Place
from handlers.telegram.rendering.message import Button, Message

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def look_of(message: Message) -> dict[str, Any]:
    """Return the arguments with which a message is sent, or put in the place of another."""
    return {
        "text": message.text,
        "parse_mode": "HTML",
        "link_preview_options": NO_PREVIEW,
        "reply_markup": _markup(message),
    }


def _markup(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    if message.placeholder:
        return ForceReply(selective=True, input_field_placeholder=message.placeholder)
    if not message.keyboard:
        return None
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in message.keyboard])


def _button(one: Button) -> InlineKeyboardButton:
    style = one.style.value or None
    if one.url:
        return InlineKeyboardButton(one.label, url=one.url, style=style)
    if one.copy_text:
        return InlineKeyboardButton(one.label, copy_text=CopyTextButton(one.copy_text), style=style)
    return InlineKeyboardButton(one.label, callback_data=one.data, style=style)


def whereabouts(place: Place) -> dict[str, Any]:
    """Return where a message goes as the Bot API writes it: in its topic, as an answer to what may be gone by then."""
    answering = ReplyParameters(message_id=place.message, allow_sending_without_reply=True) if place.message else None
    return {
        "chat_id": place.chat,
        "message_thread_id": place.topic or None,
        "direct_messages_topic_id": place.direct or None,
        "reply_parameters": answering,
    }
