"""A year and more under a clock of our own: downtime, summer time both ways, a week 53, two processes, a bad line."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.delivery.courier import Courier
from bot.presence import be_present
from bot.schedule import Schedule, Task
from bot.settings import PARIS
from bot.summary.delivery import Part, Piece
from bot.summary.kept import kept, kept_weeks, make_due
from bot.summary.period import Week
from tests.bot.scene import NOON, Scene
from tests.bot.summary.audit_chat import AuditChat

END = datetime(2027, 12, 6, 12, 0, tzinfo=UTC)
"""Later than a year, so that both ends of summer time lie in it, and week 53 of 2026."""
SOAK = bool(os.environ.get("VIGIE_SOAK"))
STEP = timedelta(hours=1, minutes=7) if SOAK else timedelta(hours=11, minutes=7)
SEEDS = range(20) if SOAK else range(1)
CHANNELS = ("slack:C0AUDIT", "slack:C0BOARD", "telegram:-100200")
FIRST, LAST = Week(2026, 48), Week(2027, 48)


@dataclass
class Process:
    """One `vigie run`: it may be down for a while."""

    schedule: Schedule
    courier: Courier
    down_until: datetime = NOON

    def live(self, now: datetime) -> bool:
        """Do what is due and send what is to go out; return whether it is up."""
        if now < self.down_until:
            return False
        self.schedule.tick()
        while self.courier.send_once():
            pass
        return True


@pytest.fixture
def year(fresh: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("bot.summary.attachments.drawn", lambda *_: b"PNG")
    settings = replace(fresh.house.settings, audit_channels=CHANNELS)
    return replace(fresh, house=replace(fresh.house, settings=settings))


def processes(scene: Scene, chats: list[AuditChat]) -> list[Process]:
    tasks = [Task("presence", timedelta(minutes=1), be_present), Task("summary", timedelta(minutes=1), make_due)]
    return [Process(Schedule(scene.house, tasks), Courier(scene.house, chats)) for _ in range(2)]


def lived(scene: Scene, both: list[Process], chance: Random) -> Iterator[datetime]:
    """Let the year pass; now and then a process, or both, goes down, for an hour or for weeks."""
    while scene.clock() < END:
        if chance.random() < 0.02:
            for process in both if chance.random() < 0.5 else both[:1]:
                process.down_until = scene.clock() + timedelta(hours=chance.choice([1, 8, 60, 200, 400]))
        alive = [process.live(scene.clock()) for process in both]
        if any(alive):
            yield scene.clock()
        scene.clock.go_on(STEP)
    for process in both:
        process.down_until = END
    for _ in range(100):  # what had to wait goes out
        for process in both:
            process.live(scene.clock())
        scene.clock.go_on(timedelta(minutes=11))


def weeks_between(first: Week, last: Week) -> list[Week]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].after(1))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_each_week_comes_once_to_each_channel(year: Scene, seed: int) -> None:
    chance = Random(seed)
    chats = [AuditChat("slack", chance), AuditChat("telegram", chance)]
    both = processes(year, chats)
    up = list(lived(year, both, chance))
    wanted = weeks_between(FIRST, LAST)
    assert Week(2026, 53) in wanted
    assert len(wanted) == 54
    once = Counter(Piece(week, part).subject for week in wanted for part in Part)
    for chat in chats:
        for channel, subjects in chat.taken.items():
            assert Counter(subjects) == once, channel
    assert sorted(f"{chat.name}:{target}" for chat in chats for target in chat.taken) == sorted(CHANNELS)
    assert set().union(*(chat.faults for chat in chats)) == {
        "refused",
        "broken off before",
        "broken off after",
        "not found out",
    }
    _on_time(year, wanted, up)
    assert year.verified().intact


def _on_time(scene: Scene, wanted: list[Week], up: list[datetime]) -> None:
    """Each was made at the first tick of a process that was up on Monday at nine in Paris, or later, and not before."""
    with scene.house.database.reading() as connection:
        assert sorted(kept_weeks(connection)) == wanted
        for week in wanted:
            found = kept(connection, week)
            assert found is not None
            due = datetime.combine(week.after(1).period.first, time(9), tzinfo=PARIS)
            assert found.summary.made_at == min(moment for moment in up if moment >= due)


def test_the_weeks_of_the_changes_to_and_from_summer_time_have_their_own_lengths() -> None:
    autumn, spring, usual = Week.of(date(2027, 10, 31)), Week.of(date(2027, 3, 28)), Week.of(date(2027, 11, 7))
    lengths = [week.period.span(PARIS) for week in (autumn, spring, usual)]
    hours = [(span.until.astimezone(UTC) - span.since.astimezone(UTC)) for span in lengths if span.since and span.until]
    assert [length / timedelta(hours=1) for length in hours] == [169, 167, 168]
