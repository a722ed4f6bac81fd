"""A small trail with everything in it: people, free text, an erasure, checkpoints along the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.trail.append import append
from bot.trail.checkpoint import SigningKey, checkpoint
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.erase import erase
from bot.trail.note import Note

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SIZE = 31
ERASED_PERSON = "p-zoe"


@dataclass(frozen=True)
class Story:
    """A closed trail in a file, the key that signed it, and its checkpoints by size."""

    path: Path
    key: SigningKey
    notes: dict[int, Note]

    def copy(self, folder: Path) -> Path:
        """Return a copy of the file that a test may damage."""
        return Path(shutil.copy(self.path, folder / "trail.db"))


def draft(number: int) -> EntryDraft:
    """Return the draft of entry `number` of the story; every third entry has personal parts."""
    person = ERASED_PERSON if number % 9 == 0 else f"p-{number % 4}"
    parts = (
        PersonalPart("name", person, f"Prénom Nom-{number}"),
        PersonalPart("note", None, f"Une note libre, numéro {number}."),
    )
    return EntryDraft(
        kind="submitted" if number % 3 == 0 else "judged",
        subject=f"V-{number % 7:04d}" if number % 5 else None,
        actor=person if number % 2 else None,
        data={"number": number, "text": f"entry {number}", "list": [1, {"é": "ü"}]},
        personal=parts if number % 3 == 0 else (),
    )


def tell(database: Database, key: SigningKey) -> dict[int, Note]:
    """Write the story into an empty database: 30 entries and an erasure, checkpoints at 10, 20 and 31."""
    notes = {}
    for number in range(1, SIZE):
        with database.writing() as connection:
            append(connection, draft(number), at=NOON + timedelta(minutes=number))
        if number in {10, 20}:
            notes[number] = checkpoint(database, key, NOON + timedelta(minutes=number))
    with database.writing() as connection:
        erase(connection, ERASED_PERSON, at=NOON + timedelta(hours=1), actor="p-1")
    notes[SIZE] = checkpoint(database, key, NOON + timedelta(hours=2))
    return notes


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story, told once and closed."""
    folder = tmp_path_factory.mktemp("story")
    key = SigningKey.generate("vigie/test")
    database = Database.open(folder / "trail.db")
    database.upgrade()
    notes = tell(database, key)
    database.close()
    return Story(folder / "trail.db", key, notes)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty trail."""
    database = Database.open(tmp_path / "empty.db")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def told(story: Story, tmp_path: Path) -> Iterator[Database]:
    """A copy of the story that a test may change."""
    database = Database.open(story.copy(tmp_path))
    yield database
    database.close()
