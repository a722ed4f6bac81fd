"""Changes to what the bot said: an edit that names no keyboard takes it away."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.keyboards import check_inline
from tests.handlers.telegram.messenger.methods_sending import media_of
from tests.handlers.telegram.messenger.model import Chat, ChatKind, Json, RefusedError
from tests.handlers.telegram.messenger.outgoing import is_own
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.texts import caption_of, text_of

MEDIA = ("photo", "document", "video")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
OLD_SECONDS = 48 * 3600


def _editable(request: Request) -> tuple[Chat, Json]:
    if "inline_message_id" in request.parameters or not {"chat_id", "message_id"} <= set(request.parameters):
        raise RefusedError("message identifier is not specified", breach=True)
    chat = request.chat()
    message = request.message(chat, "edit")
    if not is_own(message):
        raise RefusedError("message can't be edited")
    return chat, message


def _edit(request: Request, chat: Chat, message: Json, content: Json, without: tuple[str, ...]) -> Json:
    """Replace content and keyboard."""
    markup = request.get("reply_markup")
    if markup is not None:
        check_inline(markup, chat)
    changed = {key: value for key, value in message.items() if key not in (*without, "reply_markup")} | content
    if markup is not None and markup["inline_keyboard"]:
        changed["reply_markup"] = markup
    if changed == message:
        raise RefusedError(NOT_MODIFIED)
    message.clear()
    message.update(changed | {"edit_date": int(time.time())})
    return request.state.shown(message)


@method("editMessageText")
def edit_message_text(request: Request) -> Json:
    chat, message = _editable(request)
    content = text_of(request.state, request.parameters)
    if "text" not in message:
        raise RefusedError("there is no text in the message to edit")
    return _edit(request, chat, message, content, ("text", "entities"))


@method("editMessageCaption")
def edit_message_caption(request: Request) -> Json:
    chat, message = _editable(request)
    content = caption_of(request.state, request.parameters)
    if not set(MEDIA) & set(message):
        raise RefusedError("there is no caption in the message to edit")
    return _edit(request, chat, message, content, ("caption", "caption_entities"))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(request: Request) -> Json:
    chat, message = _editable(request)
    return _edit(request, chat, message, {}, ())


@method("editMessageMedia")
def edit_message_media(request: Request) -> Json:
    chat, message = _editable(request)
    media = request.get("media")
    content = media_of(request, media["type"], media["media"]) | caption_of(request.state, media)
    return _edit(request, chat, message, content, (*MEDIA, "caption", "caption_entities", "text", "entities"))


@method("deleteMessage")
def delete_message(request: Request) -> bool:
    chat = request.chat()
    _delete(request, chat, request.get("message_id"))
    return True


@method("deleteMessages")
def delete_messages(request: Request) -> bool:
    chat = request.chat()
    for message_id in request.get("message_ids"):
        if message_id in chat.messages:
            _delete(request, chat, message_id)
    return True


def _delete(request: Request, chat: Chat, message_id: int) -> None:
    message = chat.messages.get(message_id)
    if message is None:
        raise RefusedError("message to delete not found")
    is_fresh = time.time() - message["date"] < OLD_SECONDS
    may_all = chat.kind is ChatKind.PRIVATE or request.place(chat).may("can_delete_messages")
    if not (may_all or (is_own(message) and is_fresh)):
        raise RefusedError("message can't be deleted")
    del chat.messages[message_id]
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
