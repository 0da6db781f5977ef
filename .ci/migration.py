"""Write the next migration from what the tables say and the newest database has not; without a
name, only the page that makes a new library at once, after a migration was mended by hand."""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from matinee.kit import migrate, whole
from matinee.kit.config import Settings


def main() -> None:
    """Write migrations/versions/NNNN_<name>.py, to be looked at before it is committed."""
    name = re.sub(r"[^a-z0-9]+", "_", sys.argv[1].lower()).strip("_") if len(sys.argv) > 1 else ""
    if name:
        write_migration(name)
    write_page()


def write_migration(name: str) -> None:
    """Write what the tables have and the newest database has not."""
    number = f"{int(migrate.revisions()[-1]) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        migrate.upgrade(settings)
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["url"] = settings.database
        command.revision(config, message=name, autogenerate=True, rev_id=number)


def write_page() -> None:
    """Write migrations/whole.sql: what all migrations together make."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "walked.db"
        migrate.walk(path)
        (migrate.MIGRATIONS / whole.NAME).write_text(whole.written(path), encoding="utf-8")


if __name__ == "__main__":
    main()
