"""What a worker's answer must be before anyone believes it: well-formed, typed, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from policy.evidence import Evidence, Examination, ReaderName, Report
from policy.limits import Limits
from policy.sandbox.protections import Protections

Answer = TypeVar("Answer")

_LONGEST_SIDE = 2**32 - 1
"""No supported format can state a larger width or height, in pixels."""


def examination(payload: bytes, limits: Limits) -> Examination:
    """Return the examination that a worker wrote.

    Raises:
        ValueError: It is not an examination, or holds more or longer values than the limits allow.
    """
    answer = _decoded(payload, Examination)
    if any(not 0 <= side <= _LONGEST_SIDE for side in (answer.width, answer.height) if side is not None):
        raise ValueError("a size that no picture has")
    if len(answer.reports) > len(ReaderName):
        raise ValueError("more reports than readers")
    for report in answer.reports:
        _check(report, limits)
    return answer


def protections(payload: bytes) -> Protections:
    """Return the protections that a worker reported.

    Raises:
        ValueError: It is anything else.
    """
    return _decoded(payload, Protections)


def _decoded(payload: bytes, kind: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(payload, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError("not what was asked for") from error


def _check(report: Report, limits: Limits) -> None:
    if len(report.evidence) > limits.values:
        raise ValueError("more values than the limit")
    for item in report.evidence:
        if item.reader is not report.reader:
            raise ValueError("evidence of another reader")
        if any(len(text) > limits.value_length for text in _texts(item)):
            raise ValueError("a value longer than the limit")


def _texts(item: Evidence) -> Iterator[str]:
    yield from (item.marker, item.value, item.where)
    yield from (text for text in (item.tool, item.signer) if text is not None)
