"""What a platform offers to whoever sends for it. A fourth platform implements this, and nothing else here changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


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
        """Put the present state in the place of a message that was sent."""
        ...

    def find(self, message: Outgoing) -> str | None:
        """Return what the platform calls a message that may have been sent, None where it certainly was not.

        Raises:
            NotImplementedError: this platform can't tell; a person has to.
        """
        ...
