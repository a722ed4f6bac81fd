from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update

from bot import marks
from bot.delivery import outbox as going_out
from bot.delivery.events import Failed, write
from bot.delivery.holder import new_holder
from bot.delivery.outbox import Message as Kind
from bot.house import House, open_house, utc_now
from bot.people import Role, add
from bot.tables import inbox, outbox, schedule_leases
from bot.trail.entry import write_moment
from handlers.telegram.health import LISTENER, health, listener
from handlers.telegram.places import Place
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, Vigie, settings_for

NOW = utc_now()
WELL = ["✔"] * 5


@pytest.fixture
def house(telegram: Messenger, tmp_path: Path) -> Iterator[House]:
    """A house whose news were fetched just now, by this process."""
    with open_house(settings_for(telegram, tmp_path), clock=lambda: NOW) as opened:
        with opened.database.writing() as connection:
            marks.hold(connection, LISTENER, new_holder(), NOW, timedelta(hours=1))
            marks.mark_heard(connection, "telegram", LISTENER, NOW)
        yield opened


def asked(vigie: Vigie, user: int, command: str) -> str:
    """Send a command and return the answer."""
    telegram = vigie.telegram
    sent = telegram.command(GROUP, user, command)
    answers = telegram.wait_for(lambda: telegram.replies_to(GROUP, sent["message_id"]), what="an answer")
    return str(answers[0]["text"])


def looked(house: House) -> str:
    """Return the report as a reviewer gets it."""
    with house.database.writing() as connection:
        reviewer = add(connection, "Dominique", frozenset({Role.REVIEWER}), at=house.clock())
    return health(house, reviewer, Place(GROUP), house.catalogue()).text


def signs(told: str) -> list[str]:
    """Return the sign of each line of a report."""
    return [line[0] for line in told.splitlines() if line[0] in "✔!"]


def test_whoever_decides_is_told_how_it_is_and_nobody_else(vigie: Vigie) -> None:
    process = vigie.courier.holder.split(":")[-2]
    database = vigie.house.database
    vigie.telegram.wait_for(lambda: listener(database, utc_now()).heard, what="the first answer on record")
    for command in ("/sante", "/santé", "/health", "/sante@vigie_bot"):
        told = asked(vigie, DOMI, command)
        assert signs(told) == WELL
        assert process in told
        assert f"telegram:{GROUP}" in told
        assert len(told.splitlines()) <= 7
    vigie.add("Lou", Role.AUTHOR, telegram=LOU)
    for user in (CAMILLE, LOU):
        refused = asked(vigie, user, "/sante")
        assert signs(refused) == []
        assert "telegram:" not in refused


def test_all_is_well(house: House) -> None:
    told = looked(house)
    assert signs(told) == WELL
    assert "vigie doctor" not in told
    assert f"<code>telegram:{GROUP}</code>" in told, "a tap copies it"


def test_news_that_were_not_fetched_for_minutes_are_told(house: House) -> None:
    with house.database.writing() as connection:
        marks.mark_heard(connection, "telegram", LISTENER, NOW - timedelta(minutes=10))
    assert signs(looked(house)) == ["!", "✔", "✔", "✔", "✔"]


def test_a_listener_that_has_died_is_no_listener(house: House) -> None:
    host = new_holder().split(":", maxsplit=1)[0]
    with house.database.writing() as connection:
        connection.execute(update(schedule_leases).values(holder=f"{host}:{2**22 + 1}:00"))
    assert signs(looked(house)) == ["✔", "!", "✔", "✔", "✔"]


def test_that_nobody_listens_is_told(house: House) -> None:
    with house.database.writing() as connection:
        connection.execute(delete(schedule_leases))
    told = looked(house)
    assert signs(told) == ["✔", "!", "✔", "✔", "✔"]
    assert "vigie doctor" in told


@pytest.mark.parametrize(
    ("state", "age", "sign"),
    [("parked", timedelta(), "!"), ("received", timedelta(hours=1), "!"), ("received", timedelta(), "✔")],
)
def test_events_that_wait_or_were_put_aside_are_counted(house: House, state: str, age: timedelta, sign: str) -> None:
    outcome = write(Failed("1234")) if state == "parked" else None
    row = {"platform": "telegram", "payload": b"{}", "received_at": write_moment(NOW - age), "state": state}
    with house.database.writing() as connection:
        for key in ("1", "2", "3", "4"):
            connection.execute(insert(inbox).values(**row, key=key, attempts=5, outcome=outcome))
    told = looked(house)
    assert signs(told)[2] == sign
    assert ("4" if state == "parked" else "3") in told.splitlines()[3], "the question itself is not counted"


@pytest.mark.parametrize(
    ("state", "age", "sign"),
    [
        ("uncertain", timedelta(), "!"),
        ("failed", timedelta(), "!"),
        ("failed", timedelta(days=6), "!"),
        ("queued", timedelta(), "✔"),
        ("queued", timedelta(hours=1), "!"),
    ],
)
def test_messages_that_did_not_go_out_are_told(house: House, state: str, age: timedelta, sign: str) -> None:
    with house.database.writing() as connection:
        going_out.enqueue(connection, "telegram", str(GROUP), Kind.NOTICE, "welcome/1", 0, NOW)
        connection.execute(update(outbox).values(state=state, not_before=write_moment(NOW - age)))
    told = looked(house)
    assert signs(told)[3] == sign
    assert "1" in told.splitlines()[4]


def test_a_message_that_was_refused_long_ago_is_not_told_for_ever(house: House) -> None:
    with house.database.writing() as connection:
        going_out.enqueue(connection, "telegram", str(GROUP), Kind.NOTICE, "welcome/1", 0, NOW)
        connection.execute(update(outbox).values(state="failed", not_before=write_moment(NOW - timedelta(days=8))))
    assert signs(looked(house)) == WELL


def test_a_journal_that_somebody_has_changed_is_told(house: House) -> None:
    looked(house)
    with house.database.writing() as connection:
        for guard in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text("UPDATE trail_entries SET at = '2026-01-02T00:00:00Z' WHERE seq = 1"))
    assert signs(looked(house))[4] == "!"


def test_where_telegram_brings_its_news_nobody_has_to_fetch_them(telegram: Messenger, tmp_path: Path) -> None:
    settings = settings_for(telegram, tmp_path)
    brought = replace(settings, telegram=replace(settings.telegram, webhook_secret="a-secret-of-ours"))
    with open_house(brought) as house:
        with house.database.writing() as connection:
            reviewer = add(connection, "Dominique", frozenset({Role.REVIEWER}), at=house.clock())
        assert signs(health(house, reviewer, Place(GROUP), house.catalogue()).text) == ["✔"] * 4
