"""The roots of full runs of 256 leaves, kept so that a proof need not read a million of them (C2SP tlog-tiles' width).

An index: made again from the entries at will, and held against them by `trail verify`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from bot.tables import trail_entries, trail_tiles
from bot.trail.merkle import inclusion_proof, root_of

WIDTH = 256
"""Leaves of a tile; a power of two, so that a full tile's root is a node of the tree (RFC 6962 §2.1)."""


def keep_tile(connection: Connection, size: int) -> None:
    """Keep the root of the tile that the entry number `size` has filled, in the transaction that wrote it."""
    if size % WIDTH == 0:
        number = size // WIDTH - 1
        connection.execute(insert(trail_tiles).values(number=number, root=root_of(_leaves(connection, number, size))))


def rebuild_tiles(connection: Connection) -> None:
    """Make all tiles again from the entries."""
    connection.execute(delete(trail_tiles))
    size = connection.execute(select(trail_entries.c.seq).order_by(trail_entries.c.seq.desc()).limit(1)).scalar() or 0
    for number in range(size // WIDTH):
        root = root_of(_leaves(connection, number, size))
        connection.execute(insert(trail_tiles).values(number=number, root=root))


def prove(connection: Connection, index: int, size: int) -> list[bytes]:
    """Return the proof that entry `index`, counted from 0, is in the tree of the first `size` ones (RFC 6962 §2.1.1).

    Reads at most two tiles' leaves, and one root for each other tile.

    Raises:
        IndexError: there is no such entry in a tree of that size.
    """
    if not 0 <= index < size:
        raise IndexError(f"no entry {index} in a tree of {size}")
    tile = index // WIDTH
    leaves = _leaves(connection, tile, size)
    within = inclusion_proof(leaves, index - tile * WIDTH)
    return [*within, *inclusion_proof(_roots(connection, size), tile)]


def _roots(connection: Connection, size: int) -> Sequence[bytes]:
    """Return the roots of all tiles of a tree, that of a last, unfinished one included."""
    full = size // WIDTH
    kept = select(trail_tiles.c.root).where(trail_tiles.c.number < full).order_by(trail_tiles.c.number)
    roots = list(connection.execute(kept).scalars())
    return [*roots, root_of(_leaves(connection, full, size))] if size % WIDTH else roots


def _leaves(connection: Connection, tile: int, size: int) -> list[bytes]:
    """Return the leaves of one tile, as far as a tree of `size` entries has them."""
    first, last = tile * WIDTH + 1, min((tile + 1) * WIDTH, size)
    wanted = select(trail_entries.c.leaf).where(trail_entries.c.seq.between(first, last))
    return list(connection.execute(wanted.order_by(trail_entries.c.seq)).scalars())
