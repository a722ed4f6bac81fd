"""The gate asks: is exactly this file approved? Where nobody knows it, it looks for known ones that look like it.

Whatever can't be answered is no yes: the gate opens for `Standing.APPROVED` and for nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from sqlalchemy import Connection, select, union

from bot.database import Database
from bot.gate.index import BAND_COLUMNS
from bot.gate.standing import Standing, Word, standing
from bot.kinds import State
from bot.submissions import cases_of
from bot.tables import gate_files
from policy.look import DISTANCE, bands, distance, near, read_look

ALIKE_AT_MOST = 20
"""Files of a similar look that are followed up; refused ones come first."""

_CHUNK = 1024 * 1024

Look = Callable[[bytes], int | None]
"""Tells how a file looks, None where it has no look; reads hostile bytes in a worker process."""


class Likeness(StrEnum):
    """What a file that nobody knows looks like; values are what `--json` prints."""

    APPROVED = "looks-like-approved"
    REFUSED = "looks-like-refused"
    OTHER = "looks-like-other"
    NONE = "unknown"


class Compared(StrEnum):
    """Whether a file was compared by its look, and why not."""

    YES = "yes"
    NOT_NEEDED = "not-needed"
    NOT_ASKED = "not-asked"
    NO_LOOK = "no-look"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A known file that looks like the one asked about; `distance` is in bits of 64."""

    sha256: str
    distance: int
    word: Word


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate answers for one file. `word` is None for a file that no submission holds."""

    sha256: str
    word: Word | None
    resembles: tuple[Resemblance, ...] = ()
    compared: Compared = Compared.NOT_NEEDED

    @property
    def approved(self) -> bool:
        """Whether exactly this file is approved now."""
        return self.word is not None and self.word.standing is Standing.APPROVED

    @property
    def kind(self) -> Standing | Likeness:
        """What kind of answer it is."""
        return self.word.standing if self.word else _likeness(item.word.standing for item in self.resembles)


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of one database. `file_size` is in bytes: larger files are not compared by their look."""

    database: Database
    look: Look
    file_size: int

    def ask(self, sha256: str, now: datetime) -> Answer:
        """Answer for a digest, in lower-case hexadecimal."""
        with self.database.reading() as connection:
            return exactly(connection, sha256, now)

    def ask_file(self, stream: BinaryIO, now: datetime) -> Answer:
        """Answer for a file's bytes, read from the start; by its look too where nobody knows the bytes.

        Raises:
            OSError: they can't be read.
        """
        answer = self.ask(_digest(stream), now)
        if answer.word:
            return answer
        stream.seek(0)
        data = stream.read(self.file_size + 1)
        if len(data) > self.file_size:
            return replace(answer, compared=Compared.TOO_LARGE)
        look = self.look(data)
        if look is None:
            return replace(answer, compared=Compared.NO_LOOK)
        with self.database.reading() as connection:
            return replace(answer, resembles=alike(connection, look, now), compared=Compared.YES)


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def exactly(connection: Connection, sha256: str, now: datetime) -> Answer:
    """Return what the trail says of a digest: one indexed row, then the submission that it names."""
    names = select(gate_files.c.reference).where(gate_files.c.sha256 == sha256)
    references = list(connection.execute(names).scalars())
    words = [standing(case, sha256, now) for case in cases_of(connection, references)] if references else []
    last = _last_word(words)
    return Answer(sha256, last, compared=Compared.NOT_NEEDED if last else Compared.NOT_ASKED)


def alike(connection: Connection, look: int, now: datetime) -> tuple[Resemblance, ...]:
    """Return the known files that look like this: refused ones first, then the nearest."""
    shown = (gate_files.c.sha256, gate_files.c.look, gate_files.c.state)
    filed = zip(BAND_COLUMNS, bands(look), strict=True)
    candidates = union(*(select(*shown).where(column.in_(near(band))) for column, band in filed))
    found = []
    for sha256, written, state in connection.execute(candidates):
        known = read_look(written)
        if known is not None and (away := distance(look, known)) <= DISTANCE:
            found.append((state not in _REFUSED_STATES, away, sha256))
    nearest = list(dict.fromkeys((sha256, away) for _, away, sha256 in sorted(found)))[:ALIKE_AT_MOST]
    answers = [(exactly(connection, sha256, now).word, sha256, away) for sha256, away in nearest]
    alike = [Resemblance(sha256, away, word) for word, sha256, away in answers if word]
    return tuple(sorted(alike, key=lambda item: (item.word.standing not in _REFUSED, item.distance)))


_REFUSED_STATES = {State.REFUSED, State.APPEALED, State.FORBIDDEN}
_REFUSED = {Standing.REFUSED, Standing.FORBIDDEN}


def _likeness(standings: Iterable[Standing]) -> Likeness:
    found = set(standings)
    if found & _REFUSED:
        return Likeness.REFUSED
    if Standing.APPROVED in found:
        return Likeness.APPROVED
    return Likeness.OTHER if found else Likeness.NONE


def _last_word(words: list[Word]) -> Word | None:
    """Return the word that counts where the same file was submitted more than once.

    What the charter forbids somewhere is approved nowhere. Otherwise the last of those that settle the matter
    counts, and only where there is none, the rest.
    """
    return max(words, key=_weight, default=None)


def _weight(word: Word) -> tuple[int, int]:
    if word.standing is Standing.FORBIDDEN:
        return 4, word.entry
    if word.standing in _SETTLED or (word.standing is Standing.WITHDRAWN and word.once_approved):
        return 3, word.entry
    return _UNSETTLED.get(word.standing, 0), word.entry


_SETTLED = {Standing.APPROVED, Standing.CORRECTED, Standing.REFUSED}
_UNSETTLED = {Standing.LAPSED: 2, Standing.PENDING: 1}
