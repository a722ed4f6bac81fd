"""A summary that a channel did not take: it is sent again once somebody wants it, or we are let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.chats import move_chat
from bot.delivery.outbox import Delivery
from bot.settings import Settings
from bot.summary.delivery import (
    Part,
    Piece,
    enqueue_summary,
    is_overtaken,
    receipt_of,
    send_refused_again,
    week_of_message,
)
from bot.summary.period import Week
from bot.tables import outbox
from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene

WEEK = Week(2026, 47)
CHAT, OTHER = "-100", "-200"


@pytest.fixture
def scene(tmp_path: Path, sandbox: Sandbox) -> Iterator[Scene]:
    settings = Settings(audit_channels=(f"telegram:{CHAT}", f"telegram:{OTHER}"))
    with open_scene(tmp_path / "data", settings=settings, sandbox=sandbox) as scene:
        yield scene


def enqueue(scene: Scene, week: Week = WEEK) -> list[str]:
    with scene.house.database.writing() as connection:
        return enqueue_summary(connection, scene.house, week)


def settle(scene: Scene, state: Delivery, week: Week = WEEK, chat: str = CHAT, receipt: str | None = None) -> None:
    """Have the message of a summary come, or be refused; what belongs to it is done with."""
    mine = outbox.c.target == chat, outbox.c.subject.startswith(f"{week}/")
    message = outbox.c.subject == Piece(week, Part.MESSAGE).subject
    with scene.house.database.writing() as connection:
        connection.execute(update(outbox).where(*mine).values(state=Delivery.SENT.value))
        connection.execute(update(outbox).where(*mine, message).values(state=state.value, receipt=receipt))


def states(scene: Scene, week: Week = WEEK, chat: str = CHAT) -> set[str]:
    mine = outbox.c.target == chat, outbox.c.subject.startswith(f"{week}/")
    with scene.house.database.reading() as connection:
        return set(connection.execute(select(outbox.c.state).where(*mine)).scalars())


def test_a_channel_that_refused_a_summary_has_not_had_it(scene: Scene) -> None:
    assert enqueue(scene) == [f"telegram:{CHAT}", f"telegram:{OTHER}"]
    settle(scene, Delivery.FAILED)
    settle(scene, Delivery.SENT, chat=OTHER, receipt="7")
    assert enqueue(scene) == [f"telegram:{CHAT}"]
    assert states(scene) == {"queued"}, "all its parts come"
    assert states(scene, chat=OTHER) == {"sent"}
    assert enqueue(scene) == []


def test_let_in_again_only_the_newest_is_sent_and_nothing_where_it_came(scene: Scene) -> None:
    older = WEEK.after(-1)
    for week in (older, WEEK):
        enqueue(scene, week)
        settle(scene, Delivery.FAILED, week)
        settle(scene, Delivery.SENT, week, OTHER, "7")
    with scene.house.database.writing() as connection:
        for chat in (CHAT, OTHER, "-300"):
            send_refused_again(connection, "telegram", chat, scene.clock())
    assert states(scene, older) == {"failed", "sent"}
    assert states(scene) == {"queued"}
    assert states(scene, chat=OTHER) == {"sent"}


def test_which_summary_is_the_latest_is_told_by_its_week(scene: Scene) -> None:
    turn = Week(2027, 1)
    for week, receipt in ((turn, "9"), (WEEK, "12")):
        enqueue(scene, week)
        settle(scene, Delivery.SENT, week, receipt=receipt)
    with scene.house.database.reading() as connection:
        assert is_overtaken(connection, "telegram", CHAT, WEEK)
        assert not is_overtaken(connection, "telegram", CHAT, turn)
        assert not is_overtaken(connection, "telegram", OTHER, WEEK)
        assert week_of_message(connection, "telegram", CHAT, "9") == turn
        assert week_of_message(connection, "telegram", OTHER, "9") is None


def test_in_a_chat_that_has_moved_no_message_has_its_number_any_more(scene: Scene) -> None:
    enqueue(scene)
    for chat in (CHAT, OTHER):
        settle(scene, Delivery.SENT, chat=chat, receipt="7")
    with scene.house.database.writing() as connection:
        move_chat(connection, "telegram", CHAT, "-1001")
        assert receipt_of(connection, "telegram", CHAT, WEEK) is None
        assert receipt_of(connection, "telegram", OTHER, WEEK) == "7"
    assert states(scene) == {"sent"}, "it can still be read"
