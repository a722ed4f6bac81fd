"""The parent's side of a zygote: tell it what workers need, order workers from it, end them."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from itertools import count

from policy.limits import Limits
from policy.sandbox.wire import READY, Order, Terms, anonymous_file, pack_order, pack_terms
from policy.sandbox.worker_host import WorkerHost, ZygoteError
from policy.sandbox.zygote_process import ZygoteProcess
from policy.trust import TrustLists

_numbers = count(1)


class ZygoteHost:
    """Gives orders to a zygote, which may still be starting."""

    def __init__(self, process: ZygoteProcess, trust: TrustLists, limits: Limits) -> None:
        self._process, self._limits = process, limits
        self._was_ready = False
        self.complaint = ""
        with suppress(ZygoteError):  # whoever waits for a worker will notice
            self.renew(trust)

    def renew(self, trust: TrustLists) -> None:
        """Have these lists used by every worker that is ordered from now on.

        Raises:
            ZygoteError: There is nobody to take orders any more.
        """
        descriptor = anonymous_file(pack_terms(Terms(trust, self._limits)))
        try:
            self._order(Order.TERMS, 0, descriptor)
        finally:
            os.close(descriptor)

    def worker(self) -> WorkerHost:
        """Order a worker and return it; it gets ready in the meantime. Of a dead zygote, it never does."""
        number = next(_numbers)
        ours, theirs = socket.socketpair()
        fate, told = os.pipe()
        with suppress(ZygoteError):
            self._order(Order.SPAWN, number, theirs.fileno(), told)
        theirs.close()
        os.close(told)
        return WorkerHost(number, ours, fate)

    def end(self, worker: WorkerHost) -> None:
        """End a worker, whatever it is doing."""
        worker.close()
        with suppress(ZygoteError):  # its workers went with it
            self._order(Order.END, worker.number)

    def was_ready(self) -> bool:
        """Whether it ever got through its imports."""
        if not self._was_ready:
            with suppress(OSError):
                greeting = self._process.control.recv(len(READY), socket.MSG_DONTWAIT)
                self._was_ready = greeting == READY
        return self._was_ready

    def close(self) -> None:
        """End it with all its workers; keep what it complained of, if anything."""
        self.was_ready()
        self.complaint = self._process.close()

    def _order(self, order: Order, number: int, *descriptors: int) -> None:
        try:
            socket.send_fds(self._process.control, [pack_order(order, number)], descriptors)
        except OSError:
            raise ZygoteError from None
