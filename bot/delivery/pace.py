"""How fast we may talk: one place in line for each message, so that no platform has to refuse one.

The generic cell rate algorithm (ITU-T I.371), at the rates that each platform names. Places are handed out ahead of
time, and what really goes is counted beside them: whoever comes late to a place does not go faster for it. What is
urgent stands in a line of its own, ahead of the other: an alarm does not wait behind a hundred cards.
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
class _Line:
    """Those who wait, each with their place, and the next free one."""

    free: float = -inf
    places: dict[str, float] = field(default_factory=dict)

    def place(self, message: str, earliest: float, rate: Rate) -> float:
        """Return the place of a message, a new one at the end where it has none."""
        if message not in self.places:
            self.places[message] = max(self.free, earliest)
            self.free = self.places[message] + rate.seconds
        return self.places[message]

    def move_back(self, seconds: float, earliest: float) -> None:
        """Let everybody go later, and nobody before a moment; the order stays."""
        self.places = {message: max(earliest, place + seconds) for message, place in self.places.items()}
        self.free = max(earliest, self.free + seconds)


@dataclass(slots=True)
class _Lane:
    """What goes one by one: two lines, until when nobody goes, and when the next call would be on time."""

    held: float = -inf
    on_time: float = -inf
    usual: _Line = field(default_factory=_Line)
    urgent: _Line = field(default_factory=_Line)


class Pace:
    """Hands out places in line; one that was given is kept for its message until it is used. Safe in any thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)

    def wait(self, name: str, message: str, rate: Rate, *, urgent: bool = False) -> float:
        """Return how many seconds this message should still wait in its lane; 0 where it may go, which uses its place.

        Whoever is told to wait comes back with the same message, and finds its place kept, or one further back for
        each urgent message that has come since.
        """
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            line = lane.urgent if urgent else lane.usual
            comes = message not in line.places
            place = line.place(message, max(_earliest(lane, rate), now - rate.slack), rate)
            if urgent and comes:
                lane.usual.move_back(rate.seconds, place + rate.seconds)
            until = max(place, _earliest(lane, rate))
            if until > now:
                return until - now
            del line.places[message]
            _go(lane, now, rate)
            return 0.0

    def may(self, name: str, rate: Rate) -> bool:
        """Whether a call that can just as well be left out may go now, ahead of nobody; if so, it counts."""
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            place = max(lane.usual.free, _earliest(lane, rate), now - rate.slack)
            if place > now:
                return False
            lane.usual.free = place + rate.seconds
            _go(lane, now, rate)
            return True

    def hold(self, name: str, seconds: float) -> None:
        """Let nobody go in a lane for a while: Slack has asked for it. Whoever waits keeps their place in the line."""
        with self._lock:
            lane, now = self._lanes[name], self._clock()
            lane.held = held = max(lane.held, now + seconds)
            first = min((*lane.urgent.places.values(), *lane.usual.places.values()), default=held)
            delay = max(0.0, held - max(now, first))
            for line in (lane.urgent, lane.usual):
                line.move_back(delay, held)


def _earliest(lane: _Lane, rate: Rate) -> float:
    """Return the first moment at which a call keeps to the rate, whatever its place is."""
    return max(lane.held, lane.on_time - rate.slack)


def _go(lane: _Lane, now: float, rate: Rate) -> None:
    """Count a call; what was held begins without a burst."""
    lane.on_time = max(lane.on_time, now, lane.held + rate.slack) + rate.seconds
