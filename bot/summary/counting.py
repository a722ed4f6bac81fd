"""Counting names, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def counted(names: Iterable[Name]) -> dict[Name, int]:
    """Return how often each name comes; names that come as often in the order of the alphabet."""
    counted = Counter(names)
    return {name: counted[name] for name in sorted(counted, key=lambda name: (-counted[name], name))}
