"""What the charter page says of a file that differs from the charter in force, and what its reader may do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection

from bot.adoption.pending import Broken, FailedCheckError, Proposal, file_charter, pending, same_text
from bot.adoption.standing import Proposed, standing
from bot.adoption.votes import ALONE, MINE, NO_DECIDER, others_decide
from bot.adoption.words import ChangeLine, change_lines, scope, summary
from bot.card.people_words import person_words
from bot.charter_file import CharterFileError
from bot.foreign_text import one_line
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person, roster
from policy.charter.model import Charter

_MOST_LINES = 2_000
"""Lines of the comparison that are shown."""
_LINE_LENGTH = 500


class Gesture(StrEnum):
    """What somebody may do about a changed charter."""

    PROPOSE = "propose"
    APPROVE = "approve"
    DROP = "drop"


class Mark(StrEnum):
    """What became of a line of the file."""

    ADDED = "added"
    REMOVED = "removed"
    PLACE = "place"
    KEPT = "kept"


_MARKS = {"+": Mark.ADDED, "-": Mark.REMOVED, "@": Mark.PLACE}


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the comparison with the charter in force."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class ChangedCharter:
    """A charter that could come into force. `text_lines` compares its file with the one in force."""

    version: str
    scope: str
    summary: str
    lines: tuple[ChangeLine, ...]
    text_lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said above the charter in force. `obstacle` tells a reader why some button is not there.

    `sha256` is the charter that the buttons are about. A proposal that the file holds no more has no `changed`.
    """

    mistakes: tuple[str, ...] = ()
    changed: ChangedCharter | None = None
    proposed: str = ""
    gestures: tuple[Gesture, ...] = ()
    sha256: str = ""
    obstacle: str = ""


def notice(house: House, viewer: Person, catalogue: Catalogue) -> Notice | None:
    """Return what there is to say to one reader, None where the file is the charter in force and nothing waits."""
    found = pending(house)
    with house.database.reading() as connection:
        waiting = standing(connection)
        if isinstance(found, Proposal):
            return _of_proposal(connection, found, viewer, catalogue)
        if found is None and waiting is None:
            return None
        return _of_leftover(connection, found, waiting, viewer, catalogue)


def waits_for(house: House, viewer: Person) -> bool:
    """Whether somebody else's proposal waits for this person's answer."""
    if not viewer.decides:
        return False
    with house.database.reading() as connection:
        waiting = standing(connection)
    return waiting is not None and waiting.person != viewer.id


def warning(house: House, catalogue: Catalogue) -> str:
    """Return what whoever starts Vigie should know of the charter file, empty where there is nothing to know."""
    version = one_line(house.charter.version)
    try:
        if same_text(file_charter(house), house.charter):
            return ""
    except (CharterFileError, FailedCheckError) as error:
        goes_on = catalogue.say(N_("Vigie goes on with the last good charter, version {version}."), version=version)
        return f"{error.sentence(catalogue)}\n{goes_on}"
    return catalogue.say(
        N_(
            "The charter file has changed. Version {version} stays in force until two people "
            "adopt the change on the desk, page “Charter”."
        ),
        version=version,
    )


def _of_proposal(connection: Connection, found: Proposal, viewer: Person, catalogue: Catalogue) -> Notice:
    gestures, obstacle = _choices(connection, found.proposed, viewer)
    return Notice(
        changed=ChangedCharter(
            version=one_line(found.charter.version),
            scope=scope(found.present, found.charter, catalogue),
            summary=summary(found.difference, catalogue),
            lines=tuple(change_lines(found.difference, found.present, found.charter, catalogue)),
            text_lines=tuple(islice(_compared(found.present, found.charter), _MOST_LINES)),
        ),
        proposed=_proposed(connection, found.proposed, catalogue) if found.proposed else "",
        gestures=gestures,
        sha256=found.charter.sha256,
        obstacle=" ".join(catalogue.say(text) for text in obstacle),
    )


def _of_leftover(
    connection: Connection, found: Broken | None, waiting: Proposed | None, viewer: Person, catalogue: Catalogue
) -> Notice:
    """Tell of mistakes in the file, and of a proposal whose text the file does not hold any more."""
    mistakes = found.error.sentence(catalogue).splitlines() if found else []
    return Notice(
        mistakes=tuple(line.strip() for line in mistakes),
        proposed=_proposed(connection, waiting, catalogue) if waiting else "",
        gestures=(Gesture.DROP,) if waiting and viewer.decides else (),
        sha256=waiting.charter.sha256 if waiting else "",
    )


def _choices(
    connection: Connection, proposed: Proposed | None, viewer: Person
) -> tuple[tuple[Gesture, ...], tuple[str, ...]]:
    """Return what a reader may do, and why not more."""
    if not viewer.decides:
        return (), (NO_DECIDER,)
    alone = () if others_decide(connection, viewer) else (ALONE,)
    if proposed is None:
        return (Gesture.PROPOSE,), alone
    if proposed.person == viewer.id:
        return (Gesture.DROP,), (MINE, *alone)
    return (Gesture.APPROVE, Gesture.DROP), ()


def _proposed(connection: Connection, proposed: Proposed, catalogue: Catalogue) -> str:
    return catalogue.say(
        N_("{name} proposed version {version}, {moment}."),
        name=person_words(roster(connection).name(proposed.person), catalogue),
        version=one_line(proposed.charter.version),
        moment=catalogue.moment(proposed.at),
    )


def _compared(before: Charter, after: Charter) -> Iterator[ComparedLine]:
    for old, new in ((before.written, after.written), (before.source, after.source)):
        for line in islice(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2), 2, None):
            mark = _MARKS.get(line[:1], Mark.KEPT)
            yield ComparedLine(mark, "…" if mark is Mark.PLACE else _harmless(line))


def _harmless(line: str) -> str:
    """Keep a line's indentation, which means something in a charter."""
    return line[:1] + " " * (len(line[1:]) - len(line[1:].lstrip())) + one_line(line[1:], _LINE_LENGTH)
