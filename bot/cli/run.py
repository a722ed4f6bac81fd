"""`vigie run`: everything that is configured; on the first start, two people and their links to try it with."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.access import address, desk_address, link, remember_port
from bot.adoption.notice import warning
from bot.discretion import discreet
from bot.house import House, open_house
from bot.language import N_
from bot.people import Person, Role, add, roster
from bot.schedule import Schedule

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

log = logging.getLogger("vigie")

_FIRST_PEOPLE = (("Camille", frozenset({Role.AUTHOR})), ("Dominique", frozenset({Role.REVIEWER})))
"""Names that any person may bear, for the two people of the first start."""


def run(_chosen: argparse.Namespace, context: Context) -> int:
    """Serve until told to stop; Ctrl-C is the usual way, and no failure."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("vigie").setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.addFilter(discreet(context.settings))
    with open_house(context.settings) as house:
        if told := warning(house, context.catalogue):
            log.warning("%s", told)
        schedule = Schedule(house)
        schedule.start()
        try:
            with suppress(KeyboardInterrupt):
                context.serve(house, lambda port: _ready(house, context, port))
        finally:
            schedule.close()
    return 0


def _ready(house: House, context: Context, port: int) -> None:
    remember_port(house, port)
    _welcome(house, context, port)


def _welcome(house: House, context: Context, port: int) -> None:
    say = context.catalogue.say
    people = _first_people(house)
    where = desk_address(house, port)
    print(say(N_("Vigie keeps watch: {address}"), address=where))
    for person in people:
        print(f"  {person.name} ({_role(person, context)}): {address(house, link(house, person), port)}")
    if people:
        print(say(N_("Two people, two browsers: open the second link in a private window.")))
    else:
        print(say(N_("Personal links: vigie people link NAME · vigie people list")))
    print(say(N_("Stop with Ctrl-C.")), flush=True)


def _first_people(house: House) -> list[Person]:
    """Return two people to try the desk with, where there is nobody; a team on Slack or Telegram brings its own."""
    if house.settings.slack.configured or house.settings.telegram.configured:
        return []
    with house.database.writing() as connection:
        if roster(connection).people:
            return []
        return [add(connection, name, roles, at=house.clock()) for name, roles in _FIRST_PEOPLE]


def _role(person: Person, context: Context) -> str:
    from bot.card.people_words import role_words

    return ", ".join(context.catalogue.say(role_words(role)) for role in sorted(person.roles))
