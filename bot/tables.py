"""Every table, as SQLAlchemy Core; migrations/ creates them, a test keeps the two equal.

The trail (`trail_*`) is the record and is append-only: bot/trail/guards.py has the triggers. Everything else
is either an index over the trail, which can be made again from it, or of no lasting worth (links, sessions,
queues). Moments are text: UTC, ISO 8601, seconds, `Z`. On SQLite the tables are STRICT: types hold.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = "0009"
"""The migration that leads to these tables; a test holds it against migrations/versions."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)
_STRICT: dict[str, Any] = {"sqlite_strict": True}
_NUMBER = Integer().with_variant(BigInteger(), "postgresql")
"""Any number: PostgreSQL's integers end at 2³¹, SQLite's at 2⁶³, and its strict tables know no other name for them."""

trail_entries = Table(
    "trail_entries",
    metadata,
    Column("seq", _NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("subject", Text),
    Column("body", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    CheckConstraint("length(leaf) = 32", name="leaf_is_sha256"),
    Index(None, "subject", "seq"),
    Index(None, "kind", "seq"),
    Index(None, "kind", "at"),
    **_STRICT,
)
"""`body` is the hashed bytes; `kind`, `at` and `subject` repeat what it says, for searching."""

trail_personal = Table(
    "trail_personal",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("entry_seq", _NUMBER, ForeignKey("trail_entries.seq"), nullable=False),
    Column("field", Text, nullable=False),
    Column("person", Text),
    Column("salt", LargeBinary),
    Column("content", LargeBinary),
    UniqueConstraint("entry_seq", "field"),
    CheckConstraint("(salt IS NULL) = (content IS NULL)", name="erased_whole"),
    CheckConstraint("length(salt) = 32", name="salt_is_whole"),
    Index(None, "person"),
    **_STRICT,
)
"""Names and free text (UTF-8), one row per entry and field; erased rows keep neither salt nor content."""

trail_head = Table(
    "trail_head",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("size", _NUMBER, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="single"),
    CheckConstraint("length(root) = 32", name="root_is_sha256"),
    **_STRICT,
)
"""One row: the tree's size, root and frontier after the last entry."""

trail_checkpoints = Table(
    "trail_checkpoints",
    metadata,
    Column("size", _NUMBER, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
    CheckConstraint("length(root) = 32", name="root_is_sha256"),
    **_STRICT,
)
"""Signed heads; `size`, `root` and `at` repeat what the note says."""

trail_tiles = Table(
    "trail_tiles",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    CheckConstraint("length(root) = 32", name="root_is_sha256"),
    **_STRICT,
)
"""The roots of full runs of 256 leaves, for proofs: an index over the entries, held against them by `trail verify`."""

originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", _NUMBER, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("stored_at", Text, nullable=False),
    **_STRICT,
)

previews = Table(
    "previews",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("width", _NUMBER, nullable=False),
    Column("height", _NUMBER, nullable=False),
    **_STRICT,
)
"""Thumbnails by the digest of their original."""

submissions = Table(
    "submissions",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("number", _NUMBER, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("head_seq", _NUMBER, ForeignKey("trail_entries.seq"), nullable=False),
    Index(None, "state", "number"),
    Index(None, "author", "number"),
    Index(None, "head_seq"),
    Index(None, "opened_at", "state"),
    **_STRICT,
)
"""An index for lists, made from the trail in the same transaction and held against it by `trail verify`."""

submission_makers = Table(
    "submission_makers",
    metadata,
    Column("reference", Text, ForeignKey("submissions.reference"), primary_key=True),
    Column("person", Text, primary_key=True),
    Index(None, "person"),
    **_STRICT,
)
"""Who made a submission, under every id: none of them may decide on it."""

sources = Table(
    "sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("reference", Text, ForeignKey("submissions.reference"), nullable=False),
    Column("first", Integer, nullable=False),
    Index(None, "reference"),
    **_STRICT,
)
"""Which message of a channel is which submission; `first` is 1 for the one that it came in with."""

platform_files = Table(
    "platform_files",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("size", _NUMBER, nullable=False),
    Column("media_type", Text, nullable=False),
    **_STRICT,
)
"""What a platform calls a file that was fetched before: the same name is the same bytes."""

chat_forms = Table(
    "chat_forms",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("about", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index(None, "platform", "account", "chat"),
    **_STRICT,
)
"""Forms that somebody fills in step by step in a chat; `about` and `answers` are JSON, `message` shows the step."""

chat_aliases = Table(
    "chat_aliases",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("before", Text, primary_key=True),
    Column("after", Text, nullable=False),
    **_STRICT,
)
"""Chats that have another name now: what was said of the old one holds for the new one."""

platform_marks = Table(
    "platform_marks",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    **_STRICT,
)
"""How far a platform has been heard, such as the last message of a channel."""

expiries = Table(
    "expiries",
    metadata,
    Column("reference", Text, ForeignKey("submissions.reference"), primary_key=True),
    Column("expires_at", Text, nullable=False),
    Index(None, "expires_at"),
    **_STRICT,
)
"""When the first of the approvals of a submission that stand runs out; none where none does."""

pending_examinations = Table(
    "pending_examinations",
    metadata,
    Column("reference", Text, ForeignKey("submissions.reference"), primary_key=True),
    Column("revision", _NUMBER, primary_key=True, autoincrement=False),
    Column("sha256", Text, ForeignKey("originals.sha256"), primary_key=True),
    Column("queued_at", Text, nullable=False),
    **_STRICT,
)
"""Files received and not examined yet."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("platform", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("place", Text),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", Text),
    Column("held_until", Text),
    Column("outcome", LargeBinary),
    UniqueConstraint("platform", "key"),
    Index(None, "state", "id"),
    Index(None, "place", "state", "id"),
    **_STRICT,
)
"""What came in, each event once by its key, before it was acknowledged; those of one `place` are done in their order.

`holder` has claimed it until `held_until`; `payload` and `outcome` are JSON (bot/delivery/events.py).
"""

outbox = Table(
    "outbox",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("platform", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("version", _NUMBER, nullable=False),
    Column("sent_version", _NUMBER),
    Column("receipt", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Text, nullable=False),
    Column("holder", Text),
    Column("held_until", Text),
    Column("queued_at", Text, nullable=False),
    UniqueConstraint("platform", "target", "kind", "subject"),
    Index(None, "state", "not_before"),
    **_STRICT,
)
"""What is to go out: a row for each message, whose newest `version` counts; `receipt` is its name on its platform."""

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Index(None, "person"),
    **_STRICT,
)
"""Whose account it is on which platform; the trail says the same, and this can be made again from it."""

account_codes = Table(
    "account_codes",
    metadata,
    Column("code_sha256", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    **_STRICT,
)

schedule_leases = Table(
    "schedule_leases",
    metadata,
    Column("task", Text, primary_key=True),
    Column("holder", Text),
    Column("held_until", Text),
    Column("done_at", Text),
    **_STRICT,
)
"""Which process looks after a task of the schedule, and when it was last done."""

summaries = Table(
    "summaries",
    metadata,
    Column("week", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("entry_seq", _NUMBER, ForeignKey("trail_entries.seq"), nullable=False),
    Column("content", LargeBinary, nullable=False),
    **_STRICT,
)
"""Each ISO week's audit summary as it was sent, once; `content` is JSON (bot/summary), its hash is in the trail."""

reminders = Table(
    "reminders",
    metadata,
    Column("reference", Text, ForeignKey("submissions.reference"), primary_key=True),
    Column("waiting_since", Text, nullable=False),
    Column("sent", _NUMBER, nullable=False),
    Column("due_at", Text, nullable=False),
    Index(None, "due_at"),
    **_STRICT,
)
"""When people are reminded next of what waits for them, and how often they were since it began to wait."""

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    **_STRICT,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    **_STRICT,
)

gate_files = Table(
    "gate_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("revision", _NUMBER, nullable=False),
    Column("state", Text, nullable=False),
    Column("look", Text),
    Column("band_1", Integer),
    Column("band_2", Integer),
    Column("band_3", Integer),
    Column("band_4", Integer),
    Index(None, "reference"),
    Index(None, "band_1"),
    Index(None, "band_2"),
    Index(None, "band_3"),
    Index(None, "band_4"),
    **_STRICT,
)
"""An index for the gate: every file that a submission ever had, and its look in bands (policy/look.py).

Made from the trail in the same transaction as `submissions`, held against it by `trail verify`. It refers to no
table, so that it can be made again from the trail alone.
"""

gate_tokens = Table(
    "gate_tokens",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("made_at", Text, nullable=False),
    **_STRICT,
)
"""Machines that may ask the gate; a copy of the database opens nothing."""
