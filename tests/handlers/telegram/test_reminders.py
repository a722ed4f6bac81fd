"""What waits for a decision is told in the group, by day, with a link to each card that has an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.kinds import State
from bot.reminding import remind
from bot.settings import Settings
from bot.tables import outbox
from tests.bot.reminding.waits import due_at
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import MINE, Item, picture, reviewable
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, SACHA, Vigie, running

MINUTE = timedelta(minutes=1)
SMALL, FORUM = -500_001, -1001000000031


@pytest.fixture
def clock() -> LaterClock:
    return LaterClock()


@pytest.fixture
def later(telegram: Messenger, tmp_path: Path, clock: LaterClock) -> Iterator[Vigie]:
    """A Vigie on a clock that the test moves, and whose approval groups are of three kinds."""
    telegram.unlimited()
    telegram.add_group(SMALL, "Petit groupe", members=[CAMILLE], admins=[DOMI, SACHA], basic=True)
    telegram.add_group(FORUM, "Forum", members=[CAMILLE], admins=[DOMI, SACHA], topics=True)
    with running(telegram, tmp_path, clock=clock, change=everywhere) as vigie:
        yield vigie


def everywhere(settings: Settings) -> Settings:
    return replace(settings, approval_channels=tuple(f"telegram:{chat}" for chat in (GROUP, SMALL, FORUM)))


def comes_due(vigie: Vigie, reference: str, clock: LaterClock) -> None:
    """Let time pass until people are to be reminded of it."""
    remind(vigie.house)
    clock.go_on(due_at(vigie.house, reference) - clock() + MINUTE)


def told(telegram: Messenger, reference: str, chat: int = GROUP) -> list[Json]:
    """Return the reminders of a submission: cards have buttons, or answer a message."""
    return [one for one in telegram.said_by_bot(chat) if f"• {reference} · " in one.get("text", "")]


def reminded(vigie: Vigie, reference: str, chat: int = GROUP) -> Json:
    """Have people reminded; return the message."""
    assert remind(vigie.house) == 1
    vigie.courier.wake()
    found = vigie.telegram.wait_for(lambda: told(vigie.telegram, reference, chat), what="a reminder")
    assert found
    return found[-1]


def links(message: Json) -> list[str]:
    return [one["url"] for one in message.get("entities", []) if one["type"] == "text_link"]


def elsewhere(vigie: Vigie, chat: int, topic: int = 0) -> tuple[str, Json]:
    """Put a picture up for approval in another group, and say whose it is; return its reference, and the card."""
    sent = vigie.telegram.send_document(chat, CAMILLE, picture(9), "marche.jpg", topic=topic)
    number, reference = sent["message_id"], vigie.reference(sent["message_id"], chat)
    vigie.card(number, "réservé", chat=chat)
    vigie.press(CAMILLE, number, MINE, chat=chat)
    vigie.telegram.wait_for(lambda: vigie.case(reference).state is State.REVIEWABLE, what="nothing against it")
    return reference, vigie.card(number, "Rien ne s’oppose", chat=chat)


def test_the_group_is_told_what_waits_with_a_link_to_each_card(later: Vigie, clock: LaterClock) -> None:
    items = [reviewable(later, 7), reviewable(later, 21)]
    comes_due(later, items[-1].reference, clock)
    message = reminded(later, items[0].reference)
    catalogue = later.house.catalogue()
    heading, *lines, closing = message["text"].split("\n")
    assert heading == catalogue.count(
        "{number} submission waits for a decision:", "{number} submissions wait for a decision:", 2
    )
    assert [line.startswith(f"• {item.reference} · ") for line, item in zip(lines, items, strict=True)] == [True] * 2
    assert all(catalogue.say("decision") in line for line in lines)
    assert links(message) == [f"https://t.me/c/1000000001/{item.card()['message_id']}" for item in items]
    promised = catalogue.weekday(due_at(later.house, items[0].reference))
    assert closing == catalogue.say("Next reminder: {moment}.", moment=promised)
    assert re.fullmatch(r"(lundi|mardi|mercredi|jeudi|vendredi) \d+ \w+, \d\d:\d\d", promised)
    assert "reply_to_message" not in message
    assert not re.search(r"@|Camille|Dominique", message["text"])


def test_what_was_decided_is_told_of_no_more(later: Vigie, telegram: Messenger, clock: LaterClock) -> None:
    decided, left = reviewable(later, 7), reviewable(later, 21)
    comes_due(later, left.reference, clock)
    decided.approve()
    assert decided.reference not in reminded(later, left.reference)["text"]
    left.approve()
    clock.go_on(timedelta(days=3))
    assert remind(later.house) == 0
    assert told(telegram, decided.reference) == []


def test_in_a_forum_it_comes_in_the_topic_of_the_card(later: Vigie, telegram: Messenger, clock: LaterClock) -> None:
    topic = telegram.add_topic(FORUM, "Affiches")
    reference, card = elsewhere(later, FORUM, topic)
    comes_due(later, reference, clock)
    message = reminded(later, reference, FORUM)
    assert message["message_thread_id"] == card["message_thread_id"] == topic
    assert links(message) == [f"https://t.me/c/1000000031/{card['message_id']}"]


def test_in_a_basic_group_messages_have_no_address(later: Vigie, clock: LaterClock) -> None:
    reference, _ = elsewhere(later, SMALL)
    comes_due(later, reference, clock)
    assert links(reminded(later, reference, SMALL)) == []


def test_a_reminder_that_is_late_in_the_evening_comes_in_the_morning(
    later: Vigie, telegram: Messenger, clock: LaterClock
) -> None:
    item: Item = reviewable(later)
    comes_due(later, item.reference, clock)
    evening = clock().astimezone(later.house.settings.timezone).replace(hour=21, minute=0)
    later.courier.close()
    assert remind(later.house) == 1
    clock.go_on(evening - clock())
    while later.courier.send_once():
        pass
    assert told(telegram, item.reference) == []
    with later.house.database.reading() as connection:
        row = connection.execute(outbox.select().where(outbox.c.subject.startswith("reminder/"))).one()
    assert row.state == "queued"
    assert row.not_before[11:16] in {"07:00", "08:00"}  # nine in Paris
