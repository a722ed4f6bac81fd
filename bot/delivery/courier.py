"""Empties the inbox and the outbox in the background; several processes may do so on one database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from bot.delivery import inbox, outbox
from bot.delivery.acting import act_on
from bot.delivery.events import Outcome
from bot.delivery.holder import dead, new_holder
from bot.delivery.outbox import Delivery, Taken
from bot.house import House
from bot.ports import Interpreter, LostError, NeedlessError, NotSentError, Platform, RefusedError

log = logging.getLogger("vigie.courier")

_LANES = 4
"""How many events are acted on at once where platforms have to be asked first: a slow file holds up nobody."""
_LOOK_EVERY = 1.0
"""Seconds between two looks where nobody wakes us: other processes write into the same tables."""


class _NotFoundOutError(NotSentError):
    """The platform did not even say whether the message is there: that stays open."""


class Courier:
    """One process's share of the work; `holder` is its name on what it has claimed."""

    def __init__(
        self, house: House, platforms: Sequence[Platform] = (), interpreters: Sequence[Interpreter] = ()
    ) -> None:
        self.holder = new_holder()
        self._house = house
        self._platforms: Mapping[str, Platform] = {platform.name: platform for platform in platforms}
        self._interpreters = {interpreter.name: interpreter for interpreter in interpreters}
        self._closing = False
        self._bells: list[threading.Event] = []
        self._threads: list[threading.Thread] = []
        for step in (*[self.act_once] * (_LANES if interpreters else 1), self.send_once):
            bell = threading.Event()
            self._bells.append(bell)
            self._threads.append(threading.Thread(target=self._run, args=(step, bell), name=step.__name__, daemon=True))

    def start(self) -> None:
        """Begin with whatever an earlier run left, at once where its process is known to be no more."""
        self._take_over()
        for thread in self._threads:
            thread.start()

    def _take_over(self) -> None:
        database, now = self._house.database, self._house.clock()
        for box in (inbox, outbox):
            if gone := dead(box.holders(database), self.holder):
                box.release(database, gone, now)

    def wake(self) -> None:
        """Look at once."""
        for bell in self._bells:
            bell.set()

    def close(self) -> None:
        """Finish what is under way; the rest stays for the next start."""
        self._closing = True
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def act_on(self, platform: str, key: str) -> Outcome | None:
        """Act on one event at once; None where another has claimed it, or it failed through a fault of ours."""
        claimed = inbox.claim(self._house.database, self.holder, self._house.clock(), (platform, key))
        outcome = act_on(self._house, claimed, self.holder, self._interpreters) if claimed else None
        self.wake()
        return outcome or inbox.outcome_of(self._house.database, platform, key)

    def act_once(self) -> bool:
        """Act on the oldest event that is free; return whether there was one."""
        claimed = inbox.claim(self._house.database, self.holder, self._house.clock())
        if claimed is None:
            return False
        act_on(self._house, claimed, self.holder, self._interpreters)
        self.wake()
        return True

    def send_once(self) -> bool:
        """Send the oldest message that is due; return whether there was one."""
        if not self._platforms:
            return False
        now = self._house.clock()
        taken = outbox.take(self._house.database, list(self._platforms), self.holder, now)
        if taken is None:
            return False
        self._send(taken)
        return True

    def _send(self, taken: Taken) -> None:
        database, clock = self._house.database, self._house.clock
        try:
            receipt = _deliver(self._platforms[taken.platform], taken)
        except NotSentError as error:
            log.info("message %s was not taken: %s", taken.outgoing.key, error)
            state = Delivery.UNCERTAIN if isinstance(error, _NotFoundOutError) else Delivery.QUEUED
            later = clock() + (error.after or outbox.pause(taken.attempts))
            outbox.put_off(database, taken, self.holder, state, later)
        except LostError as error:
            log.info("message %s is no longer there and is sent anew: %s", taken.outgoing.key, error)
            outbox.lost(database, taken, self.holder, clock())
        except NeedlessError as error:
            log.info("message %s is not needed any more: %s", taken.outgoing.key, error)
            outbox.put_off(database, taken, self.holder, Delivery.SENT, clock())
        except RefusedError as error:
            log.warning("message %s is refused for good: %s", taken.outgoing.key, error)
            outbox.put_off(database, taken, self.holder, Delivery.FAILED, clock())
        except Exception as error:  # noqa: BLE001 - whatever it was, the message may be there
            log.warning("message %s may have been sent: %s", taken.outgoing.key, error)
            later = clock() + outbox.pause(taken.attempts)
            outbox.put_off(database, taken, self.holder, Delivery.UNCERTAIN, later)
        else:
            outbox.sent(database, taken, self.holder, receipt, clock())

    def _run(self, step: Callable[[], bool], bell: threading.Event) -> None:
        while not self._closing:
            try:
                if step():
                    continue
            except Exception:
                log.exception("the courier stumbled; it goes on")
            bell.wait(_LOOK_EVERY)
            bell.clear()


def _deliver(platform: Platform, taken: Taken) -> str:
    """Edit what is there; before sending anew what may have been sent, look for it."""
    receipt = taken.receipt
    if receipt is None and taken.uncertain:
        receipt = _found(platform, taken)
    if receipt is None:
        return platform.send(taken.outgoing)
    platform.edit(receipt, taken.outgoing)
    return receipt


def _found(platform: Platform, taken: Taken) -> str | None:
    try:
        return platform.find(taken.outgoing)
    except NotSentError as error:
        raise _NotFoundOutError(str(error), error.after) from error
