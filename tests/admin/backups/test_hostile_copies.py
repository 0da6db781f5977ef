"""A copy from elsewhere is not trusted: nothing but rows comes out of it, or it is refused."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matinee import accounts
from matinee.admin import backups
from matinee.kit import copies, migrate
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.services import Services
from tests.admin.conftest import Bring

pytestmark = pytest.mark.security
Spoil = Callable[[sqlite3.Connection], object]


@pytest.fixture
def sent(services: Services, bring: Bring, tmp_path: Path) -> Path:
    """A sound copy of a small library, as it comes from elsewhere."""
    if not services.db.is_sqlite:
        pytest.skip("laid into a file")
    accounts.create_user(services, "Ana", "a long enough password", is_admin=True)
    bring("A film")
    copy = copies.make(services.settings, "manual")
    path = tmp_path / "sent.db"
    path.write_bytes(copy.path.read_bytes())
    return path


@pytest.fixture
def there(sent: Path, services: Services, tmp_path: Path) -> Settings:
    """Another machine."""
    return replace(services.settings, data=tmp_path / "there")


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as one:
        one.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            one.execute(statement)
        one.commit()


def schema(settings: Settings) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(migrate.database_path(settings))) as one:
        return set(one.execute("SELECT type, name FROM sqlite_master"))


def test_a_trigger_and_a_view_of_the_file_do_not_come_along(sent: Path, there: Settings) -> None:
    spoil(
        sent,
        "CREATE TRIGGER steal AFTER INSERT ON sign_in BEGIN "
        "UPDATE user_account SET is_admin = 1; END",
        "CREATE VIEW all_of_it AS SELECT * FROM user_account",
        "CREATE TABLE more (x)",
    )
    backups.restore(there, sent)
    found = schema(there)
    assert not {("trigger", "steal"), ("view", "all_of_it"), ("table", "more")} & found
    assert ("table", "media") in found
    with closing(sqlite3.connect(migrate.database_path(there))) as one:
        assert one.execute("SELECT title FROM media").fetchall() == [("A film",)]
        assert one.execute("SELECT count(*) FROM sign_in").fetchone() == (0,)
        searched = one.execute("SELECT count(*) FROM media_search WHERE media_search MATCH 'film'")
        assert searched.fetchone() == (1,)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (("DROP TABLE tag", "CREATE VIEW tag AS SELECT 1 AS number, 'x' AS name, 'x' AS name_key"),
         "tag is not what that version has"),
        (("ALTER TABLE tag ADD COLUMN more TEXT",), "tag is not what that version has"),
        (("UPDATE asset SET key = '../../../etc/passwd'",), "outside of the library"),
        (("UPDATE asset SET key = '/etc/passwd'",), "outside of the library"),
        (("PRAGMA foreign_keys = OFF", "UPDATE media SET id = '../../../home'"), "point at rows|outside"),
        (("DELETE FROM media",), "point at rows"),
        (("UPDATE alembic_version SET version_num = '../0001'",), "of which version"),
        (("DROP TABLE alembic_version",), "no library of Matinee"),
    ],
)  # fmt: skip
def test_what_is_made_to_do_harm_is_refused_and_nothing_is_laid(
    sent: Path, there: Settings, statements: tuple[str, ...], words: str
) -> None:
    spoil(sent, *statements)
    with pytest.raises(Invalid, match=words):
        backups.restore(there, sent)
    assert not migrate.database_path(there).exists()
    assert not (there.data / "restoring").exists(), "what it took was left behind"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"\x89PNG\r\n" * 500, None])
def test_what_is_no_database_is_refused_in_words(
    sent: Path, there: Settings, content: bytes | None
) -> None:
    sent.write_bytes(sent.read_bytes()[:50_000] if content is None else content)
    with pytest.raises(Invalid) as caught:
        backups.restore(there, sent)
    assert caught.value.code in {"backup_foreign", "backup_damaged"}
    assert caught.value.fix


def test_a_page_that_lies_makes_a_file_not_one_of_ours(sent: Path, services: Services) -> None:
    """Whoever changes a copy of ours has its rows taken, and no more."""
    copy = copies.every(services.settings)[0]
    spoil(copy.path, "CREATE TABLE more (x)")
    assert not copies.is_as_made(copies.get(services.settings, copy.name))
    services.db.close()
    backups.restore(services.settings, copy.path)
    assert ("table", "more") not in schema(services.settings)


def test_a_name_leads_nowhere_else(services: Services, tmp_path: Path) -> None:
    (tmp_path / "matinee-manual-20260101T000000.db").write_text("x")
    for name in ("../matinee-manual-20260101T000000.db", "/etc/passwd", "..", ""):
        with pytest.raises(NotFound):
            copies.get(services.settings, name)
