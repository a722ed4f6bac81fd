"""People: whether there is somebody to submit, and for each of them somebody else to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from bot.card.people_words import person_words, role_words
from bot.charter_in_force import charter_of, has_text, last_in_force
from bot.doctor.model import Finding, Health, Installation
from bot.errors import SetupError
from bot.language import N_, Catalogue
from bot.people import Person, Role, roster
from policy.charter.model import Mode
from policy.verdict import Approval

_NAME = "people"
_ADD_AUTHOR = N_("Add somebody: vigie people add NAME --role author")
_ADD_REVIEWER = N_("Add somebody: vigie people add NAME --role reviewer")


def people(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at who is here and what they may do."""
    if installation.database is None:
        return
    with installation.database.reading() as connection:
        present = roster(connection, installation.now).alphabetical()
        needs = _needs(connection)
    found = list(_trouble(present, catalogue)) or list(_unmet(needs, present, catalogue))
    yield from found
    if not found:
        words = catalogue.say(
            N_("People who may submit: {authors}; who decide: {deciders}."),
            authors=sum(person.submits for person in present),
            deciders=sum(person.decides for person in present),
        )
        yield Finding(_NAME, Health.GOOD, words)


def _trouble(present: Collection[Person], catalogue: Catalogue) -> Iterator[Finding]:
    """Tell of roles that nobody has; nobody decides on their own, so one person alone gets nowhere."""
    say = catalogue.say
    deciders = [person for person in present if person.decides]
    if not any(person.submits for person in present):
        yield Finding(_NAME, Health.BAD, say(N_("Nobody may put anything up for approval.")), say(_ADD_AUTHOR))
    if not deciders:
        yield Finding(_NAME, Health.BAD, say(N_("Nobody may decide.")), say(_ADD_REVIEWER))
    elif len(deciders) == 1:
        yield from _alone(deciders[0], present, catalogue)


def _alone(decider: Person, present: Collection[Person], catalogue: Catalogue) -> Iterator[Finding]:
    say, name = catalogue.say, person_words(decider.name, catalogue)
    if not any(person.submits for person in present if person is not decider):
        words = N_("{name} alone submits and decides, and nobody decides on their own: nothing can be approved.")
        yield Finding(_NAME, Health.BAD, say(words, name=name), say(_ADD_REVIEWER))
    elif Role.AUTHOR in decider.roles:
        words = N_("{name} alone decides, and is an author too: nobody can decide on what they put up.")
        yield Finding(_NAME, Health.WARNING, say(words, name=name), say(_ADD_REVIEWER))


def _needs(connection: Connection) -> list[Approval]:
    """Return the approvals that the charter in force asks for."""
    entry = last_in_force(connection)
    try:
        charter = charter_of(entry.data) if entry and has_text(entry.data) else None
    except SetupError:
        charter = None  # told by the charter's own checkup
    rules = charter.rules if charter else ()
    return list(dict.fromkeys(rule.approval for rule in rules if rule.approval and rule.mode is Mode.ENFORCE))


def _unmet(needs: Sequence[Approval], present: Collection[Person], catalogue: Catalogue) -> Iterator[Finding]:
    """Tell of approvals that too few people can give."""
    for need in needs:
        number = sum(need.role in person.roles for person in present)
        if number >= need.count:
            continue
        words = catalogue.say(
            N_("In some cases the charter asks for {count} × {role}, and there are {number}."),
            count=need.count,
            role=catalogue.say(role_words(need.role)),
            number=number,
        )
        remedy = catalogue.say(N_("Add somebody: vigie people add NAME --role {role}"), role=need.role)
        yield Finding(_NAME, Health.WARNING, words, remedy)
