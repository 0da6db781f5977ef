"""Write the next migration from what the tables say and the newest database has not."""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from matinee.kit import migrate
from matinee.kit.config import Settings


def main() -> None:
    """Write migrations/versions/NNNN_<name>.py; look at it before it is committed."""
    name = re.sub(r"[^a-z0-9]+", "_", sys.argv[1].lower()).strip("_") if len(sys.argv) > 1 else ""
    if not name:
        sys.exit('Name it: make migrate NAME="what changes"')
    number = f"{int(migrate.revisions()[-1]) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        migrate.upgrade(settings)
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["url"] = settings.database
        command.revision(config, message=name, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main()
