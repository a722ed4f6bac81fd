"""What parent, zygote and workers say to each other: small frames with JSON inside, never pickle.

parent → zygote   an `Order` of fixed size; SPAWN carries the worker's channel and its fate pipe, TERMS a file
zygote → parent   READY once; on each fate pipe, how the worker ended
parent → worker   a job: its header, then the file's bytes
worker → parent   READY once, before the job; then the answer, then the end of the stream
"""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from enum import IntEnum, StrEnum
from typing import NamedTuple

from policy.limits import Limits
from policy.media_type import MediaType
from policy.trust import TrustLists

READY = b"R"
FATE = struct.Struct("=i")
"""A worker's exit code; the negative number of the signal that ended it."""
OUT_OF_MEMORY = 99
"""The exit code of a worker that ran out of memory."""

_ORDER = struct.Struct("=IQ")
_SIZES = struct.Struct("=II")
_ANSWER = struct.Struct("=QQ")


class Order(IntEnum):
    """What the zygote is asked: to fork a worker, to end one, to change what workers go by."""

    SPAWN = 1
    END = 2
    TERMS = 3


class Task(StrEnum):
    """What a worker is asked."""

    EXAMINE = "examine"
    PREVIEW = "preview"
    PROTECTIONS = "protections"


class Terms(NamedTuple):
    """What workers go by, whatever their file."""

    trust: TrustLists
    limits: Limits


class Job(NamedTuple):
    """One task for one worker; `number` is the worker's own and comes back with the answer."""

    number: int
    task: Task
    media_type: MediaType


ORDER_SIZE = _ORDER.size
SIZES_SIZE = _SIZES.size
ANSWER_HEAD = _ANSWER.size


def pack_order(order: Order, number: int = 0) -> bytes:
    """Return an order as `ORDER_SIZE` bytes."""
    return _ORDER.pack(order, number)


def unpack_order(frame: bytes) -> tuple[Order, int]:
    """Return the order and the number of the worker that it is about."""
    order, number = _ORDER.unpack(frame)
    return Order(order), number


def pack_terms(terms: Terms) -> bytes:
    """Return terms as the zygote reads them from a file."""
    return "\0".join((json.dumps(asdict(terms.limits)), terms.trust.anchors, terms.trust.allowed)).encode()


def unpack_terms(content: bytes) -> Terms:
    """Return the terms that a file holds."""
    limits, anchors, allowed = content.decode().split("\0")
    return Terms(TrustLists(anchors, allowed), Limits(**json.loads(limits)))


def pack_job(job: Job, size: int) -> bytes:
    """Return everything that goes before the file's `size` bytes."""
    header = json.dumps(job._asdict()).encode()
    return _SIZES.pack(len(header), size) + header


def unpack_sizes(frame: bytes) -> tuple[int, int]:
    """Return the sizes of a job's header and of its file, from the first `SIZES_SIZE` bytes."""
    header, size = _SIZES.unpack(frame)
    return header, size


def unpack_job(header: bytes) -> Job:
    """Return the job of a header."""
    fields = json.loads(header)
    return Job(fields["number"], Task(fields["task"]), MediaType(fields["media_type"]))


def pack_answer(number: int, payload: bytes) -> bytes:
    """Return an answer as a worker writes it."""
    return _ANSWER.pack(number, len(payload)) + payload


def unpack_answer(stream: bytes, number: int) -> bytes:
    """Return the payload of an answer.

    Raises:
        ValueError: The stream is anything but exactly one answer to job `number`.
    """
    if len(stream) < ANSWER_HEAD:
        raise ValueError("no whole answer")
    answered, size = _ANSWER.unpack_from(stream)
    if answered != number or size != len(stream) - ANSWER_HEAD:
        raise ValueError("not one answer to this job")
    return stream[ANSWER_HEAD:]


def anonymous_file(content: bytes) -> int:
    """Return a descriptor of a nameless file that holds some bytes, positioned at its start."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("vigie")
    else:
        import tempfile

        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    with open(descriptor, "wb", closefd=False) as file:
        file.write(content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
