"""Media turned into what the wire carries, a whole page at a time.

Everything a page needs is read with one query a kind of thing, never one a media. What is the same
of a media for everybody stands on its card (`cards.py`), and what is a viewer's own behind it:
lists are joined of JSON, and pages of one are models. Rooms above add their part (how far the
viewer is) through `decorate_with`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.engine import Probe, Track
from matinee.library import cards, schemas
from matinee.library.cards import Decorate
from matinee.library.people import people
from matinee.library.queries import visible_to
from matinee.library.sound.skipping import parts
from matinee.library.summary import is_present
from matinee.library.tables import AssetRow, MediaRow, PlaceRow, ProbeRow, RootRow

_for_viewer: list[Decorate] = []
_TRACK = tuple(schemas.AssetTrack.model_fields)


def decorate_with(decorate: Decorate, *, of_library: bool = False) -> None:
    """Let a room above fill fields of presented media.

    `decorate(session, viewer, media_ids)` returns, by media id, the fields it knows; `of_library`
    where these are the same for everybody and change only when the library does.
    """
    decorators = cards.for_all if of_library else _for_viewer
    if decorate not in decorators:
        decorators.append(decorate)


def present(
    session: Session, viewer: Viewer, medias: Sequence[MediaRow], *, with_assets: bool = False
) -> list[schemas.Media]:
    """Return these media as this viewer is shown them, in the same order."""
    shown = present_json(session, viewer, [media.number for media in medias])
    items = [schemas.Media.model_validate_json(one) for one in shown.values()]
    if with_assets and items:
        assets = _assets(session, viewer, [one.id for one in items])
        for one in items:
            one.assets = assets.get(one.id, [])
    return items


def present_json(session: Session, viewer: Viewer, numbers: Collection[int]) -> dict[int, bytes]:
    """Return the media of these numbers as this viewer is shown them, each as the JSON of a Media,
    by number, those that are still there. That the viewer may see them has been found out by who
    asks."""
    there = cards.cards_of(session, viewer, numbers)
    ids = [card.id for card in there.values()]
    own = cards.decorated(session, viewer, ids, _for_viewer) if ids else {}
    nothing = {may: _own_json({}, editable=may) for may in (False, True)}
    found: dict[int, bytes] = {}
    for number, card in there.items():
        may, fields = may_change(viewer, card.added_by), own.get(card.id)
        tail = _own_json(fields, editable=may) if fields else nothing[may]
        found[number] = b"%s,%s" % (card.json, tail)
    return found


def _own_json(fields: Mapping[str, Any], *, editable: bool) -> bytes:
    return to_json({**cards.OWN, "editable": editable, **fields})[1:]


def _assets(
    session: Session, viewer: Viewer, media_ids: list[str]
) -> dict[str, list[schemas.Asset]]:
    rows = session.execute(
        select(AssetRow, ProbeRow.probe, is_present())
        .outerjoin(ProbeRow, ProbeRow.asset_id == AssetRow.id)
        .where(AssetRow.media_id.in_(media_ids))
        .order_by(AssetRow.height.desc().nulls_last(), AssetRow.id)
    ).all()
    paths = _paths(session, [row.id for row, _, _ in rows]) if viewer.is_admin else {}
    found: dict[str, list[schemas.Asset]] = defaultdict(list)
    for row, probe, there in rows:
        path = paths.get(row.id)
        found[row.media_id].append(
            _asset(row, probe, path, with_key=viewer.is_admin, present=bool(there))
        )
    return found


def _asset(
    row: AssetRow, probe: dict[str, Any] | None, path: str | None, *, with_key: bool, present: bool
) -> schemas.Asset:
    known = Probe.from_json(probe) if probe else None
    return schemas.Asset(
        id=row.id,
        path=path,
        key=row.key if with_key else None,
        size_bytes=row.size_bytes,
        container=row.container,
        width=row.width,
        height=row.height,
        video_codec=row.video_codec,
        audio_codecs=row.audio_codecs,
        hdr=row.hdr,
        fingerprint=row.fingerprint,
        duration_s=row.duration_s,
        bit_rate=row.bit_rate,
        frame_rate=row.frame_rate,
        edition=row.edition,
        label=row.label,
        present=present,
        tracks=[_track(track) for track in known.tracks] if known else [],
        chapters=[
            schemas.Chapter(start_s=part.start_s, end_s=part.end_s, title=part.title)
            for part in (parts(known.chapters) if known else ())
        ],
    )


def with_work(session: Session, viewer: Viewer, shown: schemas.Media, row: MediaRow) -> None:
    """Fill in what the page of one media tells: who took part, extras, other catalogues' ids."""
    shown.people = [wire_part(one) for one in people.credits_of(session, row.number)]
    shown.other_ids = people.other_ids(session, [row.id]).get(row.id)
    extras = session.scalars(
        visible_to(viewer).where(MediaRow.extra_of == row.id).order_by(MediaRow.sort_title)
    ).all()
    shown.extras = present(session, viewer, extras)


def wire_part(part: people.Part) -> schemas.Part:
    """Return what somebody did, as the wire carries it."""
    return schemas.Part(id=part.number, name=part.name, job=part.job, character=part.character)


def _track(track: Track) -> schemas.AssetTrack:
    return schemas.AssetTrack(**{name: getattr(track, name) for name in _TRACK})


def _paths(session: Session, asset_ids: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(PlaceRow.asset_id, RootRow.path, PlaceRow.relative_path)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(PlaceRow.asset_id.in_(asset_ids))
        .order_by(PlaceRow.missing_since.is_(None))
    )
    return {str(asset_id): readable(f"{root}/{relative}") for asset_id, root, relative in rows}


def readable(path: str) -> str:
    """Return a path that JSON can carry: bytes that are not UTF-8 are shown as marks."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
