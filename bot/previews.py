"""Thumbnails: made in a worker from hostile bytes, kept small, the only pictures that the desk ever shows inline."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.house import House
from bot.tables import previews
from policy.sandbox import Preview


def keep(connection: Connection, sha256: str, preview: Preview) -> None:
    """Keep a file's thumbnail, unless it has one."""
    if connection.execute(select(previews.c.sha256).where(previews.c.sha256 == sha256)).first() is None:
        connection.execute(
            previews.insert().values(
                sha256=sha256,
                content=preview.data,
                media_type=preview.media_type,
                width=preview.width,
                height=preview.height,
            )
        )


def preview(house: House, sha256: str) -> Preview | None:
    """Return a file's thumbnail, None where it has none."""
    with house.database.reading() as connection:
        row = connection.execute(select(previews).where(previews.c.sha256 == sha256)).first()
    if row is None:
        return None
    return Preview(data=row.content, media_type=row.media_type, width=row.width, height=row.height)


def with_preview(connection: Connection, digests: list[str]) -> set[str]:
    """Return which of these files have a thumbnail."""
    return set(connection.execute(select(previews.c.sha256).where(previews.c.sha256.in_(digests))).scalars())
