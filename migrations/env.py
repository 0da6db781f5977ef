"""Runs migrations on the database that was handed in, each in one transaction.

The engine is kit's, which says BEGIN itself: left alone, Python's SQLite driver runs DDL outside
transactions, and a migration that fails would leave half of itself behind. Foreign keys are off
meanwhile, because SQLite changes a table by making it anew and dropping the old one.

An empty PostgreSQL database is given this version's tables at once. Processes that start together
take turns.
"""

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event

from matinee.app import tables
from matinee.kit import postgres
from matinee.kit.db import Base, Database

assert tables.ALL  # importing it puts every room's tables into the metadata

database = Database(context.config.attributes["url"])
if database.is_sqlite:
    engine = database.engine.execution_options(matinee_write=True)
    event.listen(
        database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys = OFF")
    )
else:
    engine = postgres.writing(database.engine)
    with engine.begin() as connection:
        postgres.lock(connection)
        present = MigrationContext.configure(connection)
        if present.get_current_revision() is None:
            tables.create_on_postgres(connection)
            present.stamp(context.script, "head")
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=database.is_sqlite,
        transaction_per_migration=True,
        include_object=lambda _thing, name, kind, _reflected, _other: (
            not (
                kind == "table" and ("_search" in name or name == "written")  # FTS5 keeps its own
            )
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
