"""Answering "how do I play this": look, decide, plan, grant.

Reads the library once, decides by `rules`, plans by the engine where segments are possible, and
seals what was decided in a grant, which is in every address of the answer.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import tuple_
from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.accounts import Viewer
from matinee.engine import CannotCopy, Probe, Track
from matinee.kit.errors import MatineeError, Unavailable
from matinee.kit.services import Services
from matinee.library import AssetRow, Chapter, Media, MediaRow, Sprites, TextSource
from matinee.streaming import grants, records, rules, schemas
from matinee.streaming.codecs import Client
from matinee.streaming.records import Record
from matinee.streaming.rules import Decision, Reason


@dataclass(frozen=True, slots=True)
class Title:
    """What the library knows of a title that somebody wants to play."""

    media: Media
    next: Media | None
    asset: AssetRow
    probe: Probe
    keyframes: tuple[float, ...] | None
    path: Path
    sprites: Sprites | None


def look_up(services: Services, viewer: Viewer, media_id: str) -> Title:
    """Read a title. Raises NotFound, and Unavailable while its file is away."""
    with services.db.read() as session:
        row = library.get_media(session, viewer, media_id)
        asset = main_asset(session, row.id)
        after = _next_episode(session, viewer, row)
        shown = library.present(session, viewer, [row, *([after] if after else [])])
        return Title(
            media=shown[0],
            next=shown[1] if after else None,
            asset=asset,
            probe=library.get_probe(session, asset.id),
            keyframes=library.get_keyframes(session, asset.id),
            path=records.asset_path(services, session, asset),
            sprites=library.get_sprites(session, row.id),
        )


def main_asset(session: Session, media_id: str) -> AssetRow:
    """Return the file of a media that is played. Raises Unavailable when it has none."""
    asset = library.main_asset(session, media_id)
    if asset is None:
        raise Unavailable(
            "There is no file of this title now.",
            fix="If it lies on another disk, connect that disk and scan the folder again.",
            code="unavailable",
        )
    return asset


def _next_episode(session: Session, viewer: Viewer, media: MediaRow) -> MediaRow | None:
    if media.series_id is None or media.episode_number is None:
        return None
    place = (media.season_number or 0, media.episode_number_end or media.episode_number)
    after = (
        library.visible_to(viewer)
        .with_only_columns(MediaRow)
        .where(
            MediaRow.series_id == media.series_id,
            MediaRow.status == "ready",
            tuple_(MediaRow.season_number, MediaRow.episode_number) > place,
        )
        .order_by(MediaRow.season_number, MediaRow.episode_number)
        .limit(1)
    )
    return session.scalars(after).first()


def play(services: Services, viewer: Viewer, media_id: str, client: Client) -> schemas.Playback:
    """Decide how a client plays a title and grant it. Raises NotFound, Unavailable, Conflict."""
    title = look_up(services, viewer, media_id)
    decision, record = _plan(services, title, rules.decide(title.probe, client))
    if record is None:
        return _answer(title, decision, None, None)
    grant = grants.Grant(
        title.media.id, title.asset.id, record.name, viewer.session_id, viewer.user_id,
        record.tracks,
    )  # fmt: skip
    return _answer(title, decision, record, grants.issue(services.secrets.grant_key, grant))


def _plan(services: Services, title: Title, decision: Decision) -> tuple[Decision, Record | None]:
    """Return the decision as it stands after planning, and the record; None if unplayable."""
    if decision.kind == "unplayable":
        return decision, None
    if decision.carried:
        try:
            record = records.make(
                services, title.asset, title.probe, title.path, decision.tracks, title.keyframes
            )
        except CannotCopy as error:
            if decision.direct_type is None:
                reason = Reason("cannot_copy", error.detail, error.fix or None)
                return Decision("unplayable", (reason,)), None
        except MatineeError as error:
            if decision.kind != "direct" or error.code in {"file_changed", "unavailable"}:
                raise
        else:
            return decision, record
    direct = replace(decision, kind="direct", audio=decision.audio[:1], carried=False)
    return direct, records.file_only(services, title.asset, title.probe, title.path)


def _answer(
    title: Title, decision: Decision, record: Record | None, grant: str | None
) -> schemas.Playback:
    planned = record is not None and record.raw_plan is not None
    granted = f"/api/play/{grant}/{record.name}" if record is not None else ""
    prefix = granted if planned else None
    direct = decision.direct_type is not None and grant is not None
    progress = title.media.progress
    return schemas.Playback(
        decision=decision.kind,
        reasons=[schemas.Reason(code=r.code, text=r.text, cure=r.cure) for r in decision.reasons],
        manifest_url=f"{prefix}/master.m3u8" if prefix else None,
        dash_url=f"{prefix}/manifest.mpd" if prefix else None,
        direct_url=f"/api/media/{title.media.id}/stream?grant={grant}" if direct else None,
        direct_type=decision.direct_type if direct else None,
        resume_at_s=progress.position_s if progress and not progress.completed else 0.0,
        duration_s=title.probe.duration_s,
        tracks=_tracks(title, decision, record, granted),
        chapters=[
            Chapter(start_s=part.start_s, end_s=part.end_s, title=part.title or None)
            for part in title.probe.chapters
        ],
        markers=[],
        trickplay=_trickplay(title),
        next=title.next,
        media=title.media,
    )


def _trickplay(title: Title) -> schemas.Trickplay | None:
    if title.sprites is None:
        return None
    return schemas.Trickplay(
        url=f"/api/media/{title.media.id}/sprites.vtt",
        width=title.sprites.tile_width,
        height=title.sprites.tile_height,
    )


def _tracks(
    title: Title, decision: Decision, record: Record | None, prefix: str
) -> schemas.PlaybackTracks:
    rates: dict[int, int] = {}
    default = next((track.index for track in decision.audio if track.default), None)
    if record is not None and record.raw_plan is not None:
        rates = {track.index: track.bandwidth_peak for track in record.plan.tracks}
        default = next((one.index for one in record.plan.audio if one.default), default)
    elif decision.audio:
        default = decision.audio[0].index
    video = [decision.video] if decision.video else []
    return schemas.PlaybackTracks(
        video=[_video(track, rates.get(track.index)) for track in video],
        audio=[_audio(track, default=track.index == default) for track in decision.audio],
        text=[_text(source, prefix) for source in record.text_sources] if record else [],
    )


def _text(source: TextSource, prefix: str) -> schemas.PlaybackText:
    track = source.track
    at = f"{prefix}/{track.id}"
    pictures = track.form == "image"
    return schemas.PlaybackText(
        id=track.id,
        form=track.form,
        language=engine.hls_text.tag(track),
        label=track.name,
        url=None if pictures else f"{at}/all.vtt",
        own_url=f"{at}/own.{source.own}" if source.own else None,
        images_url=f"{at}/images.json" if pictures else None,
        default=track.default,
        forced=track.forced,
        described=track.described,
        uploaded=source.uploaded,
    )


def _video(track: Track, rate: int | None) -> schemas.PlaybackVideo:
    turned = track.rotation in {90, 270}
    return schemas.PlaybackVideo(
        id=f"v{track.index}",
        codec=track.rfc6381 or track.codec,
        width=track.height if turned else track.width,
        height=track.width if turned else track.height,
        bandwidth=rate or track.bit_rate,
        frame_rate=track.frame_rate,
        hdr=track.hdr,
    )


def _audio(track: Track, *, default: bool) -> schemas.PlaybackAudio:
    return schemas.PlaybackAudio(
        id=f"a{track.index}",
        language=track.language,
        label=track.title or track.language,
        codec=track.rfc6381 or track.codec,
        channels=track.channels,
        default=default,
    )
