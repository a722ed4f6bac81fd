"""How fast we may talk: one place in line for each message, so that no platform has to refuse one.

The generic cell rate algorithm (ITU-T I.371), at the rates that each platform names. Places are handed out ahead of
time, and what really goes is counted beside them: whoever comes late to a place does not go faster for it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from time import monotonic


@dataclass(frozen=True, slots=True)
class Rate:
    """One call every `seconds`, and at most `burst` of them at once after a rest."""

    seconds: float
    burst: int

    @property
    def slack(self) -> float:
        """How far ahead of its time a call may go."""
        return self.seconds * (self.burst - 1)


@dataclass(slots=True)
class _Lane:
    """One line: the next free place, until when nobody goes, when the next call would be on time, the places."""

    free: float = -inf
    held: float = -inf
    on_time: float = -inf
    places: dict[str, float] = field(default_factory=dict)


class Pace:
    """Hands out places in line; one that was given is kept for its message until it is used. Safe in any thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)

    def wait(self, name: str, message: str, rate: Rate) -> float:
        """Return how many seconds this message should still wait in its lane; 0 where it may go, which uses its place.

        Whoever is told to wait comes back with the same message, and finds its place kept.
        """
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            place = lane.places.get(message)
            if place is None:
                place = max(lane.free, _earliest(lane, rate), now - rate.slack)
                lane.free = place + rate.seconds
            until = max(place, _earliest(lane, rate))
            if until > now:
                lane.places[message] = place
                return until - now
            lane.places.pop(message, None)
            _go(lane, now, rate)
            return 0.0

    def may(self, name: str, rate: Rate) -> bool:
        """Whether a call that can just as well be left out may go now, ahead of nobody; if so, it counts."""
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            place = max(lane.free, _earliest(lane, rate), now - rate.slack)
            if place > now:
                return False
            lane.free = place + rate.seconds
            _go(lane, now, rate)
            return True

    def hold(self, name: str, seconds: float) -> None:
        """Let nobody go in a lane for a while: Slack has asked for it. Whoever waits keeps their place in the line."""
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            lane.held = held = max(lane.held, now + seconds)
            delay = max(0.0, held - max(now, min(lane.places.values(), default=held)))
            lane.places = {message: max(held, place + delay) for message, place in lane.places.items()}
            lane.free = max(held, lane.free + delay)


def _earliest(lane: _Lane, rate: Rate) -> float:
    """Return the first moment at which a call keeps to the rate, whatever its place is."""
    return max(lane.held, lane.on_time - rate.slack)


def _go(lane: _Lane, now: float, rate: Rate) -> None:
    """Count a call; what was held begins without a burst."""
    lane.on_time = max(lane.on_time, now, lane.held + rate.slack) + rate.seconds
