import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from matinee.kit import db
from matinee.kit.db import Database


@pytest.fixture
def database(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER)"))
    yield database
    database.close()


def count(database: Database) -> int:
    with database.read() as session:
        return session.execute(text("SELECT count(*) FROM thing")).scalar_one()


def test_a_write_that_fails_is_undone_and_tells_nobody(database: Database) -> None:
    told: list[str] = []
    with pytest.raises(RuntimeError), database.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        db.after_commit(session, lambda: told.append("no"))
        raise RuntimeError
    assert count(database) == 0
    assert told == []


def test_a_failure_that_is_remembered_locks_nobody_out(database: Database) -> None:
    kept: list[object] = []
    with database.write() as session:
        for n in range(500):
            session.execute(text("INSERT INTO thing (n) VALUES (:n)"), {"n": n})
    for door in (database.write, database.read):
        try:
            with door() as session:
                half_read = session.execute(text("SELECT * FROM thing"))
                half_read.fetchone()
                raise RuntimeError
        except RuntimeError as error:
            kept.append((error, half_read))
        other = Database(database.url)
        with other.write() as session:
            session.execute(text("INSERT INTO thing (n) VALUES (0)"))
        other.close()
        for _ in range(3):
            with database.write() as session:
                session.execute(text("INSERT INTO thing (n) VALUES (0)"))
    assert count(database) == 508


def test_what_waits_for_the_commit_sees_it(database: Database) -> None:
    seen: list[int] = []
    with database.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        db.after_commit(session, lambda: seen.append(count(database)))
        assert seen == []
    assert seen == [1]


def test_nothing_written_in_a_read_stays(database: Database) -> None:
    with database.read() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
    assert count(database) == 0


def test_many_writers_and_readers_never_meet_a_lock(tmp_path: Path, database: Database) -> None:
    other = Database(database.url)  # as another process would: a lock of its own
    done = threading.Event()

    def write(which: int) -> None:
        target = database if which % 2 else other
        for _ in range(25):
            with target.write() as session:
                session.execute(text("SELECT max(n) FROM thing"))
                session.execute(text("INSERT INTO thing (n) VALUES (1)"))

    def read(_which: int) -> int:
        looks = 0
        while not done.is_set():
            count(database)
            looks += 1
        return looks

    with ThreadPoolExecutor(12) as pool:
        readers = [pool.submit(read, n) for n in range(4)]
        for writer in [pool.submit(write, n) for n in range(8)]:
            writer.result(timeout=60)
        done.set()
        assert all(reader.result(timeout=10) > 0 for reader in readers)
    other.close()
    assert count(database) == 200


def test_what_was_read_is_read_again_only_after_a_write(database: Database) -> None:
    asked: list[int] = []

    def counted(database: Database) -> int:
        with database.read() as session:

            def make() -> int:
                asked.append(1)
                return session.execute(text("SELECT count(*) FROM thing")).scalar_one()

            return db.remembered(session, "how many", make)

    assert [counted(database), counted(database), len(asked)] == [0, 0, 1]
    with database.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        assert db.remembered(session, "how many", lambda: 7) == 7  # it sees what nobody else does
    assert [counted(database), counted(database), len(asked)] == [1, 1, 2]
    other = Database(database.url)  # as another process
    with other.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (2)"))
    other.close()
    assert [counted(database), counted(database), len(asked)] == [2, 2, 3]


def test_a_session_from_before_a_write_leaves_nothing_for_those_after_it(
    database: Database,
) -> None:
    with database.read() as before:
        assert before.execute(text("SELECT count(*) FROM thing")).scalar_one() == 0
        with database.write() as session:
            session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        assert db.remembered(before, "how many", lambda: 0) == 0
        with database.read() as after:
            assert db.remembered(after, "how many", lambda: 1) == 1
        assert db.remembered(before, "how many", lambda: 0) == 0
    with database.read() as session:
        for n in range(3 * db.MOST_REMEMBERED):
            assert db.remembered(session, n, lambda n=n: n) == n
    assert database._remembered is not None
    assert len(database._remembered._values) <= db.MOST_REMEMBERED
