"""Boxes: what is written can be read, and what strangers wrote never fails the reader."""

import os
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import boxes, mp4, sniff
from matinee.engine.boxes import Sample, TrackHeader


@given(st.binary(max_size=300))
def test_walking_any_bytes_ends_and_stays_inside(data: bytes) -> None:
    for box in boxes.walk(data):
        assert 0 <= box.start < box.body <= box.end <= len(data)
    assert boxes.decode_time(data) is None or len(data) > 16


@given(st.binary(max_size=300), st.sampled_from([b"moov", b"trak", b"stsd", b"elst", b"tkhd"]))
def test_the_layout_of_any_bytes_is_read_without_fault(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "layout.bin"
    path.write_bytes(boxes.box(b"moov", boxes.box(b"trak", boxes.box(name, data))))
    descriptor = os.open(path, os.O_RDONLY)
    try:
        found = mp4.layout(descriptor, path.stat().st_size)
    finally:
        os.close(descriptor)
    assert found.has_index
    assert len(found.tracks) == 1


@given(
    st.integers(0, 2**40),
    st.lists(st.tuples(st.integers(1, 5000), st.binary(min_size=1, max_size=30)), min_size=1),
)
def test_a_fragment_tells_its_time_and_holds_its_bytes(
    base: int, parts: list[tuple[int, bytes]]
) -> None:
    samples, at = [], base
    for length, data in parts:
        samples.append(Sample(at, at, length, True, data))
        at += length
    made = boxes.fragment(3, base, samples, video=True)
    assert boxes.decode_time(made) == base
    names = [b.name for b in boxes.walk(made)]
    assert names == [b"styp", b"moof", b"mdat"]
    assert made.endswith(b"".join(data for _, data in parts))


def test_an_init_segment_with_fragments_is_a_file_others_read(tmp_path: Path) -> None:
    header = TrackHeader(
        "audio", 48000,
        boxes.sound_entry(
            b"mp4a", 2, 48000, boxes.elementary_stream(0x40, bytes.fromhex("1190"), 128_000)
        ),
        lead=1024, language="spa",
    )  # fmt: skip
    samples = [Sample(n * 1024, n * 1024, 1024, True, b"\x21\x10\x04") for n in range(5)]
    path = tmp_path / "tone.mp4"
    path.write_bytes(boxes.init_segment(header) + boxes.fragment(0, 0, samples, video=False))
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.language) == ("aac", 48000, "spa")
        assert [p.pts for p in file.demux(stream) if p.size] == [n * 1024 for n in range(-1, 4)]


def test_an_empty_fragment_is_still_well_formed() -> None:
    made = boxes.fragment(0, 9000, [], video=True)
    assert boxes.decode_time(made) == 9000


@given(st.binary(max_size=200))
def test_the_end_of_any_matroska_bytes_is_a_place_or_none(data: bytes) -> None:
    for start in (b"", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67"):
        end = sniff.matroska_end(start + data)
        assert end is None or end >= 0
