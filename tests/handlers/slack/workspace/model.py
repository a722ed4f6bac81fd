"""What a workspace is made of: people, channels, files, what was called, what was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = dict[str, Any]

TEAM = "T0VIGIE"
OTHER_TEAM = "T0ELSEWHERE"
DOMAIN = "vigie-test"
APP = "A0VIGIE"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
BOT_TOKEN = "xoxb-of-a-test"
APP_TOKEN = "xapp-of-a-test"
SIGNING_SECRET = "signing-secret-of-a-test"
VERIFICATION_TOKEN = "verification-token-of-a-test"
DEFAULT_SCOPES = frozenset(
    {
        "app_mentions:read", "channels:history", "channels:read", "groups:history", "groups:read", "im:write",
        "chat:write", "commands", "files:read", "files:write", "reactions:write", "users:read", "usergroups:read",
        "pins:write",
    }
)  # fmt: skip


@dataclass
class User:
    """Somebody with an account."""

    id: str
    name: str
    display_name: str
    guest: bool = False
    ultra_guest: bool = False
    deleted: bool = False
    stranger: bool = False
    bot: bool = False
    locale: str = "fr-FR"

    @property
    def team(self) -> str:
        return OTHER_TEAM if self.stranger else TEAM

    def short(self) -> Json:
        """Return what interactions say of the person."""
        handle = self.name.lower().replace(" ", ".")
        return {"id": self.id, "username": handle, "name": handle, "team_id": self.team}


@dataclass
class Channel:
    """A public or private channel or a direct conversation; messages hold ids of files, not files."""

    id: str
    name: str
    members: list[str]
    kind: str = "channel"
    archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)

    @property
    def scope_prefix(self) -> str:
        return {"channel": "channels", "group": "groups", "im": "im"}[self.kind]

    @property
    def name_in_interactions(self) -> str:
        return {"channel": self.name, "group": "privategroup", "im": "directmessage"}[self.kind]


@dataclass(frozen=True)
class Upload:
    """A file that somebody drops into a message or a form."""

    name: str
    data: bytes
    mimetype: str | None = None


@dataclass(frozen=True)
class Uploaded:
    """A file that the bot uploaded, and where it was shared."""

    file_id: str
    name: str
    title: str
    data: bytes
    channel: str | None = None
    thread_ts: str | None = None
    ts: str | None = None
    alt_text: str | None = None


@dataclass(frozen=True)
class Answer:
    """How the app answered an interaction or a command."""

    acknowledged: bool
    body: Any = None
    elapsed: float = 0.0

    @property
    def errors(self) -> dict[str, str]:
        """What a form shows under its fields, by block_id."""
        return dict(self.body.get("errors", {})) if isinstance(self.body, dict) else {}


class Call(NamedTuple):
    """A call of the Web API; the status is « ok » or the error."""

    method: str
    arguments: Json
    status: str
    at: float


class Download(NamedTuple):
    """A fetched file: from `url_private` or `url_private_download`, or a thumbnail, and what came back."""

    file_id: str
    what: str
    outcome: str
