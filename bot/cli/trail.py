"""`vigie trail`: verify it, read it, hand it over, sign its head."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.card.build import file_names
from bot.card.story import Storyteller
from bot.declared import KINDS as DECLARATIONS
from bot.declared import reference_of
from bot.errors import NotFoundError, UsageError
from bot.fold import fold
from bot.house import open_house
from bot.language import N_, Catalogue
from bot.people import roster
from bot.trail.checkpoint import checkpoint as sign_head
from bot.trail.export import Column, export_csv, export_jsonl
from bot.trail.note import Note, NoteError, parse_pasted
from bot.trail.proof import proofs
from bot.trail.read import RecordedEntry, entries_between, entries_for, entries_of_kinds
from bot.verification import in_words, installed_database, verifier, verify_installation

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context

_HEADINGS = {
    Column.SEQ: N_("Number"),
    Column.AT: N_("When (UTC)"),
    Column.KIND: N_("What"),
    Column.SUBJECT: N_("About"),
    Column.ACTOR: N_("Who"),
    Column.DATA: N_("Details"),
    Column.PERSONAL: N_("Names and texts"),
    Column.LEAF: N_("Hash"),
}


def verify(chosen: argparse.Namespace, context: Context) -> int:
    """Verify every entry; 1 on any break, naming the first bad entry."""
    outside = _outside(chosen.checkpoint) if chosen.checkpoint else None
    words = in_words(verify_installation(context.settings, outside), context.catalogue)
    stream = sys.stdout if words.ok else sys.stderr
    print("✔" if words.ok else "✖", words.headline, file=stream)
    for line in (words.detail, words.assurance):
        if line:
            print(f"  {line}", file=stream)
    return 0 if words.ok else 1


def _outside(given: str) -> Note:
    try:
        return parse_pasted(sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(N_("{path} can't be read."), path=given) from error
    except (NoteError, UnicodeDecodeError) as error:
        raise UsageError(
            N_("There is no checkpoint in that text."), N_("Paste it whole, its signature line included.")
        ) from error


def show(chosen: argparse.Namespace, context: Context) -> int:
    """Print the story of one submission."""
    reference = chosen.reference.strip().upper()
    with _trail(context) as connection:
        entries = _about(connection, reference)
        case = fold(entries)
        files = file_names(case) if case else {}
        teller = Storyteller(roster(connection), context.catalogue, files)
    print(reference)
    for recorded in entries:
        told = teller.tell(recorded)
        print(f"#{told.seq}  {context.catalogue.moment(told.at)}  {told.text}")
    return 0


def export(chosen: argparse.Namespace, context: Context) -> int:
    """Print the whole trail, or the proofs of one submission, declaration or entry."""
    if chosen.proof:
        return _prove(chosen.proof, context, names=chosen.with_names)
    with _trail(context) as connection:
        for line in _exported(connection, chosen.format, context):
            sys.stdout.write(line)
    return 0


def _prove(reference: str, context: Context, *, names: bool) -> int:
    """Sign the head of the trail, and print the proofs of all entries about a reference against it."""
    with open_house(context.settings) as house:
        note = sign_head(house.database, house.key, house.clock())
        with house.database.reading() as connection:
            for proof in proofs(connection, _about(connection, reference), note, personal=names):
                sys.stdout.write(proof)
        print(context.catalogue.say(N_("Public key: {key}"), key=str(house.key.verifier)), file=sys.stderr)
    return 0


def _about(connection: Connection, given: str) -> list[RecordedEntry]:
    """Return the entries about `V-0042`, about `D-0007`, or the one entry `#123`."""
    reference = given.strip().upper()
    number = reference.removeprefix("#")
    if reference.startswith("#") and number.isascii() and number.isdecimal() and len(number) < 16:
        entries = entries_between(connection, int(number), int(number))
    else:
        entries = entries_for(connection, [reference])
    if reference.startswith("D-"):
        entries = [item for item in entries_of_kinds(connection, DECLARATIONS) if reference_of(item) == reference]
    if not entries:
        raise NotFoundError(N_("There is no submission {reference}."), reference=reference[:20])
    return entries


def _exported(connection: Connection, wanted: str, context: Context) -> Iterator[str]:
    if wanted == "jsonl":
        return export_jsonl(connection, verifier(context.settings))
    names = {person.id: person.name for person in roster(connection).people.values()}
    return export_csv(connection, _headings(context.catalogue), names)


def _headings(catalogue: Catalogue) -> dict[Column, str]:
    return {column: catalogue.say(text) for column, text in _HEADINGS.items()}


def checkpoint(_chosen: argparse.Namespace, context: Context) -> int:
    """Sign the head of the trail and print the note, for keeping elsewhere."""
    with open_house(context.settings) as house:
        print(sign_head(house.database, house.key, house.clock()), end="")
        print(context.catalogue.say(N_("Public key: {key}"), key=str(house.key.verifier)), file=sys.stderr)
    return 0


@contextmanager
def _trail(context: Context) -> Iterator[Connection]:
    """Give the trail for reading, just as its file is."""
    with installed_database(context.settings) as database, database.reading() as connection:
        yield connection
