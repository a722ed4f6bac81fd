"""At the start: the first charter is put into force at once; later ones take two people (votes)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.charter_file import open_charter
from bot.charter_in_force import charter_of, has_text, last_in_force, text_of
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.submissions import open_references
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.charter.model import Charter

SUBJECT = "charter"
"""What entries about the charter are about."""


def adopt_at_start(house: House) -> None:
    """Put the charter of the settings into force where the trail holds none: an empty one, or one that only names it.

    Raises:
        CharterFileError: the file has mistakes, and there is no charter to go on with.
        SetupError: this version of Vigie can't apply the charter in force.
    """
    with house.database.writing() as connection:
        entry = last_in_force(connection)
        if entry and has_text(entry.data):
            charter_of(entry.data)
            return
        charter = open_charter(house.settings.charter)
        same = entry is not None and entry.data["sha256"] == charter.sha256
        put_into_force(connection, house, charter, judge=not same)


def put_into_force(
    connection: Connection, house: House, charter: Charter, *, judge: bool, proposal: int | None = None
) -> None:
    """Record a charter as the one in force; where asked, judge everything that is open under it.

    `proposal` is the number of the entry that proposed it.
    """
    data = text_of(charter) | ({} if proposal is None else {"proposal": proposal})
    draft = EntryDraft(kind=Kind.CHARTER_IN_FORCE, subject=SUBJECT, actor=None, data=data)
    append(connection, draft, at=house.clock())
    if judge:
        changed = replace(house, charter_in_force=lambda: charter)
        for reference in open_references(connection):
            judge_again(connection, changed, reference)
