"""Reading the files of a command: begun at once, in worker processes, while the rest of Vigie is still loading."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Self

from bot.errors import NotFoundError, UsageError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.trust_lists import TrustStore
from policy.evidence import Examination, Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox import Sandbox

if TYPE_CHECKING:
    from bot.cli.entry import Context

_PATH_LENGTH = 200


class Read(NamedTuple):
    """What was read of one file; `elapsed` is in milliseconds."""

    path: Path
    examination: Examination
    elapsed: float


class Reading:
    """Files under examination, a few at a time; iterate over what was read, in the order of the files."""

    def __init__(self, given: Sequence[Path], context: Context) -> None:
        """Find the files.

        Raises:
            NotFoundError: one is not there, or there is nothing in all the folders: nothing to say is not « fine ».
        """
        self._paths = [path for item in given for path in files_of(item)]
        if not self._paths:
            raise NotFoundError(N_("There is no file {path}."), path=one_line(f"{given[0]}/*", _PATH_LENGTH))
        self._context = context
        self._open = ExitStack()

    def __enter__(self) -> Self:
        limits, settings = Limits(), self._context.settings
        trust = TrustStore(settings.trust_lists).lists()
        sandbox = self._open.enter_context(Sandbox(trust, limits, settings.workers, zygote=self._context.ahead))
        read = partial(_read, sandbox=sandbox, limits=limits)
        self._results = self._started(read, settings.workers)
        return self

    def _started(self, read: Callable[[Path], Read], workers: int) -> Iterator[Read]:
        """Begin reading, and return what comes of it in the order of the files."""
        if len(self._paths) == 1:
            return iter(_Started(read, self._paths[0]))
        from concurrent.futures import ThreadPoolExecutor  # takes longer to import than a file to read

        pool = ThreadPoolExecutor(workers)
        self._open.callback(pool.shutdown, cancel_futures=True)
        return pool.map(read, self._paths)

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __iter__(self) -> Iterator[Read]:
        """Yield each file's answer, with a counter on the terminal.

        Raises:
            UsageError: a file can't be opened.
        """
        with Progress(len(self._paths), self._context.catalogue) as progress:
            for read in self._results:
                progress.step()
                yield read


class _Started(Thread):
    """One file that is being read in the background."""

    def __init__(self, read: Callable[[Path], Read], path: Path) -> None:
        super().__init__(name="reading")
        self._read, self._path = read, path
        self._answer: Read | Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self._answer = self._read(self._path)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            self._answer = error

    def __iter__(self) -> Iterator[Read]:
        self.join()
        if isinstance(self._answer, Exception):
            raise self._answer
        if self._answer:
            yield self._answer


def files_of(path: Path) -> list[Path]:
    """Return the file itself, or the files of a folder, hidden ones left out.

    Raises:
        NotFoundError: there is none of that name.
    """
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the name is too long
        inside = (item for item in sorted(path.rglob("*")) if item.is_file())
        return [item for item in inside if not any(part.startswith(".") for part in item.relative_to(path).parts)]
    if not os.path.exists(path):  # noqa: PTH110
        raise NotFoundError(N_("There is no file {path}."), path=one_line(str(path), _PATH_LENGTH))
    return [path]


def _read(path: Path, sandbox: Sandbox, limits: Limits) -> Read:
    started = perf_counter()
    examination = _examine(path, sandbox, limits)
    return Read(path, examination, (perf_counter() - started) * 1_000)


def _examine(path: Path, sandbox: Sandbox, limits: Limits) -> Examination:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if size > limits.file_size:
                from hashlib import file_digest

                digest = file_digest(stream, "sha256").hexdigest()
                return Examination(digest, size, MediaType.OTHER, obstacle=Obstacle.TOO_LARGE)
            data = stream.read(limits.file_size + 1)
    except OSError as error:
        raise UsageError(N_("{path} can't be read."), path=one_line(str(path), _PATH_LENGTH)) from error
    return sandbox.examine(data)


class Progress:
    """A counter on the terminal while many files are read; silent anywhere else."""

    def __init__(self, total: int, catalogue: Catalogue) -> None:
        self._total, self._done, self._catalogue = total, 0, catalogue
        self._shown = total > 1 and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def step(self) -> None:
        """Count one more file."""
        self._done += 1
        if self._shown:
            line = self._catalogue.say(N_("{done} of {total} files"), done=self._done, total=self._total)
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Take the counter off the terminal, so that something else can be written there."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
