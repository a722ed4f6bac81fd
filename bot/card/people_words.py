"""What cards and lists call people and their roles."""

from __future__ import annotations

from bot.foreign_text import one_line
from bot.language import N_, Catalogue

_ROLES = {
    "author": N_("author"),
    "reviewer": N_("reviewer"),
    "charter-officer": N_("charter officer"),
    "auditor": N_("auditor"),
}


def role_words(role: str) -> str:
    """Return the msgid of a role's name."""
    return _ROLES.get(role, role)


def person_words(name: str, catalogue: Catalogue) -> str:
    """Return a name, or that it was erased."""
    return one_line(name) or catalogue.say(N_("an erased person"))
