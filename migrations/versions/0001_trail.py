"""The trail, and the tables around it.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.trail.merkle import EMPTY_ROOT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    _trail()
    _files()
    _submissions()
    _access()


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")


def _trail() -> None:
    op.create_table(
        "trail_entries",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_trail_entries_leaf_is_sha256")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail_entries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_trail_entries_kind_seq"), "trail_entries", ["kind", "seq"])
    op.create_index(op.f("ix_trail_entries_subject_seq"), "trail_entries", ["subject", "seq"])
    op.create_table(
        "trail_personal",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("entry_seq", NUMBER, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("entry_seq", "field", name=op.f("uq_trail_personal_entry_seq_field")),
        sa.CheckConstraint("(salt IS NULL) = (content IS NULL)", name=op.f("ck_trail_personal_erased_whole")),
        sa.CheckConstraint("length(salt) = 32", name=op.f("ck_trail_personal_salt_is_whole")),
        sa.ForeignKeyConstraint(["entry_seq"], ["trail_entries.seq"], name=op.f("fk_trail_personal_entry_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_personal")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_trail_personal_person"), "trail_personal", ["person"])
    op.create_table(
        "trail_head",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trail_head_single")),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_trail_head_root_is_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "trail_checkpoints",
        sa.Column("size", NUMBER, autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_trail_checkpoints_root_is_sha256")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_trail_checkpoints")),
        sqlite_strict=True,
    )
    head = sa.table("trail_head", sa.column("id"), sa.column("size"), sa.column("root"), sa.column("frontier"))
    op.execute(head.insert().values(id=1, size=0, root=EMPTY_ROOT, frontier=b""))


def _files() -> None:
    op.create_table(
        "originals",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_originals")),
        sqlite_strict=True,
    )
    op.create_table(
        "previews",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", NUMBER, nullable=False),
        sa.Column("height", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_previews")),
        sqlite_strict=True,
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("head_seq", NUMBER, nullable=False),
        sa.UniqueConstraint("number", name=op.f("uq_submissions_number")),
        sa.ForeignKeyConstraint(["head_seq"], ["trail_entries.seq"], name=op.f("fk_submissions_head_seq")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_submissions")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_submissions_author_number"), "submissions", ["author", "number"])
    op.create_index(op.f("ix_submissions_head_seq"), "submissions", ["head_seq"])
    op.create_index(op.f("ix_submissions_state_number"), "submissions", ["state", "number"])
    op.create_table(
        "pending_examinations",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["submissions.reference"], name=op.f("fk_pending_examinations_reference")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name=op.f("fk_pending_examinations_sha256")),
        sa.PrimaryKeyConstraint("reference", "revision", "sha256", name=op.f("pk_pending_examinations")),
        sqlite_strict=True,
    )


def _access() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in_links")),
        sqlite_strict=True,
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sessions")),
        sqlite_strict=True,
    )
