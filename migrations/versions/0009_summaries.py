"""Weekly summaries as they were made, reminders of what waits, and what a week is read by.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_index(op.f("ix_trail_entries_kind_at"), "trail_entries", ["kind", "at"])
    op.create_index(op.f("ix_submissions_opened_at_state"), "submissions", ["opened_at", "state"])
    op.create_table(
        "summaries",
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("entry_seq", _NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_summaries")),
        sa.ForeignKeyConstraint(["entry_seq"], ["trail_entries.seq"], name=op.f("fk_summaries_entry_seq")),
        sqlite_strict=True,
    )
    op.create_table(
        "reminders",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("waiting_since", sa.Text(), nullable=False),
        sa.Column("sent", _NUMBER, nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_reminders")),
        sa.ForeignKeyConstraint(["reference"], ["submissions.reference"], name=op.f("fk_reminders_reference")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminders_due_at"), "reminders", ["due_at"])


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
