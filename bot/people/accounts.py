"""Which account on which platform is whose: linked by the person, with a code that only they can have seen."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.delegation import delegations
from bot.errors import NotAllowedError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.people.adding import leave
from bot.people.folding import roster
from bot.people.model import Person
from bot.submissions import case_of, refresh
from bot.tables import account_codes, accounts, sessions, sign_in_links
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from bot.trail.read import RecordedEntry, entries_of_kinds

CODE_LIFE = timedelta(minutes=10)
"""How long a code is good for, once."""
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 8
"""Letters and digits that nobody mistakes for each other: 40 bits, for ten minutes."""
_ACTS = (
    Kind.SUBMITTED,
    Kind.CO_AUTHOR_ADDED,
    Kind.REVISED,
    Kind.DECIDED,
    Kind.GLASS_BROKEN,
    Kind.GLASS_REVIEWED,
    Kind.APPEALED,
    Kind.APPEAL_VOTED,
)
"""What makes a difference to who may decide."""


def person_of(connection: Connection, platform: str, account: str, at: datetime) -> Person | None:
    """Return whose account it is, None where nobody here has it."""
    mine = select(accounts.c.person).where(accounts.c.platform == platform, accounts.c.account == account)
    person = connection.execute(mine).scalar()
    return roster(connection, at).people.get(person) if person else None


def accounts_of(connection: Connection, person: str) -> list[tuple[str, str]]:
    """Return a person's accounts, as (platform, account)."""
    mine = select(accounts.c.platform, accounts.c.account).where(accounts.c.person == person)
    return [(platform, account) for platform, account in connection.execute(mine.order_by(accounts.c.platform))]


def accounts_on(connection: Connection, platform: str) -> list[str]:
    """Return every account on a platform that is somebody's."""
    theirs = select(accounts.c.account).where(accounts.c.platform == platform).order_by(accounts.c.account)
    return list(connection.execute(theirs).scalars())


def deciders_on(connection: Connection, platform: str, at: datetime) -> dict[str, str]:
    """Return the accounts on a platform of everybody who may decide, and whose each is."""
    deciders = [person.id for person in roster(connection, at).people.values() if person.decides]
    theirs = select(accounts.c.account, accounts.c.person)
    theirs = theirs.where(accounts.c.platform == platform, accounts.c.person.in_(deciders)).order_by(accounts.c.account)
    return {row.account: row.person for row in connection.execute(theirs)}


def make_code(house: House, person: Person) -> str:
    """Return a code such as `K7RM-2QXB`, to be given from another account; earlier ones of this person end."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    now = house.clock()
    with house.database.writing() as connection:
        connection.execute(delete(account_codes).where(account_codes.c.person == person.id))
        row = {"code_sha256": _digest(code), "person": person.id, "expires_at": write_moment(now + CODE_LIFE)}
        connection.execute(insert(account_codes).values(row))
    return f"{code[:4]}-{code[4:]}"


def join_with_code(house: House, platform: str, account: str, code: str) -> Person:
    """Link an account to whoever made this code, and return them; what the account did before counts as theirs.

    Raises:
        NotAllowedError: the code is unknown, used or too old.
    """
    now = house.clock()
    with house.database.writing() as connection:
        good = account_codes.c.code_sha256 == _digest(code), account_codes.c.expires_at > write_moment(now)
        number = connection.execute(select(account_codes.c.person).where(*good)).scalar()
        person = roster(connection, now).people.get(number or "")
        if person is None:
            raise NotAllowedError(
                N_("This code is not valid (any more)."), N_("Ask for a new one and give it within ten minutes.")
            )
        connection.execute(delete(account_codes).where(account_codes.c.person == person.id))
        former = person_of(connection, platform, account, now)
        if former and former.id != person.id:
            _become_one(connection, house, former, person)
        link_account(connection, platform, account, person, at=now, actor=person.id)
    return person


def claim(house: House, connection: Connection, platform: str, account: str, person: Person) -> str:
    """Make whoever submitted something under an account without a person one with a person; return what they submitted.

    Once more by the same person, it changes nothing.

    Raises:
        NotAllowedError: it is somebody else's already, or nobody submitted anything under that account.
    """
    former = person_of(connection, platform, account, house.clock())
    acted = _acted_on(entries_of_kinds(connection, _ACTS), former.id) if former else iter(())
    reference = next(acted, None)
    if former and former.id == person.id:
        return reference or ""
    if former is None or reference is None:
        raise NotAllowedError(N_("There is nothing to claim here."))
    # Whoever has claimed has other accounts too; two people are never made one by a claim.
    alone = accounts_of(connection, former.id) == [(platform, account)]
    case = case_of(connection, reference)
    if not alone or case is None or not case.needs_claim:
        raise NotAllowedError(N_("Somebody else has claimed it already."))
    _become_one(connection, house, former, person)
    return reference


def link_account(
    connection: Connection, platform: str, account: str, person: Person, *, at: datetime, actor: str | None = None
) -> None:
    """Record whose account it is; whoever had it before has it no more."""
    mine = accounts.c.platform == platform, accounts.c.account == account
    before = connection.execute(select(accounts.c.person).where(*mine)).scalar()
    if before == person.id:
        return
    part = PersonalPart(field="account", person=person.id, text=account)
    data = {"person": person.id, "platform": platform}
    append(connection, EntryDraft(Kind.IDENTITY_LINKED, f"person:{person.id}", actor, data, (part,)), at=at)
    if before is None:
        connection.execute(insert(accounts).values(platform=platform, account=account, person=person.id))
    else:
        connection.execute(update(accounts).where(*mine).values(person=person.id))


def dismiss(connection: Connection, house: House, person: Person, actor: str | None, other: str | None = None) -> None:
    """Let somebody go: no role, no account, no session, no link and no delegation of theirs stands any more."""
    now = house.clock()
    for platform, _account in accounts_of(connection, person.id):
        data = {"person": person.id, "platform": platform}
        append(connection, EntryDraft(Kind.IDENTITY_UNLINKED, f"person:{person.id}", actor, data), at=now)
    for item in delegations(connection):
        if person.id in {item.principal, item.delegate} and item.stands(now):
            ended: dict[str, object] = {"delegation": item.seq}
            subject = f"person:{item.principal}"
            append(connection, EntryDraft(Kind.DELEGATION_ENDED, subject, actor, ended), at=now)
    leave(connection, person, at=now, actor=actor, other=other)
    for table in (accounts, account_codes, sessions, sign_in_links):
        connection.execute(delete(table).where(table.c.person == person.id))


def _become_one(connection: Connection, house: House, former: Person, person: Person) -> None:
    """Make two people one, on every submission too: nobody decides on their own with another account."""
    theirs = accounts_of(connection, former.id)
    dismiss(connection, house, former, person.id, other=person.id)
    for platform, account in theirs:
        link_account(connection, platform, account, person, at=house.clock(), actor=person.id)
    for reference in sorted(set(_acted_on(entries_of_kinds(connection, _ACTS), former.id))):
        data = {"person": former.id, "is": person.id}
        append(connection, EntryDraft(Kind.SAME_PERSON, reference, person.id, data), at=house.clock())
        refresh(connection, reference)


def _acted_on(entries: list[RecordedEntry], person: str) -> Iterator[str]:
    for recorded in entries:
        entry = recorded.entry
        if person in {entry.actor, entry.data.get("principal"), entry.data.get("person")}:
            yield str(entry.subject)


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
