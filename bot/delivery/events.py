"""What may come in, and what came of it: plain values that the inbox keeps as JSON."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.errors import NotAllowedError, NotFoundError, SetupError, StaleError, UsageError, VigieError
from bot.language import Catalogue


class File(msgspec.Struct, frozen=True):
    """A file that is among the originals already; `size` is in bytes."""

    name: str
    sha256: str
    size: int
    media_type: str


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """Somebody put something up for approval, by the id of the person."""

    person: str
    channel: str
    files: tuple[File, ...] = ()
    note: str = ""
    draft: str = ""


class Pressed(msgspec.Struct, frozen=True, tag="pressed"):
    """Somebody pressed a button of a card (bot/press.py)."""

    person: str
    reference: str
    fingerprint: str
    verb: str
    value: str = ""
    asset: str | None = None
    answers: Mapping[str, str] = {}


Event = Dropped | Pressed


class Done(msgspec.Struct, frozen=True, tag="done"):
    """It was acted on; `reference` is the submission that it was about."""

    reference: str


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """It was refused: the kind of error, and its sentence in the language of the house."""

    kind: str
    sentence: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A fault of ours; it was put aside, and `reference` stands in the log."""

    reference: str


Outcome = Done | Refused | Failed

_KINDS: dict[str, type[VigieError]] = {
    kind.__name__: kind for kind in (NotAllowedError, NotFoundError, StaleError, SetupError, UsageError, VigieError)
}
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_outcomes: msgspec.json.Decoder[Outcome] = msgspec.json.Decoder(Outcome)


def write(value: Event | Outcome) -> bytes:
    """Return what the inbox keeps."""
    return msgspec.json.encode(value)


def read_event(written: bytes) -> Event:
    """Return an event as it came in.

    Raises:
        msgspec.MsgspecError: it was written by another version of Vigie.
    """
    return _events.decode(written)


def read_outcome(written: bytes) -> Outcome:
    """Return what came of an event."""
    return _outcomes.decode(written)


def refused(error: VigieError, catalogue: Catalogue) -> Refused:
    """Return a refusal as it is kept, so that whoever asks again reads the same."""
    kind = next(base.__name__ for base in type(error).__mro__ if base.__name__ in _KINDS)
    return Refused(kind, error.sentence(catalogue))


def as_error(outcome: Refused) -> VigieError:
    """Return the refusal as it was raised."""
    return _KINDS[outcome.kind](outcome.sentence.replace("{", "{{").replace("}", "}}"))
