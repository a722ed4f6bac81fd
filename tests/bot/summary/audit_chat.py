"""A platform with audit channels: it refuses now and then, or breaks off before or after it has taken a message."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from random import Random

from bot.ports import NotSentError, Outgoing


@dataclass
class AuditChat:
    """Holds what was sent by channel; a share of `trouble` of all calls fails, in one way or another."""

    name: str
    chance: Random
    trouble: float = 0.2
    taken: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, str] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)

    def send(self, message: Outgoing) -> str:
        """Take a message, or fail in one of three ways."""
        fate = self.chance.random()
        if fate < self.trouble / 3:
            self.faults["refused"] += 1
            raise NotSentError("patience")
        if fate < 2 * self.trouble / 3:
            self.faults["broken off before"] += 1
            raise OSError("the line broke")
        self.taken[message.target].append(message.subject)
        receipt = self.keys[message.key] = f"{self.name}-{len(self.keys)}"
        if fate < self.trouble:
            self.faults["broken off after"] += 1
            raise OSError("the line broke")
        return receipt

    def edit(self, receipt: str, message: Outgoing) -> None:
        """Leave it as it is: nothing of a summary is ever edited."""

    def find(self, message: Outgoing) -> str | None:
        """Look a message up, where the line holds."""
        if self.chance.random() < self.trouble:
            self.faults["not found out"] += 1
            raise NotSentError("patience")
        return self.keys.get(message.key)
