"""What is PostgreSQL's own: its guards, its errors in sentences, several processes at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.database import Database, damage_told, is_there, place
from bot.errors import SetupError
from bot.language import Catalogue
from bot.trail.checkpoint import SigningKey
from bot.trail.guards import fallen_guards
from bot.trail.verify import verify
from policy.language import Language
from tests import postgresql
from tests.bot.trail.conftest import tell

ROOT = Path(__file__).parents[2]
FRENCH = Catalogue(Language.FRENCH)
LEAF = "'\\x" + "00" * 32 + "'"
SLIPS = [
    "UPDATE trail_entries SET at = at",
    "DELETE FROM trail_entries WHERE seq = 31",
    "TRUNCATE trail_entries CASCADE",
    f"INSERT INTO trail_entries VALUES (33, 'judged', '', NULL, '', {LEAF})",
    f"INSERT INTO trail_entries VALUES (3, 'a', '', NULL, '', {LEAF}) ON CONFLICT (seq) DO UPDATE SET body = ''",
    "UPDATE trail_personal SET content = '\\x41' WHERE id = 1",
    "UPDATE trail_personal SET salt = NULL, content = NULL, person = 'p-9' WHERE id = 1",
    "DELETE FROM trail_personal",
    "TRUNCATE trail_personal",
    "INSERT INTO trail_personal VALUES (21, 30, 'other', NULL, NULL, NULL)",
    "INSERT INTO trail_personal VALUES (99, 31, 'other', NULL, NULL, NULL)",
    "UPDATE trail_head SET size = 30",
    "UPDATE trail_head SET root = root",
    "DELETE FROM trail_head",
    "TRUNCATE trail_head",
    f"INSERT INTO trail_head VALUES (2, 0, {LEAF}, '')",
    "UPDATE trail_checkpoints SET note = 'x'",
    "DELETE FROM trail_checkpoints",
    "TRUNCATE trail_checkpoints",
    f"INSERT INTO trail_checkpoints VALUES (15, {LEAF}, '', '')",
]
DISARMED = [
    "ALTER TABLE trail_entries DISABLE TRIGGER trail_entries_no_update",
    "DROP TRIGGER trail_entries_no_delete ON trail_entries",
    "ALTER TABLE trail_head DISABLE TRIGGER ALL",
    "CREATE OR REPLACE FUNCTION trail_entries_no_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER another BEFORE INSERT ON trail_entries FOR EACH ROW EXECUTE FUNCTION trail_entries_no_update()",
]


@pytest.fixture
def address() -> Iterator[str]:
    made = postgresql.server().create()
    yield made
    postgresql.server().drop(made)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = Database.open(address)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Database, SigningKey]]:
    """A trail with everything in it."""
    made = postgresql.server().create()
    opened, key = Database.open(made), SigningKey.generate()
    tell(opened, key)
    yield opened, key
    opened.close()
    postgresql.server().drop(made)


def test_a_trail_verifies_as_in_a_file(told: tuple[Database, SigningKey]) -> None:
    database, key = told
    outcome = verify(database, key.verifier)
    assert (outcome.first_break, outcome.entries, outcome.checkpoints) == (None, 31, 3)


@pytest.mark.parametrize("statement", SLIPS)
def test_a_slip_is_stopped_and_leaves_no_trace(told: tuple[Database, SigningKey], statement: str) -> None:
    database, key = told
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert verify(database, key.verifier).intact


@pytest.mark.parametrize("statement", DISARMED)
def test_a_guard_that_is_gone_switched_off_or_changed_is_noticed_and_raised_again(
    database: Database, statement: str
) -> None:
    with database.writing() as connection:
        assert fallen_guards(connection) == frozenset()
        connection.exec_driver_sql(statement)
    with database.reading() as connection:
        assert fallen_guards(connection)
    if "another" not in statement:
        database.upgrade()
        with database.reading() as connection:
            assert fallen_guards(connection) == frozenset()


def test_readers_can_not_write_and_see_one_moment(database: Database) -> None:
    with database.reading() as reader:
        before = reader.execute(text("SELECT count(*) FROM sessions")).scalar()
        with database.writing() as writer:
            writer.execute(text("INSERT INTO sessions VALUES ('a', 'p', 'c', 'm', 'e')"))
        assert reader.execute(text("SELECT count(*) FROM sessions")).scalar() == before
        with pytest.raises(DBAPIError):
            reader.execute(text("DELETE FROM sessions"))


def test_a_new_database_is_made_from_nothing_and_the_old_one_is_left_alone() -> None:
    bare = postgresql.server().bare()
    assert not is_there(bare)
    made = Database.open(bare)
    made.upgrade()
    made.close()
    assert is_there(bare)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_four_processes_write_at_once_and_nobody_fails(kind: str, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'vigie.db'}" if kind == "sqlite" else postgresql.server().create()
    script = (
        "import sys; from datetime import UTC, datetime; from bot.database import Database\n"
        "from bot.trail.append import append; from bot.trail.entry import EntryDraft\n"
        "database = Database.open(sys.argv[1]); database.upgrade()\n"
        "for number in range(50):\n"
        "    with database.writing() as connection:\n"
        "        draft = EntryDraft('judged', 'V-0001', None, {'number': number})\n"
        "        append(connection, draft, at=datetime.now(UTC))\n"
    )
    command = [sys.executable, "-c", script, address]
    children = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [(child.wait(60), child.communicate()[1]) for child in children] == [(0, "")] * 4
    database = Database.open(address)
    outcome = verify(database, None)
    assert (outcome.first_break, outcome.entries) == (None, 200)
    database.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://vigie@/none?host={folder}/nowhere", "Son serveur ne répond pas"),
        ("postgresql://vigie@127.0.0.1:9/none", "Son serveur ne répond pas"),
        ("postgresql://vigie@/no_such_database?host={folder}", "ne laisse pas entrer Vigie"),
        ("postgresql://stranger@/postgres?host={folder}", "ne laisse pas entrer Vigie"),
    ],
)
def test_a_server_that_can_not_be_used_is_told_in_a_sentence(address: str, words: str) -> None:
    given = address.format(folder=postgresql.server().folder)
    with pytest.raises(SetupError) as caught:
        is_there(given)
    assert words in caught.value.sentence(FRENCH)


def test_a_database_that_somebody_holds_is_told_in_a_sentence(address: str) -> None:
    database = Database.open(f"{address}&options=-c%20lock_timeout%3D100")
    holder = Database.open(address)
    with holder.writing(), pytest.raises(SetupError) as caught, damage_told(), database.writing():
        pass
    assert "Un autre programme y travaille" in caught.value.sentence(FRENCH)
    for opened in (holder, database):
        opened.close()


def test_a_server_that_may_only_be_read_is_told_in_a_sentence(address: str) -> None:
    database = Database.open(f"{address}&options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(SetupError) as caught, damage_told(), database.writing() as connection:
        connection.execute(text("DELETE FROM sessions"))
    assert "celui qui accepte les écritures" in caught.value.sentence(FRENCH)
    database.close()


def test_an_address_is_shown_without_its_password() -> None:
    assert place("postgresql://vigie:secret@db.example/vigie") == "postgresql://vigie:***@db.example/vigie"


def test_the_command_line_works_on_a_server(address: str, tmp_path: Path) -> None:
    def vigie(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "VIGIE_DATABASE_URL": address,
            "VIGIE_DATA_DIR": str(tmp_path / "data"),
            "PATH": os.environ["PATH"],
        }
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert vigie("people", "add", "Alix", "--role", "author").returncode == 0
    assert "Alix" in vigie("people", "list").stdout
    assert vigie("db", "backup", str(tmp_path / "copy.db")).returncode == 0
    assert vigie("trail", "verify").returncode == 0
    ran = vigie("db", "restore", str(tmp_path / "copy.db"), "--replace")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Alix" in vigie("people", "list").stdout
    assert vigie("trail", "verify").returncode == 0
