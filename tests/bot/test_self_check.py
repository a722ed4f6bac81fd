"""The trail is verified without anybody asking, and a break is told once, everywhere."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.language import Catalogue
from bot.self_check import alarm_words, check_trail, last_check
from bot.tables import outbox, trail_entries
from bot.trail.guards import lower_guards
from bot.trail.verification import Fault
from policy.language import Language
from tests.bot.scene import Scene
from tests.bot.workflow.files import PHOTO


@pytest.fixture
def watched(fresh: Scene) -> Scene:
    settings = replace(
        fresh.house.settings,
        approval_channels=("slack:C0APPROVAL", "telegram:-100200"),
        audit_channels=("slack:C0AUDIT", "telegram:-100200"),
    )
    return replace(fresh, house=replace(fresh.house, settings=settings))


def told(scene: Scene) -> list[tuple[str, str, str]]:
    with scene.house.database.reading() as connection:
        columns = outbox.c.platform, outbox.c.target, outbox.c.subject
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def tampered(scene: Scene) -> None:
    """Change the last entry as somebody with the file does."""
    with scene.house.database.writing() as connection:
        lower_guards(connection)
        connection.execute(
            update(trail_entries).where(trail_entries.c.seq == scene.trail_size()).values(leaf=b"\0" * 32)
        )


def test_a_sound_trail_is_noted_with_its_size_and_nobody_is_told(watched: Scene) -> None:
    watched.submit(PHOTO)
    check_trail(watched.house)
    with watched.house.database.reading() as connection:
        noted = last_check(connection)
    assert noted is not None
    assert noted.intact
    assert (noted.entries, noted.at) == (watched.trail_size(), watched.clock())
    assert told(watched) == []


def test_before_the_first_verification_nothing_is_known(watched: Scene) -> None:
    with watched.house.database.reading() as connection:
        assert last_check(connection) is None


def test_a_break_is_told_once_in_every_channel(watched: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    watched.submit(PHOTO)
    tampered(watched)
    found = check_trail(watched.house)
    check_trail(watched.house)
    assert not found.intact
    subject = f"alarm/leaf/{watched.trail_size()}/{int(watched.clock().timestamp())}"
    assert told(watched) == [
        ("slack", "C0APPROVAL", subject),
        ("slack", "C0AUDIT", subject),
        ("telegram", "-100200", subject),
    ]


def test_the_alarm_names_the_entry_and_what_is_wrong_with_it() -> None:
    said = alarm_words(f"alarm/{Fault.LEAF}/12", Catalogue(Language.ENGLISH))
    assert said == "⛔ The journal was altered: entry 12. This entry was changed after it was written."
    nowhere = alarm_words(f"alarm/{Fault.GUARDS}/0", Catalogue(Language.ENGLISH))
    assert nowhere == "⛔ The journal was altered. The guards that keep the journal from being changed were taken away."


def test_the_same_break_is_told_again_once_it_had_been_mended(watched: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    watched.submit(PHOTO)
    with watched.house.database.reading() as connection:
        mine = trail_entries.c.seq == watched.trail_size()
        leaf = connection.execute(select(trail_entries.c.leaf).where(mine)).scalar_one()
    for sound in (False, True, False):
        with watched.house.database.migrating() as connection:
            lower_guards(connection)
            connection.execute(update(trail_entries).where(mine).values(leaf=leaf if sound else b"\0" * 32))
        watched.clock.go_on(timedelta(days=1))
        assert check_trail(watched.house).intact is sound
    assert len(told(watched)) == 6
