"""The decision: file against client, with reasons in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import Probe, Track
from matinee.streaming import DESKTOP, client_of, decide
from matinee.streaming.codecs import read_codec

H264 = Track(0, "video", "h264", "avc1.640028", width=1920, height=1080, bit_depth=8)
HEVC = Track(0, "video", "hevc", "hvc1.1.6.L120.90", width=1920, height=1080)
AAC = Track(1, "audio", "aac", "mp4a.40.2", channels=2, language="en")
AC3 = Track(2, "audio", "ac3", "ac-3", channels=6, language="de")
DTS = Track(3, "audio", "dts", None, channels=6)
APPLE = client_of(
    {"avc1.640028": True, "hvc1.1.6.L120.90": True, "mp4a.40.2": True, "ac-3": True}, ["video/mp4"]
)


def probe(container, *tracks):
    return Probe(container, 60.0, 0.0, 1_000_000, 100_000, tracks)


def test_a_browser_ready_file_is_sent_as_it_is():
    decision = decide(probe("mp4", H264, AAC), DESKTOP)
    assert (decision.kind, decision.direct_type, decision.tracks) == ("direct", "video/mp4", (0, 1))
    assert decision.carried


@pytest.mark.parametrize("container", ["matroska", "mpegts", "flv"])
def test_another_container_is_repackaged_and_the_reason_names_it(container):
    decision = decide(probe(container, H264, AAC), DESKTOP)
    assert (decision.kind, decision.direct_type) == ("repackage", None)
    assert [reason.code for reason in decision.reasons] == ["container"]
    assert "Nothing is encoded anew" in decision.reasons[0].text


def test_a_foreign_picture_says_which_codec_and_what_to_do():
    decision = decide(probe("mp4", HEVC, AAC), DESKTOP)
    assert decision.kind == "unplayable"
    (reason,) = decision.reasons
    assert reason.code == "video_codec"
    assert "HEVC (H.265)" in reason.text
    assert "picture" in reason.text
    assert "Download" in (reason.cure or "")


def test_the_same_file_plays_where_the_client_says_it_can():
    assert decide(probe("mp4", HEVC, AAC), APPLE).kind == "direct"


def test_a_foreign_sound_alone_is_named_with_its_language():
    decision = decide(probe("mp4", H264, AC3), DESKTOP)
    assert decision.kind == "unplayable"
    assert [reason.code for reason in decision.reasons] == ["audio_codec"]
    assert "Dolby Digital (AC-3)" in decision.reasons[0].text
    assert "(de)" in decision.reasons[0].text


def test_another_sound_track_that_plays_is_used():
    decision = decide(probe("mp4", H264, AC3, replace(AAC, index=4)), DESKTOP)
    assert (decision.kind, decision.tracks) == ("repackage", (0, 4))
    assert [reason.code for reason in decision.reasons] == ["first_sound", "audio_left_out"]


def test_a_foreign_sound_after_a_playable_one_does_not_matter():
    decision = decide(probe("mp4", H264, AAC, DTS), DESKTOP)
    assert (decision.kind, decision.tracks) == ("direct", (0, 1))


def test_the_sound_marked_default_is_what_a_browser_would_choose():
    decision = decide(probe("mp4", H264, AAC, replace(AC3, default=True)), DESKTOP)
    assert decision.kind == "repackage"


def test_several_sounds_are_repackaged_so_that_they_can_be_chosen():
    decision = decide(probe("mp4", H264, AAC, replace(AAC, index=5, language="fr")), DESKTOP)
    assert (decision.kind, decision.tracks) == ("repackage", (0, 1, 5))
    assert decision.reasons[0].code == "audio_choice"
    assert decision.direct_type == "video/mp4"


def test_both_foreign_tracks_are_named():
    decision = decide(probe("matroska", HEVC, DTS), DESKTOP)
    assert [reason.code for reason in decision.reasons] == ["video_codec", "audio_codec"]


def test_sound_alone_and_picture_alone_play():
    assert decide(probe("mp4", AAC), DESKTOP).direct_type == "audio/mp4"
    assert decide(probe("mp3", Track(0, "audio", "mp3", "mp4a.6b")), DESKTOP).kind == "direct"
    assert decide(probe("mp4", H264), DESKTOP).kind == "direct"
    assert decide(probe("mp4"), DESKTOP).kind == "unplayable"


@pytest.mark.parametrize(
    ("codec", "spoken_of"), [("subrip", False), ("pgs", False), ("dvb", True), ("eia_608", True)]
)
def test_subtitles_inside_the_file_that_cannot_be_shown_are_spoken_of(codec, spoken_of):
    text = Track(4, "text", codec, language="en")
    codes = [reason.code for reason in decide(probe("mp4", H264, AAC, text), DESKTOP).reasons]
    assert codes == ["direct", *(["text_left_out"] if spoken_of else [])]


def test_packets_that_cannot_be_carried_are_played_directly_or_not_at_all():
    odd = replace(H264, obstacle="its headers are missing.")
    direct = decide(probe("mp4", odd, AAC), DESKTOP)
    assert (direct.kind, direct.carried) == ("direct", False)
    refused = decide(probe("matroska", odd, AAC), DESKTOP)
    assert refused.kind == "unplayable"
    assert "its headers are missing" in refused.reasons[0].text


def test_ten_bit_h264_is_not_taken_for_common_h264():
    ten = replace(H264, rfc6381="avc1.6E0028", bit_depth=10)
    decision = decide(probe("mp4", ten, AAC), DESKTOP)
    assert decision.kind == "unplayable"
    assert "10 bits" in decision.reasons[0].text


def test_a_client_is_never_judged_by_its_name_but_by_its_answers():
    nothing = client_of({"avc1.640028": False, "mp4a.40.2": True}, ["video/mp4"])
    assert decide(probe("mp4", H264, AAC), nothing).kind == "unplayable"
    assert client_of({}, []) is DESKTOP


@pytest.mark.parametrize(
    ("asked", "codec", "plays"),
    [
        ({"avc1.640028": True}, "avc1.4D401F", True),
        ({"avc1.640028": True}, "avc1.42E01E", True),
        ({"avc1.4D4028": True}, "avc1.640028", False),
        ({"avc1.640028": True}, "avc1.640034", True),
        ({"avc1.640028": True, "avc1.640033": False}, "avc1.640034", False),
        ({"avc1.640028": True, "avc1.640034": False}, "avc1.640032", True),
        ({"hev1.1.6.L120.90": True}, "hvc1.1.6.L93.B0", True),
        ({"hvc1.1.6.L120.90": True}, "hvc1.2.4.L120.90", False),
        ({"hvc1.2.4.L153.B0": True}, "hvc1.1.6.L120.90", True),
        ({"av01.0.08M.08": True}, "av01.0.05M.08", True),
        ({"av01.0.08M.08": True, "av01.0.08M.10": False}, "av01.0.08M.10", False),
        ({"vp09.00.40.08": True}, "vp09.02.40.10", False),
        ({"mp4a.40.2": True}, "mp4a.40.29", True),
        ({"mp4a.6B": True}, "mp4a.69", True),
        ({"mp4a.40.2": True}, "mp4a.40.42", False),
        ({"Opus": True}, "opus", True),
        ({"fLaC": True}, "flac", True),
        ({"dvh1.05.06": True}, "hvc1.2.4.L153.B0", False),
    ],
)
def test_what_follows_from_an_answer(asked, codec, plays):
    assert client_of(asked, []).segments.plays(read_codec(codec)) is plays


def test_full_media_types_are_read_too():
    client = client_of({}, ['video/mp4; codecs="avc1.640028, mp4a.40.2"', "video/webm;codecs=vp8"])
    assert client.containers == {"video/mp4", "video/webm"}
    assert client.segments.plays(read_codec("avc1.640028"))
    assert client.files.plays(read_codec("vp8"))
    assert not client.segments.plays(read_codec("vp8"))


@given(st.text(max_size=60))
def test_any_text_is_survived_as_a_codec_and_as_a_media_type(text):
    read_codec(text)
    read_codec(f"avc1.{text}")
    client_of({text: True}, [text, f'video/mp4; codecs="{text}"'])


@given(
    st.lists(st.sampled_from([H264, HEVC, AAC, AC3, DTS]), max_size=5),
    st.sampled_from(["mp4", "matroska", "webm", "mpegts", "mystery"]),
    st.sampled_from([DESKTOP, APPLE]),
)
def test_every_decision_has_a_reason_and_offers_only_what_plays(tracks, container, client):
    numbered = [replace(track, index=n) for n, track in enumerate(tracks)]
    decision = decide(probe(container, *numbered), client)
    assert decision.reasons
    assert all(reason.text.endswith(".") for reason in decision.reasons)
    if decision.kind == "unplayable":
        assert decision.tracks == ()
        return
    offered = [numbered[index] for index in decision.tracks]
    assert offered
    assert all(client.files.plays(read_codec(one.rfc6381 or one.codec)) for one in offered)
