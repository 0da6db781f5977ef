"""Cuts rise, cover the film and lie on keyframes; a plan is the same wherever it is made."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine import NoSuchTrack, Plan, Probe, Track, Unsupported, cuts, planning

seconds = st.floats(0.01, 20_000, allow_nan=False)
keyframes = st.lists(st.floats(-5, 20_000, allow_nan=False), max_size=200)


def video(**changes: object) -> Track:
    track = Track(
        0, "video", "h264", rfc6381="avc1.64001F", width=1280, height=720, timescale=12800,
        duration_s=60.0, frame_rate=25.0, bit_rate=2_000_000,
    )  # fmt: skip
    return replace(track, **changes)


def audio(index: int = 1, **changes: object) -> Track:
    track = Track(
        index, "audio", "aac", rfc6381="mp4a.40.2", timescale=48000, frame_samples=1024,
        channels=2, sample_rate=48000, start_s=-1024 / 48000, duration_s=60.0, bit_rate=128_000,
    )  # fmt: skip
    return replace(track, **changes)


def film(*tracks: Track, duration_s: float = 60.0) -> Probe:
    return Probe("mp4", duration_s, 0.0, 16_000_000, 2_128_000, tracks)


@given(seconds, keyframes)
def test_cuts_rise_cover_the_film_and_lie_on_keyframes(duration: float, keys: list[float]) -> None:
    found = cuts.cut(duration, keys)
    assert found[0] == 0.0
    assert found[-1] == duration
    assert all(b > a for a, b in pairwise(found))
    assert sum(b - a for a, b in pairwise(found)) == pytest.approx(duration)
    assert set(found[1:-1]) <= set(keys)


@given(seconds)
def test_sound_alone_is_cut_short_first_and_then_every_four_seconds(duration: float) -> None:
    lengths = [b - a for a, b in pairwise(cuts.cut(duration, None))]
    assert all(length <= cuts.TARGET_S * 1.25 for length in lengths)
    assert lengths[0] <= cuts.FIRST_S + cuts.SHORTEST_S


def test_the_first_piece_is_short_and_later_ones_are_about_four_seconds() -> None:
    found = cuts.cut(60.0, [float(n) for n in range(60)])
    lengths = [b - a for a, b in pairwise(found)]
    assert 1 <= lengths[0] <= 2
    assert all(3 <= length <= 5 for length in lengths[1:-1])


@settings(deadline=None)
@given(seconds, keyframes, st.integers(-4096, 48000), st.sampled_from([None, 960, 1024, 4608]))
def test_each_track_is_cut_into_pieces_that_rise_and_reach_its_end(
    duration: float, keys: list[float], start: int, frame: int | None
) -> None:
    sound = audio(start_s=start / 48000, frame_samples=frame, duration_s=duration)
    probe = film(video(duration_s=duration), sound, duration_s=duration)
    made = planning.make(replace(probe, bit_rate=10_000), keys)
    for track in made.tracks:
        bounds = made.bounds(track)
        assert bounds[0] == 0
        assert all(b > a for a, b in pairwise(bounds))
        assert bounds[-1] == max(1, round(track.end_s * track.timescale))
        if track.kind == "audio" and track.frame_samples:
            assert all((b - track.start) % track.frame_samples == 0 for b in bounds[1:-1])


@given(st.lists(st.floats(0.5, 60), min_size=1, max_size=30))
def test_pieces_of_a_track_meet_without_gap(keys: list[float]) -> None:
    made = planning.make(film(video(), audio()), keys)
    for track in (t for t in made.tracks if not t.encoded):
        pieces = [made.piece(track.id, n) for n in range(len(made.segments(track)))]
        assert pieces[0].start is None
        assert pieces[-1].end is None
        assert all(a.end == b.start for a, b in pairwise(pieces))


def test_a_plan_survives_json_and_keeps_its_digest() -> None:
    made = planning.make(film(video(), audio(), audio(2, codec="dts")), [2.0, 4.0, 8.0])
    again = Plan.from_json(json.loads(json.dumps(made.to_json())))
    assert again == made
    assert again.digest == made.digest
    assert replace(made, duration_s=61.0).digest != made.digest


def test_pixels_that_are_square_but_for_a_rounding_are_not_scaled() -> None:
    """854x480 enlarged by ffmpeg is 1920x1080 in pixels of 1281:1280: nobody sees it."""
    nearly = planning.make(film(video(sample_aspect=(1281, 1280))), [2.0])
    wide = planning.make(film(video(sample_aspect=(4, 3))), [2.0])
    plain = planning.make(film(video()), [2.0])
    widest = [max(t.width or 0 for t in made.pictures) for made in (nearly, plain, wide)]
    assert widest[0] == widest[1] < widest[2]


def test_a_probe_survives_json() -> None:
    probe = film(video(sample_aspect=(4, 3)), audio())
    assert Probe.from_json(json.loads(json.dumps(probe.to_json()))) == probe


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        ([video(codec="mpeg2video")], "MPEG-2"),
        ([video(), audio(codec="dts")], "DTS"),
        ([video(obstacle="The film is odd.")], "The film is odd."),
        ([video(rfc6381=None)], "how it is to be decoded"),
    ],
)
def test_what_cannot_be_copied_is_encoded_and_says_why(tracks: list[Track], words: str) -> None:
    made = planning.make(film(*tracks), [2.0])
    index, why = made.left_out[0]
    assert words in why
    mine = [t for t in made.tracks if t.index == index]
    assert mine
    assert all(t.encoded for t in mine)


def test_what_can_neither_be_copied_nor_encoded_is_refused_in_words() -> None:
    with pytest.raises(Unsupported, match="VVC"):
        planning.make(film(video(codec="vvc", decodable=False)), [])
    with pytest.raises(Unsupported, match="no picture or sound"):
        planning.make(film(), [])


def test_every_sound_is_there_as_it_is_and_encoded() -> None:
    made = planning.make(film(video(), audio(1, codec="truehd", channels=8), audio(2)), [2.0])
    assert [t.id for t in made.sounds] == ["a1-aac2", "a1-aac6", "a2", "a2-aac2"]
    assert [t.channels for t in made.sounds] == [2, 6, 2, 2]
    assert made.left_out[0][0] == 1
    assert "TrueHD" in made.left_out[0][1]


def test_a_film_without_keyframes_that_is_too_large_for_one_piece_is_encoded_only() -> None:
    probe = replace(film(video(), duration_s=7200.0), bit_rate=8_000_000)
    made = planning.make(probe, [])
    assert "too few keyframes" in made.left_out[0][1]
    assert all(t.encoded for t in made.pictures)
    assert max(s.duration_s for s in made.segments(made.pictures[0])) <= 4


@given(seconds, keyframes, st.floats(0.1, 240))
def test_finer_cuts_have_every_copied_cut_and_are_short(
    duration: float, keys: list[float], rate: float
) -> None:
    copied = cuts.cut(duration, keys)
    fine = cuts.refine(copied, rate)
    assert set(copied) <= set(fine)
    assert all(b > a for a, b in pairwise(fine))
    assert max(b - a for a, b in pairwise(fine)) <= cuts.SLOWEST_S * 1.05


def test_a_rotated_picture_is_announced_as_it_is_shown() -> None:
    made = planning.make(film(video(rotation=90)), [])
    assert (made.tracks[0].width, made.tracks[0].height) == (720, 1280)


@pytest.mark.parametrize(("track", "number"), [("v9", 0), ("v0", 99), ("v0", -1), ("../x", 0)])
def test_tracks_and_segments_that_are_not_there_are_refused(track: str, number: int) -> None:
    made = planning.make(film(video()), [2.0])
    with pytest.raises(NoSuchTrack):
        made.piece(track, number)


def test_the_segment_at_a_position_is_the_one_that_holds_it() -> None:
    made = planning.make(film(video()), [2.0, 6.0])
    assert [made.segment_at(s) for s in (-1, 0, 1.99, 2.0, 7, 99)] == [0, 0, 0, 1, 2, 2]


def test_the_picture_that_plays_is_one_that_can_be_carried_then_the_default_one() -> None:
    first, second = video(), replace(video(), index=1, default=True)
    assert film(first, second).video == second
    assert film(first, replace(second, obstacle="It is odd.")).video == first
    assert replace(film(first, second), cover_track=1).video == first
