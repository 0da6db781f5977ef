"""The picture of a title, chosen by hand: a file that is given, or a moment of the film."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.accounts import Viewer
from matinee.ingest.derive import lacks, thumbnail
from matinee.kit import ids
from matinee.kit.errors import Invalid, Unprocessable, from_engine
from matinee.kit.jobs import Priority
from matinee.kit.services import Services

Kind = Literal["poster", "backdrop"]
LARGEST_BYTES = 30 * 1024**2


def too_large() -> Invalid:
    """Return what is said of a file that is too large to be a picture."""
    return Invalid(
        f"A picture may have at most {LARGEST_BYTES >> 20} MB.", fix="Choose a smaller one.",
        code="too_large",
    )  # fmt: skip


def give(services: Services, viewer: Viewer, media_id: str, kind: Kind, raw: bytes) -> None:
    """Make a picture file the picture of a title.

    Raises NotFound, Forbidden, or Unprocessable with what is wrong with it.
    """
    _check(services, viewer, media_id)
    folder = _folder(services, media_id)
    picture = given(services, raw, folder, kind)
    with kept_or_gone(folder):
        _keep(services, viewer, media_id, kind, picture)


def still(services: Services, viewer: Viewer, media_id: str, kind: Kind, at_s: float) -> None:
    """Make the film's own picture at a second that of the title.

    Raises NotFound, Forbidden, Unavailable while the file is away, Unprocessable for sound alone.
    """
    path = _file(services, viewer, media_id)
    folder = _folder(services, media_id)
    picture = moment(services, path, folder, kind, at_s)
    with kept_or_gone(folder):
        _keep(services, viewer, media_id, kind, picture)


def given(services: Services, raw: bytes, folder: Path, kind: Kind) -> library.Picture:
    """Make a picture file into a picture in `folder`. Raises Unprocessable with what is wrong."""
    taken = thumbnail.take_bytes(services, raw, folder, kind)
    if taken.picture is None:
        raise Unprocessable(
            taken.problem or "This is no picture.", code="no_picture",
            fix="Choose a JPEG, PNG, WebP, GIF or AVIF of the usual shape.",
        )  # fmt: skip
    return taken.picture


def moment(
    services: Services, path: Path, folder: Path, kind: Kind, at_s: float
) -> library.Picture:
    """Make a film's own picture at a second into a picture in `folder`.

    Raises Unavailable while the film is away, Unprocessable for sound alone.
    """
    widths = (1920, 1280, 480) if kind == "backdrop" else (1280, 480)
    folder.mkdir(parents=True, exist_ok=True)
    with kept_or_gone(folder):
        try:
            first, *smaller = services.engine.stills(path, folder, widths=widths, at_s=at_s)
        except engine.EngineError as error:
            raise from_engine(error) from error
    return library.Picture(
        Path(first.path), first.width, first.height, first.blurhash,
        tuple((one.width, Path(one.path)) for one in smaller),
    )  # fmt: skip


def automatic(services: Services, viewer: Viewer, media_id: str, kind: Kind) -> None:
    """Let the picture be found by itself again. Repeatable. Raises NotFound or Forbidden."""
    with services.db.write() as session:
        media = library.get_editable(session, viewer, media_id)
        if library.unchoose(services, session, media_id, kind):
            job = lacks.spec(media, lacks.POSTER, None, Priority.PERSON)
            services.jobs.enqueue(session, job)


def _check(services: Services, viewer: Viewer, media_id: str) -> None:
    with services.db.read() as session:
        library.get_editable(session, viewer, media_id)


def _file(services: Services, viewer: Viewer, media_id: str) -> Path:
    with services.db.read() as session:
        library.get_editable(session, viewer, media_id)
        return film_file(services, session, media_id)


def film_file(services: Services, session: Session, media_id: str) -> Path:
    """Return the file of a title. Raises Unprocessable where it has none, Unavailable while it is
    away."""
    asset = library.main_asset(session, media_id)
    if asset is None:
        raise Unprocessable("There is no file of this title now.", code="unavailable")
    return library.asset_file(services, session, asset)


def _folder(services: Services, media_id: str) -> Path:
    return services.store.artwork_dir(media_id) / ids.new_id()


@contextmanager
def kept_or_gone(folder: Path) -> Generator[None]:
    """Take a folder of pictures away again where what follows fails."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _keep(
    services: Services, viewer: Viewer, media_id: str, kind: Kind, picture: library.Picture
) -> None:
    with services.db.write() as session:
        library.get_editable(session, viewer, media_id)
        library.set_poster(services, session, media_id, picture, kind=kind, origin=library.CHOSEN)
