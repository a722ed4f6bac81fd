from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.errors import NotFoundError, UsageError
from bot.gate.tokens import holder, listing, make, revoke
from tests.bot.scene import NOON


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database without anybody in it."""
    path: Path = tmp_path_factory.mktemp("tokens") / "vigie.db"
    database = Database.open(path)
    database.upgrade()
    yield database
    database.close()


@pytest.fixture(autouse=True)
def _no_tokens(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("DELETE FROM gate_tokens"))


def test_a_token_opens_until_it_is_revoked(database: Database) -> None:
    with database.writing() as connection:
        token = make(connection, "site-web", NOON)
        other = make(connection, "imprimerie", NOON)
        assert holder(connection, token) == "site-web"
        assert [item.name for item in listing(connection)] == ["imprimerie", "site-web"]
        revoke(connection, "site-web")
        assert holder(connection, token) is None
        assert holder(connection, other) == "imprimerie"


@pytest.mark.parametrize("wrong", ["", " ", "x" * 43, "é", "\udcff", "'; DROP TABLE gate_tokens; --"])
def test_a_wrong_token_opens_nothing(database: Database, wrong: str) -> None:
    with database.writing() as connection:
        token = make(connection, "site-web", NOON)
        assert holder(connection, wrong) is None
        assert holder(connection, token[:-1]) is None
        assert holder(connection, token) == "site-web"


def test_the_database_keeps_no_token_that_opens(database: Database) -> None:
    with database.writing() as connection:
        token = make(connection, "site-web", NOON)
    with database.reading() as connection:
        row = connection.execute(text("SELECT * FROM gate_tokens")).one()
        assert token not in str(row)
        assert holder(connection, row.token_sha256) is None


def test_a_name_is_taken_once(database: Database) -> None:
    with database.writing() as connection:
        make(connection, "site-web", NOON)
        with pytest.raises(UsageError):
            make(connection, "site-web", NOON)
        revoke(connection, "site-web")
        assert make(connection, "site-web", NOON)


@pytest.mark.parametrize("name", ["", " ", "-x", "affiche.png", "a/b", "x" * 61, "a\nb"])
def test_a_name_is_never_that_of_a_file(database: Database, name: str) -> None:
    with pytest.raises(UsageError), database.writing() as connection:
        make(connection, name, NOON)


def test_revoking_what_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(NotFoundError), database.writing() as connection:
        revoke(connection, "site-web")
