"""The clean parent of all workers: imports what reading takes, then only forks. It never parses a file.

Started by `policy.sandbox.zygote_process`, with its control socket as standard input. It forks on order,
reaps, tells each worker's fate, and ends with all that it forked when the control socket closes.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import NoReturn

from policy.limits import Limits
from policy.media_type import MediaType
from policy.sandbox.lockdown import die_with_parent
from policy.sandbox.wire import FATE, ORDER_SIZE, READY, Order, Terms, unpack_order, unpack_terms
from policy.sandbox.worker import CHANNEL, Work, serve
from policy.trust import NO_TRUST

_STANDARD_STREAMS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class _Child:
    number: int
    fate: int


def main() -> NoReturn:
    """Serve the parent until it goes away."""
    # c2pa looks for its library in the working directory first: a folder of strangers' files must not be it.
    os.chdir("/")
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=os.dup(0))
    zygote = Zygote(control, load_work(sys.argv[1]))
    control.send(READY)
    zygote.run()
    os._exit(0)


def load_work(entry: str) -> Work:
    """Return what workers do: `entry` is `module:function`; `prepare` and `load` may stand beside it."""
    # Without its own version number, which it does not need, c2pa loads in two thirds of the time.
    sys.modules["importlib.metadata"] = None  # type: ignore[assignment]
    module_name, _, function = entry.partition(":")
    module = import_module(module_name)
    del sys.modules["importlib.metadata"]
    return Work(
        examine=getattr(module, function),
        prepare=getattr(module, "prepare", lambda trust: None),
        load=getattr(module, "load", lambda media_type: True),
        terms=Terms(NO_TRUST, Limits()),
    )


class Zygote:
    """Forks, ends and reaps workers as ordered."""

    def __init__(self, control: socket.socket, work: Work) -> None:
        self._control, self._work = control, work
        self._children: dict[int, _Child] = {}
        self._alarm = _wake_on_child()
        gc.freeze()  # out of the workers' garbage collections, which would copy every page of it

    def run(self) -> None:
        """Obey orders until the parent goes away, then end every worker."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._alarm, select.POLLIN)
        alive = True
        while alive:
            ready = [descriptor for descriptor, _ in poll.poll(self._patience())]
            if self._alarm in ready:
                os.read(self._alarm, 4096)
                self._reap(os.WNOHANG)
            if self._control.fileno() in ready:
                alive = self._obey()
            if not ready:
                self._import_codecs()
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        while self._children:
            self._reap(0)

    def _patience(self) -> int | None:
        """Return how long to wait for an order, in milliseconds: the first idle moment is for imports."""
        return 0 if self._children and not self._work.imported else None

    def _import_codecs(self) -> None:
        """Import every walker and decoder once a first worker is on its way, so that later ones find all imported."""
        from policy.sandbox import codecs, thumbnail  # noqa: F401 - thumbnail is for the workers to find

        codecs.load_all()
        for media_type in MediaType:
            self._work.load(media_type)
        gc.freeze()
        self._work = replace(self._work, imported=True)

    def _obey(self) -> bool:
        try:
            frame, descriptors, _, _ = socket.recv_fds(self._control, ORDER_SIZE, 2)
        except ConnectionError:
            return False
        if len(frame) < ORDER_SIZE:
            return False
        order, number = unpack_order(frame)
        if order is Order.SPAWN:
            self._spawn(number, *descriptors)
        elif order is Order.END:
            self._end(number)
        else:
            self._work = replace(self._work, terms=_read_terms(*descriptors))
        return True

    def _spawn(self, number: int, channel: int, fate: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(parent, channel)
        os.close(channel)
        self._children[pid] = _Child(number, fate)

    def _become_worker(self, parent: int, channel: int) -> NoReturn:
        """Keep nothing but the channel: no control socket, no fate pipe, no other worker's channel."""
        try:
            die_with_parent(parent)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(channel, CHANNEL)
            os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
            silence = os.open(os.devnull, os.O_RDWR)
            for stream in _STANDARD_STREAMS:
                os.dup2(silence, stream)
            os.close(silence)
            gc.enable()
            serve(self._work)
        finally:
            os._exit(1)

    def _end(self, number: int) -> None:
        for pid, child in self._children.items():
            if child.number == number:
                os.kill(pid, signal.SIGKILL)

    def _reap(self, options: int) -> None:
        while self._children:
            pid, status = os.waitpid(-1, options)
            if pid == 0:
                return
            child = self._children.pop(pid)
            with suppress(BrokenPipeError):  # the parent has its answer and asks no more
                os.write(child.fate, FATE.pack(os.waitstatus_to_exitcode(status)))
            os.close(child.fate)


def _wake_on_child() -> int:
    """Return a descriptor that becomes readable when a worker ends."""
    readable, writable = os.pipe()
    os.set_blocking(readable, False)
    os.set_blocking(writable, False)
    signal.set_wakeup_fd(writable)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    return readable


def _read_terms(descriptor: int) -> Terms:
    with open(descriptor, "rb") as file:
        return unpack_terms(file.read())
