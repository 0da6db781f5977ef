"""What files are, and what is wrong with those that are not what they say."""

import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import engine
from matinee.engine import Probe, opening, probe, sniff

from .conftest import CLIPS, needs_clips

HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = "ffconcat version 1.0\nfile /etc/passwd\n"
MPD = '<?xml version="1.0"?>\n<MPD><Period><BaseURL>http://127.0.0.1:9/</BaseURL></Period></MPD>'
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n"
IMAGES = {"hls": HLS, "concat": CONCAT, "dash": MPD, "sdp": SDP}


@needs_clips
@pytest.mark.media
@pytest.mark.parametrize(
    ("name", "container", "codecs", "facts"),
    [
        ("bbb-480p-30s.mp4", "mp4", ["h264", "aac"], {"width": 854, "height": 480, "hdr": "sdr"}),
        ("hdr10-av1.mp4", "mp4", ["av1", "aac"], {"hdr": "hdr10", "bit_depth": 10}),
        ("hlg10-color-test.mp4", "mp4", ["aac", "hevc"], {"hdr": "hlg", "width": 1920}),
        ("portrait_4k60.mp4", "mp4", ["h264", "aac"], {"rotation": 90, "width": 3840}),
        ("sample_rotate_and_reflect.mp4", "mp4", ["h264", "aac"], {"rotation": 90}),
        ("sample_with_ass_subtitles.mkv", "matroska", ["h264", "ac3", "ass"], {}),
        ("sample_with_pgs_subtitles.mkv", "matroska", ["h264", "ac3", "pgs"], {}),
        ("sample_with_vobsub.mkv", "matroska", ["h264", "ac3", "vobsub"], {}),
        ("sample_with_srt.mkv", "matroska", ["h264", "ac3", "subrip"], {}),
        ("bbb_2500ms.ts", "mpegts", ["mpeg2video", "mp2"], {"width": 1920}),
        ("bbb_642x642_768kbps_30fps_vp9.webm", "webm", ["vp9"], {"frame_rate": 30.0}),
        ("sample.flv", "flv", ["h264", "aac"], {}),
        ("sample.avi", "avi", ["mpeg4", "mp3"], {"height": 400}),
    ],
)
def test_real_clips_are_described(
    name: str, container: str, codecs: list[str], facts: dict[str, object], hands: engine.Engine
) -> None:
    probe = hands.probe(CLIPS / name)
    assert probe.container == container
    assert [t.codec for t in probe.tracks] == codecs
    assert probe.video is not None
    assert {k: getattr(probe.video, k) for k in facts} == facts
    assert Probe.from_json(probe.to_json()) == probe
    hands.check_playable(CLIPS / name)


@needs_clips
@pytest.mark.media
def test_chapters_lengths_and_missing_tracks(hands: engine.Engine) -> None:
    chapters = hands.probe(CLIPS / "sample_with_chapters.mp4").chapters
    assert len(chapters) == 3
    assert all(0 <= c.start_s <= c.end_s for c in chapters)
    sound = hands.probe(CLIPS / "sample_audio_only_15s.mp4")
    assert sound.video is None
    assert sound.duration_s == pytest.approx(15.02, abs=0.05)
    assert hands.keyframes(CLIPS / "sample_audio_only_15s.mp4") == ()
    assert hands.probe(CLIPS / "sample_video_only.mp4").audio == ()
    assert hands.probe(CLIPS / "long_4k_av1.mp4").duration_s == pytest.approx(362.77, abs=0.05)


@needs_clips
@pytest.mark.media
@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("sample_ac4.mp4", engine.Unsupported, "AC-4"),
        ("sample_vvc.mp4", engine.Unsupported, "VVC"),
        ("sample_fragmented_clearkey.mp4", engine.Encrypted, "encrypted"),
        ("sample_malformed_free_box.mp4", engine.Unreadable, "cut off"),
        ("sample_empty_track.mp4", None, ""),
        ("sample_mdat_too_long.mp4", None, ""),
        ("sample_missing_stsd.mp4", None, ""),
        ("../video_dovi_3840x2160_30fps_dav1_10.mp4", None, ""),
    ],
)
def test_hostile_clips_end_in_words_or_in_a_probe(
    name: str, error: type[engine.EngineError] | None, words: str, hands: engine.Engine
) -> None:
    path = CLIPS / "hostile" / name
    if error is None:
        assert hands.probe(path).duration_s > 0
        hands.check_playable(path)
        return
    for ask in (hands.probe, hands.check_playable):
        with pytest.raises(error, match=words) as caught:
            ask(path)
        assert caught.value.fix


