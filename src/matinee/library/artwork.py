"""Pictures of media and series: posters, backdrops and scrubbing sheets, kept by address."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit import ids, objects
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.serve import SendableFile, open_regular
from matinee.kit.services import Services
from matinee.kit.statements import among, ready
from matinee.library.cards import artwork_url
from matinee.library.queries import get_media
from matinee.library.series import series
from matinee.library.series.tables import SeriesFileRow
from matinee.library.tables import ArtworkRow, MediaRow, SpritesRow
from matinee.library.values import CHOSEN, GIVEN, MediaChanged, Picture, SpriteSheets

_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@dataclass(frozen=True, slots=True)
class Sprites:
    """The index of the scrubbing pictures: WebVTT with absolute addresses of the sheets."""

    vtt: str
    tile_width: int
    tile_height: int
    interval_s: float


def set_poster(
    services: Services, session: Session, media_id: str, picture: Picture, *,
    kind: str = "poster", origin: str = GIVEN,
) -> str | None:  # fmt: skip
    """Save a picture as the media's poster (or "backdrop"); returns its id.

    `origin` says where it is from: STILL, GIVEN, ONLINE or CHOSEN. What was chosen by hand gives
    way only to what is chosen.

    The picture must lie in the media's artwork folder; those before it are forgotten and their
    files deleted after the commit. None when the media is gone.
    """
    if session.scalar(select(MediaRow.id).where(MediaRow.id == media_id)) is None:
        return None
    if origin != CHOSEN and is_chosen(session, media_id, kind):
        return None
    _forget(services, session, media_id, kind, keep=picture)
    row = ArtworkRow(
        id=ids.new_id(),
        media_id=media_id,
        kind=kind,
        address=kept_address(services, session, picture.path),
        width=picture.width,
        height=picture.height,
        blurhash=picture.blurhash,
        origin=origin,
        smaller={
            str(width): kept_address(services, session, path) for width, path in picture.smaller
        },
    )
    session.add(row)
    services.bus.publish_after_commit(session, MediaChanged(media_id))
    return row.id


def is_chosen(session: Session, media_id: str, kind: str) -> bool:
    """Say whether a picture of a media was chosen by hand."""
    mine = (ArtworkRow.media_id == media_id, ArtworkRow.kind == kind, ArtworkRow.origin == CHOSEN)
    return session.scalar(select(ArtworkRow.id).where(*mine).limit(1)) is not None


def forget(services: Services, session: Session, media_id: str) -> None:
    """Forget the pictures of a media that may lie beside it, so that they are made anew; those
    that were chosen by hand stay."""
    nothing = Picture(services.store.artwork_dir(media_id), 0, 0)
    for kind in ("poster", "backdrop", "logo"):
        if not is_chosen(session, media_id, kind):
            _forget(services, session, media_id, kind, keep=nothing)


def unchoose(services: Services, session: Session, media_id: str, kind: str) -> bool:
    """Forget the picture somebody chose; False where nobody did."""
    if not is_chosen(session, media_id, kind):
        return False
    _forget(services, session, media_id, kind, keep=Picture(Path(), 0, 0))
    services.bus.publish_after_commit(session, MediaChanged(media_id))
    return True


def set_sprites(services: Services, session: Session, media_id: str, sheets: SpriteSheets) -> None:
    """Save the scrubbing pictures of a media; those before them are forgotten."""
    if session.scalar(select(MediaRow.id).where(MediaRow.id == media_id)) is None:
        return
    keep = Picture(sheets.files[0], 0, 0, smaller=tuple(enumerate(sheets.files)))
    _forget(services, session, media_id, "sprite", keep=keep)
    vtt = sheets.vtt
    for path in sheets.files:
        row = ArtworkRow(
            id=ids.new_id(),
            media_id=media_id,
            kind="sprite",
            address=kept_address(services, session, path),
            width=sheets.tile_width * sheets.columns,
            height=sheets.tile_height * sheets.rows,
            smaller={},
        )
        session.add(row)
        vtt = vtt.replace(f"\n{path.name}#", f"\n{artwork_url(row.id)}#")
    session.execute(delete(SpritesRow).where(SpritesRow.media_id == media_id))
    session.add(
        SpritesRow(
            media_id=media_id,
            vtt=vtt,
            tile_width=sheets.tile_width,
            tile_height=sheets.tile_height,
            interval_s=sheets.interval_s,
        )
    )
    services.bus.publish_after_commit(session, MediaChanged(media_id))


def picture_folders(session: Session) -> set[str]:
    """Return the folders, as addresses, of every picture that some title or series shows."""
    pictures = session.scalars(select(ArtworkRow.address))
    of_series = session.scalars(select(SeriesFileRow.address))
    return {
        address.rpartition("/")[0] for address in (*pictures, *of_series) if address is not None
    }


def get_sprites(session: Session, media_id: str) -> Sprites | None:
    """Return the index of a media's scrubbing pictures, None before they are made."""
    row = session.get(SpritesRow, media_id)
    return row and Sprites(row.vtt, row.tile_width, row.tile_height, row.interval_s)


