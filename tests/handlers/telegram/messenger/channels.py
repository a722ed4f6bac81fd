"""What people do in channels, and in the direct messages of channels."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.discussions import forward_to_discussion
from tests.handlers.telegram.messenger.methods_suggested import publish, settle
from tests.handlers.telegram.messenger.model import BOT, ChatKind, Json
from tests.handlers.telegram.messenger.saying import caption_content, say, text_content
from tests.handlers.telegram.messenger.server import Server
from tests.handlers.telegram.messenger.state import State


class Channels:
    """Posts by people, and posts that people suggest."""

    _server: Server

    def channel_post(
        self,
        channel: int,
        text: str = "",
        *,
        by: int,
        photo: bytes | None = None,
        document: tuple[str, bytes] | None = None,
    ) -> Json:
        """Post something as a channel; who did is told only where posts are signed."""

        def post() -> Json:
            state = self._server.state
            chat = state.chat(channel)
            assert chat.kind is ChatKind.CHANNEL, f"{chat.title} is no channel"
            assert chat.member(by).status.governs, f"{state.user(by).first_name} may not post in {chat.title}"
            content = _content(state, text, photo, document) | {"sender_chat": chat.described()}
            content |= {"author_signature": state.user(by).first_name} if chat.signs else {}
            message = state.keep(chat, content)
            if chat.member(BOT).status.inside:
                state.updates.push("channel_post", state.shown(message))
            forward_to_discussion(state, chat, message)
            return state.shown(message)

        return self._server.do(post)

    def automatic_forward(self, post: Json) -> Json | None:
        """Put a post into the discussion group once more, as Telegram does by itself."""

        def forward() -> Json | None:
            state = self._server.state
            return forward_to_discussion(state, state.chat(post["chat"]["id"]), post)

        return self._server.do(forward)

    def suggest_post(
        self,
        channel: int,
        user: int,
        text: str = "",
        *,
        photo: bytes | None = None,
        document: tuple[str, bytes] | None = None,
        entities: list[Json] | None = None,
        send_date: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Suggest a post in the direct messages of a channel."""

        def suggest() -> Json:
            state = self._server.state
            chat = next(chat for chat in state.chats.values() if chat.parent == channel)
            chat.members.setdefault(user, state.chat(user).member(user))
            information: Json = {"state": "pending"} | ({} if send_date is None else {"send_date": send_date})
            topic = {"topic_id": user, "user": state.user(user).described()}
            content = _content(state, text, photo, document) | ({} if entities is None else {"entities": entities})
            content |= {"suggested_post_info": information, "direct_messages_topic": topic}
            return say(state, chat.id, user, content, {} if reply_to is None else {"reply_to": reply_to})

        return self._server.do(suggest)

    def approve_natively(self, suggestion: Json) -> Json:
        """Approve a suggestion in the application, as an administrator of the channel may; return the post."""

        def approve() -> Json:
            state = self._server.state
            chat = state.chat(suggestion["chat"]["id"])
            kept = state.message(chat.id, suggestion["message_id"])
            settle(state, chat, kept, {"state": "approved", "send_date": int(time.time())})
            return state.shown(publish(state, chat, kept))

        return self._server.do(approve)


def _content(state: State, text: str, photo: bytes | None, document: tuple[str, bytes] | None) -> Json:
    if photo is not None:
        return {"photo": state.files.photo(photo)} | caption_content(text)
    if document is not None:
        name, data = document
        return {"document": state.files.document(data, name)} | caption_content(text)
    return text_content(text)
