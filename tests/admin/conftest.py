"""Titles of ours and in folders, people who watch them, and files of the cache."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Probe, Track
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRow
from matinee.watching import OpinionRow, ProgressRow

ADMIN = Viewer("ana", "ana", "Ana", is_admin=True, session_id="s")
Bring = Callable[..., str]


@pytest.fixture
def bring(services: Services) -> Bring:
    """Bring a title in, or with `root` find it in a folder; returns its id."""

    def make(
        title: str = "Film",
        *,
        size: int = 1000,
        codec: str | None = "h264",
        height: int = 1080,
        duration_s: float = 100.0,
        root: library.RootRow | None = None,
        added: datetime | None = None,
        **facts: object,
    ) -> str:
        content = os.urandom(size)
        folder = Path(root.path) if root else services.store.staging(new_id())
        path = folder / f"{title}.mp4"
        path.write_bytes(content)
        video = Track(0, "video", codec or "", width=height * 16 // 9, height=height)
        tracks = (video,) if codec else (Track(0, "audio", "aac", channels=2),)
        landing = library.Landing(
            path=path,
            root_id=root.id if root else None,
            relative_path=path.name if root else None,
            probe=Probe("mp4", duration_s, 0.0, size, 1000, tracks),
            fingerprint=services.engine.fingerprint(path),
            identity=library.Identity(**{"title": title, **facts}),
        )
        media_id = library.publish(services, landing).media_id
        if added is not None:
            with services.db.write() as session:
                rows = update(MediaRow).where(MediaRow.id == media_id)
                session.execute(rows.values(added_at=added))
        return media_id

    return make


@pytest.fixture
def root(services: Services, tmp_path: Path) -> library.RootRow:
    """A folder scanned in place."""
    folder = tmp_path / "films"
    folder.mkdir()
    return library.add_root(services, folder)


def saw(
    services: Services, media_id: str, who: str = "ben", *, completed: bool = True, days: float = 0
) -> None:
    """Let somebody have watched a title, or have begun it, some days ago."""
    at = clock.now() - timedelta(days=days)
    with services.db.write() as session:
        session.merge(
            ProgressRow(
                profile_id=who, media_id=media_id, position_s=0.0 if completed else 40.0,
                duration_s=100.0, percent=100.0 if completed else 40.0, completed=completed,
                times_completed=int(completed), seen_at=at, started_at=at, updated_at=at,
            )
        )  # fmt: skip


def likes(services: Services, media_id: str, who: str = "ben") -> None:
    """Let a title be somebody's favourite."""
    with services.db.write() as session:
        session.merge(
            OpinionRow(profile_id=who, media_id=media_id, favourite=True, updated_at=clock.now())
        )


def asset_of(services: Services, media_id: str) -> AssetRow:
    """Return the file of a title."""
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
    assert asset is not None
    return asset


def is_trashed(services: Services, media_id: str) -> bool:
    """Say whether a title lies in the trash."""
    with services.db.read() as session:
        row = session.get(MediaRow, media_id)
        return row is not None and row.trashed_at is not None
