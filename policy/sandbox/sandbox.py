"""Every file is read in a process of its own: one that hangs, crashes or floods costs only its verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Self

from policy.evidence import Examination, Obstacle
from policy.limits import Limits
from policy.media_type import MediaType, sniff
from policy.sandbox.preview import Preview, unpack_preview
from policy.sandbox.wire import Job, Task
from policy.sandbox.worker_host import WorkerError, WorkerHost, ZygoteError
from policy.sandbox.zygote_host import ZygoteHost
from policy.sandbox.zygote_process import ENTRY, ZygoteProcess
from policy.trust import NO_TRUST, TrustLists

if TYPE_CHECKING:
    from policy.sandbox.protections import Protections


class SandboxError(RuntimeError):
    """No worker can be had: the installation is broken, or the sandbox closed. Says nothing of a file."""


class Sandbox:
    """Reads files in processes of their own. Safe to use from many threads; at most `workers` files at once.

    Construction starts the zygote and does not wait for it; one worker is always ready ahead.
    `zygote` may have been started before everything else was imported; the sandbox ends it with itself.
    `entry` (`module:function`) is for tests: what workers run in place of the real examination.
    """

    def __init__(
        self,
        trust: TrustLists = NO_TRUST,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        workers: int = 2,
        *,
        zygote: ZygoteProcess | None = None,
        entry: str = ENTRY,
    ) -> None:
        process = zygote or ZygoteProcess(entry)
        self._trust, self._limits, self._entry, self._workers = trust, limits, process.entry, workers
        self._slots = BoundedSemaphore(workers)
        self._lock = Lock()
        self._closed = False
        self._spares: list[WorkerHost] = []
        self._zygote = ZygoteHost(process, trust, limits)
        self._order_spare()

    def examine(self, data: bytes) -> Examination:
        """Return what a worker read from a file; where it failed, that is the examination's obstacle.

        Raises:
            SandboxError: No worker can be had.
        """
        media_type = sniff(data)
        digest = cache(lambda: hashlib.sha256(data).hexdigest())
        if obstacle := self._refusal(data):
            return Examination(digest(), len(data), media_type, obstacle=obstacle)

        def meanwhile() -> None:
            from policy.sandbox import answer  # noqa: F401 - takes as long as reading a file does

            digest()

        try:
            payload = self._run(Task.EXAMINE, media_type, data, meanwhile)
            from policy.sandbox import answer

            found = answer.examination(payload, self._limits)
        except WorkerError as failure:
            return Examination(digest(), len(data), media_type, obstacle=failure.obstacle)
        except ValueError:
            return Examination(digest(), len(data), media_type, obstacle=Obstacle.CRASHED)
        return replace(found, sha256=digest(), size=len(data), media_type=media_type)

    def preview(self, data: bytes, media_type: MediaType) -> Preview | None:
        """Return a small picture of a file and its look, None where there is none to be had.

        Raises:
            SandboxError: No worker can be had.
        """
        if self._refusal(data) or not media_type.is_raster:
            return None
        try:
            return unpack_preview(self._run(Task.PREVIEW, media_type, data))
        except (WorkerError, ValueError):
            return None

    def protections(self) -> Protections:
        """Return which locks hold in a worker, as one of them found.

        Raises:
            SandboxError: No worker can be had, or it could not tell.
        """
        from policy.sandbox import answer

        try:
            return answer.protections(self._run(Task.PROTECTIONS, MediaType.OTHER, b""))
        except (WorkerError, ValueError) as error:
            raise SandboxError(f"a worker failed with nothing to read: {error}") from error

    @property
    def trust(self) -> TrustLists:
        """The trust lists that the next file is read with."""
        return self._trust

    def renew(self, trust: TrustLists) -> None:
        """Use these trust lists from the next file on."""
        with self._lock:
            self._trust = trust
            with suppress(ZygoteError):  # the next zygote starts with them
                self._zygote.renew(trust)
            self._drop_spares()
        self._order_spare()

    def close(self) -> None:
        """Wait for the files under way, then end every process."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for _ in range(self._workers):
            self._slots.acquire()
        with self._lock:
            self._drop_spares()
            self._zygote.close()
        self._slots.release(self._workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refusal(self, data: bytes) -> Obstacle | None:
        if not data:
            return Obstacle.EMPTY
        return Obstacle.TOO_LARGE if len(data) > self._limits.file_size else None

    def _run(
        self, task: Task, media_type: MediaType, data: bytes, meanwhile: Callable[[], object] = lambda: None
    ) -> bytes:
        """Return a worker's answer; where the zygote dies under it, ask once more."""
        with self._slots:
            for _ in range(2):
                zygote, worker = self._take()
                try:
                    worker.start(Job(worker.number, task, media_type), data, self._limits)
                    self._order_spare()
                    meanwhile()
                    return worker.answer(self._limits)
                except ZygoteError:
                    self._replace(zygote)
                finally:
                    zygote.end(worker)
        if zygote.was_ready():
            raise WorkerError(Obstacle.CRASHED)
        raise SandboxError(f"workers can't be started: {zygote.complaint}")

    def _take(self) -> tuple[ZygoteHost, WorkerHost]:
        """Return a fresh worker and the zygote that it comes from."""
        with self._lock:
            if self._closed:
                raise SandboxError("the sandbox is closed")
            while self._spares:
                worker = self._spares.pop()
                if worker.lives():
                    return self._zygote, worker
                self._zygote.end(worker)
            return self._zygote, self._zygote.worker()

    def _replace(self, dead: ZygoteHost) -> None:
        """Start another zygote, unless another thread already did."""
        with self._lock:
            if self._zygote is dead:
                self._drop_spares()
                dead.close()
                self._zygote = ZygoteHost(ZygoteProcess(self._entry), self._trust, self._limits)

    def _order_spare(self) -> None:
        with self._lock:
            if not (self._spares or self._closed):
                self._spares.append(self._zygote.worker())

    def _drop_spares(self) -> None:
        for spare in self._spares:
            self._zygote.end(spare)
        self._spares.clear()
