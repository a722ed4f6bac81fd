"""A request that was let in, and the list of the methods that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.handlers.telegram.messenger.decoding import Upload
from tests.handlers.telegram.messenger.model import BOT, Chat, ChatKind, Json, Member, RefusedError
from tests.handlers.telegram.messenger.state import State


@dataclass(frozen=True)
class Request:
    """A call whose parameters are of the right types."""

    state: State
    method: str
    parameters: Json
    files: dict[str, Upload]

    def get(self, name: str, otherwise: Any = None) -> Any:  # noqa: ANN401 - whatever the specification says
        return self.parameters.get(name, otherwise)

    def chat(self, name: str = "chat_id") -> Chat:
        """Return the chat that a parameter names, as far as the bot may be there."""
        chat = self._named(self.parameters.get(name))
        if chat is None:
            raise RefusedError("chat not found")
        if chat.migrated_to is not None:
            raise RefusedError("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.kind is ChatKind.PRIVATE:
            self._may_write_to(chat.id)
        elif not self.place(chat).status.inside:
            raise RefusedError(f"bot was kicked from the {chat.kind.value} chat", code=403)
        return chat

    def _named(self, name: object) -> Chat | None:
        if isinstance(name, str):
            return next((chat for chat in self.state.chats.values() if f"@{chat.username}" == name), None)
        if isinstance(name, int) and name != BOT and (name in self.state.chats or name in self.state.users):
            return self.state.chat(name)
        return None

    def _may_write_to(self, user_id: int) -> None:
        user = self.state.user(user_id)
        if user.is_bot:
            raise RefusedError("bot can't send messages to bots", code=403)
        if user.blocked:
            raise RefusedError("bot was blocked by the user", code=403)
        if not user.started:
            raise RefusedError("bot can't initiate conversation with a user", code=403)

    def place(self, chat: Chat) -> Member:
        """Return what the bot is in a chat."""
        return chat.member(BOT)

    def needs(self, chat: Chat, right: str, description: str) -> None:
        """Refuse what only an administrator with a right may do."""
        if chat.kind is not ChatKind.PRIVATE and not self.place(chat).may(right):
            raise RefusedError(description)

    def message(self, chat: Chat, verb: str, name: str = "message_id") -> Json:
        """Return the message that a parameter names."""
        message = chat.messages.get(self.parameters[name])
        if message is None:
            raise RefusedError(f"message to {verb} not found")
        return message

    def upload(self, value: str) -> Upload | None:
        """Return the file behind `attach://`, or nothing for the identifier of a file."""
        return self.files[value.removeprefix("attach://")] if value.startswith("attach://") else None


Handler = Callable[[Request], object]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Put a function on the list of methods."""

    def listed(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return listed
