"""A seccomp filter for a process that has nothing left to do but think and answer on a descriptor it holds.

It refuses what reaches out of the process: opening and changing files, sockets, programs, other processes,
the kernel's large or privileged interfaces. Refusals are errors, not death, so that libraries fall back.
Sources: seccomp(2), linux/{seccomp,filter,audit}.h, the kernel's system call tables (x86 and asm-generic).
"""

from __future__ import annotations

import errno
import struct
from typing import NamedTuple

# name, its number on x86_64, its number on aarch64 (`-`: not there).
_NETWORK = """
socket 41 198; socketpair 53 199; connect 42 203; bind 49 200; listen 50 201; accept 43 202;
accept4 288 242; sendto 44 206; sendmsg 46 211; sendmmsg 307 269; recvmsg 47 212; recvmmsg 299 243;
setsockopt 54 208
"""
_FILES = """
open 2 -; openat 257 56; openat2 437 437; creat 85 -; open_by_handle_at 304 265;
name_to_handle_at 303 264; truncate 76 45; rename 82 -; renameat 264 38; renameat2 316 276; unlink 87 -;
unlinkat 263 35; link 86 -; linkat 265 37; symlink 88 -; symlinkat 266 36; mkdir 83 -; mkdirat 258 34;
rmdir 84 -; mknod 133 -; mknodat 259 33; chmod 90 -; fchmod 91 52; fchmodat 268 53; chown 92 -;
lchown 94 -; fchown 93 55; fchownat 260 54; utime 132 -; utimes 235 -; utimensat 280 88; futimesat 261 -;
setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7; removexattr 197 14; lremovexattr 198 15;
fremovexattr 199 16; chdir 80 49; fchdir 81 50; inotify_add_watch 254 27; fanotify_init 300 262;
fanotify_mark 301 263
"""
_PROCESSES = """
execve 59 221; execveat 322 281; fork 57 -; vfork 58 -; ptrace 101 117; process_vm_readv 310 270;
process_vm_writev 311 271; process_madvise 440 440; process_mrelease 448 448; kcmp 312 272;
pidfd_open 434 434; pidfd_getfd 438 438; pidfd_send_signal 424 424; tkill 200 130;
rt_sigqueueinfo 129 138; rt_tgsigqueueinfo 297 240; setpriority 141 140; sched_setparam 142 118;
sched_setscheduler 144 119; sched_setattr 314 274; sched_setaffinity 203 122; ioprio_set 251 30;
migrate_pages 256 238; move_pages 279 239; setrlimit 160 164; shmget 29 194; shmat 30 196; shmctl 31 195;
semget 64 190; semop 65 193; semtimedop 220 192; semctl 66 191; msgget 68 186; msgsnd 69 189;
msgrcv 70 188; msgctl 71 187; mq_open 240 180; mq_unlink 241 181
"""
_KERNEL = """
io_uring_setup 425 425; io_uring_enter 426 426; io_uring_register 427 427; bpf 321 280;
perf_event_open 298 241; userfaultfd 323 282; add_key 248 217; request_key 249 218; keyctl 250 219;
mount 165 40; umount2 166 39; pivot_root 155 41; chroot 161 51; setns 308 268; unshare 272 97;
open_tree 428 428; move_mount 429 429; fsopen 430 430; fsconfig 431 431; fsmount 432 432; fspick 433 433;
mount_setattr 442 442; init_module 175 105; finit_module 313 273; delete_module 176 106;
kexec_load 246 104; kexec_file_load 320 294; reboot 169 142; swapon 167 224; swapoff 168 225;
syslog 103 116; acct 163 89; quotactl 179 60; quotactl_fd 443 443; personality 135 92;
settimeofday 164 170; clock_settime 227 112; clock_adjtime 305 266; adjtimex 159 171; sethostname 170 161;
setdomainname 171 162; lookup_dcookie 212 18; vhangup 153 58; iopl 172 -; ioperm 173 -; modify_ldt 154 -;
memfd_secret 447 447
"""
_BY_ARGUMENT = "clone 56 220; clone3 435 435; kill 62 129; tgkill 234 131; prlimit64 302 261; seccomp 317 277"

REFUSED = ";".join((_NETWORK, _FILES, _PROCESSES, _KERNEL))
"""What is refused with EPERM whatever the arguments."""

HIGHEST = 449
"""futex_waitv (Linux 5.16). Younger system calls answer ENOSYS: nobody has judged them yet."""

_CLONE_THREAD = 0x10000

# Classic BPF (linux/filter.h): load a word, jump if equal, greater or any bit set, return.
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
# struct seccomp_data: number, architecture, instruction pointer (8 bytes), arguments (8 bytes each).
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000


class Architecture(NamedTuple):
    """A processor: its audit number (linux/audit.h), its column in the tables; both are little-endian."""

    audit: int
    column: int


ARCHITECTURES = {"x86_64": Architecture(0xC000003E, 1), "aarch64": Architecture(0xC00000B7, 2)}
"""The architectures whose system calls are known here, by `os.uname().machine`."""


def numbers(table: str, architecture: Architecture) -> dict[str, int]:
    """Return the system calls of a table that the architecture has."""
    rows = (row.split() for row in table.split(";"))
    return {row[0]: int(row[architecture.column]) for row in rows if row[architecture.column] != "-"}


def program(architecture: Architecture, pid: int) -> bytes:
    """Return the filter for the process `pid` as an array of `struct sock_filter`."""
    steps = [
        *(_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, architecture.audit, 1, 0), _step(_RETURN, _KILL)),
        *(_step(_LOAD, _NUMBER), _step(_GREATER, HIGHEST, 0, 1), _refuse(errno.ENOSYS)),
    ]
    for number in numbers(REFUSED, architecture).values():
        steps += [_step(_EQUAL, number, 0, 1), _refuse(errno.EPERM)]
    steps += _by_argument(numbers(_BY_ARGUMENT, architecture), pid)
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _by_argument(number: dict[str, int], pid: int) -> list[bytes]:
    """Threads may start and the process may abort, but no other process is made or touched."""
    no_clone3 = [
        _step(_EQUAL, number["clone3"], 0, 1),
        _refuse(errno.ENOSYS),
    ]  # libc then falls back to clone
    threads_only = _when(number["clone"], _step(_ANY_BIT, _CLONE_THREAD, 1, 0))
    signals = [step for name in ("kill", "tgkill") for step in _when(number[name], _step(_EQUAL, pid, 1, 0))]
    own_limits = _when(number["prlimit64"], _step(_EQUAL, 0, 1, 0))
    no_more_filters = [_step(_EQUAL, number["seccomp"], 0, 1), _refuse(errno.EPERM)]
    return [*no_clone3, *threads_only, *signals, *own_limits, *no_more_filters]


def _when(number: int, test: bytes) -> list[bytes]:
    """Refuse one system call unless the test of its first argument jumps over the refusal."""
    skip = _step(_EQUAL, number, 0, 4)
    return [skip, _step(_LOAD, _FIRST_ARGUMENT), test, _refuse(errno.EPERM), _step(_RETURN, _ALLOW)]


def _refuse(error: int) -> bytes:
    return _step(_RETURN, _ERROR | error)


def _step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)
