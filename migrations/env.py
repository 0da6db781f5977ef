"""Runs migrations on the database that was handed in, each in one transaction.

The engine is kit's, which says BEGIN itself: left alone, Python's SQLite driver runs DDL outside
transactions, and a migration that fails would leave half of itself behind. Foreign keys are off
meanwhile, because SQLite changes a table by making it anew and dropping the old one.
"""

from alembic import context
from sqlalchemy import event

from matinee.app import tables
from matinee.kit.db import Base, Database

assert tables.ALL  # importing it puts every room's tables into the metadata

database = Database(context.config.attributes["url"])
engine = database.engine.execution_options(matinee_write=True)
if database.is_sqlite:
    event.listen(
        database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys = OFF")
    )
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=database.is_sqlite,
        transaction_per_migration=True,
        include_object=lambda _thing, name, kind, _reflected, _other: (
            not (
                kind == "table" and "_search" in name  # FTS5 keeps tables of its own
            )
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
