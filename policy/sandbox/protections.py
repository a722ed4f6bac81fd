"""Which locks hold in a worker, as it tells after locking itself down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protections:
    """Which locks hold in a worker. `landlock` is the version of the kernel's interface, 0 for none."""

    no_new_privileges: bool
    landlock: int
    system_calls: bool
    undumpable: bool
    memory: bool

    @property
    def complete(self) -> bool:
        """Whether a worker reaches neither files nor the network, and its memory is bounded."""
        return self.no_new_privileges and bool(self.landlock) and self.system_calls and self.memory
