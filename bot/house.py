"""Everything that one running Vigie holds together; passed to every function that needs it, never global."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bot.charter_file import open_charter
from bot.charter_in_force import CharterInForce
from bot.database import Database, damage_told, is_there
from bot.errors import SetupError
from bot.examiner import Examiner
from bot.language import N_, Catalogue
from bot.originals import Originals
from bot.settings import Settings
from bot.trail.checkpoint import SigningKey
from bot.trust_lists import TrustStore
from policy.charter.model import Charter
from policy.language import Language
from policy.limits import Limits
from policy.sandbox import ENTRY, Sandbox

log = logging.getLogger("vigie")


class Clock(Protocol):
    """Tells the time; tests hand in their own."""

    def __call__(self) -> datetime:
        """Return the present moment in UTC."""
        ...


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Wakeable(Protocol):
    """Whoever works in the background, and looks for work when told."""

    def wake(self) -> None:
        """Look for work."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running Vigie. `charter_in_force` may give another charter from one moment to the next."""

    settings: Settings
    database: Database
    originals: Originals
    charter_in_force: Callable[[], Charter]
    trust: TrustStore
    sandbox: Sandbox
    key: SigningKey
    examiner: Wakeable
    limits: Limits
    clock: Clock = utc_now

    @property
    def charter(self) -> Charter:
        """The charter in force at this moment."""
        return self.charter_in_force()

    def catalogue(self, language: Language | None = None) -> Catalogue:
        """Return the sentences in a reader's language, the house's own by default."""
        return Catalogue(language or self.settings.language, self.settings.timezone)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SetupError(
            N_("The folder {path} can't be used."),
            N_("Give another one in VIGIE_DATA_DIR, or make this one writable."),
            path=str(folder),
        ) from error


@contextmanager
def open_house(
    settings: Settings, clock: Clock = utc_now, limits: Limits | None = None, entry: str = ENTRY
) -> Iterator[House]:
    """Open everything, finish what a previous run left unfinished, and close it all in the end.

    `entry` is for tests: what workers run in place of the real examination.

    Raises:
        SetupError: something that the installation needs is missing or broken.
        CharterFileError: the first charter has a mistake; a later one is a proposal (bot/adoption).
    """
    from bot.adoption import adopt_at_start
    from bot.examining import examine

    limits = limits or Limits()
    if not is_there(settings.database):
        open_charter(settings.charter)  # the first one: its mistakes are told before anything is made
    _make_folder(settings.data_dir)
    trust = TrustStore(settings.trust_lists)
    database = Database.open(settings.database)
    sandbox = Sandbox(trust.lists(), limits, settings.workers, entry=entry)
    examiner = Examiner(settings.workers)
    try:
        database.upgrade()
        house = House(
            settings=settings,
            database=database,
            originals=Originals(settings.data_dir / "originals", settings.upload_size),
            charter_in_force=CharterInForce(database),
            trust=trust,
            sandbox=sandbox,
            key=SigningKey.load_or_create(settings.trail_key),
            examiner=examiner,
            limits=limits,
            clock=clock,
        )
        with damage_told():
            adopt_at_start(house)
        examiner.start(database, lambda pending: examine(house, pending))
        yield house
    finally:
        examiner.close()
        sandbox.close()
        database.close()
