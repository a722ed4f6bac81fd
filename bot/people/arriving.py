"""People who come through a platform: known by their account, with the roles that the platform's groups give them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.foreign_text import one_line
from bot.kinds import Kind
from bot.people.accounts import link_account, person_of
from bot.people.folding import roles_at, roster
from bot.people.model import Person, Role, plain
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import RecordedEntry, entries_of_kinds

_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform, as it presents itself; `name` is what people there see."""

    platform: str
    id: str
    name: str


def arrive(connection: Connection, account: Account, granted: frozenset[Role], *, at: datetime) -> Person:
    """Return whose account it is, adding them where they are new, with these roles beside those that they were given.

    Somebody who was let go stays gone: their account is not theirs any more, so they come back as somebody new, and
    with no role but the author's.
    """
    known = person_of(connection, account.platform, account.id, at)
    if known is None:
        return _add(connection, account, granted or frozenset({Role.AUTHOR}), at)
    return keep_roles(connection, known, account.platform, granted, at=at)


def keep_roles(
    connection: Connection, person: Person, platform: str, granted: frozenset[Role], *, at: datetime
) -> Person:
    """Bring a person's roles up to what a platform's groups say now; what they were given here stays theirs.

    Each change is an entry: at every moment the trail says in which roles somebody acted, and why.
    """
    wanted = given_roles(connection, person, at) | granted or frozenset({Role.AUTHOR})
    if wanted == person.roles:
        return person
    _record(connection, person, wanted, platform, at)
    return roster(connection, at).people[person.id]


def given_roles(connection: Connection, person: Person, at: datetime) -> frozenset[Role]:
    """Return the roles that somebody was given here, whatever a platform's groups say."""
    told = [item for item in entries_of_kinds(connection, [Kind.PERSON_ADDED]) if _about(item, person)]
    given = [item for item in told if "platform" not in item.entry.data]
    return roles_at(given[-1].entry, at) if given else frozenset()


def _about(recorded: RecordedEntry, person: Person) -> bool:
    return str(recorded.entry.data["person"]) == person.id


def _add(connection: Connection, account: Account, roles: frozenset[Role], at: datetime) -> Person:
    known = roster(connection, at).people.values()
    name = _free_name(account, (person.name for person in known))
    person = Person(f"p-{secrets.token_hex(4)}", name, roles)
    _record(connection, person, roles, account.platform, at)
    link_account(connection, account.platform, account.id, person, at=at)
    return person


def _free_name(account: Account, taken: Iterable[str]) -> str:
    """Two people of one name are two people: the second is told from the first by the account."""
    name = one_line(account.name, _NAME_LENGTH)
    if not plain(name):
        return account.id
    return f"{name} ({account.id})" if plain(name) in {plain(other) for other in taken} else name


def _record(connection: Connection, person: Person, roles: frozenset[Role], platform: str, at: datetime) -> None:
    draft = EntryDraft(
        kind=Kind.PERSON_ADDED,
        subject=f"person:{person.id}",
        actor=None,
        data={"person": person.id, "roles": sorted(roles), "platform": platform},
        personal=(PersonalPart(field="name", person=person.id, text=person.name),),
    )
    append(connection, draft, at=at)
