"""Copies and forwards: of a message as it is now, not as it was when somebody approved it."""

from __future__ import annotations

import copy

from tests.handlers.telegram.messenger.model import Chat, Json, RefusedError
from tests.handlers.telegram.messenger.outgoing import may_post, origin_of, post, put
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.texts import caption_of

CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document", "video", "sticker")


def content_of(request: Request, message: Json) -> Json:
    """Return what a message holds, with its files under new names."""
    content: Json = {key: copy.deepcopy(message[key]) for key in CONTENT if key in message}
    if "document" in content:
        content["document"] = request.state.files.again(content["document"])
    if "photo" in content:
        content["photo"] = [request.state.files.again(size) for size in content["photo"]]
    if not content:
        raise RefusedError("the message can't be copied")
    return content


def _source(request: Request, verb: str, message_id: int) -> Json:
    source: Chat = request.chat("from_chat_id")
    if message_id not in source.messages:
        raise RefusedError(f"message to {verb} not found")
    return source.messages[message_id]


@method("copyMessage")
def copy_message(request: Request) -> Json:
    request.chat()
    content = content_of(request, _source(request, "copy", request.get("message_id")))
    if "caption" in request.parameters:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_of(request.state, request.parameters)
    return {"message_id": post(request, content)["message_id"]}


@method("forwardMessage")
def forward_message(request: Request) -> Json:
    request.chat()
    source = _source(request, "forward", request.get("message_id"))
    return post(request, content_of(request, source) | {"forward_origin": origin_of(source)})


@method("copyMessages")
def copy_messages(request: Request) -> list[Json]:
    return _several(request, "copy")


@method("forwardMessages")
def forward_messages(request: Request) -> list[Json]:
    return _several(request, "forward")


def _several(request: Request, verb: str) -> list[Json]:
    """Ids must rise; albums stay together."""
    chat = request.chat()
    may_post(request, chat)
    ids = request.get("message_ids")
    if not ids or ids != sorted(set(ids)):
        raise RefusedError("message identifiers must be in a strictly increasing order", breach=True)
    groups: dict[str, str] = {}
    sent = []
    for message_id in ids:
        source = _source(request, verb, message_id)
        content = content_of(request, source)
        if "media_group_id" in source:
            fresh = f"{13_000_000_000_000_000 + request.state.number()}"
            content["media_group_id"] = groups.setdefault(source["media_group_id"], fresh)
        if verb == "forward":
            content["forward_origin"] = origin_of(source)
        sent.append({"message_id": put(request, chat, content)["message_id"]})
    return sent
