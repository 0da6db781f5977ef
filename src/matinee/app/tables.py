"""Every room's tables in one place, for migrations."""

from sqlalchemy import Connection, Table

from matinee.accounts import tables as accounts
from matinee.admin.retention import tables as retention
from matinee.discovery import postgres as search
from matinee.discovery import tables as discovery
from matinee.discovery.changes import tables as changes
from matinee.ingest import tables as ingest
from matinee.kit import peers, postgres
from matinee.kit.db import Base
from matinee.kit.jobs import tables as jobs
from matinee.library import tables as library
from matinee.library.collections import tables as collection_tables
from matinee.library.duplicates import tables as duplicates
from matinee.library.people import tables as people_tables
from matinee.library.series import tables as series_tables
from matinee.library.sound import tables as sound_tables
from matinee.library.words import tables as word_tables
from matinee.moving import tables as moving
from matinee.streaming.prepare import tables as prepare
from matinee.streaming.reports import tables as reports
from matinee.streaming.stored import tables as stored
from matinee.watching import tables as watching

ALL = (
    peers, jobs, accounts, library, word_tables, collection_tables, people_tables, series_tables,
    sound_tables, duplicates, ingest, watching, moving, prepare, stored, reports, discovery,
    changes, retention,
)  # fmt: skip


def in_order() -> list[Table]:
    """Return all tables, those first to which others point."""
    return list(Base.metadata.sorted_tables)


def create_on_postgres(connection: Connection) -> None:
    """Make the tables of this version in an empty PostgreSQL database.

    The revisions before were written for SQLite; from here on both have the same ones.
    """
    Base.metadata.create_all(connection)
    for statement in postgres.CREATE:
        connection.exec_driver_sql(statement)
    search.create(connection)
