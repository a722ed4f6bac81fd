"""Files by what a platform calls them, forms that are filled in in a chat, chats that have another name now.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_files",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "file", name=op.f("pk_platform_files")),
        sqlite_strict=True,
    )
    op.create_table(
        "chat_forms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_forms")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_chat_forms_platform_account_chat"), "chat_forms", ["platform", "account", "chat"])
    op.create_table(
        "chat_aliases",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "before", name=op.f("pk_chat_aliases")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise NotImplementedError("the trail is never taken down: restore a backup instead")
