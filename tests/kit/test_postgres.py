"""The same library on PostgreSQL: made, shared, searched and refused with words."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text
from starlette.testclient import TestClient
from tests import servers

from matinee import accounts, library
from matinee.accounts.tables import User
from matinee.app import wiring
from matinee.app.web import create_app
from matinee.kit import clock, copies, migrate
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import MatineeError
from matinee.kit.jobs.tables import Job
from matinee.kit.remembered import remembered

PASSWORD = "a long enough password"


@pytest.fixture
def empty(postgres: servers.Postgres) -> Iterator[str]:
    """A database with nothing in it."""
    with postgres.empty() as url:
        yield url


@pytest.fixture
def fresh(postgres: servers.Postgres) -> Iterator[Database]:
    """A library's database with nothing in the library."""
    with postgres.fresh() as url:
        database = Database(url)
        yield database
        database.close()


def test_those_who_start_together_make_it_once(tmp_path: Path, empty: str) -> None:
    settings = Settings(data=tmp_path, database_url=empty)
    upgrade = (
        "import sys; from pathlib import Path; from matinee.kit import config, migrate;"
        "migrate.upgrade(config.Settings(data=Path(sys.argv[1]), database_url=sys.argv[2]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", upgrade, tmp_path / str(n), empty])
        for n in range(3)
    ]
    assert [one.wait(60) for one in started] == [0, 0, 0]
    assert migrate.current_revision(settings) == migrate.revisions()[-1]
    migrate.upgrade(settings)  # again changes nothing
    with closing(Database(empty)) as database, database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM media")) == 0


def test_one_writes_at_a_time_and_sees_what_was_written_before(fresh: Database) -> None:
    def add(_: int) -> None:
        with fresh.write() as session:
            count = session.scalar(text("SELECT count(*) FROM tag")) or 0
            session.execute(
                text("INSERT INTO tag (name, name_key) VALUES (:name, :name)"), {"name": str(count)}
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    with fresh.read() as session:
        assert session.scalar(text("SELECT count(DISTINCT name) FROM tag")) == 40


def test_a_reader_sees_one_moment(fresh: Database) -> None:
    with fresh.read() as session:
        assert session.scalar(text("SELECT count(*) FROM tag")) == 0
        with fresh.write() as writer:
            writer.execute(text("INSERT INTO tag (name, name_key) VALUES ('a', 'a')"))
        assert session.scalar(text("SELECT count(*) FROM tag")) == 0
    with fresh.read() as session:
        assert session.scalar(text("SELECT count(*) FROM tag")) == 1


def test_what_is_remembered_is_read_again_after_a_write_of_another_process(
    fresh: Database,
) -> None:
    other = Database(fresh.url)
    made: list[int] = []

    def ask() -> None:
        with fresh.read() as session:
            remembered(session, "it", lambda: made.append(1))

    ask()
    ask()
    assert len(made) == 1
    with other.write() as session:
        session.execute(text("INSERT INTO tag (name, name_key) VALUES ('a', 'a')"))
    ask()
    assert len(made) == 2
    other.close()


def test_a_write_that_fails_leaves_nothing_and_lets_the_next_one_in(fresh: Database) -> None:
    with pytest.raises(RuntimeError), fresh.write() as session:
        session.execute(text("INSERT INTO tag (name, name_key) VALUES ('a', 'a')"))
        raise RuntimeError
    done = threading.Event()

    def write() -> None:
        with fresh.write() as session:
            assert session.scalar(text("SELECT count(*) FROM tag")) == 0
        done.set()

    threading.Thread(target=write).start()
    assert done.wait(20)


def test_a_server_that_was_away_is_told_in_words_and_used_again(
    postgres: servers.Postgres, fresh: Database
) -> None:
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'of_test%' "
        "AND pid <> pg_backend_pid()"
    )
    with pytest.raises(MatineeError) as caught, fresh.read() as session:
        session.execute(text("SELECT 1"))
        postgres.run(end)
        session.execute(text("SELECT 1"))
    assert (caught.value.code, caught.value.status) == ("database_unreachable", 503)
    with fresh.write() as session:
        session.execute(text("INSERT INTO tag (name, name_key) VALUES ('a', 'a')"))
    postgres.run(end)
    with fresh.read() as session:
        assert session.scalar(text("SELECT count(*) FROM tag")) == 1
        connection = session.connection().connection.dbapi_connection
    assert connection is not None
    connection.close()
    with fresh.read() as session:
        assert session.scalar(text("SELECT count(*) FROM tag")) == 1


