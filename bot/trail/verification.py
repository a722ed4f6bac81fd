"""What verifying the trail can find out. No sentence here: whoever shows it has the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Fault(StrEnum):
    """What is wrong at a break."""

    UNREADABLE = "unreadable"
    """The database file is damaged here: SQLite can't read on."""
    MISSING = "missing"
    """The entry is not there, though later ones are, or the head counts it."""
    BODY = "body"
    """The hashed bytes are not what an entry looks like."""
    COLUMNS = "columns"
    """What the row says beside the hashed bytes is not what they say."""
    LEAF = "leaf"
    """The hashed bytes changed: they do not have the hash that was recorded."""
    HEAD = "head"
    """The entries do not add up to the recorded head: a change at this entry or before."""
    CHECKPOINT = "checkpoint"
    """A stored checkpoint is not written as one, or its row says something else."""
    CHECKPOINT_SIGNATURE = "checkpoint-signature"
    """A stored checkpoint was not signed by this trail's key, or was changed since."""
    CHECKPOINT_ROOT = "checkpoint-root"
    """The entries are not those that a stored checkpoint signed: a change at this entry or before."""
    CHECKPOINT_BEYOND = "checkpoint-beyond"
    """A stored checkpoint counts this entry, which is not there: the end of the trail was cut off."""
    PERSONAL = "personal"
    """A name or free text is not the one that the entry committed to."""
    PERSONAL_MISSING = "personal-missing"
    """A name or free text that the entry commits to has no row."""
    PERSONAL_STRAY = "personal-stray"
    """There is a name or free text that no entry knows of."""
    EMPTIED = "emptied"
    """A name or free text was emptied, and no erasure entry says so."""
    NOT_ERASED = "not-erased"
    """An erasure entry says that this was emptied, but it is there: a backup was restored over it."""
    TILE = "tile"
    """What is kept for proofs is not what the entries add up to."""
    GUARDS = "guards"
    """The triggers that keep the trail append-only are missing or were changed."""
    INTEGRITY = "integrity"
    """SQLite's own check found damage, in an index or elsewhere around the entries."""
    RECORDS = "records"
    """A list that is derived from the trail says something else than the trail."""
    GATE = "gate"
    """What the gate looks files up in says something else than the trail."""
    ARCHIVE = "archive"
    """A weekly summary is not the one that was sent."""
    IMPOSSIBLE = "impossible"
    """An entry records a decision that the rules of the house never let anyone take."""
    OUTSIDE_SIGNATURE = "outside-signature"
    """The checkpoint from outside is of another log, or wrongly signed. Says nothing about the trail."""
    OUTSIDE_ROOT = "outside-root"
    """The entries are not those that the checkpoint from outside signed: the trail was rewritten."""
    OUTSIDE_BEYOND = "outside-beyond"
    """The checkpoint from outside counts this entry, which is not there: the end was cut off."""


class Assurance(IntEnum):
    """What a verification is worth; a higher value is worth more, none says more than it knows."""

    NONE = 0
    """There is a break."""
    FILE_ALONE = 1
    """The file agrees with itself. Nothing outside it says that it was not written anew as a whole."""
    OWN_CHECKPOINTS = 2
    """Signatures in the file agree too. Whoever holds the key can still have written everything anew."""
    OUTSIDE_CHECKPOINT = 3
    """A signed checkpoint kept elsewhere agrees: up to its size, nothing changed since it was handed out."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong; `seq` is the entry, or the nearest one, None where none can be named."""

    seq: int | None
    what: Fault


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome. Counts are of what was looked at before the first break.

    `root` is recomputed from the entries; `outside_size` is how many entries the checkpoint from outside
    confirms, 0 where none was given or it confirms nothing; `signed_size` likewise for the newest one in the file.
    """

    first_break: Break | None
    assurance: Assurance
    entries: int
    personal_parts: int
    erased_parts: int
    checkpoints: int
    root: bytes
    outside_size: int = 0
    signed_size: int = 0

    @property
    def intact(self) -> bool:
        """Whether no break was found."""
        return self.first_break is None
