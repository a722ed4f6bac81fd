"""The database: SQLite in one file, or PostgreSQL on a server; one writer at a time, readers with a steady view."""

from __future__ import annotations

from bot.database.address import is_there, place
from bot.database.database import MIGRATIONS, Database
from bot.database.faults import DAMAGE, damage_told, is_damage
from bot.database.sqlite import BUSY_TIMEOUT

__all__ = ["BUSY_TIMEOUT", "DAMAGE", "MIGRATIONS", "Database", "damage_told", "is_damage", "is_there", "place"]
