"""People who come through a platform: known by their account, with the roles that the platform's groups give them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.foreign_text import one_line
from bot.kinds import Kind
from bot.people.accounts import accounts_of, link_account, person_of
from bot.people.folding import roles_at, roster
from bot.people.model import Person, Role, plain
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import RecordedEntry, entries_of_kinds

NOTHING = frozenset[Role]()
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform, as it presents itself; `name` is what people there see.

    `label` tells it from others of the same name; its id does where it is empty.
    """

    platform: str
    id: str
    name: str
    label: str = ""


def arrive(connection: Connection, account: Account, granted: frozenset[Role], *, at: datetime) -> Person:
    """Return whose account it is, adding them where they are new, with these roles beside those that they were given.

    Somebody who was let go stays gone: their account is not theirs any more, so they come back as somebody new, and
    with no role but the author's.
    """
    known = person_of(connection, account.platform, account.id, at)
    if known is None:
        return _add(connection, account, NOTHING if _was_let_go(connection, account, at) else granted, at)
    return keep_roles(connection, known, account.platform, granted, at=at)


def keep_roles(
    connection: Connection, person: Person, platform: str, granted: frozenset[Role], *, at: datetime
) -> Person:
    """Bring a person's roles up to what a platform's groups say now; what they have from elsewhere stays theirs.

    Each change is an entry: at every moment the trail says in which roles somebody acted, and why.
    """
    theirs = (Account(platform, number, "") for name, number in accounts_of(connection, person.id) if name == platform)
    if granted and any(_was_let_go(connection, account, at) for account in theirs):
        granted = NOTHING  # what they are from now on is given by hand
    told = _told_of(connection, person)
    elsewhere = {role for other in _platforms(told) - {platform} for role in _granted(told, other)}
    wanted = given_roles(connection, person, at) | granted | elsewhere or frozenset({Role.AUTHOR})
    if wanted == person.roles and granted == _granted(told, platform):
        return person
    _record(connection, person, wanted, platform, granted, at)
    return roster(connection, at).people[person.id]


def granted_roles(connection: Connection, person: Person, platform: str) -> frozenset[Role]:
    """Return the roles that a platform's groups gave somebody when they were last asked."""
    return _granted(_told_of(connection, person), platform)


def given_roles(connection: Connection, person: Person, at: datetime) -> frozenset[Role]:
    """Return the roles that somebody was given here, whatever a platform's groups say."""
    given = [item for item in _told_of(connection, person) if "platform" not in item.entry.data]
    return roles_at(given[-1].entry, at) if given else frozenset()


def _was_let_go(connection: Connection, account: Account, at: datetime) -> bool:
    """Whether somebody had this account who was let go here, as nobody is who only became one with another person."""
    people = roster(connection, at)
    gone = set(people.former) - set(people.same)
    return bool(gone) and any(
        recorded.entry.data["platform"] == account.platform
        and recorded.personal.get("account") == account.id
        and str(recorded.entry.data["person"]) in gone
        for recorded in entries_of_kinds(connection, [Kind.IDENTITY_LINKED])
    )


def _told_of(connection: Connection, person: Person) -> list[RecordedEntry]:
    """Return the entries that say what somebody is here, oldest first."""
    told = entries_of_kinds(connection, [Kind.PERSON_ADDED])
    return [recorded for recorded in told if str(recorded.entry.data["person"]) == person.id]


def _platforms(told: Iterable[RecordedEntry]) -> set[str]:
    return {str(recorded.entry.data["platform"]) for recorded in told if "platform" in recorded.entry.data}


def _granted(told: Iterable[RecordedEntry], platform: str) -> frozenset[Role]:
    """Return what a platform's groups gave, as its last entry tells.

    Older entries told all the roles alone: what had been given by hand before is taken off.
    """
    by_hand, granted = NOTHING, NOTHING
    for data in (recorded.entry.data for recorded in told):
        roles = frozenset(Role(str(role)) for role in data["roles"])
        if "platform" not in data:
            by_hand = roles
        elif data["platform"] == platform:
            granted = frozenset(Role(str(role)) for role in data["granted"]) if "granted" in data else roles - by_hand
    return granted


def _add(connection: Connection, account: Account, granted: frozenset[Role], at: datetime) -> Person:
    roles = granted or frozenset({Role.AUTHOR})
    known = roster(connection, at).people.values()
    name = _free_name(account, (person.name for person in known))
    person = Person(f"p-{secrets.token_hex(4)}", name, roles)
    _record(connection, person, roles, account.platform, granted, at)
    link_account(connection, account.platform, account.id, person, at=at)
    return person


def _free_name(account: Account, taken: Iterable[str]) -> str:
    """Two people of one name are two people: the second is told from the first by the account."""
    name, label = one_line(account.name, _NAME_LENGTH), account.label or account.id
    if not plain(name):
        return label
    return f"{name} ({label})" if plain(name) in {plain(other) for other in taken} else name


def _record(
    connection: Connection,
    person: Person,
    roles: frozenset[Role],
    platform: str,
    granted: frozenset[Role],
    at: datetime,
) -> None:
    draft = EntryDraft(
        kind=Kind.PERSON_ADDED,
        subject=f"person:{person.id}",
        actor=None,
        data={"person": person.id, "roles": sorted(roles), "platform": platform, "granted": sorted(granted)},
        personal=(PersonalPart(field="name", person=person.id, text=person.name),),
    )
    append(connection, draft, at=at)
