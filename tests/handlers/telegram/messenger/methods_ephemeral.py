"""Messages in a group that one person sees."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.keyboards import check_inline
from tests.handlers.telegram.messenger.model import Chat, Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.texts import text_of


def whisper(request: Request, chat: Chat, content: Json) -> Json:
    """Say something to one member only."""
    receiver = request.get("ephemeral_message_parameters")["receiver_user_id"]
    if not chat.is_group:
        raise RefusedError("ephemeral messages are for groups", breach=True)
    if not chat.member(receiver).status.inside:
        raise RefusedError("USER_NOT_PARTICIPANT")
    number = request.state.number()
    message = {"message_id": 0, "date": int(time.time()), "chat": chat.described()} | content
    message |= {"from": request.state.bot.described(), "ephemeral_message_id": number}
    message["receiver_user"] = request.state.user(receiver).described()
    chat.ephemerals[number] = message
    return request.state.shown(message)


def _whispered(request: Request) -> tuple[Chat, Json]:
    chat = request.chat()
    message = chat.ephemerals.get(request.get("ephemeral_message_id"))
    if message is None or message["receiver_user"]["id"] != request.get("receiver_user_id"):
        raise RefusedError("message to edit not found")
    return chat, message


@method("editEphemeralMessageText")
def edit_ephemeral_message_text(request: Request) -> bool:
    chat, message = _whispered(request)
    message.pop("entities", None)
    message.update(text_of(request.state, request.parameters))
    _set_markup(request, chat, message)
    return True


@method("editEphemeralMessageReplyMarkup")
def edit_ephemeral_message_reply_markup(request: Request) -> bool:
    chat, message = _whispered(request)
    _set_markup(request, chat, message)
    return True


@method("deleteEphemeralMessage")
def delete_ephemeral_message(request: Request) -> bool:
    chat, message = _whispered(request)
    del chat.ephemerals[message["ephemeral_message_id"]]
    return True


def _set_markup(request: Request, chat: Chat, message: Json) -> None:
    message.pop("reply_markup", None)
    markup = request.get("reply_markup")
    if markup is not None:
        check_inline(markup, chat)
        message["reply_markup"] = markup
