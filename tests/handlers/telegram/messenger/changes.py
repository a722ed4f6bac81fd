"""What people change of what they said; nobody ever tells a bot that a message was deleted."""

from __future__ import annotations

import time

from tests.handlers.telegram.messenger.gestures import FILES
from tests.handlers.telegram.messenger.methods_pinning import pin
from tests.handlers.telegram.messenger.model import ChatKind, Json
from tests.handlers.telegram.messenger.saying import caption_content, tell, text_content
from tests.handlers.telegram.messenger.server import Server


class Changes:
    """Edits, deletions and reactions of people."""

    _server: Server

    def edit_text(self, message: Json, text: str, *, entities: list[Json] | None = None) -> Json:
        content = text_content(text) | ({} if entities is None else {"entities": entities})
        return self._edit(message, content, ("text", "entities"))

    def edit_caption(self, message: Json, caption: str) -> Json:
        return self._edit(message, caption_content(caption), ("caption", "caption_entities"))

    def edit_media(self, message: Json, data: bytes, name: str | None = None, caption: str = "") -> Json:
        """Put a photo, or with a name a document, in the place of what was there."""

        def media() -> Json:
            files = self._server.state.files
            return {"photo": files.photo(data)} if name is None else {"document": files.document(data, name)}

        content = self._server.do(media) | caption_content(caption)
        return self._edit(message, content, (*FILES, "caption", "caption_entities"))

    def touch(self, message: Json) -> Json:
        """Let the bot hear of an edit that changed nothing it can see."""
        return self._edit(message, {}, ())

    def _edit(self, message: Json, content: Json, without: tuple[str, ...]) -> Json:
        def edit() -> Json:
            state = self._server.state
            chat = state.chat(message["chat"]["id"])
            kept = state.message(chat.id, message["message_id"])
            for key in without:
                kept.pop(key, None)
            kept |= content | {"edit_date": int(time.time())}
            tell(state, chat, kept, "edited_channel_post" if chat.kind is ChatKind.CHANNEL else "edited_message")
            return state.shown(kept)

        return self._server.do(edit)

    def delete(self, message: Json) -> None:
        """Delete a message; the bot does not hear of it."""

        def delete() -> None:
            chat = self._server.state.chat(message["chat"]["id"])
            chat.messages.pop(message["message_id"])
            chat.pinned = [one for one in chat.pinned if one != message["message_id"]]

        self._server.do(delete)

    def pin(self, user: int, message: Json) -> None:
        """Pin a message, as an administrator may."""

        def pin_it() -> None:
            state = self._server.state
            chat = state.chat(message["chat"]["id"])
            pin(state, chat, state.message(chat.id, message["message_id"]), {"from": state.user(user).described()})

        self._server.do(pin_it)

    def react(self, user: int, message: Json, *emoji: str) -> None:
        """React to a message; none takes all reactions back."""

        def react() -> None:
            state = self._server.state
            chat = state.chat(message["chat"]["id"])
            given = chat.reactions.setdefault(message["message_id"], {})
            before = given.get(user, [])
            given[user] = list(emoji)
            event = {"chat": chat.described(), "message_id": message["message_id"], "date": int(time.time())}
            event |= {"user": state.user(user).described()}
            event |= {"old_reaction": _reactions(before), "new_reaction": _reactions(list(emoji))}
            if chat.member(state.bot.id).status.governs:
                state.updates.push("message_reaction", event)

        self._server.do(react)


def _reactions(emoji: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
