"""Cuts rise, cover the film and lie on keyframes; a plan is the same wherever it is made."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import CannotCopy, NoSuchTrack, Plan, Probe, Track, plan

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
    cuts = plan.cut(duration, keys)
    assert cuts[0] == 0.0
    assert cuts[-1] == duration
    assert all(b > a for a, b in pairwise(cuts))
    assert sum(b - a for a, b in pairwise(cuts)) == pytest.approx(duration)
    assert set(cuts[1:-1]) <= set(keys)


@given(seconds)
def test_sound_alone_is_cut_short_first_and_then_every_four_seconds(duration: float) -> None:
    lengths = [b - a for a, b in pairwise(plan.cut(duration, None))]
    assert all(length <= plan.TARGET_S * 1.25 for length in lengths)
    assert lengths[0] <= plan.FIRST_S + plan.SHORTEST_S


def test_the_first_piece_is_short_and_later_ones_are_about_four_seconds() -> None:
    cuts = plan.cut(60.0, [float(n) for n in range(60)])
    lengths = [b - a for a, b in pairwise(cuts)]
    assert 1 <= lengths[0] <= 2
    assert all(3 <= length <= 5 for length in lengths[1:-1])


@given(seconds, keyframes, st.integers(-4096, 48000), st.sampled_from([None, 960, 1024, 4608]))
def test_each_track_is_cut_into_pieces_that_rise_and_reach_its_end(
    duration: float, keys: list[float], start: int, frame: int | None
) -> None:
    sound = audio(start_s=start / 48000, frame_samples=frame, duration_s=duration)
    probe = film(video(duration_s=duration), sound, duration_s=duration)
    made = plan.make(replace(probe, bit_rate=10_000), keys)
    for track in made.tracks:
        bounds = made.bounds(track)
        assert bounds[0] == 0
        assert all(b > a for a, b in pairwise(bounds))
        assert bounds[-1] == max(1, round(track.end_s * track.timescale))
        if track.kind == "audio" and frame:
            assert all((b - track.start) % frame == 0 for b in bounds[1:-1])


@given(st.lists(st.floats(0.5, 60), min_size=1, max_size=30))
def test_pieces_of_a_track_meet_without_gap(keys: list[float]) -> None:
    made = plan.make(film(video(), audio()), keys)
    for track in made.tracks:
        pieces = [made.piece(track.id, n) for n in range(len(made.segments(track)))]
        assert pieces[0].start is None
        assert pieces[-1].end is None
        assert all(a.end == b.start for a, b in pairwise(pieces))


def test_a_plan_survives_json_and_keeps_its_digest() -> None:
    made = plan.make(film(video(), audio(), audio(2, codec="dts")), [2.0, 4.0, 8.0])
    again = Plan.from_json(json.loads(json.dumps(made.to_json())))
    assert again == made
    assert again.digest == made.digest
    assert replace(made, duration_s=61.0).digest != made.digest


def test_a_probe_survives_json() -> None:
    probe = film(video(sample_aspect=(4, 3)), audio())
    assert Probe.from_json(json.loads(json.dumps(probe.to_json()))) == probe


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        ([video(codec="mpeg2video")], "MPEG-2"),
        ([video(), audio(codec="dts")], "DTS"),
        ([video(obstacle="The film is odd.")], "The film is odd."),
        ([], "neither picture nor sound"),
        ([video(rfc6381=None)], "how it is to be decoded"),
    ],
)
def test_what_cannot_be_carried_is_refused_in_words(tracks: list[Track], words: str) -> None:
    with pytest.raises(CannotCopy, match=words):
        plan.make(film(*tracks), [2.0])


def test_a_foreign_sound_track_beside_a_good_one_is_left_out_with_its_reason() -> None:
    made = plan.make(film(video(), audio(1, codec="truehd"), audio(2)), [2.0])
    assert [t.id for t in made.tracks] == ["v0", "a2"]
    assert made.tracks[1].default
    assert made.left_out[0][0] == 1
    assert "TrueHD" in made.left_out[0][1]


def test_a_film_without_keyframes_that_is_too_large_for_one_piece_is_refused() -> None:
    probe = replace(film(video(), duration_s=7200.0), bit_rate=8_000_000)
    with pytest.raises(CannotCopy, match="too few keyframes"):
        plan.make(probe, [])


def test_a_rotated_picture_is_announced_as_it_is_shown() -> None:
    made = plan.make(film(video(rotation=90)), [])
    assert (made.tracks[0].width, made.tracks[0].height) == (720, 1280)


@pytest.mark.parametrize(("track", "number"), [("v9", 0), ("v0", 99), ("v0", -1), ("../x", 0)])
def test_tracks_and_segments_that_are_not_there_are_refused(track: str, number: int) -> None:
    made = plan.make(film(video()), [2.0])
    with pytest.raises(NoSuchTrack):
        made.piece(track, number)


def test_the_segment_at_a_position_is_the_one_that_holds_it() -> None:
    made = plan.make(film(video()), [2.0, 6.0])
    assert [made.segment_at(s) for s in (-1, 0, 1.99, 2.0, 7, 99)] == [0, 0, 0, 1, 2, 2]


def test_the_picture_that_plays_is_one_that_can_be_carried_then_the_default_one() -> None:
    first, second = video(), replace(video(), index=1, default=True)
    assert film(first, second).video == second
    assert film(first, replace(second, obstacle="It is odd.")).video == first
    assert replace(film(first, second), cover_track=1).video == first
