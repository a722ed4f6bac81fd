"""`vigie people`: who may do what, and their personal links to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.access import LINK_LIFE, address, port_of
from bot.access import link as make_link
from bot.card.story import person_words, role_words
from bot.house import open_house
from bot.language import N_
from bot.people import Role, roster
from bot.people import add as add_person

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
            person = add_person(connection, chosen.name, roles, at=house.clock())
        if known := before.get(person.id):
            sentence = N_("{name} was here already ({roles}): the roles are replaced. For a namesake, add an initial.")
            print(say(sentence, name=known.name, roles=_roles(known.roles, context)))
        print(say(N_("{name} is now: {roles}"), name=person.name, roles=_roles(person.roles, context)))
        print(say(N_("Personal link to the desk: vigie people link “{name}”"), name=person.name))
    return 0


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
