"""What /proc says of other processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """One line of the process table."""

    pid: int
    zombie: bool
    parent: int
    session: int


def _table() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                state, parent, _, session, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
                yield Process(int(folder.name), state == "Z", int(parent), int(session))


def children(pid: int) -> list[int]:
    """Return the living children of a process, oldest first."""
    return sorted(process.pid for process in _table() if process.parent == pid and not process.zombie)


def zombies() -> list[int]:
    """Return our own children that nobody waited for."""
    return [process.pid for process in _table() if process.parent == os.getpid() and process.zombie]


def session(leader: int) -> list[int]:
    """Return the living processes of a session."""
    return [process.pid for process in _table() if process.session == leader and not process.zombie]


def descriptors() -> int:
    """Return how many descriptors this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))


def eventually(true: Callable[[], object], within: float = 5.0) -> bool:
    """Wait until something holds, `within` seconds at most; return whether it did."""
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
