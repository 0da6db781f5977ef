"""The poster and background of a series, chosen by hand: a file that is given, or a moment of one
of its episodes. For whoever may change the series; nothing takes the place of what was chosen."""

from collections.abc import Callable
from pathlib import Path

from matinee import library
from matinee.accounts import Viewer
from matinee.ingest.derive import choosing
from matinee.ingest.derive.choosing import Kind
from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library import series_pictures


def give(services: Services, viewer: Viewer, series_id: str, kind: Kind, raw: bytes) -> None:
    """Make a picture file that of a series.

    Raises NotFound, Forbidden, or Unprocessable with what is wrong with it.
    """
    with services.db.read() as session:
        library.series.get_editable(session, viewer, series_id)
    _make(services, viewer, series_id, kind, lambda to: choosing.given(services, raw, to, kind))


def still(
    services: Services, viewer: Viewer, series_id: str, kind: Kind, media_id: str, at_s: float
) -> None:
    """Make the picture of an episode at a second that of its series.

    Raises NotFound, Forbidden, Unavailable while the file is away, Unprocessable for sound alone.
    """
    with services.db.read() as session:
        library.series.get_editable(session, viewer, series_id)
        series_pictures.episode(session, viewer, series_id, media_id)
        path = choosing.film_file(services, session, media_id)
    _make(
        services, viewer, series_id, kind,
        lambda to: choosing.moment(services, path, to, kind, at_s),
    )  # fmt: skip


def automatic(services: Services, viewer: Viewer, series_id: str, kind: Kind) -> None:
    """Show again what lies in its folder, what a catalogue gave or what its episodes have.
    Repeatable. Raises NotFound or Forbidden."""
    with services.db.write() as session:
        library.series.get_editable(session, viewer, series_id)
        series_pictures.take_back(services, session, series_id, kind)


def _make(
    services: Services, viewer: Viewer, series_id: str, kind: Kind,
    make: Callable[[Path], library.Picture],
) -> None:  # fmt: skip
    name = ids.new_id()
    # The whole folder bears the picture's name: nothing of it stays where it is not kept.
    with choosing.kept_or_gone(services.store.artwork_dir(name)):
        picture = make(series_pictures.folder_of(services, name))
        with services.db.write() as session:
            library.series.get_editable(session, viewer, series_id)
            series_pictures.give(
                services, session, series_id, picture,
                kind=kind, origin=library.CHOSEN, picture_id=name,
            )  # fmt: skip
