"""The filter itself, run instruction by instruction, for processors that this machine is not too."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from policy.sandbox.seccomp import (
    _BY_ARGUMENT,
    ARCHITECTURES,
    HIGHEST,
    REFUSED,
    Architecture,
    numbers,
    program,
)

ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
PID = 4_242
THREAD, PROCESS = 0x3D0F00, 0x1200011  # the flags of pthread_create and of fork
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}

both = pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=ARCHITECTURES.keys())


def decide(architecture: Architecture, number: int, argument: int = 0, audit: int | None = None) -> int:
    """Run the filter for one system call, as the kernel would, and return its verdict."""
    call = struct.pack("<IIQ6Q", number, audit or architecture.audit, 0, argument, 0, 0, 0, 0, 0)
    steps = list(struct.iter_unpack("=HBBI", program(architecture, PID)))
    at = word = 0
    while True:
        code, if_true, if_false, operand = steps[at]
        at += 1
        if code == 0x06:
            return int(operand)
        if code == 0x20:
            (word,) = struct.unpack_from("<I", call, operand)
            continue
        holds = {0x15: word == operand, 0x25: word > operand, 0x45: bool(word & operand)}[code]
        at += if_true if holds else if_false


def number_of(architecture: Architecture, name: str) -> int:
    """Return a system call's number."""
    return {**numbers(REFUSED, architecture), **numbers(_BY_ARGUMENT, architecture)}[name]


@both
def test_reading_writing_and_memory_are_allowed(architecture: Architecture) -> None:
    for number in {1: (0, 1, 3, 9, 11, 12, 202, 231), 2: (57, 63, 64, 98, 94, 214, 215, 222)}[architecture.column]:
        assert decide(architecture, number) == ALLOW


@both
def test_every_call_of_the_table_is_refused(architecture: Architecture) -> None:
    for name, number in numbers(REFUSED, architecture).items():
        assert decide(architecture, number) == ERROR | errno.EPERM, name


@both
def test_threads_may_start_and_processes_may_not(architecture: Architecture) -> None:
    clone = number_of(architecture, "clone")
    assert decide(architecture, clone, THREAD) == ALLOW
    assert decide(architecture, clone, PROCESS) == ERROR | errno.EPERM
    assert decide(architecture, number_of(architecture, "clone3")) == ERROR | errno.ENOSYS


@both
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_a_worker_may_end_itself_and_nobody_else(architecture: Architecture, name: str) -> None:
    number = number_of(architecture, name)
    assert decide(architecture, number, PID) == ALLOW
    for other in (0, 1, PID + 1, 2**32 - 1, 2**64 - 1):
        assert decide(architecture, number, other) == ERROR | errno.EPERM


@both
def test_calls_that_nobody_has_judged_do_not_exist(architecture: Architecture) -> None:
    for number in (HIGHEST + 1, 463, 0x40000000 | 1):  # the last: write in the x32 table
        assert decide(architecture, number) == ERROR | errno.ENOSYS


@both
def test_another_processor_s_table_ends_the_process(architecture: Architecture) -> None:
    assert decide(architecture, 1, audit=0x40000003) == KILL  # i386, by way of int 0x80


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_numbers_are_the_kernel_s(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text()
    kernel = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    ours = {**numbers(REFUSED, ARCHITECTURES[machine]), **numbers(_BY_ARGUMENT, ARCHITECTURES[machine])}
    assert ours == {name: kernel[name] for name in ours}
