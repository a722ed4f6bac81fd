"""A database of the first version, with people, files and decisions in it, comes up with its trail intact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.database import Database
from bot.kinds import Choice
from bot.submissions import makers_of
from bot.tables import originals, previews, submissions, trail_entries, trail_head, trail_personal
from bot.trail.guards import fallen_guards
from bot.verification import verify_database
from policy.sandbox import Sandbox
from tests import postgresql
from tests.bot.scene import POSTGRESQL, SQLITE, Scene, open_scene
from tests.bot.workflow.files import OTHER_PHOTO, reviewable
from tests.migrations.test_gate_upgrade import _config


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def first(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox) -> Iterator[tuple[Database, Scene]]:
    """A database as the first version left it, and the scene of today that its trail is taken from."""
    with open_scene(tmp_path / "data", sandbox=sandbox) as now:
        reference = reviewable(now)
        now.decide(reference, Choice.REFUSE, "Blurred.")
        now.submit(OTHER_PHOTO)
        old = Database.open(tmp_path / "old.db" if request.param == SQLITE else postgresql.server().bare())
        with now.house.database.reading() as source, old.migrating() as target:
            command.upgrade(_config(target), "0001")
            for table in (trail_entries, trail_personal, originals, previews, submissions):
                rows = source.execute(select(table).order_by(*table.primary_key)).mappings().all()
                target.execute(insert(table), [dict(row) for row in rows])
            target.execute(update(trail_head).values(**source.execute(select(trail_head)).mappings().one()))
        yield old, now
        old.close()


def test_it_comes_up_with_its_trail_its_lists_and_its_guards(first: tuple[Database, Scene]) -> None:
    old, now = first
    old.upgrade()
    with old.reading() as connection:
        assert fallen_guards(connection) == frozenset()
        assert makers_of(connection, "V-0001") == {now.people["Camille"].id}
    assert verify_database(old, now.house.key.verifier).intact
    with pytest.raises(DBAPIError), old.writing() as connection:
        connection.exec_driver_sql("DELETE FROM trail_entries WHERE seq = 1")


def test_coming_up_twice_changes_nothing(first: tuple[Database, Scene]) -> None:
    old, now = first
    for _ in range(2):
        old.upgrade()
    assert verify_database(old, now.house.key.verifier).entries == now.trail_size()
