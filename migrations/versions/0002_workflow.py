"""When approvals run out, and who made a submission.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_makers",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["submissions.reference"], name=op.f("fk_submission_makers_reference")),
        sa.PrimaryKeyConstraint("reference", "person", name=op.f("pk_submission_makers")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_submission_makers_person"), "submission_makers", ["person"])
    op.create_table(
        "expiries",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["submissions.reference"], name=op.f("fk_expiries_reference")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_expiries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_expiries_expires_at"), "expiries", ["expires_at"])
    op.execute("INSERT INTO submission_makers (reference, person) SELECT reference, author FROM submissions")


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
