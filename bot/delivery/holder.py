"""The name of a process on what it has claimed, from which the next one can tell that it is no more."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable


def new_holder() -> str:
    """Return a name for this process, such as `server:4242:9f3c01ab`."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(8)}"


def dead(holders: Iterable[str], mine: str) -> set[str]:
    """Return those that were processes of this machine and are no more; of other machines nothing is known."""
    return {holder for holder in holders if holder != mine and _is_dead(holder)}


def _is_dead(holder: str) -> bool:
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    number = int(rest)
    return number == os.getpid() or not _runs(number)


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
