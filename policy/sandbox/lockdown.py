"""What a worker gives up before it reads a stranger's bytes.

Where the system lacks a lock (macOS, an old kernel) the others still hold; `Protections` tells which.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys

from policy.limits import Limits
from policy.sandbox.protections import Protections
from policy.sandbox.seccomp import ARCHITECTURES, program

# linux/prctl.h
_SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
# linux/seccomp.h
_SECCOMP_SET_MODE_FILTER, _SECCOMP_ALL_THREADS = 1, 1
_SECCOMP_NUMBER = {"x86_64": 317, "aarch64": 277}
# linux/landlock.h; the numbers are the same on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT, _LANDLOCK_VERSION = 444, 446, 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights on files each version of Landlock knows; later ones know as many as the fifth."""
_ALL_NETWORK_RIGHTS, _ALL_SCOPES = 0b11, 0b11

_OPEN_FILES = 64


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when its parent does (Linux); end it now if that already happened."""
    if sys.platform == "linux":
        _libc().prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def lock_down(limits: Limits) -> Protections:
    """Give up files, network, programs and other processes for good, and bound what is left."""
    memory = _bound(limits)
    if sys.platform != "linux":
        return Protections(no_new_privileges=False, landlock=0, system_calls=False, undumpable=False, memory=memory)
    libc = _libc()
    undumpable = libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0) == 0
    no_new_privileges = libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    return Protections(
        no_new_privileges=no_new_privileges,
        landlock=_landlock(libc),
        system_calls=_filter(libc),
        undumpable=undumpable,
        memory=memory,
    )


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _bound(limits: Limits) -> bool:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_CPU, limits.processor_time, grace=1)  # SIGXCPU, then SIGKILL a second later
    return _limit(resource.RLIMIT_AS, limits.memory)


def _limit(kind: int, value: int, grace: int = 0) -> bool:
    """Lower one limit for good, never above the one in force."""
    ceiling = resource.getrlimit(kind)[1]
    hard = value + grace if ceiling == resource.RLIM_INFINITY else min(value + grace, ceiling)
    try:
        resource.setrlimit(kind, (min(value, hard), hard))
    except (OSError, ValueError):  # macOS refuses RLIMIT_AS below what is already mapped
        return False
    return True


def _landlock(libc: ctypes.CDLL) -> int:
    """Refuse every right that this kernel knows, by a ruleset without a rule; return its version."""
    version = max(libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION), 0)
    if not version:
        return 0
    files = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    fields = (files, _ALL_NETWORK_RIGHTS, _ALL_SCOPES)[: 1 if version < 4 else 2 if version < 6 else 3]
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return 0
    refused = libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return 0 if refused else version


def _filter(libc: ctypes.CDLL) -> bool:
    machine = os.uname().machine
    architecture = ARCHITECTURES.get(machine)
    if architecture is None:
        return False
    steps = program(architecture, os.getpid())
    buffer = ctypes.create_string_buffer(steps, len(steps))
    filter_ = struct.pack("@HP", len(steps) // 8, ctypes.addressof(buffer))  # struct sock_fprog
    number = _SECCOMP_NUMBER[machine]
    return bool(libc.syscall(number, _SECCOMP_SET_MODE_FILTER, _SECCOMP_ALL_THREADS, filter_) == 0)
