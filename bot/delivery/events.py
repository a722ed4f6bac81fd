"""What may come in, and what came of it: plain values that the inbox keeps as JSON."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.errors import NotAllowedError, NotFoundError, SetupError, StaleError, UsageError, VigieError
from bot.language import Catalogue
from policy.transport import Transport


class File(msgspec.Struct, frozen=True):
    """A file that is among the originals already; `size` is in bytes."""

    name: str
    sha256: str
    size: int
    media_type: str
    transport: str = Transport.AS_UPLOADED


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """Somebody put something up for approval, by the id of the person.

    `channel` says where, such as `desk`, or `slack:C024BE91L/1732446000.000100` for one message of a channel: that
    message is one submission, however often it is told of. `also` are further messages that belong to it, as the
    parts of an album do; `words` is the message that holds the note or the draft, where that is not the first.
    `unclaimed` says that nobody knows yet which person that was.
    """

    person: str
    channel: str
    files: tuple[File, ...] = ()
    note: str = ""
    draft: str = ""
    also: tuple[str, ...] = ()
    words: str = ""
    unclaimed: bool = False


class Claimed(msgspec.Struct, frozen=True, tag="claimed"):
    """Somebody says that what an account without a person has submitted is theirs: the platform has seen to it."""

    person: str
    platform: str
    account: str


class Publishes(msgspec.Struct, frozen=True, tag="publishes"):
    """Somebody has what is approved published in a channel, now or at a moment (seconds since 1970)."""

    person: str
    reference: str
    fingerprint: str
    platform: str
    target: str
    at: int = 0


class Pressed(msgspec.Struct, frozen=True, tag="pressed"):
    """Somebody pressed a button of a card (bot/press.py)."""

    person: str
    reference: str
    fingerprint: str
    verb: str
    value: str = ""
    asset: str | None = None
    answers: Mapping[str, str] = {}


class Changed(msgspec.Struct, frozen=True, tag="changed"):
    """A submission's message says something else now, or other files were handed in for it; None is as before.

    `source` is the message that says so; `reference` the submission, where it is not that message's own.
    """

    person: str
    source: str
    files: tuple[File, ...] | None = None
    note: str | None = None
    draft: str | None = None
    reference: str = ""


class Gone(msgspec.Struct, frozen=True, tag="gone"):
    """The message that something was submitted with was deleted; nobody says by whom."""

    source: str


class CardGone(msgspec.Struct, frozen=True, tag="card-gone"):
    """Somebody took a message of ours away; `receipt` is what the platform called it."""

    platform: str
    receipt: str


class Declares(msgspec.Struct, frozen=True, tag="declares"):
    """Somebody declares a use of AI that belongs to no submission: the answers of the form."""

    person: str
    answers: Mapping[str, str]


class Told(msgspec.Struct, frozen=True, tag="told"):
    """What a platform said, in its own words: it is understood (bot/ports.py) only once it is on record."""

    words: str


Act = Dropped | Claimed | Publishes | Pressed | Changed | Gone | CardGone | Declares
"""What can be acted on."""
Event = Act | Told


class Done(msgspec.Struct, frozen=True, tag="done"):
    """It was acted on; `reference` is the submission, or the declaration, that it was about, empty for none."""

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
