from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor import Health, clock_finding
from bot.doctor.clock import TOLERANCE, clock
from bot.doctor.model import Installation
from bot.settings import Settings
from tests.bot.doctor.conftest import ENGLISH, examine, only
from tests.bot.scene import NOON, Scene

SECOND = timedelta(seconds=1)


def test_a_clock_after_the_last_entry_is_plausible(scene: Scene) -> None:
    assert examine(clock, scene).health is Health.GOOD
    scene.clock.go_on(timedelta(days=400))
    assert examine(clock, scene).health is Health.GOOD


def test_a_clock_before_the_last_entry_is_wrong_until_it_is_set(scene: Scene) -> None:
    scene.clock.go_on(-TOLERANCE - SECOND)
    finding = examine(clock, scene)
    assert finding.health is Health.BAD
    assert "timedatectl" in finding.remedy
    scene.clock.go_on(SECOND)
    assert examine(clock, scene).health is Health.GOOD


def test_a_machine_that_woke_up_in_the_past_is_told_even_without_a_journal() -> None:
    woken = Installation(Settings(), datetime(1970, 1, 1, tzinfo=UTC), None)
    assert only(clock(woken, ENGLISH)).health is Health.BAD


@pytest.mark.parametrize("apart", [timedelta(), TOLERANCE, -TOLERANCE])
def test_clocks_that_nearly_agree_agree(apart: timedelta) -> None:
    assert clock_finding(NOON + apart, NOON, ENGLISH).health is Health.GOOD


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(minutes=-3), "3 minutes slow"),
        (timedelta(minutes=61), "61 minutes fast"),
        (TOLERANCE + SECOND, "2 minutes fast"),
    ],
)
def test_a_clock_that_is_off_is_told_with_how_much(apart: timedelta, words: str) -> None:
    finding = only([clock_finding(NOON + apart, NOON, ENGLISH)])
    assert finding.health is Health.BAD
    assert words in finding.words
