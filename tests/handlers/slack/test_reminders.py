"""What waits for a decision is told in the channel itself, by day, with a link to each card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from bot import workflow
from bot.kinds import Choice, State
from bot.people import Role
from bot.reminding import remind
from bot.tables import outbox
from handlers.slack.reminders import reminder
from tests.bot.reminding.waits import due_at
from tests.handlers.slack.running import CHANNEL, DOMI, Vigie, running
from tests.handlers.slack.steps import Dropped, LaterClock, refuse, reviewable
from tests.handlers.slack.workspace import Json, Workspace

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> LaterClock:
    return LaterClock()


@pytest.fixture
def later(slack: Workspace, tmp_path: Path, clock: LaterClock) -> Iterator[Vigie]:
    """A Vigie on a clock that the test moves."""
    slack.unlimited()
    with running(slack, tmp_path, clock=clock) as vigie:
        yield vigie


def comes_due(item: Dropped, clock: LaterClock) -> None:
    """Let time pass until people are to be reminded of it."""
    remind(item.vigie.house)
    clock.go_on(due_at(item.vigie.house, item.reference) - clock() + MINUTE)


def told(slack: Workspace) -> list[Json]:
    """Return the reminders, as the channel shows them."""
    about = [(one.get("metadata") or {}).get("event_payload", {}).get("about", "") for one in slack.messages(CHANNEL)]
    shown = zip(about, slack.messages(CHANNEL), strict=True)
    return [message for subject, message in shown if subject.startswith("reminder/")]


def reminded(vigie: Vigie) -> Json:
    """Have people reminded; return the message."""
    before = len(told(vigie.slack))
    assert remind(vigie.house) == 1
    vigie.courier.wake()
    vigie.slack.wait_for(lambda: len(told(vigie.slack)) > before, what="a reminder")
    return told(vigie.slack)[-1]


def row(vigie: Vigie) -> Row[Any]:
    """Return the reminder as the outbox has it."""
    with vigie.house.database.reading() as connection:
        return connection.execute(select(outbox).where(outbox.c.subject.startswith("reminder/"))).one()


def address(item: Dropped) -> str:
    card = item.card()["ts"].replace(".", "")
    return f"https://vigie-test.slack.com/archives/{CHANNEL}/p{card}?thread_ts={item.ts}&amp;cid={CHANNEL}"


def test_the_channel_is_told_what_waits_with_a_link_to_each_card(
    later: Vigie, slack: Workspace, clock: LaterClock
) -> None:
    one, other = reviewable(later), reviewable(later, width=2)
    comes_due(other, clock)
    message = reminded(later)
    catalogue = later.house.catalogue()
    heading, *lines, closing = message["text"].split("\n")
    assert heading == catalogue.count(
        "{number} submission waits for a decision:", "{number} submissions wait for a decision:", 2
    )
    for line, item in zip(lines, (one, other), strict=True):
        assert line.startswith(f"• <{address(item)}|{item.reference}> · {catalogue.say('decision')}, ")
    promised = catalogue.weekday(due_at(later.house, one.reference))
    assert closing == catalogue.say("Next reminder: {moment}.", moment=promised)
    assert re.fullmatch(r"(lundi|mardi|mercredi|jeudi|vendredi) \d+ \w+, \d\d:\d\d", promised)
    assert "thread_ts" not in message
    assert not re.search(r"<[@!]|Camille|Dominique", message["text"])


def test_what_was_decided_is_told_of_no_more(later: Vigie, slack: Workspace, clock: LaterClock) -> None:
    decided, left = reviewable(later), reviewable(later, width=2)
    comes_due(left, clock)
    refuse(decided, DOMI)
    assert decided.case.state is State.REFUSED
    message = reminded(later)
    assert decided.reference not in message["text"]
    assert left.reference in message["text"]
    assert [remind(later.house), len(told(slack))] == [0, 1]


def test_what_is_decided_before_it_is_sent_is_told_nobody(later: Vigie, slack: Workspace, clock: LaterClock) -> None:
    item = reviewable(later)
    comes_due(item, clock)
    later.courier.close()
    assert remind(later.house) == 1
    alix = later.add("Alix", Role.REVIEWER)
    fingerprint = item.case.fingerprint
    workflow.decide(later.house, alix, item.reference, Choice.APPROVE, "", fingerprint=fingerprint)
    while later.courier.send_once():
        pass
    assert told(slack) == []
    assert row(later).state == "sent"


def test_a_reminder_that_is_late_in_the_evening_comes_in_the_morning(
    later: Vigie, slack: Workspace, clock: LaterClock
) -> None:
    item = reviewable(later)
    comes_due(item, clock)
    evening = clock().astimezone(later.house.settings.timezone).replace(hour=21, minute=0)
    later.courier.close()
    assert remind(later.house) == 1
    clock.go_on(evening - clock())
    while later.courier.send_once():
        pass
    assert told(slack) == []
    assert row(later).state == "queued"
    assert row(later).not_before[11:16] in {"07:00", "08:00"}  # nine in Paris


def test_a_card_of_which_no_address_is_known_has_its_reference_alone(later: Vigie, clock: LaterClock) -> None:
    item = reviewable(later)
    comes_due(item, clock)
    reminded(later)
    line = reminder(later.house, row(later).subject.partition("/")[2], lambda _: "").text.split("\n")[1]
    assert line.startswith(f"• {item.reference} · ")
