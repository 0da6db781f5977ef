"""The library that is measured: many titles, and one large file that plays."""

import os
from pathlib import Path

from sqlalchemy import select, update

from bench import processes, talk
from bench.seed import seed
from matinee.app import wiring
from matinee.engine import Probe, Track
from matinee.kit.config import Settings
from matinee.library.tables import AssetRow, MediaRow, ProbeRow

BIG_BYTES = 2 * 1024**3


def build(data: Path, titles: int, words: int) -> str:
    """Fill a data folder with titles and words said in them, unless it was before; returns the id
    of the media whose file is real, and sparse."""
    if (data / "matinee.db").exists():
        return _there(data)
    processes.add_user(data)
    settings = Settings(data=data, free_space_floor_bytes=0)
    with wiring.opened(settings) as services:
        seed(services.db, titles)
        talk.seed(services.db, words)
        with services.db.write() as session:
            asset = session.scalars(select(AssetRow).order_by(AssetRow.id).limit(1)).one()
            probe = _browser_ready(asset.duration_s)
            session.execute(
                update(ProbeRow).where(ProbeRow.asset_id == asset.id).values(probe=probe.to_json())
            )
            asset.size_bytes = BIG_BYTES
            session.execute(
                update(MediaRow).where(MediaRow.id == asset.media_id).values(size_bytes=BIG_BYTES)
            )
            path, media_id = data / str(asset.key), asset.media_id
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), BIG_BYTES)
    return media_id


def _there(data: Path) -> str:
    with wiring.opened(Settings(data=data, free_space_floor_bytes=0)) as services:
        key = big_file(data).relative_to(data).as_posix()
        with services.db.read() as session:
            return session.scalars(select(AssetRow.media_id).where(AssetRow.key == key)).one()


def big_file(data: Path) -> Path:
    """Return the large file."""
    return max(data.glob("media/*/*"), key=lambda path: path.stat().st_size)


def _browser_ready(duration_s: float) -> Probe:
    tracks = (
        Track(0, "video", "h264", "avc1.640028", width=1920, height=1080, timescale=90_000),
        Track(1, "audio", "aac", "mp4a.40.2", channels=2, sample_rate=48_000, timescale=48_000),
    )
    return Probe("mp4", duration_s, 0.0, BIG_BYTES, int(BIG_BYTES * 8 / duration_s), tracks)
