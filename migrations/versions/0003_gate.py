"""The gate: which files were approved, how they look, and which machines may ask.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.gate.index import rebuild

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "gate_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("look", sa.Text(), nullable=True),
        sa.Column("band_1", NUMBER, nullable=True),
        sa.Column("band_2", NUMBER, nullable=True),
        sa.Column("band_3", NUMBER, nullable=True),
        sa.Column("band_4", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("sha256", "reference", name=op.f("pk_gate_files")),
        sqlite_strict=True,
    )
    for column in ("band_1", "band_2", "band_3", "band_4", "reference"):
        op.create_index(op.f(f"ix_gate_files_{column}"), "gate_files", [column])
    op.create_table(
        "gate_tokens",
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("name", name=op.f("uq_gate_tokens_name")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_gate_tokens")),
        sqlite_strict=True,
    )
    # The index as this version of Vigie makes it. A later change of the table drops it, makes it anew, and takes
    # this line along.
    rebuild(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
