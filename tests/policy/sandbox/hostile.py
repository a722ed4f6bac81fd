"""What workers run in these tests: each file names, in its own bytes, the mischief that reading it does."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from policy.evidence import Evidence, Examination, Look, Origin, ReaderName, Report, Strength
from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox.wire import pack_answer
from policy.sandbox.worker import CHANNEL
from policy.trust import TrustLists

ENTRY = f"{__name__}:examine"


def examine(data: bytes, media_type: MediaType, trust: TrustLists, limits: Limits) -> Examination:
    """Do what the file says and report what came of it as the value of one piece of evidence."""
    word, _, rest = data.decode().partition(" ")
    if word in ANSWERS:
        return ANSWERS[word](data)
    if word == "trust":
        return finding(trust.anchors)
    return finding(MISCHIEF[word](rest))


def load(media_type: MediaType) -> bool:
    """Tell that no reader here needs Pillow."""
    return False


def finding(*values: str) -> Examination:
    """Return an examination with one piece of evidence for each value."""
    evidence = tuple(
        Evidence(ReaderName.C2PA, "marker", value, Origin.UNKNOWN, Strength.UNSIGNED, "here") for value in values
    )
    return Examination("0" * 64, 1, MediaType.PNG, (Report(ReaderName.C2PA, Look.FOUND, evidence),))


def _spin(_: str) -> str:
    while True:
        pass


def _sleep(_: str) -> str:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1)


def _nap(seconds: str) -> str:
    time.sleep(float(seconds))
    return "slept"


def _eat_memory(_: str) -> str:
    eaten = []
    while True:
        eaten.append(bytearray(16 * 1024 * 1024))


def _flood(_: str) -> str:
    while True:
        os.write(CHANNEL, bytes(65_536))


def _forge(_: str) -> str:
    """Answer before the reader does, with the right form and the wrong number."""
    os.write(CHANNEL, pack_answer(1, b"{}"))
    return "honest"


def _babble(_: str) -> str:
    os.write(CHANNEL, b"a stray print")
    return "honest"


def _abort(_: str) -> str:
    os.abort()


def _segfault(_: str) -> str:
    return str(ctypes.string_at(0))


def _exit(code: str) -> str:
    os._exit(int(code))


def _raise(_: str) -> str:
    raise SyntaxError("broken PNG file")


def _refusal(attempt: Callable[[], object]) -> str:
    """Return the name of the error that an attempt meets."""
    try:
        return f"done: {attempt()!r}"
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def _thread(_: str) -> str:
    said: list[str] = []
    thread = threading.Thread(target=said.append, args=("a thread ran",))
    thread.start()
    thread.join()
    return said[0]


def _descriptors(_: str) -> str:
    found = []
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            found.append(str(descriptor))
    return " ".join(found)


MISCHIEF: dict[str, Callable[[str], str]] = {
    "say": lambda text: text,
    "pid": lambda _: str(os.getpid()),
    "spin": _spin,
    "sleep": _sleep,
    "nap": _nap,
    "eat-memory": _eat_memory,
    "flood": _flood,
    "forge": _forge,
    "babble": _babble,
    "abort": _abort,
    "segfault": _segfault,
    "exit": _exit,
    "raise": _raise,
    "connect": lambda port: _refusal(lambda: socket.create_connection(("127.0.0.1", int(port)), 1)),
    "socketpair": lambda _: _refusal(socket.socketpair),
    "open": lambda path: _refusal(lambda: os.open(path, os.O_RDONLY)),
    "write": lambda path: _refusal(lambda: os.open(path, os.O_WRONLY | os.O_CREAT)),
    "chmod": lambda path: _refusal(lambda: Path(path).chmod(0)),
    "unlink": lambda path: _refusal(lambda: Path(path).unlink()),
    "exec": lambda path: _refusal(lambda: os.execv(path, [path])),
    "fork": lambda _: _refusal(os.fork),
    "kill": lambda pid: _refusal(lambda: os.kill(int(pid), signal.SIGKILL)),
    "kill-parent": lambda _: _refusal(lambda: os.kill(os.getppid(), signal.SIGKILL)),
    "environment": lambda _: " ".join(sorted(os.environ)),
    "folder": lambda _: str(Path.cwd()),
    "descriptors": _descriptors,
    "thread": _thread,
}

ANSWERS: dict[str, Callable[[bytes], Examination]] = {
    "large": lambda data: finding("x" * 8 * 1024 * 1024),
    "long": lambda data: finding("x" * 5_000),
    "many": lambda data: finding(*(str(number) for number in range(501))),
    "surrogate": lambda data: finding("\ud800"),
    "impossible": lambda data: Examination("0" * 64, 1, MediaType.PNG, width=-1, height=2**40),
    "untyped": lambda data: Examination("0" * 64, "one", MediaType.PNG),  # type: ignore[arg-type]
}
