"""Answering "how do I play this": look, decide, plan, grant.

Reads the library once, decides by `rules`, plans by the engine where segments are possible, and
seals what was decided in a grant, which is in every address of the answer.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.accounts import Viewer
from matinee.engine import Loudness, Marker, PlanTrack, Probe
from matinee.kit.errors import MatineeError, Unavailable
from matinee.kit.log import Private
from matinee.kit.services import Services
from matinee.library import AssetRow, Chapter, Media, Sprites, TextSource
from matinee.streaming import (
    ability,
    fonts,
    grants,
    next_episode,
    prepared,
    records,
    rules,
    schemas,
    stored,
    trickplay,
)
from matinee.streaming.cdn import cdn_of
from matinee.streaming.codecs import Client
from matinee.streaming.records import Record
from matinee.streaming.rules import Decision
from matinee.streaming.values import Reencoded
from matinee.watching import Choices, choices_for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Title:
    """What the library knows of a title that somebody wants to play."""

    media: Media
    next: Media | None
    choices: Choices
    asset: AssetRow
    probe: Probe
    keyframes: tuple[float, ...] | None
    path: Path
    sprites: Sprites | None
    loudness: tuple[Loudness, ...]
    markers: tuple[Marker, ...]


def look_up(services: Services, viewer: Viewer, media_id: str) -> Title:
    """Read a title. Raises NotFound, and Unavailable while its file is away."""
    with services.db.read() as session:
        row = library.get_media(session, viewer, media_id)
        asset = main_asset(session, row.id)
        after = next_episode.of(session, viewer, row)
        shown = library.present(session, viewer, [row, *([after] if after else [])])
        probe = library.get_probe(session, asset.id)
        return Title(
            media=shown[0],
            next=shown[1] if after else None,
            choices=choices_for(session, viewer, row),
            asset=asset,
            probe=probe,
            keyframes=library.get_keyframes(session, asset.id),
            path=records.asset_path(services, session, asset),
            sprites=library.get_sprites(session, row.id),
            loudness=library.get_loudness(session, asset.id) or (),
            markers=library.markers_of(session, asset.id, probe),
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


def play(
    services: Services, viewer: Viewer, media_id: str, client: Client, *, by_cdn: bool = True
) -> schemas.Playback:
    """Decide how a client plays a title and grant it; without `by_cdn` its playlists name this
    server alone. Raises NotFound, Unavailable, Conflict."""
    title = look_up(services, viewer, media_id)
    record = _planned(services, title, client)
    plan = record.plan if record is not None and record.raw_plan is not None else None
    able = ability.now()
    if record is not None and plan is not None:
        able = replace(able, ready=_ready(services, record))
    ready = able.ready
    decision = rules.decide(title.probe, client, plan, able)
    if decision.kind == "unplayable":
        return _answer(title, decision, None, None, ready)
    if record is None:
        record = records.file_only(services, title.asset, title.probe, title.path)
    if decision.kind == "transcode":
        services.engine.warm()
        services.bus.publish(Reencoded(media_id))
    grant = grants.Grant(
        title.media.id, title.asset.id, record.name, viewer.session_id, viewer.user_id,
        grants.mask(plan, decision.tracks) if plan else 0,
        grants.mask(plan, ready.intersection(decision.tracks))
        if plan and by_cdn and cdn_of(services) is not None else 0,
    )  # fmt: skip
    sealed = grants.issue(services.secrets.grant_key, grant)
    return _answer(title, decision, record, sealed, ready)


def _ready(services: Services, record: Record) -> frozenset[str]:
    """Return the tracks that cost nothing to play: prepared here, or in the bucket."""
    kept = stored.known(services, record.asset_id, record.name)
    return prepared.ready(record.folder, record.plan) | kept.keys()


def _planned(services: Services, title: Title, client: Client) -> Record | None:
    """Return the record of a title's plan, None where it cannot be cut but may be sent as it is.

    Raises what stops it from being sent at all: the file is away or has changed.
    """
    try:
        return records.make(services, title.asset, title.probe, title.path, title.keyframes)
    except MatineeError as error:
        if error.code in {"file_changed", "unavailable"}:
            raise
        log.info("No plan for %s: %s", title.asset.id, Private(error.detail))
        return None


def _answer(
    title: Title, decision: Decision, record: Record | None, grant: str | None,
    ready: Collection[str],
) -> schemas.Playback:  # fmt: skip
    planned = record is not None and record.raw_plan is not None and decision.tracks
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
        tracks=_tracks(title, decision, record, granted, ready),
        chapters=[
            Chapter(start_s=part.start_s, end_s=part.end_s, title=part.title or None)
            for part in library.parts_of(title.probe)
        ],
        markers=[
            schemas.PlaybackMarker(kind=one.kind, start_s=one.start_s, end_s=one.end_s)
            for one in title.markers
        ],
        trickplay=_trickplay(title),
        choices=title.choices,
        next=title.next,
        media=title.media,
    )


def _trickplay(title: Title) -> schemas.Trickplay | None:
    if title.sprites is None:
        return None
    return schemas.Trickplay(
        url=trickplay.url(title.media.id),
        width=title.sprites.tile_width,
        height=title.sprites.tile_height,
    )


def _tracks(
    title: Title, decision: Decision, record: Record | None, prefix: str, ready: Collection[str]
) -> schemas.PlaybackTracks:
    offered: list[PlanTrack] = []
    if record is not None and record.raw_plan is not None:
        offered = [t for t in record.plan.tracks if t.id in decision.tracks]
    sounds = [t for t in offered if t.kind == "audio"]
    default = next((t.index for t in sounds if t.default), sounds[0].index if sounds else None)
    sources = record.text_sources if record is not None else ()
    designed = any(source.track.form == "ass" for source in sources)
    return schemas.PlaybackTracks(
        video=[
            _video(t, prepared=t.id in ready) for t in offered if t.kind == "video" and not t.stills
        ],
        audio=[_audio(t, title.loudness, default=t.index == default) for t in sounds],
        text=[_text(source, prefix) for source in sources],
        fonts_url=f"{prefix}/{fonts.TRACK}/{fonts.LIST}" if designed else None,
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


def _video(track: PlanTrack, *, prepared: bool) -> schemas.PlaybackVideo:
    return schemas.PlaybackVideo(
        id=track.id,
        codec=track.rfc6381,
        width=track.width,
        height=track.height,
        bandwidth=track.bandwidth_peak,
        frame_rate=track.frame_rate,
        hdr=track.hdr,
        encoded=track.encoded,
        label=f"{track.rung}p" if track.rung else None,
        prepared=prepared,
    )


def _audio(
    track: PlanTrack, measured: Sequence[Loudness], *, default: bool
) -> schemas.PlaybackAudio:
    return schemas.PlaybackAudio(
        id=track.id,
        language=track.language,
        label=track.name or track.language,
        codec=track.rfc6381,
        channels=track.channels,
        default=default,
        loudness=_loudness(track, measured),
    )


def _loudness(track: PlanTrack, measured: Sequence[Loudness]) -> schemas.PlaybackLoudness | None:
    """Return how loud a track is as it is offered: with its own channels, or mixed to stereo."""
    mine = [one for one in measured if one.index == track.index]
    found = next((one for one in mine if one.channels == track.channels), mine[0] if mine else None)
    if found is None:
        return None
    return schemas.PlaybackLoudness(
        integrated_lufs=found.integrated_lufs, range_lu=found.range_lu, peak_dbfs=found.peak_dbfs
    )
