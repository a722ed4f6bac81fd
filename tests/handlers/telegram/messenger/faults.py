"""What can go wrong on purpose: a plan that the parts of the messenger consult."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import Enum, auto

DECLARED_SIZE = 25 << 20
EVERY_METHOD = "*"


class Fault(Enum):
    """What can be wrong with a call."""

    FAIL = auto()
    HANG = auto()
    HTTP_ERROR = auto()
    DROP_BEFORE = auto()
    DROP_AFTER = auto()


@dataclass
class PlannedFault:
    """A fault of a method that happens some times."""

    kind: Fault
    times: int
    description: str = ""
    code: int = 0
    seconds: float = 0.0
    retry_after: int = 0


class Faults:
    """Faults by method (`*` is every one), and by the name of a file."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.large: dict[str, int] = {}
        self.broken: set[str] = set()
        self.disk = ""
        """Where a server that runs with `--local` keeps its files; it names them there, and hands none out."""
        self._methods: dict[str, deque[PlannedFault]] = defaultdict(deque)

    def fail(
        self, method: str, description: str = "Bad Request: no", code: int = 400, times: int = 1, retry_after: int = 0
    ) -> None:
        """Answer with an error, and do nothing."""
        planned = PlannedFault(Fault.FAIL, times, description=description, code=code, retry_after=retry_after)
        self._methods[method].append(planned)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Take that long before doing anything."""
        self._methods[method].append(PlannedFault(Fault.HANG, times, seconds=seconds))

    def http_error(self, method: str, code: int = 502, times: int = 1) -> None:
        """Answer with a status and a page, and do nothing."""
        self._methods[method].append(PlannedFault(Fault.HTTP_ERROR, times, code=code))

    def drop_before(self, method: str, times: int = 1) -> None:
        """End the connection without doing anything."""
        self._methods[method].append(PlannedFault(Fault.DROP_BEFORE, times))

    def drop_after(self, method: str, times: int = 1) -> None:
        """Do the work, then end the connection without an answer."""
        self._methods[method].append(PlannedFault(Fault.DROP_AFTER, times))

    def file_gone(self, name: str) -> None:
        """Let the path of a file lead nowhere."""
        self.gone.add(name)

    def short_file(self, name: str) -> None:
        """Let a download end half-way."""
        self.broken.add(name)

    def too_large(self, name: str, size: int = DECLARED_SIZE) -> None:
        """Declare another size than the file has; it comes before the file is sent."""
        self.large[name] = size

    def heal(self, name: str) -> None:
        """Take away all that is wrong with a file."""
        self.gone.discard(name)
        self.broken.discard(name)
        self.large.pop(name, None)

    def recover(self, method: str = EVERY_METHOD) -> None:
        """Plan nothing more for a method."""
        self._methods.pop(method, None)

    def of_call(self, method: str) -> PlannedFault | None:
        """Return the fault of this call, which counts as one of its times."""
        return self._next(method) or self._next(EVERY_METHOD)

    def _next(self, method: str) -> PlannedFault | None:
        planned = self._methods[method]
        while planned and planned[0].times <= 0:
            planned.popleft()
        if not planned:
            return None
        planned[0].times -= 1
        return planned[0]
