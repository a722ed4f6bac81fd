"""Messages, photos, documents and albums of the bot."""

from __future__ import annotations

from tests.handlers.telegram.messenger.files import LARGEST_PHOTO, LARGEST_UPLOAD
from tests.handlers.telegram.messenger.model import Json, RefusedError
from tests.handlers.telegram.messenger.outgoing import post, put, surroundings
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.texts import caption_of, text_of

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
FEWEST_IN_ALBUM = 2
MOST_IN_ALBUM = 10


@method("sendMessage")
def send_message(request: Request) -> Json:
    request.chat()
    return post(request, text_of(request.state, request.parameters))


@method("sendPhoto")
def send_photo(request: Request) -> Json:
    request.chat()
    caption = caption_of(request.state, request.parameters)
    return post(request, media_of(request, "photo", request.get("photo")) | caption)


@method("sendDocument")
def send_document(request: Request) -> Json:
    request.chat()
    caption = caption_of(request.state, request.parameters)
    return post(request, media_of(request, "document", request.get("document")) | caption)


def media_of(request: Request, kind: str, value: str) -> Json:
    """Return the photo or the document that a parameter names or brings."""
    upload = request.upload(value)
    files = request.state.files
    if upload is None:
        return _known(request, kind, value)
    if not upload.data:
        raise RefusedError("file must be non-empty", breach=True)
    if len(upload.data) > (LARGEST_PHOTO if kind == "photo" else LARGEST_UPLOAD):
        raise RefusedError("Request Entity Too Large", code=413, breach=True)
    if kind == "photo":
        return {"photo": files.photo(upload.data, upload.name)}
    return {"document": files.document(upload.data, upload.name)}


def _known(request: Request, kind: str, file_id: str) -> Json:
    """A photo can't be sent as a document by its identifier, nor the other way round."""
    files = request.state.files
    file = files.known(file_id)
    if (kind == "photo") is not file.path.startswith("photos/"):
        raise RefusedError(f"can't use file of type {'Document' if kind == 'photo' else 'Photo'} as {kind.title()}")
    if kind == "photo":
        return {"photo": files.photo(file.data, file.name)}
    return {"document": files.document_again(file_id)}


@method("sendMediaGroup")
def send_media_group(request: Request) -> list[Json]:
    chat = request.chat()
    media: list[Json] = request.get("media")
    kinds = {item["type"] for item in media}
    if not FEWEST_IN_ALBUM <= len(media) <= MOST_IN_ALBUM:
        raise RefusedError("there must be 2 to 10 items in an album", breach=True)
    if "document" in kinds and len(kinds) > 1:
        raise RefusedError("DOCUMENT can't be mixed with other media types", breach=True)
    around = surroundings(request, chat) | {"media_group_id": f"{13_000_000_000_000_000 + request.state.number()}"}
    contents = [media_of(request, item["type"], item["media"]) | caption_of(request.state, item) for item in media]
    return [put(request, chat, content | around) for content in contents]


@method("sendChatAction")
def send_chat_action(request: Request) -> bool:
    request.chat()
    if request.get("action") not in ACTIONS:
        raise RefusedError("wrong parameter action in request", breach=True)
    return True
