"""Joined segments are the film: no packet lost, doubled or moved, whoever made them."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from matinee import engine
from matinee.engine import boxes
from matinee.engine.codecs import nal
from tests.proof import only

from .conftest import CLIPS, RECIPES, needs_clips

CARRIED = [n for n in RECIPES if n not in {"mpeg2.ts", "bframes.avi", "tone.wav"}]
REAL = [
    "bbb-480p-30s.mp4", "bbb-720p-5.1-5s.mp4", "bbb_642x642_768kbps_30fps_vp9.webm",
    "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4", "edit_list_positive_shift.mp4",
    "h265_bframes.mp4", "hdr10-av1.mp4", "hlg10-color-test.mp4", "long_1080p_lowbitrate.mp4",
    "long_4k_av1.mp4", "portrait_4k60.mp4", "sample.flv", "sample_audio_only_15s.mp4",
    "sample_eac3joc.mp4", "sample_fragmented.mp4", "sample_rotate_and_reflect.mp4",
    "sample_video_only.mp4", "sample_with_ass_subtitles.mkv", "sample_with_chapters.mp4",
    "sample_with_multiple_key_frames.mkv", "sample_with_pgs_subtitles.mkv",
    "sample_with_srt.mkv", "sample_with_vobsub.mkv", "sample_without_stss.mp4",
    "hostile/sample_empty_track.mp4", "hostile/sample_mdat_too_long.mp4",
]  # fmt: skip
FOREIGN = {
    "bbb_2500ms.ts": "MPEG-2", "sample_h262_mpeg_audio.ts": "MPEG-2", "sample.avi": "MPEG-4",
    "sample_with_dts_hd_ma.mkv": "DTS",
}  # fmt: skip
Times = list[Fraction]


def planned(hands: engine.Engine, path: Path) -> engine.Plan:
    """Return the plan of what is copied of a file."""
    plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
    return replace(plan, tracks=tuple(t for t in plan.tracks if not t.encoded))


def packets(path: Path, index: int) -> tuple[Times, list[bytes]]:
    """Return display times and contents of the packets of one stream, as the file has them."""
    with av.open(str(path), options={"advanced_editlist": "0"}) as file:
        stream = file.streams[index]
        found = [p for p in file.demux(stream) if p.size]
        return [p.pts * stream.time_base for p in found], [bytes(p) for p in found]


def joined(hands: engine.Engine, path: Path, plan: engine.Plan, track: str) -> list[bytes]:
    count = len(plan.segments(plan.track(track)))
    segments = [hands.segment(path, plan, track, n) for n in range(count)]
    return [hands.init_segment(path, plan, track), *segments]


def check(hands: engine.Engine, path: Path, tmp_path: Path) -> None:
    """Hold every track of a file, cut and joined, against the file itself."""
    plan = planned(hands, path)
    for track in plan.tracks:
        pieces = joined(hands, path, plan, track.id)
        copy = tmp_path / f"{track.id}.mp4"
        copy.write_bytes(b"".join(pieces))
        got, contents = packets(copy, 0)
        source, originals = packets(path, track.index)
        assert len(got) == len(source), track.id
        _same_contents(track.codec, contents, originals)
        wanted = [t - Fraction(plan.origin_s).limit_denominator(10**6) for t in source]
        tolerance = Fraction(2, 1000)  # containers that count milliseconds round by one
        late = track.kind == "video" and min(wanted) > 0
        first = wanted.index(min(wanted))
        for n, (a, b) in enumerate(zip(got, wanted, strict=True)):
            if not (late and n == first):
                assert abs(a - b) <= tolerance, (track.id, n, float(a), float(b))
        if track.kind == "video":
            assert min(got) == 0
        _decode_times_rise(copy)
        _times_are_announced(plan, track, pieces)


def _same_contents(codec: str, got: list[bytes], wanted: list[bytes]) -> None:
    for a, b in zip(got, wanted, strict=True):
        if a == b:
            continue
        if codec in {"h264", "hevc"}:
            units = list(nal.split_prefixed(a, 4))
            original = nal.split_annex_b(b)
            assert units
            assert all(u in original for u in units)
        else:
            assert codec == "aac"  # the frame without its ADTS header
            assert b.endswith(a)


def _decode_times_rise(path: Path) -> None:
    with av.open(str(path)) as file:
        decoded = [p.dts for p in file.demux(file.streams[0]) if p.size]
    assert decoded == sorted(set(decoded))


def _times_are_announced(plan: engine.Plan, track: engine.PlanTrack, pieces: list[bytes]) -> None:
    """Each segment starts where the manifest says, within one packet."""
    lead = max(0, -track.start)
    for cut, piece in list(zip(plan.segments(track), pieces[1:], strict=True))[1:]:
        at = boxes.decode_time(piece)
        assert at is not None
        off = abs(cut.start_s - (at - lead) / track.timescale)
        assert off <= (0.2 if track.kind == "video" else 0.03)


@needs_clips
@pytest.mark.media
@pytest.mark.parametrize("name", REAL)
def test_real_clips_are_carried_whole(name: str, hands: engine.Engine, tmp_path: Path) -> None:
    check(hands, CLIPS / name, tmp_path)


@pytest.mark.parametrize("name", CARRIED)
def test_clips_of_every_container_are_carried_whole(
    name: str, hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    check(hands, made(name), tmp_path)


@needs_clips
@pytest.mark.media
@pytest.mark.parametrize(("name", "words"), FOREIGN.items())
def test_foreign_codecs_are_left_out_with_their_name(
    name: str, words: str, hands: engine.Engine
) -> None:
    assert words in planned(hands, CLIPS / name).left_out[0][1]


def test_an_avi_that_does_not_time_its_pictures_is_not_copied(
    hands: engine.Engine, made: Callable[[str], Path]
) -> None:
    assert "when each picture is shown" in planned(hands, made("bframes.avi")).left_out[0][1]


@pytest.mark.parametrize(
    "name", only(["plain.mp4", "opus.mkv", "bframes.ts", "plain.flv"], "opus.mkv")
)
def test_any_order_any_worker_and_any_time_give_the_same_bytes(
    name: str, made: Callable[[str], Path], hands: engine.Engine
) -> None:
    path = made(name)
    plan = planned(hands, path)
    wanted = [(t.id, n) for t in plan.tracks for n in range(len(plan.segments(t)))]
    first = {key: hands.segment(path, plan, *key) for key in wanted}
    shuffled = wanted * 2
    random.Random(7).shuffle(shuffled)
    with engine.Engine(1) as other:
        for worker in (hands, other):
            for key in shuffled:
                assert worker.segment(path, plan, *key) == first[key]


def test_picture_and_sound_stay_together_within_twenty_milliseconds(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    for name in ("plain.mp4", "negative.mp4", "late.ts", "opus.mkv", "plain.flv"):
        path = made(name)
        plan = planned(hands, path)
        starts = {}
        for track in plan.tracks:
            copy = tmp_path / f"{track.id}.mp4"
            copy.write_bytes(b"".join(joined(hands, path, plan, track.id)))
            source, _ = packets(path, track.index)
            got, _ = packets(copy, 0)
            starts[track.kind] = got[len(got) // 2] - source[len(source) // 2]
        assert abs(starts["video"] - starts["audio"]) < Fraction(20, 1000), name


def test_a_matroska_file_without_cues_is_cut_the_same(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "live.mkv"
    engine.ffmpeg.run(
        ["-i", made("bframes.mkv"), "-c", "copy", "-f", "matroska", "-live", "1", path]
    )
    assert hands.keyframes(path) == pytest.approx(hands.keyframes(made("bframes.mkv")))
    check(hands, path, tmp_path)


def test_open_groups_are_cut_at_clean_starts_alone(
    hands: engine.Engine, made: Callable[[str], Path]
) -> None:
    with av.open(str(made("opengop.mp4"))) as file:
        assert sum(e.is_keyframe for e in file.streams.video[0].index_entries) > 2
    assert hands.keyframes(made("opengop.mp4")) == (0.0,)


def test_a_file_that_changes_is_read_anew(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(made("plain.mp4").read_bytes())
    plan = planned(hands, path)
    before = hands.segment(path, plan, "v0", 0)
    path.unlink()
    engine.ffmpeg.run(
        [
            "-f",
            "lavfi",
            "-i",
            "mandelbrot=size=320x180:rate=25",
            "-t",
            "8",
            *RECIPES["plain.mp4"],
            path,
        ]
    )
    after = hands.segment(path, plan, "v0", 0)
    assert hashlib.sha256(before).digest() != hashlib.sha256(after).digest()


def test_a_file_that_is_gone_says_so(hands: engine.Engine, made: Callable[[str], Path]) -> None:
    path = made("plain.mp4")
    plan = planned(hands, path)
    with pytest.raises(engine.Missing):
        hands.segment(path.with_name("gone.mp4"), plan, "v0", 0)
    with pytest.raises(engine.NoSuchTrack):
        hands.segment(path, plan, "v0", 10_000)


def test_a_rotated_film_keeps_its_rotation(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = made("rotated.mp4")
    assert hands.probe(path).tracks[0].rotation in {90, 270}
    plan = planned(hands, path)
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(b"".join(joined(hands, path, plan, "v0")))
    assert hands.probe(copy).tracks[0].rotation == hands.probe(path).tracks[0].rotation


@pytest.mark.parametrize(
    "name",
    only(["plain.mp4", "bframes.ts", "vp9.webm", "av1.webm", "opus.mkv"], "bframes.ts", "vp9.webm"),
)
def test_the_bundled_ffmpeg_plays_hls_and_dash(
    name: str, hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = made(name)
    plan = planned(hands, path)
    (tmp_path / "master.m3u8").write_text(engine.hls.master(plan, plan.tracks))
    (tmp_path / "manifest.mpd").write_text(engine.dash.mpd(plan, plan.tracks))
    for track in plan.tracks:
        folder = tmp_path / track.id
        folder.mkdir()
        (folder / "index.m3u8").write_text(engine.hls.media(plan, track))
        init, *segments = joined(hands, path, plan, track.id)
        (folder / "init.mp4").write_bytes(init)
        for n, segment in enumerate(segments):
            (folder / f"{n}.m4s").write_bytes(segment)
    inputs = [
        ["-allowed_extensions", "ALL", "-i", tmp_path / "master.m3u8"],
        ["-allowed_extensions", "ALL", "-i", tmp_path / "manifest.mpd"],
    ]
    for given in inputs:
        out = tmp_path / "played.nut"
        engine.ffmpeg.run(
            [*given, "-map", "0:v", "-map", "0:a", "-c:v", "rawvideo", "-s", "32x18", "-fps_mode",
             "passthrough", out]
        )  # fmt: skip
        with av.open(str(out)) as played:
            times = [p.pts * p.time_base for p in played.demux(video=0) if p.size]
        assert len(times) == 200
        assert max(b - a for a, b in pairwise(times)) <= Fraction(2, 25)


def test_keyframes_are_of_the_picture_that_is_planned(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "two.mkv"
    other = "testsrc=size=160x90:rate=25"
    engine.ffmpeg.run(
        ["-i", made("plain.mp4"), "-f", "lavfi", "-i", other, "-t", "8", "-map", "0:v", "-map", "1:v",
         "-c:v:0", "copy", "-c:v:1", "libx264", "-g:v:1", "40", "-disposition:v:0", "0",
         "-disposition:v:1", "default", path]
    )  # fmt: skip
    plan = planned(hands, path)
    assert plan.tracks[0].index == 1
    assert hands.keyframes(path) == pytest.approx((0, 1.6, 3.2, 4.8, 6.4), abs=0.002)
    check(hands, path, tmp_path)
