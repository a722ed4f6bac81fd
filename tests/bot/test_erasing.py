"""An erased person is in no table and in no byte of the file; everything still verifies."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot import access
from bot.delivery import inbox
from bot.delivery.events import Dropped
from bot.erasing import erase_person
from bot.erasure_log import remembered
from bot.errors import NotFoundError
from bot.kinds import Choice, State
from bot.people.accounts import link_account, make_code
from bot.tables import metadata
from policy.statement import Claim
from tests import postgresql
from tests.bot.scene import Scene
from tests.bot.workflow.files import PHOTO

SECRETS = ("Zoé Quatrevents", "ZQ-compte-98765", "une phrase que personne d’autre n’écrirait", "jardin-de-zoé.jpg")


@pytest.fixture
def lived(fresh: Scene) -> tuple[Scene, str]:
    """A person who did everything that leaves a name or a word somewhere."""
    from bot.people import Role

    zoe = fresh.join(SECRETS[0], Role.AUTHOR, Role.REVIEWER)
    with fresh.house.database.writing() as connection:
        link_account(connection, "telegram", SECRETS[1], zoe, at=fresh.clock())
    make_code(fresh.house, zoe)
    access.link(fresh.house, zoe)
    reference = fresh.submit(fresh.receive(PHOTO, SECRETS[3]), note=SECRETS[2], by=SECRETS[0])
    fresh.state(reference, Claim.SOMEONES_PHOTO, note=SECRETS[2], by=SECRETS[0])
    fresh.decide(reference, Choice.REFUSE, "Floue.")
    other = fresh.submit(PHOTO)
    fresh.state(other, Claim.OWN_PHOTO)
    fresh.decide(other, Choice.REFUSE, SECRETS[2], by=SECRETS[0])
    event = Dropped(zoe.id, "desk", note=SECRETS[2])
    inbox.receive(fresh.house.database, "desk", "never acted on", event, fresh.clock())
    return fresh, reference


def everything(scene: Scene) -> bytes:
    """Return every value of every table."""
    found = []
    with scene.house.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                ]
    return b"\n".join(found)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and "originals" not in str(path))


def test_nothing_of_them_is_left_anywhere(lived: tuple[Scene, str]) -> None:
    scene, reference = lived
    before = everything(scene)
    assert all(secret.encode() in before for secret in SECRETS), "the test would find them"
    done = erase_person(scene.house, scene.people[SECRETS[0]].id)
    assert done.parts > 5
    assert done.scrubbed
    after = everything(scene) + files(scene.house.settings.data_dir)
    assert [secret for secret in SECRETS if secret.encode() in after] == []
    assert scene.case(reference).state is State.REFUSED, "what was decided stays"
    assert scene.verified().intact


def test_nothing_of_them_is_left_in_the_files_of_a_server_either(lived: tuple[Scene, str]) -> None:
    scene, _ = lived
    if scene.house.database.dialect == "sqlite":
        pytest.skip("that is the test above")
    erase_person(scene.house, scene.people[SECRETS[0]].id)
    with psycopg.connect(scene.house.settings.database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        where = connection.execute(
            "SELECT 'base/' || oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert where
    kept = files(postgresql.server().folder / "data" / where[0])
    assert len(kept) > 1_000_000, "the test looks at the files"
    assert [secret for secret in SECRETS if secret.encode() in kept] == []


def test_it_is_written_down_beside_the_database_without_a_name(lived: tuple[Scene, str]) -> None:
    scene, _ = lived
    erase_person(scene.house, scene.people[SECRETS[0]].id)
    found = remembered(scene.house.settings.erasure_log)
    assert [item.person for item in found] == [scene.people[SECRETS[0]].id]
    assert SECRETS[0].encode() not in scene.house.settings.erasure_log.read_bytes()


def test_they_can_not_come_in_any_more(lived: tuple[Scene, str]) -> None:
    scene, _ = lived
    link = access.link(scene.house, scene.people[SECRETS[0]])
    session = access.enter(scene.house, link)
    erase_person(scene.house, scene.people[SECRETS[0]].id)
    assert access.session(scene.house, session.token) is None


def test_whoever_is_erased_already_is_told_so(lived: tuple[Scene, str]) -> None:
    scene, _ = lived
    erase_person(scene.house, scene.people[SECRETS[0]].id)
    with pytest.raises(NotFoundError, match="Nothing of this person"):
        erase_person(scene.house, scene.people[SECRETS[0]].id)


def test_a_reader_of_an_older_state_only_delays_the_cleaning_of_the_file(lived: tuple[Scene, str]) -> None:
    scene, _ = lived
    if scene.house.database.dialect != "sqlite":
        pytest.skip("a server's readers wait for nothing here")
    with scene.house.database.reading() as connection:
        connection.execute(text("SELECT count(*) FROM trail_entries")).scalar()
        assert not erase_person(scene.house, scene.people[SECRETS[0]].id).scrubbed
    assert scene.house.database.scrub()
    assert SECRETS[0].encode() not in files(scene.house.settings.data_dir)
