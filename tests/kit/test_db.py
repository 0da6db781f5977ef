import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from matinee.app import tables
from matinee.kit import db, written
from matinee.kit.db import Database
from matinee.kit.remembered import MOST, Of, remembered


@pytest.fixture
def database(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER)"))
        connection.execute(text("CREATE TABLE place (n INTEGER)"))
        connection.execute(text("CREATE TABLE person (n INTEGER)"))
        connection.execute(
            text("CREATE TABLE written (library INTEGER NOT NULL, people INTEGER NOT NULL)")
        )
        connection.execute(text("INSERT INTO written VALUES (0, 0)"))
        connection.commit()
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

            return remembered(session, "how many", make)

    assert [counted(database), counted(database), len(asked)] == [0, 0, 1]
    with database.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        assert remembered(session, "how many", lambda: 7) == 7  # it sees what nobody else does
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
        assert remembered(before, "how many", lambda: 0) == 0
        with database.read() as after:
            assert remembered(after, "how many", lambda: 1) == 1
        assert remembered(before, "how many", lambda: 0) == 0
    with database.read() as session:
        for n in range(3 * MOST):
            assert remembered(session, n, lambda n=n: n) == n
    assert len(database._memory._values[Of.ALL]) <= MOST


def test_what_is_asked_again_stays_among_much_that_is_asked_once(database: Database) -> None:
    made: list[int] = []
    with database.read() as session:
        for n in range(3 * MOST):
            remembered(session, n, lambda n=n: n)
            remembered(session, "again", lambda: made.append(1))
    assert len(made) == 1


@pytest.fixture
def quiet_places() -> Iterator[None]:
    for name in ("place", "person"):
        written.quiet(name)
    written.of_people("person")
    yield
    written._quiet.difference_update(("place", "person"))
    written._people.discard("person")
    written.tells.cache_clear()


@pytest.mark.usefixtures("quiet_places")
def test_what_people_do_does_not_have_the_library_read_again(database: Database) -> None:
    asked = dict.fromkeys(Of, 0)

    def look() -> None:
        with database.read() as session:
            for of in asked:

                def make(of: Of = of) -> None:
                    asked[of] += 1

                remembered(session, "a list", make, of=of)

    other = Database(database.url)  # as another process
    look()
    for one, statement, library, people in (
        (database, "INSERT INTO place (n) VALUES (1)", 0, 0),
        (other, "UPDATE place SET n = 2", 0, 0),
        (database, "INSERT INTO thing (n) VALUES (1)", 1, 0),
        (other, "UPDATE thing SET n = 2", 1, 0),
        (other, "insert or replace into thing (id, n) VALUES (1, 3)", 1, 0),
        (database, "WITH two AS (SELECT 2 AS n) INSERT INTO thing (n) SELECT n FROM two", 1, 1),
        (database, "DELETE FROM place", 0, 0),
        (database, 'DELETE FROM "thing"', 1, 0),
        (other, "INSERT INTO person (n) VALUES (1)", 0, 1),
        (database, "DELETE FROM person", 0, 1),
    ):
        before = dict(asked)
        with one.write() as session:
            session.execute(text("SELECT 1"))
            session.execute(text(statement))
            session.execute(text("SELECT 1"))
        look()
        look()
        assert asked[Of.ALL] - before[Of.ALL] == 1, statement
        assert asked[Of.LIBRARY] - before[Of.LIBRARY] == library, statement
        assert asked[Of.PEOPLE] - before[Of.PEOPLE] == people, statement
    other.close()


@pytest.mark.usefixtures("quiet_places")
def test_a_write_that_failed_tells_nothing_of_the_one_after_it(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.execute(text("INSERT INTO thing (n) VALUES (1)"))
        raise RuntimeError
    with database.write() as session:
        session.execute(text("INSERT INTO place (n) VALUES (1)"))
    with database.read() as session:
        assert session.execute(text("SELECT library FROM written")).scalar_one() == 0


def test_statements_are_told_apart_by_their_table() -> None:
    quiet = ("INSERT INTO progress (a) VALUES (?)", "UPDATE job SET a=?", "SELECT 'UPDATE media'",
             "DELETE FROM sign_in WHERE 1", "PRAGMA optimize", "WITH a AS (SELECT 1) SELECT 1",
             "SAVEPOINT sa_savepoint_1")  # fmt: skip
    loud = ("INSERT INTO media (a) VALUES (?)", "update series set a=1", "DROP TABLE progress",
            "INSERT INTO media_search (media_search) VALUES ('optimize')",
            "WITH a AS (SELECT 1) DELETE FROM progress")  # fmt: skip
    assert tables.ALL
    assert [one for one in quiet if written.tells(one) & written.Told.LIBRARY] == []
    assert [one for one in loud if not written.tells(one) & written.Told.LIBRARY] == []
