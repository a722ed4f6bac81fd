"""What a test can make go wrong, as it goes wrong at Slack."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum, auto


class FileFault(Enum):
    """What can be wrong with a file."""

    LOGIN_PAGE = auto()
    LOGIN_REDIRECT = auto()
    FOREIGN_REDIRECT = auto()
    SHORT_BODY = auto()
    ABRUPT_END = auto()
    GONE = auto()
    TOMBSTONE = auto()
    HIDDEN_BY_LIMIT = auto()
    EXTERNAL = auto()
    CHECK_FILE_INFO = auto()
    STRIP_EXIF = auto()


class MethodFault(Enum):
    """What can be wrong with a call."""

    FAIL = auto()
    HANG = auto()
    HTTP_ERROR = auto()
    DROP_AFTER = auto()


@dataclass
class PlannedFault:
    """A fault of a method that happens some times."""

    kind: MethodFault
    times: int
    error: str = ""
    status: int = 0
    seconds: float = 0.0


@dataclass
class NamedTrouble:
    """What a test said of a file, by one of its names."""

    kinds: set[FileFault] = field(default_factory=set)
    invisible_until: float = 0.0
    invisible_calls: int = 0
    declared_size: int | None = None

    def look(self) -> bool:
        """Tell whether the file can be seen now; a look that can't counts."""
        if self.invisible_calls > 0:
            self.invisible_calls -= 1
            return False
        return time.monotonic() >= self.invisible_until


@dataclass(frozen=True)
class FileTrouble:
    """All that is wrong with one file, by its name and by its id."""

    parts: tuple[NamedTrouble, ...] = ()

    @property
    def kinds(self) -> set[FileFault]:
        return {kind for part in self.parts for kind in part.kinds}

    @property
    def declared_size(self) -> int | None:
        return next((part.declared_size for part in self.parts if part.declared_size is not None), None)

    def look(self) -> bool:
        """Tell whether the file can be seen now; a look that can't counts."""
        looks = [part.look() for part in self.parts]
        return all(looks)


class Faults:
    """Faults by file (its id, or its name before it has one), by method, and of events."""

    def __init__(self) -> None:
        self.expect_invalid_blocks = False
        self.refused_block_types: set[str] = set()
        self.duplicate_events = False
        self.swap_file_shared_first = False
        self.lose_acks = 0
        self._files: dict[str, NamedTrouble] = defaultdict(NamedTrouble)
        self._methods: dict[str, deque[PlannedFault]] = defaultdict(deque)

    def login_page(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.LOGIN_PAGE)

    def login_redirect(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.LOGIN_REDIRECT)

    def foreign_redirect(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.FOREIGN_REDIRECT)

    def short_body(self, file: str, *, abrupt: bool = False) -> None:
        """Send half of the bytes, with the length of that half or (abrupt) with the whole length and a cut."""
        self._files[file].kinds.add(FileFault.ABRUPT_END if abrupt else FileFault.SHORT_BODY)

    def gone(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.GONE)

    def tombstone(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.TOMBSTONE)

    def hidden_by_limit(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.HIDDEN_BY_LIMIT)

    def external(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.EXTERNAL)

    def check_file_info(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.CHECK_FILE_INFO)

    def strip_exif(self, file: str) -> None:
        self._files[file].kinds.add(FileFault.STRIP_EXIF)

    def too_large(self, file: str, size: int = 2 << 30) -> None:
        """Declare another size than the file has."""
        self._files[file].declared_size = size

    def not_visible_for(self, file: str, *, seconds: float = 0.0, calls: int = 0) -> None:
        """Hide a file for some time from now, or for some looks."""
        trouble = self._files[file]
        trouble.invisible_until = time.monotonic() + seconds
        trouble.invisible_calls = calls

    def heal(self, file: str) -> None:
        """Take away all that is wrong with a file."""
        self._files.pop(file, None)

    def of_file(self, file_id: str, name: str) -> FileTrouble:
        """Return what is wrong with a file."""
        return FileTrouble(tuple(self._files[key] for key in (file_id, name) if key in self._files))

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer with an error, and do nothing."""
        self._methods[method].append(PlannedFault(MethodFault.FAIL, times, error=error))

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Take that long before doing anything."""
        self._methods[method].append(PlannedFault(MethodFault.HANG, times, seconds=seconds))

    def http_error(self, method: str, status: int, times: int = 1) -> None:
        """Answer with a status and a page, and do nothing."""
        self._methods[method].append(PlannedFault(MethodFault.HTTP_ERROR, times, status=status))

    def drop_after(self, method: str, times: int = 1) -> None:
        """Do the work, then end the connection without an answer."""
        self._methods[method].append(PlannedFault(MethodFault.DROP_AFTER, times))

    def of_call(self, method: str) -> PlannedFault | None:
        """Return the fault of this call, which counts as one of its times."""
        planned = self._methods[method]
        while planned and planned[0].times <= 0:
            planned.popleft()
        if not planned:
            return None
        planned[0].times -= 1
        return planned[0]
