"""The charter: whether its file has mistakes, the one in force can be applied, and a change waits for somebody."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from sqlalchemy import Connection

from bot.adoption.pending import same_text
from bot.adoption.standing import standing
from bot.card.people_words import person_words
from bot.charter_file import CharterFileError, open_charter
from bot.charter_in_force import charter_of, has_text, last_in_force
from bot.doctor.model import Finding, Health, Installation
from bot.errors import SetupError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.people import roster
from bot.settings import Settings
from policy.charter.lint import check
from policy.charter.model import Charter

_NAME = "charter"


def charter(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the charter's file and at the charter in force."""
    if installation.database is None:
        yield _of_file(installation.settings, None, catalogue)
        return
    with installation.database.reading() as connection:
        entry = last_in_force(connection)
        try:
            present = charter_of(entry.data) if entry and has_text(entry.data) else None
        except SetupError as error:
            words = catalogue.say(N_("The charter in force can't be applied."))
            yield Finding(_NAME, Health.BAD, words, error.sentence(catalogue))
            return
        if present:
            yield _in_force(connection, present, catalogue)
    yield _of_file(installation.settings, present, catalogue)


def _in_force(connection: Connection, present: Charter, catalogue: Catalogue) -> Finding:
    """Tell which charter is in force, and of a proposal that waits for a second person."""
    say = catalogue.say
    proposed = standing(connection)
    if proposed is None:
        words = say(N_("The charter is in force, version {version}."), version=one_line(present.version))
        return Finding(_NAME, Health.GOOD, words)
    name = person_words(roster(connection).name(proposed.person), catalogue)
    words = say(
        N_("Version {version} of the charter waits: {name} proposed it {moment}."),
        version=one_line(proposed.charter.version),
        name=name,
        moment=catalogue.moment(proposed.at),
    )
    remedy = N_("Somebody else who decides adopts it or drops it, on the desk, page “Charter”.")
    return Finding(_NAME, Health.WARNING, words, say(remedy))


def _of_file(settings: Settings, present: Charter | None, catalogue: Catalogue) -> Finding:
    """Tell of mistakes in the file, or that it is another charter than the one in force."""
    say, name = catalogue.say, "charter-file"
    try:
        written = open_charter(settings.charter)
    except CharterFileError as error:
        return Finding(name, Health.BAD, say(N_("The charter file has mistakes.")), error.sentence(catalogue))
    if present and same_text(written, present):
        return Finding(name, Health.GOOD, say(N_("The charter file is the charter in force.")))
    if not check(written).passed:
        words = N_("The charter file does not stand its own check.")
        remedy = say(N_("To see what is wrong: {command}"), command=_command(settings))
        return Finding(name, Health.BAD, say(words), remedy)
    if present is None:
        return Finding(name, Health.GOOD, say(N_("The charter file has no mistake.")))
    words = say(
        N_("The charter file has changed; version {version} stays in force."), version=one_line(present.version)
    )
    remedy = N_("Two people who decide adopt the change, on the desk, page “Charter”; or put the former file back.")
    return Finding(name, Health.WARNING, words, say(remedy))


def _command(settings: Settings) -> str:
    return shlex.join(["vigie", "charter", "check", *([str(settings.charter)] if settings.charter else [])])
