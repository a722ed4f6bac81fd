"""Many weeks over a line that fails one call in five, also after Slack has taken it: each part of each week once."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

from tests.handlers.slack.summing_up import CALLS, LAST_WEEK, Auditing
from tests.handlers.slack.workspace import Workspace
from tests.handlers.slack.workspace.faults import Faults, MethodFault, PlannedFault

WEEKS = 54 if os.environ.get("VIGIE_SOAK") else 3
SHARE = 0.2
PATIENCE = 60 + 10 * WEEKS
"""Seconds; each fault is followed by a pause of at most one."""
_FAULTS = (
    PlannedFault(MethodFault.HTTP_ERROR, 1, status=429),
    PlannedFault(MethodFault.HTTP_ERROR, 1, status=500),
    PlannedFault(MethodFault.DROP_AFTER, 1),
)


class BadLine(Faults):
    """Fails a share of the calls that change something, before or after it was done."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self.met: Counter[MethodFault] = Counter()

    def of_call(self, method: str) -> PlannedFault | None:
        """Return a fault, by chance."""
        if method not in CALLS or self._chance.random() >= SHARE:
            return None
        fault = self._chance.choice(_FAULTS)
        self.met[fault.kind] += 1
        return fault


def test_each_week_comes_once_over_a_line_that_fails_one_call_in_five(audit: Auditing, slack: Workspace) -> None:
    slack._state.faults = line = BadLine(Random(92))
    weeks = [LAST_WEEK.after(-number) for number in reversed(range(WEEKS))]
    for week in weeks:
        audit.make(week)
    with audit.sending(couriers=2):
        audit.at_rest(PATIENCE)
    assert set(audit.states()) == {"sent"}
    assert audit.is_there_once(*weeks)
    assert line.met.keys() == {MethodFault.HTTP_ERROR, MethodFault.DROP_AFTER}
