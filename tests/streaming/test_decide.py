"""The decision: file against client, with reasons in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import Probe, Track, Unsupported, planning
from matinee.streaming import DESKTOP, client_of, rules
from matinee.streaming.codecs import read_codec

FILM = {"width": 1920, "height": 1080, "timescale": 24000, "bit_rate": 6_000_000}
SOUND = {"timescale": 48000, "sample_rate": 48000}
H264 = Track(0, "video", "h264", "avc1.640028", bit_depth=8, frame_rate=24.0, **FILM)
HEVC = Track(0, "video", "hevc", "hvc1.1.6.L120.90", frame_rate=24.0, **FILM)
AAC = Track(1, "audio", "aac", "mp4a.40.2", channels=2, language="en", **SOUND)
AC3 = Track(2, "audio", "ac3", "ac-3", channels=6, language="de", **SOUND)
DTS = Track(3, "audio", "dts", None, channels=6, **SOUND)
APPLE = client_of(
    {"avc1.640028": True, "hvc1.1.6.L120.90": True, "mp4a.40.2": True, "ac-3": True}, ["video/mp4"]
)


LADDER = ["v0-1080", "v0-720", "v0-480", "v0-360", "v0-240"]
HEAVY = replace(H264, bit_rate=40_000_000)


def probe(container, *tracks):
    return Probe(container, 60.0, 0.0, 1_000_000, 100_000, tracks)


def decide(film, client, **ability):
    try:
        plan = planning.make(film, [4.0 * n for n in range(15)])
    except Unsupported:
        plan = None
    return rules.decide(film, client, plan, rules.Ability(**ability))


def offered(decision):
    return [one for one in decision.tracks if "stills" not in one]


def codes(decision):
    return [reason.code for reason in decision.reasons]


def test_a_browser_ready_file_is_sent_as_it_is_with_its_ladder_beside_it():
    decision = decide(probe("mp4", H264, AAC), DESKTOP)
    assert (decision.kind, decision.direct_type) == ("direct", "video/mp4")
    assert offered(decision) == ["v0", *LADDER[1:], "a1"]


AV1_LADDER = ["v0-1080-av1", "v0-720-av1", "v0-480-av1", "v0-360", "v0-240"]


@pytest.mark.parametrize(
    ("client", "ability", "ladder"),
    [
        (DESKTOP, {"spare_pixels_s": 1e9}, AV1_LADDER),
        (DESKTOP, {"spare_pixels_s": 40e6}, [*LADDER[:2], *AV1_LADDER[2:]]),
        (DESKTOP, {"ready": frozenset({"v0-720-av1"})}, [LADDER[0], AV1_LADDER[1], *LADDER[2:]]),
        (DESKTOP, {"spare_pixels_s": 1e9, "ready": frozenset(LADDER)}, LADDER),
        (
            DESKTOP,
            {"spare_pixels_s": 1e9, "ready": frozenset(LADDER[1:2])},
            [AV1_LADDER[0], LADDER[1], *AV1_LADDER[2:]],
        ),
        (DESKTOP, {"ready": frozenset([*LADDER, *AV1_LADDER])}, AV1_LADDER),
        (DESKTOP, {}, LADDER),
        (APPLE, {"spare_pixels_s": 1e9, "ready": frozenset(AV1_LADDER)}, LADDER),
    ],
)
def test_av1_where_the_client_plays_it_and_it_is_there_or_quickly_made(client, ability, ladder):
    film = probe("mp4", replace(HEAVY, codec="mpeg2video", rfc6381=None), AAC)
    assert offered(decide(film, client, **ability)) == [*ladder, "a1"]


def test_a_heavy_original_has_a_lighter_rung_of_its_own_size():
    assert offered(decide(probe("mp4", HEAVY, AAC), DESKTOP))[:2] == ["v0", "v0-1080"]


@pytest.mark.parametrize("container", ["matroska", "mpegts", "flv"])
def test_another_container_is_repackaged_and_the_reason_names_it(container):
    decision = decide(probe(container, H264, AAC), DESKTOP)
    assert (decision.kind, decision.direct_type) == ("repackage", None)
    assert codes(decision) == ["container"]
    assert "as they are" in decision.reasons[0].text


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        ((H264, DTS), "the picture is repackaged as it is."),
        ((AAC,), "the sound is repackaged as it is."),
        ((DTS,), "the sound is sent in pieces."),
    ],
)
def test_only_what_is_copied_is_said_to_be(tracks, words):
    assert decide(probe("matroska", *tracks), DESKTOP).reasons[0].text.endswith(words)


def test_a_sound_that_begins_late_is_encoded_and_says_why_but_a_file_stays_a_file():
    late = replace(AAC, start_s=1.3)
    decision = decide(probe("matroska", H264, late), DESKTOP)
    assert offered(decision) == ["v0", *LADDER[1:], "a1-aac2"]
    assert "1.3 s after the picture" in decision.reasons[1].text
    assert decide(probe("mp4", H264, late), DESKTOP).kind == "direct"


def test_a_foreign_picture_is_encoded_and_says_which_codec_and_what_would_help():
    decision = decide(probe("mp4", HEVC, AAC), DESKTOP)
    assert decision.kind == "transcode"
    assert offered(decision) == [*LADDER, "a1"]
    (reason,) = decision.reasons
    assert reason.code == "video_codec"
    assert "HEVC (H.265)" in reason.text
    assert "Prepare" in (reason.cure or "")


def test_the_same_file_plays_where_the_client_says_it_can():
    assert decide(probe("mp4", HEVC, AAC), APPLE).kind == "direct"


def test_a_foreign_sound_alone_is_encoded_and_the_picture_copied():
    decision = decide(probe("mp4", H264, AC3), DESKTOP)
    assert decision.kind == "repackage"
    assert offered(decision) == ["v0", *LADDER[1:], "a2-aac2"]
    assert codes(decision) == ["first_sound", "audio_codec"]
    assert "Dolby Digital (AC-3)" in decision.reasons[1].text
    assert "(de)" in decision.reasons[1].text


def test_every_language_is_there_whatever_its_codec():
    decision = decide(probe("mp4", H264, AC3, replace(AAC, index=4)), DESKTOP)
    assert [one for one in decision.tracks if one[0] == "a"] == ["a2-aac2", "a4"]


def test_loudspeakers_all_around_get_all_channels():
    around = replace(DESKTOP, channels=6)
    assert "a2-aac6" in decide(probe("mp4", H264, AC3), around).tracks
    assert "a2-aac6" not in decide(probe("mp4", H264, AC3), DESKTOP).tracks


def test_several_sounds_are_repackaged_so_that_they_can_be_chosen():
    decision = decide(probe("mp4", H264, AAC, replace(AAC, index=5, language="fr")), DESKTOP)
    assert decision.kind == "repackage"
    assert codes(decision) == ["audio_choice"]
    assert decision.direct_type == "video/mp4"


def test_a_slow_line_gets_pieces_and_not_the_file():
    slow, fast = replace(DESKTOP, line_bps=90_000), replace(DESKTOP, line_bps=9_000_000)
    assert codes(decide(probe("mp4", H264, AAC), slow)) == ["line"]
    assert decide(probe("mp4", H264, AAC), fast).kind == "direct"


def test_both_foreign_tracks_are_named():
    decision = decide(probe("matroska", HEVC, DTS), DESKTOP)
    assert codes(decision) == ["video_codec", "audio_codec"]


def test_sound_alone_and_picture_alone_play():
    assert decide(probe("mp4", AAC), DESKTOP).direct_type == "audio/mp4"
    song = Track(0, "audio", "mp3", "mp4a.6b", timescale=44100)
    assert decide(probe("mp3", song), DESKTOP).kind == "direct"
    assert decide(probe("mp4", H264), DESKTOP).kind == "direct"
    assert decide(probe("mp4"), DESKTOP).kind == "unplayable"
    assert offered(decide(probe("matroska", DTS), DESKTOP)) == ["a3-aac2"]


def test_hdr_is_kept_for_screens_that_show_it_and_mapped_for_those_that_do_not():
    film = probe("mp4", replace(H264, hdr="hdr10"), AAC)
    assert decide(film, DESKTOP).kind == "direct"
    assert decide(film, replace(DESKTOP, hdr=True)).kind == "direct"
    mapped = decide(film, replace(DESKTOP, hdr=False))
    assert (mapped.kind, codes(mapped)) == ("transcode", ["hdr"])
    assert "v0" not in mapped.tracks


@pytest.mark.parametrize(
    ("codec", "spoken_of"), [("subrip", False), ("pgs", False), ("dvb", False), ("eia_608", True)]
)
def test_subtitles_inside_the_file_that_cannot_be_shown_are_spoken_of(codec, spoken_of):
    text = Track(4, "text", codec, language="en")
    found = codes(decide(probe("mp4", H264, AAC, text), DESKTOP))
    assert found == ["direct", *(["text_left_out"] if spoken_of else [])]


def test_dolby_vision_without_a_base_layer_is_not_sent_as_it_is():
    odd = replace(H264, hdr="dolby_vision", obstacle="There is no base layer.")
    assert decide(probe("mp4", odd, AAC), DESKTOP).kind == "transcode"


def test_interlaced_pictures_are_not_shown_with_combs():
    decision = decide(probe("mp4", replace(H264, interlaced=True), AAC), DESKTOP)
    assert (decision.kind, codes(decision)) == ("transcode", ["interlaced"])


def test_packets_that_cannot_be_copied_are_played_directly_or_encoded():
    odd = replace(H264, obstacle="Its headers are missing.")
    assert decide(probe("mp4", odd, AAC), DESKTOP).kind == "direct"
    encoded = decide(probe("matroska", odd, AAC), DESKTOP)
    assert (encoded.kind, codes(encoded)) == ("transcode", ["cannot_copy"])
    assert "Its headers are missing" in encoded.reasons[0].text


def test_what_nothing_here_decodes_says_so():
    odd = Track(0, "video", "vvc", None, width=640, height=360, timescale=1000, decodable=False)
    decision = decide(probe("mp4", odd), DESKTOP)
    assert (decision.kind, codes(decision), decision.tracks) == ("unplayable", ["undecodable"], ())
    assert "VVC" in decision.reasons[0].text
    with_sound = decide(probe("mp4", odd, AAC), DESKTOP)
    assert (with_sound.kind, with_sound.tracks) == ("unplayable", ())


def test_ten_bit_h264_is_not_taken_for_common_h264():
    ten = replace(H264, rfc6381="avc1.6E0028", bit_depth=10)
    decision = decide(probe("mp4", ten, AAC), DESKTOP)
    assert decision.kind == "transcode"
    assert "10 bits" in decision.reasons[0].text


def test_rungs_that_this_machine_makes_too_slowly_are_left_out_unless_prepared():
    film = probe("mp4", HEVC, AAC)
    assert offered(decide(film, DESKTOP, pixels_s=15e6))[0] == "v0-480"
    ready = frozenset({"v0-1080"})
    assert offered(decide(film, DESKTOP, pixels_s=15e6, ready=ready))[:2] == ["v0-1080", "v0-480"]
    assert offered(decide(film, DESKTOP, pixels_s=1.0))[0] == "v0-240"


def test_a_client_is_never_judged_by_its_name_but_by_its_answers():
    nothing = client_of({"avc1.640028": False, "mp4a.40.2": True}, ["video/mp4"])
    assert decide(probe("mp4", H264, AAC), nothing).kind == "transcode"
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


def test_what_plays_in_files_is_not_put_into_segments_that_were_refused():
    client = client_of({"mp4a.6B": False}, ['video/mp4; codecs="avc1.640028,mp4a.6B"'])
    assert client.files.plays(read_codec("mp3"))
    assert not client.segments.plays(read_codec("mp3"))


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
    assert decision.tracks
    for one in decision.tracks:
        if "-" not in one:
            assert client.segments.plays(read_codec(numbered[int(one[1:])].rfc6381))
