"""A year of Mondays over a line that fails one call in five: each week comes once, and the last one is pinned."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from random import Random

from bot.delivery.courier import Courier
from bot.settings import PARIS
from bot.summary.kept import make_due
from bot.summary.period import Week
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger.faults import Fault, Faults, PlannedFault
from tests.handlers.telegram.summing_up import AUDIT, FULL, Monday

FIRST = Week(2026, 48)
WEEKS = 54 if os.environ.get("VIGIE_SOAK") else 8
"""A whole year, or enough for week 53 and a few more."""
SHARE = 0.2
_BEFORE = (
    PlannedFault(Fault.HTTP_ERROR, 1, code=502),
    PlannedFault(Fault.DROP_BEFORE, 1),
    PlannedFault(Fault.FAIL, 1, "Too Many Requests: retry after 7", code=429, retry_after=7),
)
"""What Telegram can be asked again after: it has taken nothing."""


class BadLine(Faults):
    """Fails a share of all calls, each before anything was done."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self.met: Counter[Fault] = Counter()

    def of_call(self, method: str) -> PlannedFault | None:
        """Return a fault, by chance."""
        if self._chance.random() >= SHARE:
            return None
        fault = self._chance.choice(_BEFORE)
        self.met[fault.kind] += 1
        return fault


def delivered(monday: Monday, both: list[Courier], chance: Random) -> None:
    """Let two processes send until nothing is left to send."""
    for _ in range(2_000):
        if not chance.choice(both).send_once():
            if set(monday.states().values()) == {"sent"}:
                return
            monday.scene.clock.go_on(timedelta(seconds=5))
    raise AssertionError(monday.states())


def test_each_week_comes_once_over_a_line_that_fails_one_call_in_five(monday: Monday, telegram: Messenger) -> None:
    chance = Random(92)
    telegram._state.faults = line = BadLine(chance)
    weeks = [FIRST.after(number) for number in range(WEEKS)]
    with monday.courier() as one, monday.courier() as two:
        for week in weeks:
            due = datetime.combine(week.after(1).period.first, time(9), tzinfo=PARIS)
            monday.scene.clock.now = due.astimezone(UTC)
            assert make_due(monday.house) == [week]
            delivered(monday, [one, two], chance)
    assert monday.kinds() == FULL * WEEKS
    told = [message["text"].splitlines()[0] for message in monday.summaries()]
    assert len(set(told)) == WEEKS
    assert telegram.pinned(AUDIT) == [monday.summaries()[-1]["message_id"]]
    assert len(line.met) == len(_BEFORE)
