"""Statements that are asked with every page: of one text, and prepared once a connection."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, event, select, text
from sqlalchemy.exc import DBAPIError
from tests import servers

from matinee.kit.db import Database
from matinee.kit.statements import among, ready

ODD = ["plain", 'a "quoted" one', "back\\slash", "{braces, and commas}", "", "NULL", "Ω\n\t'"]
THING = Table("thing", MetaData(), Column("n", Integer), Column("name", String(40)))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path / 'one.db'}")
    else:
        postgres: servers.Postgres = request.getfixturevalue("postgres")
        with postgres.fresh() as url:
            yield from opened(url)


def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE thing (n INTEGER, name TEXT)"))
        if database.is_sqlite:
            connection.execute(text("CREATE TABLE written (library INTEGER, people INTEGER)"))
            connection.execute(text("INSERT INTO written VALUES (0, 0)"))
        connection.execute(THING.insert(), [{"n": n, "name": one} for n, one in enumerate(ODD)])
        connection.commit()
    yield database
    database.close()


def test_a_list_is_looked_for_whatever_stands_in_it(database: Database) -> None:
    by_name = select(THING.c.n).where(among(THING.c.name, "names")).order_by(THING.c.n)
    by_number = select(THING.c.n).where(among(THING.c.n, "numbers")).order_by(THING.c.n)
    with database.read() as session:
        for n, one in enumerate(ODD):
            assert session.scalars(by_name, {"names": [one]}).all() == [n]
        assert session.scalars(by_name, {"names": ODD}).all() == list(range(len(ODD)))
        assert session.scalars(by_name, {"names": []}).all() == []
        assert session.scalars(by_number, {"numbers": [5, 2, 99]}).all() == [2, 5]
        assert session.scalars(by_number, {"numbers": ()}).all() == []


def test_its_text_is_the_same_for_any_number_of_values(database: Database) -> None:
    asked: set[str] = set()
    event.listen(
        database.engine, "before_cursor_execute",
        lambda _c, _r, statement, *_: asked.add(statement) if "thing" in statement else None,
    )  # fmt: skip
    with database.read() as session:
        for count in range(4):
            by_number = select(THING.c.n).where(among(THING.c.n, "numbers"))
            session.execute(by_number, {"numbers": range(count)})
    assert len(asked) == 1


def test_what_is_marked_stays_prepared_from_one_session_to_the_next(
    postgres: servers.Postgres,
) -> None:
    marked = ready(select(THING.c.n).where(among(THING.c.n, "numbers")))
    with postgres.fresh() as url:
        for database in opened(url):
            for _ in range(8):
                with database.read() as session:
                    session.execute(marked, {"numbers": [1]})
                    session.execute(select(THING.c.name))
            with database.read() as session:
                kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
            assert len([one for one in kept if "ANY" in one]) == 1
            assert not [one for one in kept if "SELECT thing.name" in one]


def test_who_reads_on_postgres_writes_nothing(postgres: servers.Postgres) -> None:
    with postgres.fresh() as url:
        for database in opened(url):
            with pytest.raises(DBAPIError, match="read-only"), database.read() as session:
                session.execute(text("DELETE FROM thing"))
            with database.write() as session:
                assert session.scalar(text("SELECT count(*) FROM thing")) == len(ODD)
