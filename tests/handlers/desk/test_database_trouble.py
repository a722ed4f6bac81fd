"""The database can't be written to: the person is told so, nothing is half done, and all goes well again afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from bot.database import Database
from bot.submissions import Shelf, count
from bot.verification import verify_database
from tests.bot.workflow.drafts import CLEAN
from tests.bot.workflow.files import PHOTO
from tests.handlers.desk.running import RunningDesk, Visitor, open_desk

Trouble = Callable[[RunningDesk], AbstractContextManager[None]]


def submissions(desk: RunningDesk) -> int:
    with desk.house.database.reading() as connection:
        return count(connection, Shelf.ALL, "")


def drop(visitor: Visitor, once: str) -> tuple[int, str]:
    data = {"csrf": visitor.csrf, "once": once, "draft": CLEAN}
    answer = visitor.client.post("/depots", data=data, files={"files": ("photo.jpg", io.BytesIO(PHOTO))})
    return answer.status_code, answer.text


def fill(connection: Connection) -> None:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def forbid(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only=ON")


@contextmanager
def on_every_write(change: Callable[[Connection], None], desk: RunningDesk) -> Iterator[None]:
    """Have each writing connection in the given trouble; SQLite answers as the real trouble makes it."""
    engine = desk.house.database._engine

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            change(connection)

    event.listen(engine, "begin", begun)
    try:
        yield
    finally:
        event.remove(engine, "begin", begun)
        engine.dispose()  # the limit is each connection's own


@contextmanager
def locked(desk: RunningDesk) -> Iterator[None]:
    """Hold the database from another place, for longer than anybody waits."""
    other = Database.open(desk.house.settings.database)
    with other.writing():
        yield
    other.close()


TROUBLES: dict[str, tuple[Trouble, str]] = {
    "full": (partial(on_every_write, fill), "Le disque est plein"),
    "read-only": (partial(on_every_write, forbid), "Vérifiez qui peut"),
    "locked": (locked, "Un autre programme y travaille"),
}


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningDesk]:
    """A desk that waits for nobody for long."""
    monkeypatch.setattr("bot.database.sqlite.BUSY_TIMEOUT", 200)
    with open_desk(tmp_path / "data") as running:
        yield running


@pytest.mark.parametrize("name", TROUBLES)
def test_the_person_is_told_and_what_they_send_later_arrives(impatient: RunningDesk, name: str) -> None:
    desk = impatient
    trouble, words = TROUBLES[name]
    visitor, before, number = desk.come_in("Camille"), submissions(desk), 0
    with trouble(desk):
        status, text = drop(visitor, "in trouble 0")
        while status == 303:  # a full disk may still have room for a little
            number += 1
            status, text = drop(visitor, f"in trouble {number}")
    assert (status, words in text) == (503, True), text
    taken = submissions(desk) - before
    assert taken in {number, number + 1}, "each that was acknowledged is there"
    assert drop(visitor, f"in trouble {number}")[0] == 303
    assert submissions(desk) == before + number + 1, "and the one that was refused is there once it is sent again"
    assert verify_database(desk.house.database, desk.house.key.verifier).intact
