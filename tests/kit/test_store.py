from pathlib import Path

import pytest

from matinee.kit import secrets
from matinee.kit.errors import NoSpace, Unavailable
from matinee.kit.store import Store, replace, write_atomic


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "one.bin"
    write_atomic(target, b"one")
    write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["one.bin"]


def test_a_rename_moves_the_file_to_its_address(tmp_path: Path) -> None:
    source = tmp_path / "staging" / "x"
    source.parent.mkdir()
    source.write_bytes(b"film")
    replace(source, tmp_path / "media" / "a" / "film.mp4")
    assert not source.exists()
    assert (tmp_path / "media" / "a" / "film.mp4").read_bytes() == b"film"


def test_the_floor_of_free_space_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, floor_bytes=0)
    store.prepare()
    store.require_space(1)
    with pytest.raises(NoSpace) as full:
        Store(tmp_path, floor_bytes=1 << 60).require_space(1)
    assert "MATINEE_FREE_SPACE_FLOOR_BYTES" in full.value.fix


def test_a_data_folder_that_is_a_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(Unavailable) as refused:
        Store(tmp_path / "data", floor_bytes=0).prepare()
    assert "--data" in refused.value.fix


def test_secrets_are_private_and_kept(tmp_path: Path) -> None:
    first = secrets.load(tmp_path, existing=False)
    assert secrets.load(tmp_path, existing=True) == first
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in (tmp_path / "secrets").iterdir())
    assert len({first.grant_key, first.proxy_key, first.session_key}) == 3


def test_a_missing_secret_over_a_library_is_refused_by_name(tmp_path: Path) -> None:
    secrets.load(tmp_path, existing=False)
    (tmp_path / "secrets" / "grant_key").unlink()
    with pytest.raises(Unavailable) as refused:
        secrets.load(tmp_path, existing=True)
    assert "grant_key" in refused.value.detail
    assert not (tmp_path / "secrets" / "grant_key").exists()
