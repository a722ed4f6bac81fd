"""Which message is which submission, and how far a platform has been heard.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["submissions.reference"], name=op.f("fk_sources_reference")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_sources")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sources_reference"), "sources", ["reference"])
    op.create_table(
        "platform_marks",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "place", name=op.f("pk_platform_marks")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
