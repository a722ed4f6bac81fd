"""What is handed over between the parts of the messenger, and to its tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Json = dict[str, Any]

BOT = 8_100_000_001
TOKEN = f"{BOT}:AAFtests-only-0123456789abcdefghijklm"
BOT_USERNAME = "vigie_bot"
ANONYMOUS_ADMIN = 1_087_968_824
CHANNEL_BOT = 136_817_688
TELEGRAM = 777_000


class ChatKind(Enum):
    """The types of a chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(Enum):
    """What somebody is in a chat."""

    OWNER = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    BANNED = "kicked"

    @property
    def inside(self) -> bool:
        return self in (Status.OWNER, Status.ADMINISTRATOR, Status.MEMBER)

    @property
    def governs(self) -> bool:
        return self in (Status.OWNER, Status.ADMINISTRATOR)


@dataclass
class User:
    """An account."""

    id: int
    first_name: str
    username: str | None = None
    language: str | None = "fr"
    is_bot: bool = False
    started: bool = False
    blocked: bool = False

    def described(self) -> Json:
        """Return what the API calls a User."""
        known = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            known["username"] = self.username
        return known | ({"language_code": self.language} if self.language and not self.is_bot else {})


@dataclass
class Member:
    """Somebody's place in a chat."""

    status: Status
    anonymous: bool = False
    without: frozenset[str] = frozenset()

    def may(self, right: str) -> bool:
        """Tell whether an administrator has a right."""
        return self.status is Status.OWNER or (self.status is Status.ADMINISTRATOR and right not in self.without)


@dataclass
class Chat:
    """A chat and all that was said in it."""

    id: int
    kind: ChatKind
    title: str
    username: str | None = None
    members: dict[int, Member] = field(default_factory=dict)
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    ephemerals: dict[int, Json] = field(default_factory=dict)
    reactions: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message: int = 0
    migrated_to: int | None = None
    discussion: int | None = None
    parent: int | None = None
    signs: bool = False

    def member(self, user: int) -> Member:
        return self.members.get(user, Member(Status.LEFT))

    @property
    def is_group(self) -> bool:
        return self.kind in (ChatKind.GROUP, ChatKind.SUPERGROUP)

    def described(self) -> Json:
        """Return what the API calls a Chat."""
        known: Json = {"id": self.id, "type": self.kind.value}
        known |= {"first_name": self.title} if self.kind is ChatKind.PRIVATE else {"title": self.title}
        if self.username:
            known["username"] = self.username
        if self.parent is not None:
            known["is_direct_messages"] = True
        return known | ({"is_forum": True} if self.is_forum else {})


@dataclass(frozen=True)
class Call:
    """A request of the bot, and how it was answered."""

    method: str
    parameters: Json
    code: int
    description: str
    at: float


@dataclass(frozen=True)
class SentFile:
    """A file that the bot uploaded."""

    method: str
    name: str
    data: bytes
    chat: object


@dataclass(frozen=True)
class Download:
    """A file that the bot fetched, or could not."""

    name: str
    path: str
    code: int


@dataclass(frozen=True)
class Answer:
    """What somebody sees after a tap."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None
    answered: bool = False
    elapsed: float = 0.0


class RefusedError(Exception):
    """An answer that is not ok; a breach is what no correct bot ever asks for."""

    def __init__(self, description: str, *, code: int = 400, breach: bool = False, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.breach = breach
        self.parameters = parameters
        self.description = f"{REASONS.get(code, 'Error')}: {description}"


REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
REASONS |= {429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented"}