@needs_clips
@pytest.mark.media
def test_every_hostile_clip_answers_every_question(hands: engine.Engine, tmp_path: Path) -> None:
    for path in sorted((CLIPS / "hostile").iterdir()):
        for ask in (hands.probe, hands.keyframes, hands.check_playable):
            try:
                ask(path)
            except engine.Crashed as crash:
                raise AssertionError(path) from crash
            except engine.EngineError as error:
                assert error.detail
        try:
            hands.stills(path, tmp_path)
            hands.sprites(path, tmp_path)
        except (engine.Crashed, engine.TimedOut) as crash:
            raise AssertionError(path) from crash
        except engine.EngineError as error:
            assert error.detail


@pytest.mark.security
@pytest.mark.parametrize("suffix", ["mkv", "mp4", "ts", "srt"])
@pytest.mark.parametrize("kind", IMAGES)
def test_a_playlist_in_disguise_is_refused(
    kind: str, suffix: str, hands: engine.Engine, tmp_path: Path
) -> None:
    path = tmp_path / f"film.{suffix}"
    for before in ("", "\ufeff", "\n\n  "):
        path.write_text(before + IMAGES[kind])
        for ask in (hands.probe, hands.keyframes, hands.check_playable):
            with pytest.raises(engine.Unreadable, match="playlist"):
                ask(path)


@pytest.mark.security
def test_a_playlist_behind_other_bytes_reads_nothing_else(
    hands: engine.Engine, tmp_path: Path, made: Callable[[str], Path]
) -> None:
    """Text that no first glance knows still meets a demuxer list without playlists."""
    path = tmp_path / "film.mkv"
    clip = made("plain.mp4")
    for text in (f"# comment\n#EXTM3U\n{clip}\n", f"junk\nfile '{clip}'\n", f"\x00#EXTM3U\n{clip}"):
        path.write_text(text)
        with pytest.raises(engine.Unreadable):
            hands.probe(path)


