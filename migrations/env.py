"""Runs migrations on the database of the settings that were handed in."""

from alembic import context
from sqlalchemy import create_engine

from matinee.app import tables
from matinee.kit.db import Base

assert tables.ALL  # importing it puts every room's tables into the metadata

config = context.config
url = config.attributes.get("url") or config.get_main_option("sqlalchemy.url")
engine = create_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
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
engine.dispose()
