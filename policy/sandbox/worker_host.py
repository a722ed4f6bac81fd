"""The parent's side of one worker: hand it a job, wait no longer than allowed, learn how it ended."""

from __future__ import annotations

import os
import select
import socket
from time import monotonic

from policy.evidence import Obstacle
from policy.limits import Limits
from policy.sandbox.wire import ANSWER_HEAD, FATE, OUT_OF_MEMORY, READY, Job, pack_job, unpack_answer

_CHUNK = 256 * 1024
_START_TIME = 30.0
"""Seconds until a worker must be ready, the start of the zygote included; even a busy machine needs less."""
_EXCEEDED_PROCESSOR_TIME = -24
"""Ended by SIGXCPU."""


class WorkerError(Exception):
    """The worker did not answer properly; `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class ZygoteError(Exception):
    """The worker is gone and nobody can tell how it ended: the zygote went first."""


class WorkerHost:
    """One worker, seen from the parent. `channel` carries job and answer, `fate` how the worker ended."""

    def __init__(self, number: int, channel: socket.socket, fate: int) -> None:
        self.number = number
        self._channel, self._fate = channel, fate
        self._deadline = 0.0

    def lives(self) -> bool:
        """Whether nobody has told of its end yet."""
        return not self._told(0)

    def start(self, job: Job, data: bytes, limits: Limits) -> None:
        """Wait until the worker is ready, then hand it the job; its time begins here."""
        self._wait_until_ready()
        self._deadline = monotonic() + limits.wall_time
        try:
            self._send(pack_job(job, len(data)))
            if data:  # a worker with nothing to read may be done by now
                self._send(data)
        except ConnectionError:
            raise self._failure() from None

    def answer(self, limits: Limits) -> bytes:
        """Return the worker's answer: exactly one, of bounded size, with nothing after it."""
        stream = bytearray()
        while chunk := self._receive(_CHUNK):
            stream += chunk
            if len(stream) > ANSWER_HEAD + limits.answer_size:
                raise WorkerError(Obstacle.ANSWER_TOO_LARGE)
        try:
            return unpack_answer(bytes(stream), self.number)
        except ValueError:
            raise self._failure() from None

    def close(self) -> None:
        """Let go of the worker; the zygote ends it."""
        self._channel.close()
        os.close(self._fate)

    def _wait_until_ready(self) -> None:
        self._deadline = monotonic() + _START_TIME
        try:
            greeting = self._receive(len(READY))
        except WorkerError:
            raise ZygoteError from None
        if greeting != READY:
            raise ZygoteError

    def _send(self, data: bytes) -> None:
        self._channel.settimeout(self._remaining())
        try:
            self._channel.sendall(data)
        except TimeoutError:
            raise WorkerError(Obstacle.TIMED_OUT) from None

    def _receive(self, size: int) -> bytes:
        self._channel.settimeout(self._remaining())
        try:
            return self._channel.recv(size)
        except TimeoutError:
            raise WorkerError(Obstacle.TIMED_OUT) from None
        except ConnectionError:
            return b""

    def _remaining(self) -> float:
        remaining = self._deadline - monotonic()
        if remaining <= 0:
            raise WorkerError(Obstacle.TIMED_OUT)
        return remaining

    def _failure(self) -> WorkerError | ZygoteError:
        """Say what kept the worker from answering."""
        fate = self._wait_for_fate()
        if fate is None:
            return ZygoteError()
        if fate == OUT_OF_MEMORY:
            return WorkerError(Obstacle.OUT_OF_MEMORY)
        if fate == _EXCEEDED_PROCESSOR_TIME:
            return WorkerError(Obstacle.TIMED_OUT)
        return WorkerError(Obstacle.CRASHED)

    def _wait_for_fate(self) -> int | None:
        """Return the worker's exit code, None if the zygote went without telling it."""
        if not self._told(self._remaining()):
            raise WorkerError(Obstacle.TIMED_OUT)
        told = os.read(self._fate, FATE.size)
        return FATE.unpack(told)[0] if len(told) == FATE.size else None

    def _told(self, patience: float) -> bool:
        """Wait for word of the worker's end, or of the zygote's, for `patience` seconds at most."""
        poll = select.poll()
        poll.register(self._fate, select.POLLIN)
        return bool(poll.poll(patience * 1_000))
