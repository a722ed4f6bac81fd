"""A week's files: what they hold, and that they stay as they were sent."""

from __future__ import annotations

from pathlib import Path

from bot.summary import folder
from bot.summary.kept import kept, make, newest
from bot.summary.period import Week
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene

WEEK = Week(2026, 48)


def files(scene: Scene) -> dict[str, bytes]:
    there: Path = scene.house.settings.summaries / str(WEEK)
    return {path.name: path.read_bytes() for path in there.iterdir()}


def test_a_week_is_a_folder_to_mail_or_to_archive(fresh: Scene) -> None:
    fresh.declare(DRAFTED)
    made = make(fresh.house, WEEK)
    assert made
    found = files(fresh)
    assert set(found) == {
        folder.TEXT, folder.PAGE, folder.CHECKPOINT, "vigie-2026-W48.png", "vigie-2026-W48.csv",
    }  # fmt: skip
    assert found[folder.CHECKPOINT].decode() == made.summary.integrity.checkpoint
    assert found[folder.PAGE].startswith(b"<!doctype html>")
    for name in (folder.TEXT, folder.PAGE, "vigie-2026-W48.csv"):
        assert b"Camille" not in found[name]


def test_a_week_that_was_made_stays_as_it_was(fresh: Scene) -> None:
    first = make(fresh.house, WEEK)
    before = files(fresh)
    fresh.declare(DRAFTED)
    assert make(fresh.house, WEEK) is None
    assert files(fresh) == before
    with fresh.house.database.reading() as connection:
        assert kept(connection, WEEK) == first


def test_summaries_are_read_newest_first_and_page_by_page(fresh: Scene) -> None:
    for number in (46, 48, 47):
        make(fresh.house, Week(2026, number))
    with fresh.house.database.reading() as connection:
        assert [one.summary.week for one in newest(connection, 2)] == ["2026-W48", "2026-W47"]
        assert [one.summary.week for one in newest(connection, 2, Week(2026, 47))] == ["2026-W46"]
