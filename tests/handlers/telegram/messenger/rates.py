"""How much a bot may say: in one chat, in one group, and everywhere."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

PUNISHED_AFTER = 5
"""Calls during one waiting time before they are a nuisance."""


@dataclass
class Bucket:
    """Tokens that come back with time."""

    per_second: float
    burst: float
    left: float
    at: float
    impatient: int = 0

    def refill(self, now: float) -> None:
        self.left = min(self.burst, self.left + (now - self.at) * self.per_second)
        self.at = now

    def wait(self, cost: int) -> float:
        """Return the seconds until there is enough; an album that is larger than the bucket takes all of it."""
        return max(0.0, (min(cost, self.burst) - self.left) / self.per_second)


@dataclass(frozen=True)
class Verdict:
    """Whether a call may go on."""

    retry_after: int = 0
    nuisance: bool = False


class Rates:
    """All limits and how much of them is used."""

    def __init__(self) -> None:
        self.unlimited = False
        self.throttled = 0
        self.chat_per_second = 1.0
        self.chat_burst = 5
        self.group_per_minute = 20
        self.everywhere_per_second = 30
        self._buckets: dict[tuple[str, int], Bucket] = {}

    def reset(self) -> None:
        """Fill every bucket, as after a change."""
        self._buckets.clear()

    def spend(self, chat: int, cost: int = 1) -> Verdict:
        """Take what a call costs, or say how long to wait."""
        if self.unlimited:
            return Verdict()
        now = time.monotonic()
        buckets = [self._bucket("chat", chat, self.chat_per_second, self.chat_burst, now)]
        if chat < 0:
            buckets.append(self._bucket("group", chat, self.group_per_minute / 60, self.group_per_minute, now))
        buckets.append(self._bucket("all", 0, self.everywhere_per_second, self.everywhere_per_second, now))
        for bucket in buckets:
            bucket.refill(now)
        longest = max(bucket.wait(cost) for bucket in buckets)
        if longest > 0:
            self.throttled += 1
            buckets[0].impatient += 1
            return Verdict(max(1, math.ceil(longest)), buckets[0].impatient == PUNISHED_AFTER + 1)
        for bucket in buckets:
            bucket.left -= cost
            bucket.impatient = 0
        return Verdict()

    def _bucket(self, kind: str, chat: int, per_second: float, burst: float, now: float) -> Bucket:
        return self._buckets.setdefault((kind, chat), Bucket(per_second, burst, burst, now))
