"""The roots of full runs of 256 leaves, for proofs.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.trail.tiles import rebuild_tiles

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "trail_tiles",
        sa.Column(
            "number", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), autoincrement=False, nullable=False
        ),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_trail_tiles_root_is_sha256")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trail_tiles")),
        sqlite_strict=True,
    )
    rebuild_tiles(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
