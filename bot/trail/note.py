"""Signed notes (C2SP signed-note) with a tree head (C2SP tlog-checkpoint), strict and as chats mangle them.

A note is a text, an empty line, and signature lines: an em dash, the signer's name, base64 of key id and
signature. The text of a checkpoint is the log's origin, the tree's size, its root in base64; ours adds a line
with the time.
"""

from __future__ import annotations

import binascii
import html
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from bot.trail.entry import read_moment, write_moment
from bot.trail.merkle import HASH_SIZE

KEY_ID_SIZE = 4
"""Bytes before the signature proper that tell which key made it (C2SP signed-note)."""
MOST_CHARACTERS = 1_000_000
"""A longer text is no note of ours and is not searched for one."""
_TIME = "time "
_DASH = "\u2014 "
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_QUOTES = "\"'«»‹›\u2018-\u201f"
_FRAME = re.compile(f"^[>|`*_~\u2022\u25e6\u25aa {_QUOTES}]+|[`*_~ {_QUOTES}]+$")
"""Quote marks, styles, code, quotations and bullets around a line."""
_SIGNATURE = re.compile(r"^ ?[-\u2010-\u2015\u2212]{1,3} (\S+)\s+([A-Za-z0-9+/]{20,}={0,2})", re.MULTILINE)
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT = re.compile(r"[A-Za-z0-9+/]{43}=")


class NoteError(ValueError):
    """A text that is no signed checkpoint."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the name of the key, its id (4 bytes), the signature's bytes."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """Return the line, without its end."""
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.value).decode()}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name, the number of entries, the root over them, and when it was signed."""

    origin: str
    size: int
    root: bytes
    at: datetime | None = None

    def text(self) -> str:
        """Return the text that is signed."""
        time = f"{_TIME}{write_moment(self.at)}\n" if self.at else ""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n{time}"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint and who signed it; the signatures are not verified yet."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        lines = "".join(f"{signature.line()}\n" for signature in self.signatures)
        return f"{self.checkpoint.text()}\n{lines}"


def parse_note(text: str) -> Note:
    """Return the checkpoint of a signed note, written exactly as the specifications say.

    Raises:
        NoteError: the text is none, or differs in any byte from how such a note is written.
    """
    body, gap, signed = text.rpartition("\n\n")
    if not gap:
        raise NoteError("no signature")
    signatures = tuple(_signature(line) for line in signed.splitlines())
    note = Note(_checkpoint(body.split("\n")), signatures)
    if not signatures or str(note) != text:
        raise NoteError("not written as a signed note")
    return note


def parse_pasted(text: str) -> Note:
    """Return the checkpoint in a text copied from a chat, a mail or minutes.

    Forgives other words around it, CRLF, no-break and invisible spaces, lost or added empty lines, HTML
    escapes (twice over, where one program passes them on to the next), code fences, quote and quotation marks, bullets,
    other dashes, and a signature line broken at its spaces.

    Raises:
        NoteError: there is no checkpoint in the text.
    """
    lines = _tidy(text[:MOST_CHARACTERS])
    for at in range(1, len(lines) - 1):
        if _SIZE.fullmatch(lines[at]) and _ROOT.fullmatch(lines[at + 1]):
            after = "\n".join(lines[at + 2 :])
            signatures = tuple(_signature_of(*found.groups()) for found in _SIGNATURE.finditer(after))
            time = lines[at + 2] if len(lines) > at + 2 and lines[at + 2].startswith(_TIME) else None
            if signatures:
                return Note(_checkpoint([*lines[at - 1 : at + 2], *([time] if time else [])]), signatures)
    raise NoteError("no checkpoint in this text")


def strict_base64(text: str) -> bytes:
    """Return the bytes of base64 in its one canonical spelling (RFC 4648 §3.5).

    Raises:
        NoteError: the text is no base64, or another spelling of it.
    """
    try:
        decoded = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if b64encode(decoded).decode() != text:
        raise NoteError("not base64 in its one spelling")
    return decoded


def check_name(name: str) -> str:
    """Return a key name that may stand in a note (C2SP signed-note: no white space, no plus sign).

    Raises:
        NoteError: it may not.
    """
    if not name or "+" in name or any(character.isspace() for character in name) or not name.isprintable():
        raise NoteError(f"{name!r} can't be the name of a key")
    return name


def _checkpoint(lines: list[str]) -> Checkpoint:
    if len(lines) not in {3, 4} or not lines[0].strip() or not lines[0].isprintable():
        raise NoteError("no origin")
    if not _SIZE.fullmatch(lines[1]):
        raise NoteError("no checkpoint")
    root = strict_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise NoteError("the root is no SHA-256")
    return Checkpoint(lines[0], int(lines[1]), root, _time(lines[3]) if len(lines) == 4 else None)


def _time(line: str) -> datetime:
    try:
        return read_moment(line.removeprefix(_TIME))
    except ValueError as error:
        raise NoteError("a line that is none of a checkpoint's") from error


def _signature(line: str) -> Signature:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not gap:
        raise NoteError("no signature line")
    return _signature_of(name, encoded)


def _signature_of(name: str, encoded: str) -> Signature:
    packed = strict_base64(encoded)
    if len(packed) <= KEY_ID_SIZE:
        raise NoteError("a signature without its bytes")
    return Signature(check_name(name), packed[:KEY_ID_SIZE], packed[KEY_ID_SIZE:])


def _tidy(text: str) -> list[str]:
    plain = _INVISIBLE.sub("", html.unescape(html.unescape(text)))
    lines = (_FRAME.sub("", _SPACES.sub(" ", line)) for line in plain.splitlines())
    return [line for line in lines if line]
