"""Which machines may ask the gate: a name and a secret each, of which only the digest is kept."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.access import same_secret
from bot.errors import NotFoundError, UsageError
from bot.foreign_text import one_line
from bot.language import N_
from bot.tables import gate_tokens
from bot.trail.entry import read_moment, write_moment

_NAME = re.compile(r"\w(?:[\w -]{0,58}\w)?")
"""No dot and no slash: the name of a token is never taken for that of a file."""


@dataclass(frozen=True, slots=True)
class GateToken:
    """A machine that may ask."""

    name: str
    made_at: datetime


def make(connection: Connection, name: str, at: datetime) -> str:
    """Return a new token for a machine; it is shown this once.

    Raises:
        UsageError: the name can't be one, or another token bears it.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            N_("“{name}” can't be the name of a token."),
            N_("Take 1 to 60 letters, digits, spaces or hyphens, such as: site-web"),
            name=one_line(name),
        )
    if any(token.name == name for token in listing(connection)):
        raise UsageError(
            N_("There is a token “{name}” already."), N_("Revoke it first, or choose another name."), name=name
        )
    token = secrets.token_urlsafe(32)
    row = {"token_sha256": _digest(token), "name": name, "made_at": write_moment(at)}
    connection.execute(insert(gate_tokens).values(**row))
    return token


def revoke(connection: Connection, name: str) -> None:
    """Take a token back; it opens nothing from now on.

    Raises:
        NotFoundError: no token bears that name.
    """
    if not connection.execute(delete(gate_tokens).where(gate_tokens.c.name == name)).rowcount:
        raise NotFoundError(N_("There is no token “{name}”."), name=one_line(name))


def listing(connection: Connection) -> list[GateToken]:
    """Return every token's name, in order; the tokens themselves are not kept."""
    rows = connection.execute(select(gate_tokens.c.name, gate_tokens.c.made_at).order_by(gate_tokens.c.name))
    return [GateToken(name, read_moment(made_at)) for name, made_at in rows]


def holder(connection: Connection, token: str) -> str | None:
    """Return the name of the machine that a token belongs to, None for a wrong one.

    A wrong one costs one look into an index and leaves no trace: with 256 random bits there is nothing to try.
    """
    digest = _digest(token)
    known = connection.execute(
        select(gate_tokens.c.token_sha256, gate_tokens.c.name).where(gate_tokens.c.token_sha256 == digest)
    ).first()
    return str(known.name) if known and same_secret(known.token_sha256, digest) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
