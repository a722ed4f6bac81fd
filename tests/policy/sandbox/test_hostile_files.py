"""A file that hangs, crashes, eats memory or floods its answer costs only its own verdict."""

from __future__ import annotations

import hashlib
import time

import pytest

from policy.evidence import Examination, Obstacle
from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox import Sandbox
from tests.policy.sandbox.hostile import ENTRY


def said(examination: Examination) -> str:
    """Return the one value that a worker of these tests reports."""
    assert examination.obstacle is None
    (evidence,) = examination.evidence
    return evidence.value


@pytest.mark.parametrize(
    ("mischief", "obstacle"),
    [
        ("spin", Obstacle.TIMED_OUT),
        ("sleep", Obstacle.TIMED_OUT),
        ("eat-memory", Obstacle.OUT_OF_MEMORY),
        ("flood", Obstacle.ANSWER_TOO_LARGE),
        ("large", Obstacle.ANSWER_TOO_LARGE),
        ("abort", Obstacle.CRASHED),
        ("segfault", Obstacle.CRASHED),
        ("exit 0", Obstacle.CRASHED),
        ("exit 3", Obstacle.CRASHED),
        ("raise", Obstacle.CRASHED),
        ("forge", Obstacle.CRASHED),
        ("babble", Obstacle.CRASHED),
        ("long", Obstacle.CRASHED),
        ("many", Obstacle.CRASHED),
        ("impossible", Obstacle.CRASHED),
        ("untyped", Obstacle.CRASHED),
    ],
)
def test_a_hostile_file_is_answered_and_the_next_one_served(
    sandbox: Sandbox, mischief: str, obstacle: Obstacle
) -> None:
    data = mischief.encode()
    examination = sandbox.examine(data)
    assert examination == Examination(hashlib.sha256(data).hexdigest(), len(data), MediaType.OTHER, obstacle=obstacle)
    assert said(sandbox.examine(b"say all is well")) == "all is well"


def test_a_file_that_hangs_is_given_up_at_the_time_limit(sandbox: Sandbox) -> None:
    started = time.monotonic()
    sandbox.examine(b"sleep")
    assert 0.9 < time.monotonic() - started < 3


def test_processor_time_is_limited_too() -> None:
    with Sandbox(limits=Limits(processor_time=1, wall_time=10), entry=ENTRY) as sandbox:
        assert sandbox.examine(b"spin").obstacle is Obstacle.TIMED_OUT


def test_what_the_parent_knows_itself_is_not_taken_from_the_worker(sandbox: Sandbox) -> None:
    data = b"say I am another file"
    examination = sandbox.examine(data)
    assert examination.sha256 == hashlib.sha256(data).hexdigest()
    assert examination.size == len(data)
    assert examination.media_type is MediaType.OTHER


def test_text_that_is_not_unicode_does_not_spoil_an_answer(sandbox: Sandbox) -> None:
    assert said(sandbox.examine(b"surrogate")) == "?"


def test_an_empty_file_needs_no_worker(sandbox: Sandbox) -> None:
    assert sandbox.examine(b"").obstacle is Obstacle.EMPTY


def test_a_file_over_the_limit_is_hashed_and_not_read() -> None:
    with Sandbox(limits=Limits(file_size=9), entry=ENTRY) as sandbox:
        data = b"say too much"
        examination = sandbox.examine(data)
        assert examination.obstacle is Obstacle.TOO_LARGE
        assert examination.sha256 == hashlib.sha256(data).hexdigest()
        assert said(sandbox.examine(b"say fine.")) == "fine."


def test_every_file_has_a_process_of_its_own(sandbox: Sandbox) -> None:
    assert len({said(sandbox.examine(b"pid")) for _ in range(5)}) == 5
