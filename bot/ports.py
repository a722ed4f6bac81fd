"""What a platform offers: to whoever sends for it, and to whoever acts on what it said.

A fourth platform implements this, and nothing else here changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.delivery.events import Act, Outcome


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent: to a `target` of the platform, about a `subject`, as it stands after entry `version`.

    `key` is the same at every try: a platform that knows idempotency keys takes it for one.
    """

    key: str
    target: str
    kind: str
    subject: str
    version: int


class NotSentError(Exception):
    """The platform certainly did not take it; `after` is how long it asks to be left alone, None for as usual."""

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


class RefusedError(Exception):
    """The platform will never take it: the channel is gone, the bot was thrown out."""


class NeedlessError(Exception):
    """There is nothing to tell any more: what was to be said does not hold by now."""


class LostError(Exception):
    """The message that was to be edited is no longer there: it has to be sent anew."""


class Platform(Protocol):
    """Whoever can put a message in front of people. Any other exception than those above leaves it uncertain."""

    @property
    def name(self) -> str:
        """What the trail and the tables call it, such as `slack`."""
        ...

    def send(self, message: Outgoing) -> str:
        """Send a new message and return what the platform calls it."""
        ...

    def edit(self, receipt: str, message: Outgoing) -> None:
        """Put the present state in the place of a message that was sent.

        Raises:
            LostError: it is no longer there.
        """
        ...

    def find(self, message: Outgoing) -> str | None:
        """Return what the platform calls a message that may have been sent, None where it certainly was not.

        Raises:
            NotImplementedError: this platform can't tell; a person has to.
        """
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something that a platform said, in its own words, as the inbox keeps it."""

    key: str
    words: str
    received_at: datetime


class NotYetError(Exception):
    """It can't be understood yet, such as a file that its platform does not show yet: try again `after` a while."""

    def __init__(self, why: str, after: timedelta) -> None:
        super().__init__(why)
        self.after = after


class UnreadableError(Exception):
    """It is not what the platform says that it sends: it is put aside at once, and holds up nobody."""


class Interpreter(Protocol):
    """Whoever knows what a platform's words mean. Called outside of any transaction; it may fetch files."""

    @property
    def name(self) -> str:
        """What the trail and the tables call the platform."""
        ...

    def understand(self, arrived: Arrived) -> Act | None:
        """Return what is to be done, None where nothing is. Called again after a crash, or a fault of ours.

        Raises:
            NotYetError: it can't be known yet.
            UnreadableError: nobody can make anything of it.
            VigieError: it can't be done; whoever said it is told why.
        """
        ...

    def answer(self, arrived: Arrived, outcome: Outcome) -> None:
        """Tell whoever said it what came of it. Whatever is raised here changes nothing any more."""
        ...
