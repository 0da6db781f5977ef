"""Pictures for the titles of a measured library: frames of the sample clips, shared by many."""

import itertools
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import insert, select

from matinee.engine import blurhash
from matinee.ingest.sources.sample import painter, scenes
from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library.tables import ArtworkRow, MediaRow

OF_A_SCENE = 4
WIDTHS = (1280, 480)
QUALITY = 85


def seed(services: Services) -> None:
    """Give every title a poster."""
    folder = services.store.artwork_dir("bench")
    folder.mkdir(parents=True)
    painted = [
        _saved(services.store.data, folder, f"{scene.id}-{number}", frame)
        for scene in scenes.ALL
        for number, frame in enumerate(_frames(scene))
    ]
    with services.db.write() as session:
        titles = session.scalars(select(MediaRow.id).order_by(MediaRow.number)).all()
        rows = [
            {"id": ids.new_id(), "media_id": media_id, "kind": "poster", "origin": "still"} | one
            for media_id, one in zip(titles, itertools.cycle(painted), strict=False)
        ]
        session.execute(insert(ArtworkRow.__table__), rows)


def _frames(scene: scenes.Scene) -> list[Any]:
    step = int(scene.length_s * scene.rate) // (OF_A_SCENE + 1)
    return list(itertools.islice(painter.frames(scene), step, step * OF_A_SCENE + 1, step))


def _saved(data: Path, folder: Path, name: str, frame: Any) -> dict[str, Any]:
    image = Image.fromarray(frame)
    height = {width: round(width * image.height / image.width) for width in WIDTHS}
    address: dict[int, str] = {}
    for width in WIDTHS:
        place = folder / f"{name}-{width}.jpg"
        image.resize((width, height[width])).save(
            place, "JPEG", quality=QUALITY, optimize=True, progressive=True
        )
        address[width] = str(place.relative_to(data))
    whole, *smaller = WIDTHS
    return {
        "address": address[whole], "width": whole, "height": height[whole],
        "blurhash": blurhash.encode(image),
        "smaller": {str(width): address[width] for width in smaller},
    }  # fmt: skip
