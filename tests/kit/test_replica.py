"""Lists and search from a real replica: what was just written is seen, and nothing fails with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient
from tests import servers

from matinee.app import wiring
from matinee.app.web import create_app
from matinee.kit import db
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Invalid

Until = Callable[..., object]


@pytest.fixture
def pair(postgres: servers.Postgres) -> Iterator[tuple[str, str, servers.Postgres]]:
    """The addresses of a library's database and of its replica, and the replica's server."""
    with postgres.fresh() as url:
        name = url.partition("@/")[2].partition("?")[0]
        with postgres.replica() as replica:
            yield url, replica.url(name), replica


def test_lists_are_read_from_the_replica_and_never_from_before_ones_own_writes(
    pair: tuple[str, str, servers.Postgres], until: Until
) -> None:
    url, replica_url, replica = pair
    database = Database(url, replica_url)

    def asked() -> str:
        with database.read_lists() as session:
            return str(session.scalar(text("SHOW unix_socket_directories")))

    def write() -> None:
        with database.write() as session:
            session.execute(text("DELETE FROM lookup"))

    until(lambda: asked() == str(replica.folder), 20)
    replica.run("SELECT pg_wal_replay_pause()")
    write()
    assert asked() != str(replica.folder)  # it does not know of it yet
    replica.run("SELECT pg_wal_replay_resume()")
    until(lambda: asked() == str(replica.folder), 20)
    # What another process tells of is not read from before it either.
    database.note_written(database.written + 1)
    assert asked() != str(replica.folder)
    write()
    until(lambda: asked() == str(replica.folder), 20)
    database.close()


def test_a_replica_that_is_away_is_not_missed(
    postgres: servers.Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(db, "LEFT_ALONE_S", 0.2)
    with postgres.empty() as url:
        nobody = f"postgresql://postgres@/x?host={tmp_path}"
        settings = Settings(data=tmp_path / "data", database_url=url, database_read_url=nobody)
        with wiring.opened(settings) as services:
            app = create_app(services, run_jobs=False)
            with TestClient(app) as client:
                assert client.get("/api/media").status_code == 401
            with services.db.read_lists() as session:
                assert session.scalar(text("SELECT 1")) == 1


def test_a_replica_of_sqlite_is_refused() -> None:
    with pytest.raises(Invalid, match="DATABASE_READ_URL"):
        Settings(database_read_url="postgresql://x/y")
