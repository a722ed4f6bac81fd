"""What the messenger holds. Everything here is touched in the server's thread only."""

from __future__ import annotations

import copy
import itertools
import threading
import time
from dataclasses import dataclass, field

from tests.handlers.telegram.messenger.faults import Faults
from tests.handlers.telegram.messenger.files import Files
from tests.handlers.telegram.messenger.model import (
    BOT,
    BOT_USERNAME,
    TOKEN,
    Answer,
    Call,
    Chat,
    ChatKind,
    Download,
    Json,
    Member,
    SentFile,
    Status,
    User,
)
from tests.handlers.telegram.messenger.rates import Rates
from tests.handlers.telegram.messenger.updates import Updates

ANSWER_SECONDS = 15.0


@dataclass
class Query:
    """A tap that waits for its answer."""

    id: str
    user: int
    at: float
    answer: Answer | None = None
    answered: threading.Event = field(default_factory=threading.Event)


@dataclass
class Webhook:
    """Where updates are posted."""

    url: str
    secret_token: str | None = None
    last_error: str = ""


class State:
    """The whole messenger."""

    def __init__(self) -> None:
        self.address = ""
        self.token = TOKEN
        self.faults = Faults()
        self.rates = Rates()
        self.files = Files(self.faults)
        self.violations: list[str] = []
        self.updates = Updates(self.violation)
        self.bot = User(BOT, "Vigie", BOT_USERNAME, is_bot=True)
        self.reads_all_messages = False
        self.answer_seconds = ANSWER_SECONDS
        self.webhook: Webhook | None = None
        self.users: dict[int, User] = {BOT: self.bot}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.calls: list[Call] = []
        self.downloads: list[Download] = []
        self.files_sent: list[SentFile] = []
        self._numbers = itertools.count(1)

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def number(self) -> int:
        return next(self._numbers)

    def user(self, user_id: int) -> User:
        assert user_id in self.users, f"nobody has the id {user_id}"
        return self.users[user_id]

    def chat(self, chat_id: int) -> Chat:
        """Return a chat; a private one is there as soon as it is looked for."""
        if chat_id not in self.chats and chat_id in self.users:
            user = self.users[chat_id]
            self.chats[chat_id] = Chat(chat_id, ChatKind.PRIVATE, user.first_name, user.username)
            self.chats[chat_id].members = {chat_id: Member(Status.MEMBER), BOT: Member(Status.MEMBER)}
        assert chat_id in self.chats, f"there is no chat {chat_id}"
        return self.chats[chat_id]

    def message(self, chat_id: int, message_id: int) -> Json:
        """Return a message as it is, to look at or to change."""
        messages = self.chat(chat_id).messages
        assert message_id in messages, f"there is no message {message_id} in {chat_id}"
        return messages[message_id]

    def keep(self, chat: Chat, content: Json) -> Json:
        """Say something in a chat; return the message."""
        chat.last_message += 1
        message: Json = {"message_id": chat.last_message, "date": int(time.time()), "chat": chat.described()}
        chat.messages[chat.last_message] = message | content
        return chat.messages[chat.last_message]

    def shown(self, message: Json) -> Json:
        """Return a copy in which what is replied to is not nested twice."""
        whole = copy.deepcopy(message)
        whole.get("reply_to_message", {}).pop("reply_to_message", None)
        return whole

    def is_visible(self, chat: Chat, message: Json) -> bool:
        """Tell whether the bot is shown a message that somebody wrote."""
        place = chat.member(BOT)
        if not place.status.inside:
            return False
        return not chat.is_group or place.status.governs or self.reads_all_messages or _is_for_the_bot(message)


def _is_for_the_bot(message: Json) -> bool:
    """With privacy mode on, only replies to the bot, commands for it and service messages come through."""
    if message.get("reply_to_message", {}).get("from", {}).get("id") == BOT:
        return True
    if message.get("via_bot", {}).get("id") == BOT:
        return True
    words = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    if any(entity["type"] == "bot_command" and entity["offset"] == 0 for entity in entities):
        _, _, addressee = words.split()[0].partition("@")
        return addressee in ("", BOT_USERNAME)
    return not words and not {"photo", "document", "video", "sticker"} & set(message)