def test_text_is_compared_by_its_bytes(fresh: Database) -> None:
    names = ["b", "B", "é", "a b", "ab", "Z"]
    with fresh.write() as session:
        for name in names:
            session.execute(
                text("INSERT INTO tag (name, name_key) VALUES (:name, :name)"), {"name": name}
            )
    with fresh.read() as session:
        ordered = session.scalars(text("SELECT name FROM tag ORDER BY name")).all()
    assert ordered == sorted(names)


def test_a_library_is_used_there(tmp_path: Path, empty: str) -> None:
    settings = Settings(data=tmp_path / "data", database_url=empty, free_space_floor_bytes=0)
    with wiring.opened(settings) as services:
        accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
        app = create_app(services, run_jobs=False)
        with TestClient(app, base_url="http://matinee.test") as client:
            signed = {"username": "ana", "password": PASSWORD}
            token = client.post("/api/auth/login", json=signed).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            assert client.get("/api/home").is_success
            assert client.get("/api/media").json()["total"] == 0
            assert client.get("/api/search?q=anything").json()["titles"] == []
            health = client.get("/api/health").json()
    assert health["checks"]["database"]["status"] == "ok"
    assert "PostgreSQL" in health["checks"]["database"]["detail"]
    with closing(Database(empty)) as database, database.read() as session:
        assert session.scalars(select(User.name)).all() == ["Ana"]
        assert session.scalars(select(library.MediaRow.id)).all() == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:verysecret@127.0.0.1:9/matinee",
        "postgres://ana:verysecret@no-such-host.invalid/matinee",
    ],
)
def test_a_database_that_cannot_be_reached_is_named_without_the_secret(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(MatineeError) as caught:
        migrate.upgrade(Settings(data=tmp_path, database_url=url))
    assert caught.value.code == "database_unreachable"
    assert "MATINEE_DATABASE_URL" in (caught.value.fix or "")
    assert "verysecret" not in f"{caught.value.detail} {caught.value.fix}"


def test_a_database_that_is_not_there_is_named(tmp_path: Path, postgres: servers.Postgres) -> None:
    with pytest.raises(MatineeError, match="nowhere"):
        migrate.upgrade(Settings(data=tmp_path, database_url=postgres.url("nowhere")))


def test_a_copy_is_one_verified_file_of_one_moment(tmp_path: Path, empty: str) -> None:
    settings = Settings(data=tmp_path, database_url=empty)
    migrate.upgrade(settings)
    with closing(Database(empty)) as database:
        with database.write() as session:
            session.add(Job(**job("kept", {"a": None, "b": "é"})))
        copy = copies.make(settings, "manual")
        with database.write() as session:
            session.add(Job(**job("later", {})))
    assert copies.is_as_made(copy) and copy.source == "postgresql"
    assert copy.rows["job"] == 1
    with closing(sqlite3.connect(copy.path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("SELECT id, payload, summary FROM job").fetchall() == [
            ("kept", '{"a": null, "b": "\\u00e9"}', None)
        ]
        triggers = opened.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert triggers.fetchone()[0] > 5, "they were put away and not made again"


def job(job_id: str, payload: dict[str, object]) -> dict[str, object]:
    return {
        "id": job_id, "kind": "x", "lane": "light", "status": "queued", "priority": 0, "title": "",
        "payload": payload, "created_at": clock.now(),
    }  # fmt: skip
