"""`vigie people`: who may do what, and their personal links to the desk."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot import workflow
from bot.access import LINK_LIFE, address, port_of
from bot.access import link as make_link
from bot.card.people_words import person_words, role_words
from bot.erasing import erase_person, former_people, held
from bot.errors import UsageError
from bot.house import open_house
from bot.language import N_
from bot.people import Person, Role, roster
from bot.people import add as add_person
from bot.people.accounts import dismiss, link_account
from bot.people.model import plain
from bot.portrait import portrait

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def add(chosen: argparse.Namespace, context: Context) -> int:
    """Add a person, or give the one of that name new roles."""
    say = context.catalogue.say
    with open_house(context.settings) as house:
        with house.database.writing() as connection:
            roles = frozenset(Role(role) for role in chosen.role)
            before = roster(connection).people
            since = _day(chosen.since, context)
            until = _day_after(chosen.until, context) if chosen.until else None
            person = add_person(connection, chosen.name, roles, at=house.clock(), since=since, until=until)
            for platform, account in (("slack", chosen.slack), ("telegram", chosen.telegram)):
                if account:
                    link_account(connection, platform, account, person, at=house.clock())
        if known := before.get(person.id):
            sentence = N_("{name} was here already ({roles}): the roles are replaced. For a namesake, add an initial.")
            print(say(sentence, name=known.name, roles=_roles(known.roles, context)))
        print(say(N_("{name} is now: {roles}"), name=person.name, roles=_roles(person.roles, context)))
        print(say(N_("Personal link to the desk: vigie people link “{name}”"), name=person.name))
    return 0


def leave(chosen: argparse.Namespace, context: Context) -> int:
    """Let somebody go: roles, accounts, links, sessions and delegations end."""
    with open_house(context.settings) as house, house.database.writing() as connection:
        person = roster(connection, house.clock()).named(chosen.name)
        dismiss(connection, house, person, None)
    print(
        context.catalogue.say(N_("{name} is not here any more; what they did stays in the journal."), name=person.name)
    )
    return 0


def erase(chosen: argparse.Namespace, context: Context) -> int:
    """Erase a person on their request; without --yes only what would go is told."""
    say = context.catalogue.say
    with open_house(context.settings) as house:
        with house.database.reading() as connection:
            person = _present_or_gone(connection, chosen.name)
            parts = held(connection, person.id)
        if not chosen.yes:
            print(say(N_("Of {name}, {number} names and texts would go, for good."), name=person.name, number=parts))
            print(
                say(
                    N_("What was decided stays, without a name. To do it: vigie people erase “{name}” --yes"),
                    name=person.name,
                )
            )
            return 1
        done = erase_person(house, person.id)
    print(say(N_("Erased: {number} names and texts. The journal still verifies."), number=done.parts))
    if not done.scrubbed:
        print(say(N_("Another program is reading the database: the file itself is clean once it has stopped.")))
    return 0


def export(chosen: argparse.Namespace, context: Context) -> int:
    """Print all that is held on a person, as JSON."""
    with open_house(context.settings) as house, house.database.reading() as connection:
        person = _present_or_gone(connection, chosen.name)
        print(json.dumps(portrait(connection, person.id, roster(connection)), ensure_ascii=False, indent=2))
    return 0


def delegate(chosen: argparse.Namespace, context: Context) -> int:
    """Let somebody decide in another's place until a day, that day included; without one, take it back."""
    say = context.catalogue.say
    with open_house(context.settings) as house:
        with house.database.reading() as connection:
            people = roster(connection, house.clock())
        principal = people.named(chosen.name)
        if chosen.to is None:
            workflow.end_delegation(house, principal)
            print(say(N_("{name} decides for themselves again."), name=principal.name))
            return 0
        other, until = people.named(chosen.to), _day_after(chosen.until, context)
        workflow.delegate(house, principal, other.id, until)
    words = N_("{other} speaks for {name} until {moment}; the two count as one.")
    print(say(words, other=other.name, name=principal.name, moment=context.catalogue.moment(until)))
    return 0


def _present_or_gone(connection: Connection, name: str) -> Person:
    """Return the person of that name, also one who has left."""
    gone = [person for person in former_people(connection) if plain(person.name) == plain(name)]
    return gone[0] if len(gone) == 1 else roster(connection).named(name)


def _day(given: str | None, context: Context) -> datetime | None:
    """Return the first moment of a day in the time zone of the house."""
    if given is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(given), time.min, tzinfo=context.settings.timezone)
    except ValueError:
        raise UsageError(N_("“{day}” is no day."), N_("Write it like 2026-11-24."), day=given) from None


def _day_after(given: str | None, context: Context) -> datetime:
    """Return the end of a day.

    Raises:
        UsageError: no day was given, or it is none.
    """
    first = _day(given, context)
    if first is None:
        raise UsageError(N_("Until which day?"), N_("Say it with --until, such as --until 2026-12-24."))
    return first + timedelta(days=1)


def listing(_chosen: argparse.Namespace, context: Context) -> int:
    """Print everybody and their roles."""
    with open_house(context.settings) as house, house.database.reading() as connection:
        people = roster(connection).alphabetical()
    if not people:
        print(context.catalogue.say(N_("Nobody yet: vigie people add NAME --role author")))
    for person in people:
        print(f"{person_words(person.name, context.catalogue)} — {_roles(person.roles, context)} ({person.id})")
    return 0


def link(chosen: argparse.Namespace, context: Context) -> int:
    """Print a new personal link; earlier ones of this person end."""
    with open_house(context.settings) as house:
        with house.database.reading() as connection:
            person = roster(connection).named(chosen.name)
        port = port_of(house)  # before a new link ends the old one
        print(address(house, make_link(house, person), port))
    print(context.catalogue.say(N_("Valid for {days} days, for {name} only."), days=LINK_LIFE.days, name=person.name))
    return 0


def _roles(roles: frozenset[Role], context: Context) -> str:
    return ", ".join(context.catalogue.say(role_words(role)) for role in sorted(roles))
