"""Getting in: personal links that someone with the command line makes, and the sessions that they open.

Only digests of secrets are kept; a copy of the database opens no door.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from bot.errors import NotAllowedError, SetupError
from bot.house import House
from bot.language import N_
from bot.people import Person, roster
from bot.tables import sessions, sign_in_links
from bot.trail.entry import write_moment

LINK_LIFE = timedelta(days=7)
SESSION_LIFE = timedelta(days=30)
_PORT_FILE = "desk.port"


@dataclass(frozen=True, slots=True)
class Session:
    """An open door: the cookie's token, the token that forms must carry, and who came in."""

    token: str
    csrf: str
    person: Person


def link(house: House, person: Person) -> str:
    """Make a personal sign-in token, valid for a week; earlier ones of this person, and their sessions, end."""
    token = secrets.token_urlsafe(24)
    now = house.clock()
    with house.database.writing() as connection:
        connection.execute(delete(sign_in_links).where(sign_in_links.c.person == person.id))
        connection.execute(delete(sessions).where(sessions.c.person == person.id))
        connection.execute(
            insert(sign_in_links).values(
                token_sha256=_digest(token),
                person=person.id,
                made_at=write_moment(now),
                expires_at=write_moment(now + LINK_LIFE),
            )
        )
    return token


def address(house: House, token: str, port: int) -> str:
    """Return the address that a personal link opens."""
    return f"{desk_address(house, port)}/entrer/{token}"


def desk_address(house: House, port: int) -> str:
    """Return the address of the desk: its public name where it has one."""
    return house.settings.desk_address or f"http://{_host(house)}:{port}"


def remember_port(house: House, port: int) -> None:
    """Note which port the desk has taken, for links that are made by another process."""
    (house.settings.data_dir / _PORT_FILE).write_text(str(port), encoding="ascii")


def port_of(house: House) -> int:
    """Return the desk's port.

    Raises:
        SetupError: the settings leave it to the desk, which has not been started yet.
    """
    if house.settings.desk_port:
        return house.settings.desk_port
    try:
        return int((house.settings.data_dir / _PORT_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise SetupError(
            N_("The desk takes a free port when it starts, and has not been started yet."),
            N_("Start it first: vigie run. Or choose a VIGIE_DESK_PORT in .env."),
        ) from error


def enter(house: House, token: str) -> Session:
    """Open a session with a personal link.

    Raises:
        NotAllowedError: the link is unknown, replaced or too old.
    """
    now = house.clock()
    with house.database.writing() as connection:
        person_id = connection.execute(
            select(sign_in_links.c.person).where(
                sign_in_links.c.token_sha256 == _digest(token), sign_in_links.c.expires_at > write_moment(now)
            )
        ).scalar()
        person = roster(connection, now).people.get(person_id or "")
        if person is None:
            raise NotAllowedError(
                N_("This personal link is no longer valid."),
                N_("Ask the person who runs Vigie for a new one: vigie people link NAME"),
            )
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(24), person)
        connection.execute(delete(sessions).where(sessions.c.expires_at <= write_moment(now)))
        connection.execute(
            insert(sessions).values(
                token_sha256=_digest(session.token),
                person=person.id,
                csrf=session.csrf,
                made_at=write_moment(now),
                expires_at=write_moment(now + SESSION_LIFE),
            )
        )
    return session


def session(house: House, token: str) -> Session | None:
    """Return the session of a cookie, None where there is none (any more)."""
    with house.database.reading() as connection:
        row = connection.execute(
            select(sessions.c.person, sessions.c.csrf).where(
                sessions.c.token_sha256 == _digest(token), sessions.c.expires_at > write_moment(house.clock())
            )
        ).first()
        person = roster(connection, house.clock()).people.get(row.person) if row else None
    return Session(token, row.csrf, person) if row and person else None


def leave(house: House, token: str) -> None:
    """Close a session."""
    with house.database.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.token_sha256 == _digest(token)))


def same_secret(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _digest(token: str) -> str:
    return hashlib.sha256(_bytes(token)).hexdigest()


def _bytes(secret: str) -> bytes:
    """A made-up secret may be no text at all."""
    return secret.encode(errors="surrogatepass")


def _host(house: House) -> str:
    host = house.settings.desk_host
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104
