"""Codec headers: strings that players know, and no fault on any bytes."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee import engine
from matinee.engine.codecs import av1, avc, hevc, nal, sound, vp9

AVCC = bytes.fromhex("0164001effe1000467640 01e01000268ee".replace(" ", ""))
PARSERS = [
    avc.parse, avc.build, avc.codec_string, hevc.codec_string, hevc.parameter_sets, hevc.build,
    av1.units, av1.sequence_obu, av1.parse, av1.codec_string, vp9.parse, vp9.codec_string,
    sound.aac, sound.adts_config, sound.without_adts, sound.opus_config, sound.opus_samples,
    sound.flac_config, sound.flac_samples, sound.ac3_config, sound.eac3_samples,
]  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS, ids=lambda p: f"{p.__module__[-5:]}.{p.__name__}")
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_value_error(
    parse: Callable[[bytes], object], data: bytes
) -> None:
    for start in (
        b"",
        b"\x01",
        b"\x81\x08",
        b"\x00\x00\x01\x67",
        b"OpusHead",
        b"\x0b\x77",
        b"\x0a",
    ):
        try:
            parse(start + data)
        except (ValueError, IndexError):
            continue


def test_avc_strings_are_profile_constraints_and_level_in_hex() -> None:
    assert avc.codec_string(AVCC) == "avc1.64001E"
    assert avc.parse(AVCC).length_size == 4


@pytest.mark.parametrize(
    ("config", "string", "core", "rate", "channels"),
    [
        ("1190", "mp4a.40.2", 48000, 48000, 2),
        ("11b0", "mp4a.40.2", 48000, 48000, 6),
        ("1208", "mp4a.40.2", 44100, 44100, 1),
        ("2b920800", "mp4a.40.5", 22050, 44100, 2),
        ("eb09880000", "mp4a.40.29", 24000, 48000, 1),
        ("131056e598", "mp4a.40.5", 24000, 48000, 2),
        ("119056e500", "mp4a.40.2", 48000, 48000, 2),
    ],
)
def test_aac_configs(config: str, string: str, core: int, rate: int, channels: int) -> None:
    read = sound.aac(bytes.fromhex(config))
    assert (read.codec_string, read.core_rate, read.rate, read.channels) == (
        string, core, rate, channels,
    )  # fmt: skip


def test_adts_gives_its_config_and_leaves_the_frame() -> None:
    frame = bytes.fromhex("fff14c8001bffc") + b"abcdef"
    assert sound.adts_config(frame).hex() == "1190"
    assert sound.without_adts(frame) == b"abcdef"
    assert sound.without_adts(b"raw frame") == b"raw frame"


@pytest.mark.parametrize(("packet", "samples"), [("fc", 960), ("10", 1920), ("ff03", 2880)])
def test_opus_packets_tell_their_length(packet: str, samples: int) -> None:
    assert sound.opus_samples(bytes.fromhex(packet)) == samples


@given(
    st.lists(st.binary(min_size=1, max_size=40).map(lambda b: b"\x65" + b.replace(b"\0", b"\1")))
)
def test_annex_b_and_lengths_carry_the_same_units(units: list[bytes]) -> None:
    stream = b"".join(b"\0\0\0\1" + u for u in units)
    assert nal.split_annex_b(stream) == units
    assert list(nal.split_prefixed(nal.prefixed(units), 4)) == units


def test_levels_of_vp9_follow_size_and_rate() -> None:
    assert [vp9.level(*x) for x in ((256, 144, 15), (1280, 720, 30), (1920, 1080, 60))] == [
        10, 31, 41,
    ]  # fmt: skip
    assert vp9.level(3840, 2160, 60) == 51


@pytest.mark.parametrize("name", ["bframes.ts", "hevc.ts"])
def test_a_record_built_from_a_stream_is_the_one_a_muxer_writes(
    name: str, made: Callable[[str], Path], tmp_path: Path
) -> None:
    codec = {"bframes.ts": avc, "hevc.ts": hevc}[name]
    copy = tmp_path / "copy.mp4"
    engine.ffmpeg.run(["-i", made(name), "-c", "copy", "-map", "0:v", copy])
    with av.open(str(copy)) as muxed, av.open(str(made(name))) as stream:
        reference = bytes(muxed.streams.video[0].codec_context.extradata or b"")
        built = codec.build(bytes(stream.streams.video[0].codec_context.extradata or b""))
    assert codec.codec_string(built) == codec.codec_string(reference)
    if codec is avc:
        assert built == reference
    else:
        wanted = {u for u in hevc.parameter_sets(reference) if hevc.kind(u) in {32, 33, 34}}
        assert set(hevc.parameter_sets(built)) == wanted
        assert built[:13] == reference[:13]
        assert built[16:19] == reference[16:19]


@pytest.mark.parametrize(
    ("name", "video", "audio"),
    [
        ("plain.mp4", "avc1.64000C", "mp4a.40.2"),
        ("vp9.webm", "vp09.00.11.08", "opus"),
        ("av1.webm", "av01.0.00M.08", "opus"),
        ("flac.mkv", "avc1.64000C", "flac"),
        ("mp3.mkv", "avc1.64000C", "mp4a.6B"),
        ("dolby.mkv", "avc1.42C00C", "ac-3"),
    ],
)
def test_files_are_announced_by_rfc_6381_strings(
    name: str, video: str, audio: str, hands: engine.Engine, made: Callable[[str], Path]
) -> None:
    probe = hands.probe(made(name))
    assert probe.video is not None
    assert (probe.video.rfc6381, probe.audio[0].rfc6381) == (video, audio)
