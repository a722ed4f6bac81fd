"""Rate limits: one bucket a method, or a method and a channel."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

PER_CHANNEL = frozenset({"chat.postMessage"})
WITHOUT_LIMIT = frozenset({"apps.connections.open", "auth.test"})
GENEROUS = frozenset(
    {
        "chat.getPermalink", "chat.postEphemeral", "conversations.members", "files.completeUploadExternal",
        "files.getUploadURLExternal", "files.info", "users.info", "views.open", "views.publish", "views.push",
        "views.update",
    }
)  # fmt: skip
"""Methods of Slack's tier 4; the others are counted as tier 3."""
PUNISHED_AFTER = 5
"""Calls during one waiting time before they are a nuisance."""


@dataclass
class Rate:
    """How many calls a second in the long run, and how many at once."""

    per_second: float
    burst: int


@dataclass
class Bucket:
    """What is left to spend, when it was counted, and how often the wait was not kept."""

    left: float
    at: float
    impatient: int = 0


class Rates:
    """Every limit and how much of it is used."""

    def __init__(self) -> None:
        self.unlimited = False
        self.throttled = 0
        self._set: dict[str, Rate] = {"chat.postMessage": Rate(1.0, 5)}
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def set(self, method: str, per_second: float, burst: int) -> None:
        """Change the limit of a method; its buckets are full again."""
        self._set[method] = Rate(per_second, burst)
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if key[0] != method}

    def spend(self, method: str, channel: str) -> tuple[int, bool]:
        """Take one call; return the seconds to wait instead (0: go on), and whether it became a nuisance."""
        if self.unlimited or (method in WITHOUT_LIMIT and method not in self._set):
            return 0, False
        rate = self._rate(method)
        now = time.monotonic()
        bucket = self._buckets.setdefault((method, channel if method in PER_CHANNEL else ""), Bucket(rate.burst, now))
        bucket.left = min(rate.burst, bucket.left + (now - bucket.at) * rate.per_second)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            bucket.impatient = 0
            return 0, False
        self.throttled += 1
        bucket.impatient += 1
        return max(1, math.ceil((1 - bucket.left) / rate.per_second)), bucket.impatient == PUNISHED_AFTER + 1

    def _rate(self, method: str) -> Rate:
        tier = Rate(100 / 60, 40) if method in GENEROUS else Rate(50 / 60, 20)
        return self._set.get(method, tier)
