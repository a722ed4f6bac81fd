"""Has pending files examined in the background, a few at a time; what a crash interrupted is taken up again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import select

from bot.database import Database
from bot.tables import pending_examinations

log = logging.getLogger("vigie.examiner")

_TRY_AGAIN_AFTER = 15.0
"""Seconds after a failure of ours, such as a full disk."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A file of a submission that was received and not examined yet."""

    reference: str
    revision: int
    sha256: str


class Examiner:
    """A small pool of threads over the table of pending examinations."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="examiner")
        self._taken: set[Pending] = set()
        self._lock = threading.Lock()
        self._database: Database | None = None
        self._examine: Callable[[Pending], None] | None = None
        self._closed = False

    def start(self, database: Database, examine: Callable[[Pending], None]) -> None:
        """Begin with whatever is pending; `examine` handles one file and clears its row."""
        self._database, self._examine = database, examine
        self.wake()

    def wake(self) -> None:
        """Look for pending files and hand each to the pool once."""
        if self._database is None or self._closed:
            return
        with self._database.reading() as connection:
            rows = connection.execute(
                select(
                    pending_examinations.c.reference, pending_examinations.c.revision, pending_examinations.c.sha256
                ).order_by(pending_examinations.c.queued_at)
            ).all()
        with self._lock:
            fresh = [pending for row in rows if (pending := Pending(*row)) not in self._taken]
            self._taken.update(fresh)
            for pending in fresh:
                if not self._closed:
                    self._pool.submit(self._run, pending)

    def close(self) -> None:
        """Finish what is under way; the rest stays pending for the next start."""
        with self._lock:
            self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _wake_later(self) -> None:
        """Try again by itself: nobody may ever come by to wake us."""
        timer = threading.Timer(_TRY_AGAIN_AFTER, self.wake)
        timer.daemon = True
        timer.start()

    def _run(self, pending: Pending) -> None:
        try:
            if self._examine and not self._closed:
                self._examine(pending)
        except Exception:
            log.exception("examination of %s failed; it stays pending and is tried again", pending.reference)
            self._wake_later()
        finally:
            with self._lock:
                self._taken.discard(pending)
