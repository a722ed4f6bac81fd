"""A checkup that fails is a finding like any other, and the next one goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from bot.database import DAMAGE
from bot.database.faults import is_damage, remedy
from bot.doctor.model import Finding, Health
from bot.errors import UnexpectedError, VigieError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue

log = logging.getLogger("vigie.doctor")

_PATH_LENGTH = 200


def careful(name: str, look: Callable[[], Iterable[Finding]], catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what a checkup finds; whatever it raises ends as a finding too."""
    try:
        yield from look()
    except VigieError as error:
        yield Finding(name, Health.BAD, catalogue.say(N_("This can't be used as it is.")), error.sentence(catalogue))
    except DAMAGE as error:
        yield database_trouble(name, error, catalogue)
    except PermissionError as error:
        yield out_of_reach(name, str(error.filename), catalogue)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checkups go on
        yield _fault(name, error, catalogue)


def database_trouble(name: str, error: BaseException, catalogue: Catalogue) -> Finding:
    """Tell what a database has raised."""
    say = catalogue.say
    if is_damage(error):
        return damaged(name, catalogue)
    return Finding(name, Health.BAD, say(N_("The database can't be used just now.")), say(remedy(error)))


def damaged(name: str, catalogue: Catalogue) -> Finding:
    """Tell that the database's file is damaged."""
    say = catalogue.say
    words = N_("The database can't be read: its file is damaged.")
    mending = N_(
        "Stop Vigie. Move the file aside, with those beside it that end in -wal and -shm. "
        "Put your last copy in its place: vigie db restore FILE"
    )
    return Finding(name, Health.BAD, say(words), say(mending))


def out_of_reach(name: str, path: str, catalogue: Catalogue) -> Finding:
    """Tell that the user who runs this command may not use a file or a folder."""
    words = catalogue.say(N_("You may not use {path}: it belongs to somebody else."), path=one_line(path, _PATH_LENGTH))
    mending = N_("Run this as the user who runs Vigie, or give the whole data folder to that user (chown -R).")
    return Finding(name, Health.BAD, words, catalogue.say(mending))


def _fault(name: str, error: Exception, catalogue: Catalogue) -> Finding:
    reference = UnexpectedError().reference
    log.error("the checkup %s failed (reference %s)", name, reference, exc_info=error)
    words = N_("The check “{name}” failed through a fault of ours (reference {reference}).")
    mending = N_("The other checks count all the same. The log says more under this reference.")
    told = catalogue.say(words, name=one_line(name), reference=reference)
    return Finding(name, Health.BAD, told, catalogue.say(mending))
