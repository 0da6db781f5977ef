"""A library is only begun where there is none."""

from pathlib import Path

import pytest

from matinee.app import wiring
from matinee.kit import migrate
from matinee.kit.config import Settings
from matinee.kit.errors import Unavailable


@pytest.mark.fault
@pytest.mark.parametrize("left", ["media/01a", "artwork/01b", "backups/matinee-1.db"])
def test_files_without_their_database_are_no_new_library(tmp_path: Path, left: str) -> None:
    settings = Settings(data=tmp_path / "data", free_space_floor_bytes=0)
    with wiring.opened(settings):
        pass
    database = migrate.database_path(settings)
    aside = database.rename(tmp_path / "aside.db")
    (settings.data / left).mkdir(parents=True)
    with pytest.raises(Unavailable) as refused, wiring.opened(settings):
        pass
    assert refused.value.code == "database_missing"
    assert str(database) in refused.value.detail and "restore" in refused.value.fix
    assert not database.exists(), "nothing was begun"
    aside.rename(database)
    with wiring.opened(settings):
        pass


@pytest.mark.fault
def test_a_start_that_never_came_to_a_database_is_begun_again(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", free_space_floor_bytes=0)
    with wiring.opened(settings):
        pass
    migrate.database_path(settings).unlink()  # with folders, keys and nothing in them
    with wiring.opened(settings):
        assert migrate.database_path(settings).exists()
