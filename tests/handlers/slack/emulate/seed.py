"""The workspace that every emulator begins with: Vigie, three people, a private channel and a public one."""

from __future__ import annotations

from typing import Any

TEAM = "T000000001"
"""The emulator's own, it can't be chosen."""
APP = "A0VIGIE"
BOT = "B0VIGIE"
BOT_USER = "U0VIGIE"
BOT_TOKEN = "xoxb-vigie"
SIGNING_SECRET = "the secret of the emulated app"
ADMIN = "admin"
CAMILLE = "camille"
DOMINIQUE = "dominique"
PEOPLE = (ADMIN, CAMILLE, DOMINIQUE)
APPROVAL = "validation"
"""Private, Vigie is in it."""
PUBLIC = "communication"
ELSEWHERE = "ailleurs"
"""Private, Vigie is not in it."""
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:write",
    "pins:write",
    "reactions:write",
    "usergroups:read",
    "users:read",
)
"""What the manifest asks for."""


def person_token(name: str) -> str:
    """Return a person's own token: all scopes that the emulator knows."""
    return f"xoxp-{name}"


def workspace(scopes: tuple[str, ...] = SCOPES) -> dict[str, Any]:
    """Return the seed in the emulator's words."""
    bot = {"app_id": APP, "bot_id": BOT, "bot_user_id": BOT_USER}
    return {
        "team": {"name": "Fédération", "domain": "federation"},
        "signing_secret": SIGNING_SECRET,
        "strict_scopes": True,
        "users": [
            {"name": CAMILLE, "real_name": "Camille Martin"},
            {"name": DOMINIQUE, "real_name": "Dominique Petit"},
        ],
        "channels": [
            {"name": APPROVAL, "is_private": True},
            {"name": PUBLIC},
            {"name": ELSEWHERE, "is_private": True},
        ],
        "oauth_apps": [
            {
                **bot,
                "client_id": "1.1",
                "client_secret": "unused",
                "name": "Vigie",
                "bot_name": "vigie",
                "redirect_uris": [],
                "scopes": list(scopes),
            }
        ],
        "tokens": [
            {**bot, "token": BOT_TOKEN, "type": "bot", "user_id": BOT_USER, "scopes": list(scopes)},
            *({"token": person_token(name), "type": "user", "user": name} for name in PEOPLE),
        ],
    }
