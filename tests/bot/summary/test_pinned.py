"""Which summary's message is to be pinned, and which one was: told from the outbox alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.delivery.outbox import Delivery
from bot.settings import Settings
from bot.summary.delivery import Part, Piece, enqueue_summary, is_overtaken, receipt_before
from bot.summary.period import Week
from bot.tables import outbox
from tests.bot.scene import Scene, open_scene

WEEK = Week(2026, 47)
HERE, ELSEWHERE = "C1", "C2"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    settings = Settings(audit_channels=(f"slack:{HERE}", f"slack:{ELSEWHERE}"))
    with open_scene(tmp_path / "data", settings=settings) as scene:
        yield scene


def sent(scene: Scene, week: Week, *parts: Part, target: str = HERE) -> None:
    """Note that some parts of a week are there; a part that is named after its week and itself."""
    with scene.house.database.writing() as connection:
        enqueue_summary(connection, scene.house, week)
        for part in parts:
            subject = Piece(week, part).subject
            there = {"state": Delivery.SENT.value, "receipt": f"{part} {week.number}"}
            mine = outbox.c.subject == subject, outbox.c.target == target
            connection.execute(update(outbox).where(*mine).values(there))


def before(scene: Scene, week: Week = WEEK) -> str | None:
    with scene.house.database.reading() as connection:
        return receipt_before(connection, "slack", HERE, week)


def late(scene: Scene, week: Week = WEEK) -> bool:
    with scene.house.database.reading() as connection:
        return is_overtaken(connection, "slack", HERE, week)


def test_the_first_summary_takes_nobody_s_place(scene: Scene) -> None:
    sent(scene, WEEK, *Part)
    assert before(scene) is None


def test_the_message_that_was_pinned_last_is_found_over_the_weeks_that_were_not(scene: Scene) -> None:
    sent(scene, WEEK.after(-3), *Part)
    sent(scene, WEEK.after(-2), *Part)
    sent(scene, WEEK.after(-1), Part.MESSAGE, Part.CHART, Part.REGISTER)
    sent(scene, WEEK, Part.MESSAGE)
    assert before(scene) == "message 45"


def test_what_is_pinned_in_another_channel_or_later_does_not_count(scene: Scene) -> None:
    sent(scene, WEEK.after(-1), *Part, target=ELSEWHERE)
    sent(scene, WEEK.after(1), *Part)
    assert before(scene) is None


def test_weeks_are_told_apart_across_the_end_of_a_year(scene: Scene) -> None:
    sent(scene, Week(2026, 53), *Part)
    assert before(scene, Week(2027, 1)) == "message 53"


def test_a_later_week_overtakes_once_its_message_is_there(scene: Scene) -> None:
    sent(scene, WEEK, *Part)
    sent(scene, WEEK.after(1))
    assert not late(scene)
    sent(scene, WEEK.after(2), Part.MESSAGE)
    assert late(scene)
    assert not late(scene, WEEK.after(2))
