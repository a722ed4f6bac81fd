"""The trail's signing key, and signing the head: a checkpoint kept outside convicts a rewritten file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import insert, select

from bot.database import Database
from bot.errors import SetupError
from bot.language import N_
from bot.tables import trail_checkpoints
from bot.trail.entry import write_moment
from bot.trail.note import (
    KEY_ID_SIZE,
    Checkpoint,
    Note,
    NoteError,
    Signature,
    check_name,
    parse_note,
    strict_base64,
)
from bot.trail.read import head

_ED25519 = b"\x01"
"""Signature type of Ed25519 (C2SP signed-note)."""
_KEY_SIZE = 32
_PRIVATE = "PRIVATE+KEY+"
"""How a private key begins in text, as Go's sumdb/note writes it, so that its tools read our file."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: the log's name and 32 bytes of Ed25519 key."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key of its text form, `name+id+key` (C2SP signed-note, “vkey”).

        Raises:
            NoteError: the text is no such key.
        """
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        packed = strict_base64(encoded)
        if len(packed) != 1 + _KEY_SIZE or packed[:1] != _ED25519:
            raise NoteError("not an Ed25519 key")
        key = cls(check_name(name), packed[1:])
        if key.id.hex() != key_id:
            raise NoteError("the key does not fit its id")
        return key

    @property
    def id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ newline ‖ type ‖ key) (C2SP signed-note)."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    def verifies(self, note: Note) -> bool:
        """Whether the note is this log's own and this key signed it."""
        if note.checkpoint.origin != self.name:
            return False
        mine = [
            signature for signature in note.signatures if (signature.name, signature.key_id) == (self.name, self.id)
        ]
        return bool(mine) and all(self._signed(note, signature) for signature in mine)

    def _signed(self, note: Note, signature: Signature) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature.value, note.checkpoint.text().encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; its name is the origin line of every checkpoint."""

    name: str
    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str | None = None) -> SigningKey:
        """Return a new key. Without a name, the log is called after the key, such as `vigie/3f9a1c20`.

        Raises:
            NoteError: the name can't stand in a note.
        """
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        return cls(check_name(name or f"vigie/{hashlib.sha256(public).hexdigest()[:8]}"), private.private_bytes_raw())

    @classmethod
    def load_or_create(cls, path: Path, name: str | None = None) -> SigningKey:
        """Return the key of a file; where there is none, make one, called `name`, for its owner alone.

        Raises:
            SetupError: the file holds no key.
        """
        if not path.exists():
            _write_new(path, cls.generate(name))
        with suppress(OSError):
            path.chmod(0o600)
        try:
            return cls.parse(path.read_text(encoding="ascii"))
        except ValueError as error:
            raise SetupError(
                N_("The trail's signing key in {path} can't be read."),
                N_("Put the copy from your backup back: it signed the checkpoints that people keep."),
                path=str(path),
            ) from error

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Return the key of its text form, `PRIVATE+KEY+name+id+key`.

        Raises:
            NoteError: the text is no such key.
        """
        text = text.strip()
        name, _, rest = text.removeprefix(_PRIVATE).partition("+")
        key_id, _, encoded = rest.partition("+")
        packed = strict_base64(encoded)
        if not text.startswith(_PRIVATE) or len(packed) != 1 + _KEY_SIZE or packed[:1] != _ED25519:
            raise NoteError("not an Ed25519 key")
        key = cls(check_name(name), packed[1:])
        if key.verifier.id.hex() != key_id:
            raise NoteError("the key does not fit its id")
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> Note:
        """Return the checkpoint as a signed note."""
        signature = Signature(self.name, self.verifier.id, self._private().sign(checkpoint.text().encode()))
        return Note(checkpoint, (signature,))

    def text(self) -> str:
        """Return the key as its file holds it."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{b64encode(_ED25519 + self.secret).decode()}\n"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


def checkpoint(database: Database, key: SigningKey, at: datetime) -> Note:
    """Sign the head of the trail and keep the note; a head that was signed before keeps its first note."""
    with database.writing() as connection:
        newest = head(connection)
        known = select(trail_checkpoints.c.note).where(trail_checkpoints.c.size == newest.size)
        if stored := connection.execute(known).scalar():
            return parse_note(stored)
        moment = write_moment(at)
        note = key.sign(Checkpoint(key.name, newest.size, newest.root, at))
        row = {"size": newest.size, "root": newest.root, "note": str(note), "at": moment}
        connection.execute(insert(trail_checkpoints).values(row))
    return note


def _write_new(path: Path, key: SigningKey) -> None:
    """Write a key file that is complete or not there; where another process was first, its key stays."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(key.text())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(temporary)
    finally:
        temporary.unlink()