@pytest.mark.security
def test_an_mp4_whose_data_lies_in_another_file_reads_nothing_else(
    hands: engine.Engine, tmp_path: Path, made: Callable[[str], Path]
) -> None:
    whole = made("faststart.mp4").read_bytes()
    url = b"\0\0\0\x0curl \0\0\0\1"
    assert whole.count(url) == 2
    place = os.fsencode(made("plain.mp4")) + b"\0"
    path = tmp_path / "film.mp4"
    other = struct.pack(">I4sI", len(place) + 12, b"url ", 0) + place
    path.write_bytes(whole.replace(url, other, 1))
    with pytest.raises(engine.EngineError):
        hands.check_playable(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0" * 100_000, "zeros"),
        (b"\xff\xd8\xff\xe0" + b"x" * 4000, "picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 4000, "picture"),
        (b"\0\0\0\x1cftypheic" + b"x" * 4000, "picture"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"PK\x03\x04" + b"x" * 4000, "archive"),
        (b"just some words\n" * 400, "not a video"),
        (b"\x1a\x45\xdf\xa3" + b"x" * 4000, "not a video"),
        (b"RIFF\x10\0\0\0AVI " + b"x" * 4000, "not a video|neither"),
        (b"FLV\x01\x05\0\0\0\x09" + b"x" * 4000, "not a video|neither|cut off"),
    ],
)
def test_files_that_are_no_video_say_what_they_are(
    content: bytes, words: str, hands: engine.Engine, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(engine.EngineError, match=words) as caught:
        hands.probe(path)
    assert caught.value.fix


def test_random_bytes_after_a_true_beginning_never_crash_a_worker(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    import random

    chance = random.Random(20)
    for name in ("plain.mp4", "faststart.mp4", "opus.mkv", "bframes.ts", "plain.flv", "plain.avi"):
        whole = made(name).read_bytes()
        for n in range(6):
            broken = bytearray(whole[: len(whole) * (n + 3) // 9])
            for _ in range(40):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            path = tmp_path / f"{n}-{name}"
            path.write_bytes(broken)
            for ask in (hands.probe, hands.keyframes, hands.check_playable):
                try:
                    ask(path)
                except engine.Crashed as crash:
                    raise AssertionError((name, n)) from crash
                except engine.EngineError as error:
                    assert error.detail


@pytest.mark.parametrize(
    ("name", "words"),
    [("plain.mp4", "moov"), ("faststart.mp4", "cut off"), ("opus.mkv", "cut off")],
)
def test_a_cut_off_file_says_so(
    name: str, words: str, hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(made(name).read_bytes()[:150_000])
    with pytest.raises(engine.Unreadable, match=words):
        hands.probe(path)


def test_a_cut_off_recording_plays_as_far_as_it_goes(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "film.ts"
    path.write_bytes(made("bframes.ts").read_bytes()[:150_000])
    assert 1 < hands.probe(path).duration_s < 8
    hands.check_playable(path)


@pytest.mark.security
def test_only_plain_files_are_opened(hands: engine.Engine, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mkv"
    os.mkfifo(pipe)
    link = tmp_path / "zero.mkv"
    link.symlink_to("/dev/zero")
    for path in (pipe, link, tmp_path, Path("/dev/zero"), tmp_path / "gone.mkv"):
        for ask in (hands.probe, hands.keyframes, hands.fingerprint, hands.full_hash):
            with pytest.raises(engine.Missing):
                ask(path)


@pytest.mark.parametrize(
    "name",
    ["-i.mp4", "a\nb.mp4", 'q"\'.mp4', "🎬 שלום.mp4", "concat:x|y.mp4", "x" * 251 + ".mp4",
     "%d.mp4", "http:..mp4"],
)  # fmt: skip
def test_names_of_any_kind_are_just_names(
    name: str, hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / name
    shutil.copyfile(made("plain.mp4"), path)
    assert hands.probe(path).duration_s == pytest.approx(8, abs=0.1)
    plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
    assert hands.segment(path, plan, "v0", 0)


def test_a_name_that_is_not_unicode_is_just_a_name(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4")
    shutil.copyfile(made("plain.mp4"), path)
    assert hands.probe(path).video is not None


def test_a_renamed_file_is_known_by_its_bytes(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    shutil.copyfile(made("opus.mkv"), path)
    assert hands.probe(path).container == "matroska"


@pytest.mark.parametrize(
    ("name", "codec"),
    [("tone.mp3", "mp3"), ("tone.flac", "flac"), ("tone.ogg", "opus"), ("tone.m4a", "aac"),
     ("tone.aac", "aac"), ("tone.wav", "pcm_s16le")],
)  # fmt: skip
def test_sound_alone_is_a_title_too(
    name: str, codec: str, hands: engine.Engine, made: Callable[[str], Path]
) -> None:
    probe = hands.probe(made(name))
    assert probe.video is None
    assert [t.codec for t in probe.audio] == [codec]
    assert probe.duration_s == pytest.approx(8, abs=0.2)
    hands.check_playable(made(name))


def test_a_song_with_a_cover_is_sound_and_its_cover_is_the_poster(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    cover, song = tmp_path / "cover.png", tmp_path / "song.mp3"
    scene = ["-f", "lavfi", "-i", "testsrc2=size=300x300"]
    engine.ffmpeg.run([*scene, "-frames:v", "1", cover])
    engine.ffmpeg.run(
        ["-i", made("tone.mp3"), "-i", cover, "-map", "0", "-map", "1", "-c", "copy",
         "-disposition:v", "attached_pic", song]
    )  # fmt: skip
    probe = hands.probe(song)
    assert probe.video is None
    assert probe.cover_track is not None
    assert hands.stills(song, tmp_path)[0].width == 300
    with pytest.raises(engine.NoSuchTrack):
        hands.sprites(song, tmp_path)
    plan = engine.planning.make(probe, hands.keyframes(song))
    assert {t.kind for t in plan.tracks} == {"audio"}


def test_a_film_that_only_looks_right_is_found_out(
    hands: engine.Engine, made: Callable[[str], Path], tmp_path: Path
) -> None:
    whole = bytearray(made("plain.mp4").read_bytes())
    start = whole.index(b"mdat") + 4
    end = whole.index(b"moov") - 4
    whole[start:end] = b"\xa5" * (end - start)
    path = tmp_path / "film.mp4"
    path.write_bytes(whole)
    with pytest.raises(engine.Unreadable, match="decoded"):
        hands.check_playable(path)


def test_first_bytes_of_every_kind_name_their_demuxer() -> None:
    kinds = {
        b"\0\0\0\x20ftypisom": "mov", b"\x1a\x45\xdf\xa3": "matroska", b"FLV\x01": "flv",
        b"OggS": "ogg", b"fLaC": "flac", b"ID3\x04": "mp3", b"RIFF\0\0\0\0WAVE": "wav",
        b"RIFF\0\0\0\0AVI ": "avi", (b"\x47" + b"x" * 187) * 4: "mpegts",
        (b"\0\0\0\0\x47" + b"x" * 187) * 4: "mpegts",
    }  # fmt: skip
    assert {head: sniff.demuxer(head, 9999) for head in kinds} == kinds
    assert sniff.demuxer(b"unknown bytes", 9999) is None


def test_a_long_mp4_is_described_the_same_with_its_tables_cut_short(
    made: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "long.mp4"
    engine.ffmpeg.run(["-stream_loop", "90", "-i", made("plain.mp4"), "-c", "copy", path])
    with opening.opened(str(path), briefly=True) as short:
        assert len(short.container.streams[0].index_entries) < 100
        described = probe.look(short)
    with opening.opened(str(path)) as whole:
        assert len(whole.container.streams[0].index_entries) > 15_000
        assert probe.look(whole) == described
    assert described.duration_s == pytest.approx(728, abs=3)
    content = path.read_bytes()
    moov = content.index(b"moov") - 4
    path.write_bytes(content[moov:] + content[:1000])  # an index before data that is not there
    with pytest.raises(engine.EngineError):
        probe.probe(str(path))
