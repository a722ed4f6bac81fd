"""What a reminder says, at the time when it is sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import workflow
from bot.house import House
from bot.kinds import Choice
from bot.ports import NeedlessError
from bot.reminding import Digest, digest, remind
from bot.reminding.waiting import WAITING
from bot.tables import outbox
from policy.language import Language
from tests.bot.reminding.clocks import paris
from tests.bot.reminding.waits import DAY, HOUR, announced, go_on, outgoing, read, told, waiting
from tests.bot.scene import Scene

REST = "reminder/"


def in_english(house: House) -> House:
    return replace(house, settings=replace(house.settings, language=Language.ENGLISH))


def english(scene: Scene) -> list[str]:
    """Return the latest reminder as lines."""
    told = digest(in_english(scene.house), outgoing(scene).subject.removeprefix(REST))
    return [told.heading, *(f"{one.reference}: {one.words}" for one in told.reminded), *told.closing]


def french(told: Digest) -> str:
    return " ".join([told.heading, *(one.words for one in told.reminded), *told.closing])


def test_it_says_what_waits_since_when_and_when_the_next_one_comes(fresh: Scene) -> None:
    one = waiting(fresh)
    go_on(fresh, 4 * HOUR)
    assert english(fresh) == [
        "1 submission waits for a decision:",
        f"{one}: decision, for 4 hours",
        "Next reminder: Wednesday 25 November, 16:00.",
    ]
    go_on(fresh, DAY)
    assert english(fresh) == [
        "1 submission waits for a decision:",
        f"{one}: decision, since yesterday, 12:00",
        "Next reminder: Monday 30 November, 16:00.",
    ]
    go_on(fresh, 7 * DAY)
    assert english(fresh)[1:] == [
        f"{one}: decision, since Tuesday 24 November, 12:00",
        "Next reminder: Monday 7 December, 16:00.",
    ]
    go_on(fresh, 7 * DAY)
    assert english(fresh)[2:] == ["Last reminder: the list of what waits goes on showing it."]


def test_it_says_for_what_each_one_waits_and_of_which_it_tells_for_the_last_time(fresh: Scene) -> None:
    old = waiting(fresh)
    fresh.decide(old, Choice.APPROVE)
    fresh.clock.go_on(7 * DAY)
    workflow.expire(fresh.house)
    fresh.clock.now = paris("2026-12-21 12:00")
    new = waiting(fresh)
    fresh.clock.go_on(4 * HOUR)
    remind(fresh.house)
    assert english(fresh) == [
        "2 submissions wait for a decision:",
        f"{old}: approval run out, to be given again, since Tuesday 1 December, 12:00",
        f"{new}: decision, for 4 hours",
        "Next reminder: Tuesday 22 December, 16:00.",
        f"Last reminder of {old}: the list of what waits goes on showing them.",
    ]


def test_it_announces_exactly_when_the_next_one_is_sent(fresh: Scene) -> None:
    first = waiting(fresh)
    fresh.clock.go_on(2 * HOUR)
    waiting(fresh)
    while go_on(fresh, timedelta(minutes=10)) == []:
        pass
    promised = announced(fresh, first)
    assert f"{promised:%d} November" in english(fresh)[-1]
    assert f"{promised + HOUR:%H:%M}" in english(fresh)[-1]  # Paris is an hour ahead
    go_on(fresh, 4 * HOUR)
    fresh.clock.now = promised - timedelta(minutes=10)
    assert go_on(fresh, timedelta(minutes=10)) == [promised]


def test_what_was_decided_meanwhile_is_left_out(fresh: Scene) -> None:
    decided, left = waiting(fresh), waiting(fresh)
    go_on(fresh, 4 * HOUR)
    fresh.decide(decided, Choice.APPROVE)
    assert [one.reference for one in read(fresh).reminded] == [left]
    fresh.decide(left, Choice.REFUSE, "Trop sombre.")
    with pytest.raises(NeedlessError):
        read(fresh)


def test_what_waits_anew_since_it_was_made_is_left_out(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 4 * HOUR)
    fresh.decide(reference, Choice.APPROVE)
    fresh.clock.go_on(timedelta(minutes=1))
    workflow.retract(fresh.house, fresh.people["Dominique"], reference)
    with pytest.raises(NeedlessError):
        read(fresh)


def test_a_reminder_that_is_sent_only_after_the_next_one_was_due_is_needless(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 4 * HOUR)
    late = outgoing(fresh).subject.removeprefix(REST)
    fresh.clock.now = announced(fresh, reference)
    with pytest.raises(NeedlessError):
        digest(fresh.house, late)
    remind(fresh.house)
    assert read(fresh).reminded
    with pytest.raises(NeedlessError):
        digest(fresh.house, late)


def test_a_long_list_is_cut_and_says_by_how_much(fresh: Scene) -> None:
    for _ in range(14):
        waiting(fresh)
    go_on(fresh, 4 * HOUR)
    lines = english(fresh)
    assert lines[0] == "14 submissions wait for a decision:"
    assert lines[13:] == ["… +2 more", "Next reminder: Wednesday 25 November, 16:00."]
    assert len(told(fresh)) == 1


def test_it_knows_the_card_once_there_is_one(fresh: Scene) -> None:
    reference = waiting(fresh)
    go_on(fresh, 4 * HOUR)
    (one,) = read(fresh).reminded
    assert one.receipt == ""
    with fresh.house.database.writing() as connection:
        change = outbox.update().where(outbox.c.subject == reference).values(receipt="77")
        connection.execute(change)
    assert read(fresh).reminded == (replace(one, receipt="77"),)
    assert one.target.startswith("town/")


def test_it_names_nobody_and_calls_nobody(fresh: Scene) -> None:
    waiting(fresh)
    go_on(fresh, 4 * HOUR)
    for words in (french(read(fresh)), " ".join(english(fresh))):
        assert not re.search(r"Camille|Dominique|Sacha|@", words)


def test_every_wait_has_its_words(fresh: Scene) -> None:
    from bot.reminding.digest import _WANTED

    assert set(_WANTED) == WAITING
    assert all(fresh.catalogue(Language.ENGLISH).say(words) for words in _WANTED.values())
