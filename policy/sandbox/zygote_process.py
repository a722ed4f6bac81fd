"""Starts the zygote with nothing of ours but its imports. It imports little, so that it can come first."""

from __future__ import annotations

import os
import sys

# The half of `socket` that is there already: the other half takes longer to import than a process to start.
from _socket import socketpair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from socket import socket

ENTRY = "policy.examination:read_here"
"""What workers run for each file. Two functions may stand beside it: `prepare(trust)` runs ahead of the file,
`load(media_type)` imports what that type takes and tells whether Pillow's decoder must be at hand (where
absent, it is)."""

_CODE = """\
import gc, sys
gc.disable()
sys.path += sys.argv[2:]
from policy.sandbox.zygote import main
main()
"""
_PYTHON_OPTIONS = ("-I", "-S")
"""Isolated, and without `site`: no user folder, no variables, no `.pth` files."""
_ENVIRONMENT = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # fresh memory by the 2 MiB: a third less time on photos
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",  # leaves more of a worker's address space to its file
    "RUST_BACKTRACE": "0",
}
"""All of it: tokens stay with the parent."""
_ORDER_TIME = 5.0
"""Seconds for the zygote to take an order; it does nothing long."""
_COMPLAINT_SIZE = 16 * 1024


class ZygoteProcess:
    """A zygote that starts at construction, which does not wait; what it is told waits in its socket.

    `entry` is what its workers run, as `module:function`; tests put something hostile there.
    """

    def __init__(self, entry: str = ENTRY) -> None:
        self.entry = entry
        ours, theirs = socketpair()
        self._descriptor = ours.detach()
        self._control: socket | None = None
        self._complaints, complaints = os.pipe()
        os.set_blocking(self._complaints, False)
        os.set_blocking(complaints, False)  # nobody reads while all is well: a full pipe must not stop it
        self.pid = _spawn(entry, theirs.fileno(), complaints)
        theirs.close()
        os.close(complaints)

    @property
    def control(self) -> socket:
        """The socket that takes orders."""
        if self._control is None:
            from socket import socket

            self._control = socket(fileno=self._descriptor)
            self._control.settimeout(_ORDER_TIME)
        return self._control

    def close(self) -> str:
        """End it with all its workers; return what it complained of, if anything."""
        # It holds nothing worth saving, and its workers go with it: by the kernel's hand on Linux, elsewhere
        # because their channel closes.
        from signal import SIGKILL

        os.kill(self.pid, SIGKILL)
        os.waitpid(self.pid, 0)
        self.control.close()
        with open(self._complaints, "rb", buffering=0) as complaints:  # noqa: PTH123 - a descriptor
            return (complaints.read(_COMPLAINT_SIZE) or b"").decode("utf-8", "replace")


def _spawn(entry: str, control: int, complaints: int) -> int:
    arguments = [sys.executable, *_PYTHON_OPTIONS, "-c", _CODE, entry, *_search_path()]
    actions = [
        (os.POSIX_SPAWN_DUP2, control, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, complaints, 2),
    ]
    return os.posix_spawn(sys.executable, arguments, _ENVIRONMENT, file_actions=actions, setsigmask=())


def _search_path() -> list[str]:
    """Return where this process finds modules; relative folders (the working directory) are left out."""
    root = os.path.abspath(__file__).rsplit(os.sep, 3)[0]  # noqa: PTH100 - pathlib takes longer than all of this
    return [root, *(folder for folder in sys.path if os.path.isabs(folder) and folder != root)]  # noqa: PTH117
