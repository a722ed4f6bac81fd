"""`kill -9` at random moments, under load: nothing received is lost, nothing is decided or sent twice, all verifies.

A thousand kills with `make soak`; a few, seeded, in every run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.kinds import Kind
from bot.people import Role, add
from bot.tables import inbox, outbox, trail_entries
from bot.verification import verify_database
from tests import postgresql
from tests.bot.delivery.chat import Chat, serving
from tests.bot.scene import NOON, POSTGRESQL, SQLITE

ROOT = Path(__file__).parents[3]
SOAK = bool(os.environ.get("VIGIE_SOAK"))
KILLS = {SQLITE: 1_000 if SOAK else 8, POSTGRESQL: 100 if SOAK else 4}
TEXT = "Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux ! Numéro {number}."


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == SQLITE:
        (tmp_path / "data").mkdir()
        yield f"sqlite:///{tmp_path / 'data' / 'vigie.db'}"
        return
    made = postgresql.server().create()
    yield made
    postgresql.server().drop(made)


def test_killed_at_any_moment_it_loses_nothing_and_does_nothing_twice(address: str, tmp_path: Path) -> None:
    kills = KILLS[POSTGRESQL if address.startswith("postgresql") else SQLITE]
    chance, chat = Random(f"kills {kills}"), Chat(Random("chat"))
    database = Database.open(address)
    database.upgrade()
    with database.writing() as connection:
        add(connection, "Camille", frozenset({Role.AUTHOR}), at=NOON)
        add(connection, "Dominique", frozenset({Role.REVIEWER}), at=NOON)
    drops = 0
    with serving(chat) as platform:
        for _ in range(kills):
            for _ in range(chance.randint(0, 3)):
                drops += 1
                chat.say({"type": "drop", "who": "author", "text": TEXT.format(number=drops)})
            child = life(platform, address, tmp_path)
            time.sleep(chance.random() * 0.35)
            os.kill(child.pid, signal.SIGKILL)
            child.communicate()
            assert verify_database(database, None).intact
        chat.trouble = False
        child = life(platform, address, tmp_path)
        try:
            settle(chat, database)
        finally:
            child.kill()
            child.communicate()
    check(chat, database, drops)
    database.close()


def life(platform: str, address: str, folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "VIGIE_DATABASE_URL": address,
        "VIGIE_DATA_DIR": str(folder / "data"),
        "VIGIE_WORKERS": "1",
    }
    command = [sys.executable, "-m", "tests.bot.delivery.life", platform]
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stdout.readline() == "alive\n", child.communicate()
    return child


def settle(chat: Chat, database: Database) -> None:
    """Wait until nothing is left to be done, twice in a row."""
    until, quiet = time.monotonic() + (900 if SOAK else 60), 0
    while quiet < 5:
        assert time.monotonic() < until, "still not at rest"
        with database.reading() as connection:
            undone = connection.execute(select(inbox.c.id).where(inbox.c.state == "received")).all()
            unsent = connection.execute(select(outbox.c.id).where(outbox.c.state != "sent")).all()
        quiet = 0 if undone or unsent or chat.waiting else quiet + 1
        time.sleep(0.1)


def check(chat: Chat, database: Database, drops: int) -> None:
    with database.reading() as connection:
        kinds = Counter(connection.execute(select(trail_entries.c.kind)).scalars())
        decided = Counter(
            connection.execute(
                select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.DECIDED.value)
            ).scalars()
        )
        events = connection.execute(select(inbox.c.key, inbox.c.state)).all()
    assert kinds[Kind.SUBMITTED] == drops, "each drop is one submission"
    assert len(decided) == drops, "each was decided on"
    assert set(decided.values()) <= {1}, "and once"
    assert {key for key, _ in events} == set(chat.acknowledged), "what was acknowledged is on record"
    assert {state for _, state in events} <= {"done"}
    kind_of = Counter(key.partition(":")[0] for key in chat.messages)
    assert kind_of == {"card": drops, "notice": drops}, "each has its card, and its decision is told once"
    cards = [message for key, message in chat.messages.items() if key.startswith("card:")]
    assert {message["state"] for message in cards} <= {"approved"}
    assert max(chat.sent.values(), default=1) == 1, "no card was posted twice"
    outcome = verify_database(database, None)
    assert outcome.intact
    sys.stdout.write(f"{drops} drops, {len(events)} events, {chat.edits} edits, {outcome.entries} entries\n")
