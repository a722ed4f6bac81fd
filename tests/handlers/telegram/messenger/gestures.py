"""What people say in chats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Unpack

from tests.handlers.telegram.messenger.methods_forwarding import CONTENT
from tests.handlers.telegram.messenger.model import Json
from tests.handlers.telegram.messenger.outgoing import origin_of
from tests.handlers.telegram.messenger.saying import Manner, caption_content, say, text_content
from tests.handlers.telegram.messenger.server import Server

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
FILES = ("photo", "document", "video", "sticker")


class Gestures:
    """Each returns the message as the chat shows it."""

    _server: Server

    def send_text(self, chat: int, user: int, text: str, **manner: Unpack[Manner]) -> Json:
        return self._say(chat, user, text_content(text), manner)

    def command(self, chat: int, user: int, text: str, **manner: Unpack[Manner]) -> Json:
        """Send a command, with the entity that Telegram sees in it."""
        assert text.startswith("/"), f"a command begins with a slash: {text}"
        return self._say(chat, user, text_content(text), manner)

    def reply(self, message: Json, user: int, text: str, **manner: Unpack[Manner]) -> Json:
        """Answer a message with a text."""
        answering: Manner = {**manner, "reply_to": message["message_id"]}
        return self._say(message["chat"]["id"], user, text_content(text), answering)

    def start(self, user: int, payload: str = "") -> Json:
        """Open the private chat, perhaps by a deep link."""
        assert PAYLOAD.fullmatch(payload), f"no deep link carries {payload}"
        return self._say(user, user, text_content(f"/start {payload}".strip()), {})

    def send_photo(self, chat: int, user: int, data: bytes, caption: str = "", **manner: Unpack[Manner]) -> Json:
        """Send a picture as a photo: it arrives smaller, as a JPEG, without its metadata."""

        def photo() -> Json:
            return {"photo": self._server.state.files.photo(data)} | caption_content(caption)

        return self._server.do(lambda: say(self._server.state, chat, user, photo(), manner))

    def send_document(
        self,
        chat: int,
        user: int,
        data: bytes,
        name: str,
        caption: str = "",
        mime_type: str | None = None,
        **manner: Unpack[Manner],
    ) -> Json:
        """Send a file as a file: it arrives byte for byte."""

        def document() -> Json:
            described = self._server.state.files.document(data, name, mime_type)
            return {"document": described} | caption_content(caption)

        return self._server.do(lambda: say(self._server.state, chat, user, document(), manner))

    def send_album(
        self,
        chat: int,
        user: int,
        files: Sequence[tuple[str, bytes] | bytes],
        caption: str = "",
        **manner: Unpack[Manner],
    ) -> list[Json]:
        """Send documents (with names) or photos (without) as one album; the caption is the first one's."""
        group = manner.get("media_group_id") or self.new_album()
        shared: Manner = {**manner, "media_group_id": group}
        captions = [caption, *[""] * (len(files) - 1)]
        return [self._part(chat, user, file, words, shared) for file, words in zip(files, captions, strict=True)]

    def new_album(self) -> str:
        """Return a media_group_id, to send an album in parts."""
        return f"{13_000_000_000_000_000 + self._server.do(self._server.state.number)}"

    def _part(self, chat: int, user: int, file: tuple[str, bytes] | bytes, caption: str, manner: Manner) -> Json:
        if isinstance(file, bytes):
            return self.send_photo(chat, user, file, caption, **manner)
        return self.send_document(chat, user, file[1], file[0], caption, **manner)

    def send_other(self, chat: int, user: int, content: Json, **manner: Unpack[Manner]) -> Json:
        """Send what there is no other way for here: a sticker, a place, a poll."""
        return self._say(chat, user, content, manner)

    def forward(
        self, message: Json, chat: int, user: int, *, hidden: str | None = None, **manner: Unpack[Manner]
    ) -> Json:
        """Forward a message; a hidden sender is only a name."""

        def forwarded() -> Json:
            state = self._server.state
            content = {key: value for key, value in message.items() if key in CONTENT}
            if "document" in content:
                content["document"] = state.files.again(content["document"])
            if "photo" in content:
                content["photo"] = [state.files.again(size) for size in content["photo"]]
            origin = origin_of(message)
            if hidden is not None:
                origin = {"type": "hidden_user", "date": message["date"], "sender_user_name": hidden}
            return say(state, chat, user, content | {"forward_origin": origin}, manner)

        return self._server.do(forwarded)

    def _say(self, chat: int, user: int, content: Json, manner: Manner) -> Json:
        return self._server.do(lambda: say(self._server.state, chat, user, content, manner))
