from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.erase import erase
from bot.trail.read import entries_between
from bot.trail.verify import verify
from tests.bot.trail.conftest import NOON

NAME = "Zoé Quatrefages"


def _submitted(person: str, *texts: str) -> EntryDraft:
    parts = tuple(PersonalPart(f"text-{number}", person, words) for number, words in enumerate(texts))
    return EntryDraft("submitted", "V-0001", person, {}, parts)


def _bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))


def test_an_erasure_is_an_entry_first_and_the_trail_still_verifies(database: Database) -> None:
    with database.writing() as connection:
        append(connection, _submitted("p-zoe", NAME, "une note"), at=NOON)
        append(connection, _submitted("p-ali", "Ali"), at=NOON)
        entry = erase(connection, "p-zoe", at=NOON, actor="p-ali")
        first, second, _ = entries_between(connection, 1, 3)
    assert entry is not None
    assert (entry.seq, entry.actor) == (3, "p-ali")
    assert entry.data == {
        "person": "p-zoe",
        "parts": [{"seq": 1, "field": "text-0"}, {"seq": 1, "field": "text-1"}],
    }
    assert (first.personal, second.personal) == ({"text-0": None, "text-1": None}, {"text-0": "Ali"})
    outcome = verify(database, None)
    assert (outcome.intact, outcome.erased_parts) == (True, 2)


def test_erasing_somebody_of_whom_nothing_is_kept_says_nothing(database: Database) -> None:
    with database.writing() as connection:
        append(connection, _submitted("p-zoe", NAME), at=NOON)
        assert erase(connection, "p-nobody", at=NOON, actor=None) is None
        assert erase(connection, "p-zoe", at=NOON, actor=None) is not None
        assert erase(connection, "p-zoe", at=NOON, actor=None) is None
        assert len(entries_between(connection, 1, 9)) == 2


def test_a_person_can_come_back_and_be_erased_again(database: Database) -> None:
    with database.writing() as connection:
        for _ in range(2):
            append(connection, _submitted("p-zoe", NAME), at=NOON)
            erase(connection, "p-zoe", at=NOON, actor=None)
    assert verify(database, None).erased_parts == 2


@pytest.mark.parametrize("finish", [Database.settle, Database.close])
def test_an_erased_name_is_nowhere_in_the_file(tmp_path: Path, finish: Callable[[Database], None]) -> None:
    rng, path = random.Random(3), tmp_path / "trail.db"
    database = Database.open(path)
    database.upgrade()
    with database.writing() as connection:
        for number in range(120):
            filler = "x" * rng.randrange(1, 3_000)
            person, name = ("p-zoe", NAME) if number % 4 == 0 else (f"p-{number % 3}", f"Ali {number % 3}")
            append(connection, _submitted(person, f"{name}: {filler}", f"{name}, encore"), at=NOON)
    assert NAME.encode() in _bytes_beside(path)
    with database.writing() as connection:
        erase(connection, "p-zoe", at=NOON, actor=None)
    finish(database)
    assert NAME.encode() not in _bytes_beside(path)
    assert verify(database, None).intact
    database.close()


def test_a_name_is_gone_even_where_pages_were_merged_after_other_erasures(tmp_path: Path) -> None:
    rng, path, everybody = random.Random(5), tmp_path / "trail.db", [f"p-{number}" for number in range(8)]
    database = Database.open(path)
    database.upgrade()
    with database.writing() as connection:
        for _ in range(200):
            person = rng.choice(everybody)
            words = f"Nom-de-{person}." + "x" * rng.randrange(400)
            append(connection, _submitted(person, words), at=NOON)
    for person in everybody:
        with database.writing() as connection:
            erase(connection, person, at=NOON, actor=None)
    assert database.settle()
    assert b"Nom-de-" not in _bytes_beside(path)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM trail_personal WHERE content IS NULL")).scalar() == 200
    assert verify(database, None).intact
    database.close()
