"""One entry of the trail: what is hashed, byte for byte, and the commitments to what stands apart from it.

The hashed body is canonical JSON with exactly these keys: `version` (1), `seq`, `kind`, `at`, `subject`,
`actor`, `data`, `personal` (`{field: {"person": id or null, "sha256": hex}}`). Names and free text are only
in the personal parts, so that they can be erased while the entry, and every hash above it, stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from bot.trail.canonical import CanonicalFormError, canonical, parse_canonical

SALT_SIZE = 32
"""Bytes of salt per personal part: 256 bits, so that no list of names can be tried against a commitment."""
COMMITMENT_DOMAIN = b"vigie/trail/personal/v1\x00"
"""Keeps a commitment from ever being another hash: leaves and nodes of the tree begin with 0x00 or 0x01."""
_VERSION = 1
_KEYS = {"version", "seq", "kind", "at", "subject", "actor", "data", "personal"}
_WORD = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class EntryError(ValueError):
    """An entry that can't be written into the trail, or bytes that are none."""


@dataclass(frozen=True, slots=True)
class PersonalPart:
    """A name or a free text; `person` is the id of whose data it is, None where it is nobody's."""

    field: str
    person: str | None
    text: str


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is to be recorded. `data` is JSON without floats; nothing personal belongs in it."""

    kind: str
    subject: str | None
    actor: str | None
    data: Mapping[str, Any]
    personal: tuple[PersonalPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the entry says of one personal part; `sha256` is in hexadecimal."""

    person: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded entry. `seq` counts from 1; `at` is UTC, to the second."""

    seq: int
    kind: str
    at: datetime
    subject: str | None
    actor: str | None
    data: Mapping[str, Any]
    commitments: Mapping[str, Commitment] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the canonical bytes, those that are hashed.

        Raises:
            EntryError: a part of it has no place in the trail.
        """
        _check_words(self.kind, *self.commitments)
        personal = {name: {"person": kept.person, "sha256": kept.sha256} for name, kept in self.commitments.items()}
        body = {
            "version": _VERSION,
            "seq": self.seq,
            "kind": self.kind,
            "at": write_moment(self.at),
            "subject": self.subject,
            "actor": self.actor,
            "data": self.data,
            "personal": personal,
        }
        try:
            return canonical(body)
        except CanonicalFormError as error:
            raise EntryError(str(error)) from error

    @classmethod
    def from_bytes(cls, body: bytes) -> Entry:
        """Return the entry of a hashed body; accepts only what `to_bytes` writes.

        Raises:
            EntryError: the bytes are no entry, or not in canonical form.
        """
        try:
            return _entry(parse_canonical(body))
        except CanonicalFormError as error:
            raise EntryError(str(error)) from error


def commit(salt: bytes, content: bytes) -> str:
    """Return the commitment to a personal part: SHA-256(domain ‖ salt ‖ content), in hexadecimal."""
    return hashlib.sha256(COMMITMENT_DOMAIN + salt + content).hexdigest()


def write_moment(at: datetime) -> str:
    """Return a moment as the trail writes it: UTC, ISO 8601, seconds, `Z`.

    Raises:
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_moment(text: str) -> datetime:
    """Return the moment that `write_moment` wrote.

    Raises:
        ValueError: the text is no such moment.
    """
    at = datetime.fromisoformat(text)
    if write_moment(at) != text:
        raise ValueError(f"{text!r} is not how the trail writes a moment")
    return at


def _entry(body: Any) -> Entry:  # noqa: ANN401 - any JSON value
    if not isinstance(body, dict) or body.keys() != _KEYS or not _is_count(body["version"], _VERSION):
        raise EntryError("not an entry of this version")
    seq, kind, data, personal = body["seq"], body["kind"], body["data"], body["personal"]
    if not _is_count(seq) or not isinstance(data, dict) or not isinstance(personal, dict):
        raise EntryError("a part of the entry is of another type")
    _check_words(kind, *personal)
    return Entry(
        seq=seq,
        kind=kind,
        at=_moment(body["at"]),
        subject=_text_or_none(body["subject"]),
        actor=_text_or_none(body["actor"]),
        data=data,
        commitments={name: _commitment(kept) for name, kept in personal.items()},
    )


def _commitment(kept: Any) -> Commitment:  # noqa: ANN401 - any JSON value
    if not isinstance(kept, dict) or kept.keys() != {"person", "sha256"}:
        raise EntryError("not a commitment")
    if not isinstance(kept["sha256"], str) or not _SHA256.fullmatch(kept["sha256"]):
        raise EntryError("not a SHA-256")
    return Commitment(_text_or_none(kept["person"]), kept["sha256"])


def _moment(value: object) -> datetime:
    try:
        return read_moment(value) if isinstance(value, str) else _malformed("not a moment")
    except ValueError as error:
        raise EntryError(str(error)) from error


def _is_count(value: object, most: int | None = None) -> bool:
    """Whether a JSON value is an integer from 1 (to `most`); `true` is none, though it equals 1."""
    return type(value) is int and value >= 1 and (most is None or value <= most)


def _text_or_none(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else _malformed("not a text")


def _check_words(*names: object) -> None:
    for name in names:
        if not isinstance(name, str) or not _WORD.fullmatch(name):
            _malformed(f"{name!r} is no kind or field: lower-case words joined by hyphens")


def _malformed(what: str) -> NoReturn:
    raise EntryError(what)
