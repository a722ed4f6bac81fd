"""The charter in force is the one that the trail says: its whole text stands in the entry that put it into force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.database import Database
from bot.errors import SetupError
from bot.kinds import Kind
from bot.language import N_
from bot.trail.entry import Entry
from bot.trail.read import entries_between, last_number, last_of_kinds
from policy.charter.load import load
from policy.charter.model import Charter
from policy.charter.problem import CharterError


class CharterInForce:
    """Gives the charter in force, read again only where an entry, perhaps of another process, has put in another."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, Charter] | None = None

    def __call__(self) -> Charter:
        """Return the charter in force; in a transaction that puts another one in, still the one before.

        Raises:
            SetupError: this version of Vigie can't apply it.
        """
        with self._database.reading() as connection:
            number = last_number(connection, [Kind.CHARTER_IN_FORCE]) or 0
            known = self._known
            if known is None or known[0] != number:
                entry = entries_between(connection, number, number)[0].entry
                known = self._known = (number, charter_of(entry.data))
        return known[1]


def last_in_force(connection: Connection) -> Entry | None:
    """Return the entry that put the present charter into force, None in an empty trail."""
    recorded = last_of_kinds(connection, [Kind.CHARTER_IN_FORCE])
    return recorded.entry if recorded else None


def has_text(data: Mapping[str, Any]) -> bool:
    """Whether an entry holds the charter itself; those of the first versions of Vigie only name it."""
    return "text" in data


def present_charter(connection: Connection, file: Callable[[], Charter]) -> Charter:
    """Return the charter in force as the trail holds it; that of the file where the trail has none yet."""
    entry = last_in_force(connection)
    return charter_of(entry.data) if entry and has_text(entry.data) else file()


def text_of(charter: Charter) -> dict[str, str]:
    """Return what an entry holds of a charter: enough to read it again, whatever became of its file."""
    return {
        "id": charter.id,
        "version": charter.version,
        "sha256": charter.sha256,
        "meaning": charter.meaning,
        "text": charter.written,
        "source": charter.source,
    }


def charter_of(data: Mapping[str, Any]) -> Charter:
    """Return the charter that an entry holds.

    Raises:
        SetupError: this version of Vigie can't apply it.
    """
    if not has_text(data):
        raise SetupError(
            N_("The journal does not hold the text of the charter in force yet."), N_("Start Vigie once: vigie run")
        )
    try:
        return load(str(data["text"]), lambda _: str(data["source"]))
    except CharterError as error:
        raise SetupError(
            N_("This version of Vigie can't apply the charter in force, version {version}."),
            N_("Go back to the version of Vigie that it was adopted with, and propose a charter that both understand."),
            version=str(data["version"]),
        ) from error
