"""What the workspace holds. Everything here is touched in the server's thread only."""

from __future__ import annotations

import copy
import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.handlers.slack.workspace.faults import Faults
from tests.handlers.slack.workspace.files import StoredFile, describe
from tests.handlers.slack.workspace.model import (
    APP,
    BOT_ID,
    BOT_USER,
    DEFAULT_SCOPES,
    TEAM,
    Call,
    Channel,
    Download,
    Json,
    Uploaded,
    User,
)
from tests.handlers.slack.workspace.rates import Rates

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0


@dataclass
class View:
    """A view as the app described it, and what its person has filled in, by block and action."""

    id: str
    user: str
    described: Json
    hash: str
    root: str
    previous: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)


@dataclass
class Trigger:
    """What an interaction allows once, for three seconds."""

    user: str
    at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction a few times."""

    user: str
    channel: str
    at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class PendingUpload:
    """An upload that was announced, and its bytes once they came."""

    file_id: str
    name: str
    length: int
    alt_text: str | None
    data: bytes | None = None


class State:
    """The whole workspace; who serves it says how events are sent, time passes, and tickets are issued."""

    def __init__(self) -> None:
        self.address = ""
        self.foreign_address = ""
        self.emit: Callable[[Json], None] = lambda event: None
        self.issue_ticket: Callable[[], str] = str
        self.later: Callable[[float, Callable[[], None]], None] = lambda seconds, action: action()
        self.scopes = set(DEFAULT_SCOPES)
        self.faults = Faults()
        self.rates = Rates()
        self.strips_metadata = False
        self.leaves_tombstones = True
        self.ack_seconds = 3.0
        self.retry_delays: tuple[float, ...] = (0.2, 0.6, 1.5)
        self.users = {BOT_USER: User(BOT_USER, "Vigie", "vigie", bot=True)}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, list[str]] = {}
        self.files: dict[str, StoredFile] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.ephemerals: list[Json] = []
        self.reactions: dict[tuple[str, str], list[str]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.pending_uploads: dict[str, PendingUpload] = {}
        self.uploads: list[Uploaded] = []
        self.calls: list[Call] = []
        self.downloads: list[Download] = []
        self.violations: list[str] = []
        self.lost_events = 0
        self.unacknowledged: list[str] = []
        self._numbers = itertools.count(1)
        self._last_stamp = 0

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def stamp(self) -> str:
        """Return a new time that is also the name of a message."""
        self._last_stamp = max(self._last_stamp + 1, time.time_ns() // 1000)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def identifier(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):06d}"

    def user(self, user_id: str) -> User:
        assert user_id in self.users, f"no such person in the workspace: {user_id}"
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        assert channel_id in self.channels, f"no such channel in the workspace: {channel_id}"
        return self.channels[channel_id]

    def conversation_with(self, user_id: str) -> Channel:
        """Return the direct conversation of the bot and a person; it may be new."""
        channel_id = f"D{user_id[1:]}"
        members = [user_id, BOT_USER]
        return self.channels.setdefault(channel_id, Channel(channel_id, "directmessage", members, kind="im"))

    def issue_trigger(self, user_id: str) -> str:
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[trigger] = Trigger(user_id, time.monotonic())
        return trigger

    def issue_response_url(self, user: str, channel: str, message_ts: str | None, thread_ts: str | None) -> str:
        key = secrets.token_hex(12)
        self.response_urls[key] = ResponseUrl(user, channel, time.monotonic(), message_ts, thread_ts)
        return f"{self.address}/response/{key}"

    def file_object(self, file_id: str, *, in_message: bool = True) -> Json:
        file = self.files[file_id]
        return describe(file, self.faults.of_file(file.id, file.name), self.address, in_message=in_message)

    def shown(self, message: Json) -> Json:
        """Return a copy of a message with its files described."""
        whole = copy.deepcopy(message)
        if "files" in whole:
            whole["files"] = [self.file_object(file_id) for file_id in whole["files"]]
        return whole

    def bot_profile(self) -> Json:
        from_bot = {"id": BOT_ID, "app_id": APP, "user_id": BOT_USER, "name": "vigie", "deleted": False}
        return from_bot | {"updated": 1760000000, "team_id": TEAM, "icons": {}}
