"""`vigie db`: migrations and backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.database import DAMAGE, Database, is_there, place
from bot.errors import NotFoundError, UsageError
from bot.house import utc_now
from bot.language import N_
from bot.restoring import restore as put_back

if TYPE_CHECKING:
    import argparse

    from bot.cli.entry import Context


def upgrade(_chosen: argparse.Namespace, context: Context) -> int:
    """Bring the database up to this version of Vigie."""
    context.settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database.open(context.settings.database)
    try:
        database.upgrade()
    finally:
        database.close()
    print(context.catalogue.say(N_("The database is up to date.")))
    return 0


def backup(chosen: argparse.Namespace, context: Context) -> int:
    """Copy the database while it may be in use."""
    if not is_there(context.settings.database):
        raise NotFoundError(N_("There is no journal yet in {path}."), path=place(context.settings.database))
    if not chosen.path.parent.is_dir():
        raise UsageError(N_("There is no folder {path}."), path=str(chosen.path.parent))
    if chosen.path.exists():
        raise UsageError(N_("{path} exists already."), N_("Choose another name."), path=str(chosen.path))
    database = Database.open(context.settings.database)
    try:
        database.upgrade()
        _copy(database, chosen.path)
    finally:
        database.close()
    print(context.catalogue.say(N_("Copied to {path}."), path=str(chosen.path)))
    return 0


def restore(chosen: argparse.Namespace, context: Context) -> int:
    """Put a copy in the place of the database, and erase again whoever was erased since."""
    done = put_back(context.settings, chosen.path, utc_now(), replace=chosen.replace)
    say, number = context.catalogue.say, context.catalogue.number
    print(say(N_("The journal has {number} entries again."), number=number(done.entries)))
    if done.before:
        lost = N_("Before, it had {number}; it is kept in {path}.")
        print(say(lost, number=number(done.before), path=str(done.aside)))
    if done.erased:
        print(say(N_("Erased again, as people had asked: {number} names and texts."), number=number(done.erased)))
    print(say(N_("Everybody needs a new personal link: vigie people link NAME")))
    return 0


def _copy(database: Database, path: Path) -> None:
    try:
        database.backup(path)
    except (OSError, *DAMAGE) as error:
        raise UsageError(
            N_("The copy could not be written to {path}."),
            N_("Is there room, and may you write there?"),
            path=str(path),
        ) from error