_sprites = SpritesRow.__table__.c
_WITH_SPRITES = ready(select(_sprites.media_id).where(among(_sprites.media_id, "ids")))


def with_sprites(session: Session, media_ids: Sequence[str]) -> Sequence[str]:
    """Return those of these media that have scrubbing pictures."""
    return session.scalars(_WITH_SPRITES, {"ids": media_ids}).all()


def posters_of(session: Session, media_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Return (address, blurhash) of the posters of many media at once."""
    rows = session.execute(
        select(ArtworkRow.media_id, ArtworkRow.id, ArtworkRow.blurhash)
        .where(ArtworkRow.media_id.in_(media_ids), ArtworkRow.kind == "poster")
        .order_by(ArtworkRow.id)
    )
    return {media_id: (artwork_url(artwork_id), hash_) for media_id, artwork_id, hash_ in rows}


def picture_file(
    services: Services, viewer: Viewer, artwork_id: str, width: int | None
) -> tuple[SendableFile, str]:
    """Return the open file and the type of a picture: the smallest made that is at least `width`
    wide, else the whole one, else any that is left.

    It is open already, so that a picture which is made anew meanwhile is sent to its end. Raises
    NotFound when it is not there or its media, or its whole series, is not for this viewer.
    """
    with services.db.read() as session:
        whole, smaller = _addresses(session, viewer, artwork_id)
    sizes = sorted((int(made), address) for made, address in smaller.items())
    fitting = [address for made, address in sizes if width is not None and made >= width]
    others = [address for _, address in reversed(sizes)]
    for address in dict.fromkeys((*fitting[:1], whole, *others)):
        path = objects.whole(services, address)
        if path is not None and path.suffix.lower() in _TYPES:
            with suppress(NotFound):  # gone since; another size may be there
                return open_regular(path), _TYPES[path.suffix.lower()]
    raise NotFound("The picture is not there any more.", code="no_such_picture")


def _addresses(session: Session, viewer: Viewer, artwork_id: str) -> tuple[str, Mapping[str, str]]:
    """Return the address of a picture and those of its smaller ones by their width."""
    row = session.get(ArtworkRow, artwork_id)
    if row is not None:
        get_media(session, viewer, row.media_id, or_trashed=True)
        return row.address, row.smaller
    of_series = session.get(SeriesFileRow, artwork_id)
    if of_series is None or of_series.address is None:
        raise NotFound("There is no such picture.", code="no_such_picture")
    series.get(session, viewer, of_series.series_id)
    return of_series.address, of_series.smaller


def address_of(services: Services, path: Path) -> str:
    """Return what the file of a picture is found by. Raises Invalid outside the artwork folder."""
    if not path.is_relative_to(services.store.artwork_root) or ".." in path.parts:
        raise Invalid("A picture must lie in the artwork folder of its media.")
    return path.relative_to(services.store.data).as_posix()


def kept_address(services: Services, session: Session, path: Path) -> str:
    """As `address_of`; once it is committed, a bucket is sent the picture."""
    address = address_of(services, path)
    objects.keep_soon(services, session, address)
    return address


def _forget(
    services: Services, session: Session, media_id: str, kind: str, *, keep: Picture
) -> None:
    kept = {keep.path, *(path for _, path in keep.smaller)}
    of_kind = (ArtworkRow.media_id == media_id, ArtworkRow.kind == kind)
    for row in session.scalars(select(ArtworkRow).where(*of_kind)).all():
        for address in (row.address, *row.smaller.values()):
            path = services.store.data / address
            if path not in kept:
                objects.forget_soon(services, session, address)
        session.delete(row)
    session.flush()
