"""A worker: one process, one job. It locks itself down before it sees the first byte of the file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import NoReturn

from policy.evidence import Examination
from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox.lockdown import lock_down
from policy.sandbox.protections import Protections
from policy.sandbox.wire import (
    OUT_OF_MEMORY,
    READY,
    SIZES_SIZE,
    Job,
    Task,
    Terms,
    pack_answer,
    unpack_job,
    unpack_sizes,
)
from policy.trust import TrustLists

CHANNEL = 3
"""The one descriptor that a worker keeps, beside three that lead to /dev/null."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is forked for: `prepare` runs at once, `examine` when a file comes.

    `load` imports what a media type takes and tells whether `examine` may open the picture with Pillow. `imported`
    says that no import is left to do, so that the worker can lock itself down ahead of its job.
    """

    examine: Callable[[bytes, MediaType, TrustLists, Limits], Examination]
    prepare: Callable[[TrustLists], object]
    load: Callable[[MediaType], bool]
    terms: Terms
    imported: bool = False


def serve(work: Work) -> NoReturn:
    """Do one job and end; the exit code says whether memory ran out."""
    try:
        with suppress(Exception):  # only a head start: a reader that can't do without says so itself
            work.prepare(work.terms.trust)
        protections = lock_down(work.terms.limits) if work.imported else None
        os.write(CHANNEL, READY)
        _do(work, protections)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:  # noqa: BLE001 - whatever it was, it ends here, and the exit code tells the parent
        os._exit(1)
    os._exit(0)


def _do(work: Work, protections: Protections | None) -> None:
    with open(CHANNEL, "rb", closefd=False) as channel:
        sizes = channel.read(SIZES_SIZE)
        if len(sizes) < SIZES_SIZE:
            return  # a spare worker that was never needed
        header_size, size = unpack_sizes(sizes)
        job = unpack_job(channel.read(header_size))
        task = _task(job, work)
        protections = protections or lock_down(work.terms.limits)
        data = channel.read(size)
    _send(pack_answer(job.number, task(data, protections)))


def _task(job: Job, work: Work) -> Callable[[bytes, Protections], bytes]:
    """Return what to do with the bytes; whatever it imports is imported here, while files can be opened."""
    if work.load(job.media_type) or job.task is Task.PREVIEW:
        from policy.sandbox.codecs import keep_only

        keep_only(job.media_type)
    if job.task is Task.PREVIEW:
        from policy.sandbox.thumbnail import thumbnail

        return lambda data, _: thumbnail(data, work.terms.limits)
    if job.task is Task.PROTECTIONS:
        return lambda _, protections: _as_json(protections)
    return lambda data, _: _as_json(work.examine(data, job.media_type, work.terms.trust, work.terms.limits))


def _as_json(answer: Examination | Protections) -> bytes:
    """Encode an answer; text that is not Unicode (lone surrogates) must not spoil it."""
    return json.dumps(asdict(answer), ensure_ascii=False).encode("utf-8", "replace")


def _send(answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(CHANNEL, rest) :]
    os.close(CHANNEL)  # the parent need not wait until this process is taken down
