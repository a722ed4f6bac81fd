"""The key that signs the journal: whether it is there, for its owner alone, and the one that signed before."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.model import Finding, Health, Installation
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.trail.checkpoint import SigningKey
from bot.trail.note import parse_note
from bot.trail.read import latest_checkpoint

_NAME = "trail-key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PATH_LENGTH = 200


def trail_key(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look at the key's file, without touching it."""
    path, say = installation.settings.trail_key, catalogue.say
    where = one_line(str(path), _PATH_LENGTH)
    note = _last_note(installation)
    if not path.exists():
        yield _absent(where, note, catalogue)
        return
    if path.stat().st_mode & _OTHERS:
        words = say(N_("Others on this machine may read {path}, which signs the journal."), path=where)
        yield Finding(_NAME, Health.BAD, words, say(N_("Keep it for yourself: {command}"), command=_command(path)))
    key = _key(path)
    if key is None or (note and not key.verifier.verifies(parse_note(note))):
        words = N_("{path} is not the key that signed the journal so far.") if key else N_("{path} can't be read.")
        remedy = N_("Put the copy from your backup back: it signed the checkpoints that people keep.")
        yield Finding(_NAME, Health.BAD, say(words, path=where), say(remedy))
    elif not path.stat().st_mode & _OTHERS:
        yield Finding(_NAME, Health.GOOD, say(N_("The key that signs the journal is there, and well kept.")))


def _last_note(installation: Installation) -> str | None:
    if installation.database is None:
        return None
    with installation.database.reading() as connection:
        return latest_checkpoint(connection)


def _absent(where: str, note: str | None, catalogue: Catalogue) -> Finding:
    say = catalogue.say
    if note:
        words = say(N_("The key that signed the journal so far is missing: {path}"), path=where)
        remedy = N_("Put the copy from your backup back before Vigie starts: else it makes a new one.")
        return Finding(_NAME, Health.BAD, words, say(remedy))
    words = N_("There is no key yet to sign the journal: Vigie makes one when it starts.")
    return Finding(_NAME, Health.SKIPPED, say(words))


def _key(path: Path) -> SigningKey | None:
    try:
        return SigningKey.parse(path.read_text(encoding="ascii"))
    except ValueError:
        return None


def _command(path: Path) -> str:
    return f"chmod 600 {shlex.quote(str(path))}"
