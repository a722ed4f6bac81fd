"""Run by Alembic: from Database.upgrade, which hands its transaction in, or from the `alembic` command.

Never batch-alter a trail table: batch mode rebuilds the table and loses its triggers without a word. Whatever
a migration did, Database.migrating raises the guards again and checks foreign keys before it commits.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from bot.database import Database
from bot.settings import from_environment
from bot.tables import metadata


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database.open(from_environment().database)
    with database.migrating() as migrating:
        run(migrating)
    database.close()
