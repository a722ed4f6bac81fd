"""The rules for keyboards that types alone do not tell."""

from __future__ import annotations

import re

from tests.handlers.telegram.messenger.formatting import units
from tests.handlers.telegram.messenger.model import Chat, ChatKind, Json, RefusedError
from tests.handlers.telegram.messenger.specification import fields_of

NOT_ACTIONS = frozenset({"text", "icon_custom_emoji_id", "style"})
STYLES = frozenset({"danger", "success", "primary"})
LONGEST_DATA = 64
LONGEST_COPY = 256
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
ADDRESS = re.compile(r"(https?|tg)://\S+")


def check_markup(markup: Json, chat: Chat) -> None:
    """Refuse a keyboard that Telegram would not show."""
    if "inline_keyboard" in markup:
        check_inline(markup, chat)
    elif chat.kind is ChatKind.CHANNEL:
        raise RefusedError("inline keyboard expected", breach=True)


def check_inline(markup: Json, chat: Chat) -> None:
    """Refuse inline buttons that do nothing, too much, or the impossible."""
    rows = markup["inline_keyboard"]
    if any(not row or len(row) > MOST_IN_A_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise RefusedError("reply markup is too long", breach=True)
    for row in rows:
        for button in row:
            _check_button(button, chat)


def _check_button(button: Json, chat: Chat) -> None:
    actions = set(button) & (set(fields_of("InlineKeyboardButton")) - NOT_ACTIONS)
    if not actions:
        raise RefusedError("Text buttons are unallowed in the inline keyboard", breach=True)
    if len(actions) > 1:
        raise RefusedError(f"inline keyboard button must have exactly one action, not {sorted(actions)}", breach=True)
    if not button["text"].strip():
        raise RefusedError("inline keyboard button text must be non-empty", breach=True)
    if button.get("style", "primary") not in STYLES:
        raise RefusedError(f"unknown button style {button['style']}", breach=True)
    _check_action(button, actions.pop(), chat)


def _check_action(button: Json, action: str, chat: Chat) -> None:
    value = button[action]
    if action == "callback_data" and not 1 <= len(value.encode()) <= LONGEST_DATA:
        raise RefusedError("BUTTON_DATA_INVALID", breach=True)
    if action == "copy_text" and not 1 <= units(value["text"]) <= LONGEST_COPY:
        raise RefusedError("BUTTON_COPY_TEXT_INVALID", breach=True)
    if action == "url" and not ADDRESS.fullmatch(value):
        raise RefusedError(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL", breach=True)
    if action == "web_app" and chat.kind is not ChatKind.PRIVATE:
        raise RefusedError("BUTTON_TYPE_INVALID", breach=True)


def buttons_of(message: Json) -> list[Json]:
    """Return the inline buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
