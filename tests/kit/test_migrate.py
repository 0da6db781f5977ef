import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from matinee.app import tables
from matinee.discovery import tables as discovery
from matinee.kit import copies, migrate, whole
from matinee.kit.config import Settings
from matinee.kit.db import Base, Database
from matinee.kit.errors import Unavailable

assert tables.ALL


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def set_revision(settings: Settings, revision: str) -> None:
    with closing(sqlite3.connect(migrate.database_path(settings))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def test_the_migrations_make_what_the_tables_say(settings: Settings) -> None:
    migrate.walk(migrate.database_path(settings))
    database = Database(settings.database)
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_object": _ours}
        differences = compare_metadata(
            MigrationContext.configure(connection, opts=options), Base.metadata
        )
    database.close()
    assert differences == []


def _ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return not (kind == "table" and ("_search" in (name or "") or name == "written"))


def test_the_migrations_make_the_search_index_that_discovery_means(settings: Settings) -> None:
    migrate.upgrade(settings)
    with closing(sqlite3.connect(migrate.database_path(settings))) as connection:
        wanted = "SELECT sql FROM sqlite_master WHERE sql LIKE '%search%' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\' OR type = 'trigger'"
        made = {" ".join(row[0].split()) for row in connection.execute(wanted)}
    meant = {" ".join(one.split()) for one in (*discovery.CREATE, *discovery.TRIGGERS)}
    assert made == meant


def test_a_new_library_has_all_that_the_migrations_make(settings: Settings) -> None:
    walked = settings.data / "walked.db"
    migrate.walk(walked)
    assert whole.revision(migrate.MIGRATIONS) == LAST, "migrations/whole.sql: run make migrate"
    migrate.upgrade(settings)
    with (
        closing(sqlite3.connect(walked)) as meant,
        closing(sqlite3.connect(migrate.database_path(settings))) as made,
    ):
        assert _parts(made) == _parts(meant), "migrations/whole.sql: run make migrate"
        assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for kind, name, _sql in whole.described(meant):
            if kind == "table":
                rows = f'SELECT * FROM "{name}"'
                assert made.execute(rows).fetchall() == meant.execute(rows).fetchall(), name


def _parts(connection: sqlite3.Connection) -> list[tuple[str, str, list[str]]]:
    """Take statements apart: where a table is made anew, its keys come in any order."""
    return sorted(
        (kind, name, sorted(line.strip().rstrip(",") for line in sql.splitlines()))
        for kind, name, sql in whole.described(connection)
    )


def test_a_new_library_is_begun_without_the_migrations(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from matinee.kit import migrate;"
        "from matinee.kit.config import Settings; one = Settings(data=Path(sys.argv[1]));"
        "migrate.upgrade(one); migrate.upgrade(one);"
        "print(migrate.current_revision(one), 'alembic' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == [LAST, "False"]


def test_a_page_that_is_behind_is_followed_by_the_migrations_since(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_next_version(tmp_path, monkeypatch)
    migrate.upgrade(settings)
    assert migrate.current_revision(settings) == "9000"
    assert not (settings.data / "backups").exists(), "of an empty library no copy is kept"


def test_those_who_begin_a_library_together_begin_one(settings: Settings) -> None:
    path = migrate.database_path(settings)
    together = threading.Barrier(4)

    def begin(_number: int) -> None:
        together.wait()
        whole.make(path, migrate.MIGRATIONS)

    with ThreadPoolExecutor(4) as several:
        list(several.map(begin, range(4)))
    assert migrate.current_revision(settings) == LAST


def test_a_page_that_cannot_be_made_whole_leaves_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    page = (migrate.MIGRATIONS / whole.NAME).read_text()
    (folder / whole.NAME).write_text(page + "INSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError):
        whole.make(migrate.database_path(settings), folder)
    with closing(sqlite3.connect(migrate.database_path(settings))) as connection:
        assert connection.execute("SELECT * FROM sqlite_master").fetchall() == []


def test_a_second_start_touches_nothing(settings: Settings) -> None:
    migrate.upgrade(settings)
    assert migrate.current_revision(settings) == migrate.revisions()[-1]
    migrate.upgrade(settings)
    assert not (settings.data / "backups").exists()


NEXT = '''
"""One more."""
from alembic import op
revision = "9000"
down_revision = "NEWEST"
branch_labels = depends_on = None
def upgrade():
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY)"){}
def downgrade():
    op.execute("DROP TABLE extra")
'''


LAST = migrate.revisions()[-1]
FOLLOWING = f"{int(LAST) + 1:04d}"


def with_a_next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """Let the program know one migration more than the database has."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    written = NEXT.format(more).replace("NEWEST", migrate.revisions()[-1]).strip()
    (folder / "versions" / "9000_extra.py").write_text(written)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)


def test_an_older_database_is_copied_and_upgraded(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(settings)
    newest = migrate.revisions()[-1]
    with_a_next_version(tmp_path, monkeypatch)
    migrate.upgrade(settings)
    assert migrate.current_revision(settings) == "9000"
    [copy] = (settings.data / "backups").glob("*.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,)


def test_an_upgrade_that_fails_leaves_the_old_shape(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(settings)
    newest = migrate.revisions()[-1]
    with_a_next_version(tmp_path, monkeypatch, '\n    op.execute("nonsense")')
    with pytest.raises(OperationalError):
        migrate.upgrade(settings)
    assert migrate.current_revision(settings) == newest
    with closing(sqlite3.connect(migrate.database_path(settings))) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "extra" not in names


def test_a_newer_database_is_refused_and_left_alone(settings: Settings) -> None:
    migrate.upgrade(settings)
    set_revision(settings, "9999")
    before = migrate.database_path(settings).read_bytes()
    with pytest.raises(Unavailable) as refused:
        migrate.upgrade(settings)
    assert refused.value.code == "database_newer"
    assert "9999" in refused.value.detail
    assert migrate.database_path(settings).read_bytes() == before


def test_something_that_is_no_database_is_refused_and_left_alone(settings: Settings) -> None:
    migrate.database_path(settings).write_bytes(b"this was once a diary" * 100)
    with pytest.raises(Unavailable) as refused:
        migrate.upgrade(settings)
    assert refused.value.code == "database_damaged"
    assert migrate.database_path(settings).read_bytes().startswith(b"this was once")


def test_somebody_elses_database_is_refused(settings: Settings) -> None:
    with closing(sqlite3.connect(migrate.database_path(settings))) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(Unavailable) as refused:
        migrate.upgrade(settings)
    assert refused.value.code == "database_foreign"


def test_a_backup_opens_and_holds_everything(settings: Settings) -> None:
    migrate.upgrade(settings)
    copy = copies.make(settings, "by-hand").path
    with closing(sqlite3.connect(copy)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert {"job", "media", "user_account"} <= names
    assert not list(copy.parent.glob("*.partial"))
