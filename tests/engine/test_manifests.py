"""Manifests against golden text: what players are told, letter by letter."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import Plan, PlanTrack, dash, hls

VIDEO = PlanTrack(
    "v0", "video", 0, "h264", "avc1.64001F", 2_000_000, 3_000_000, 12800, 0, 10.0,
    default=True, width=1280, height=720, frame_rate=23.976,
)  # fmt: skip
ENGLISH = PlanTrack(
    "a1", "audio", 1, "aac", "mp4a.40.2", 128_000, 140_800, 48000, -1024, 10.0,
    language="eng", name="English", default=True, channels=6, sample_rate=48000,
    frame_samples=1024,
)  # fmt: skip
SPANISH = replace(
    ENGLISH, id="a2", index=2, language="spa", name=None, default=False, channels=2, described=True
)
CUTS = (0.0, 2.0, 6.0, 10.0)
FINE = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
PLAN = Plan(10.0, 0.0, CUTS, FINE, (VIDEO, ENGLISH, SPANISH))
ALONE = Plan(10.0, 0.0, CUTS, FINE, (ENGLISH,))
SILENT = Plan(10.0, 0.0, CUTS, FINE, (replace(VIDEO, hdr="hdr10"),))

HIGH = replace(
    VIDEO, id="v0-720", rfc6381="avc1.64001F", bandwidth_average=2_800_000,
    bandwidth_peak=4_200_000, encoded=True, default=False, rung="720",
)  # fmt: skip
LOW = replace(
    HIGH, id="v0-360", width=640, height=360, bandwidth_average=800_000, bandwidth_peak=1_200_000
)
STILLS = replace(LOW, id="v0-stills", stills=True, bandwidth_average=60_000, bandwidth_peak=120_000)
STEREO = replace(
    SPANISH, id="a2-aac2", encoded=True, described=False, name="English", bandwidth_peak=150_000
)
LADDER = Plan(10.0, 0.0, CUTS, FINE, (VIDEO, HIGH, LOW, STILLS, ENGLISH, STEREO))

MASTER = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-aac",NAME="English",LANGUAGE="eng",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="6",URI="a1/index.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-aac",NAME="spa",LANGUAGE="spa",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="public.accessibility.describes-video",CHANNELS="2",URI="a2/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=3140800,AVERAGE-BANDWIDTH=2128000,CODECS="avc1.64001F,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=23.976,VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE,AUDIO="audio-aac"
v0/index.m3u8
"""

MEDIA = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init.mp4"
#EXTINF:2.000000,
0.m4s
#EXTINF:4.000000,
1.m4s
#EXTINF:4.000000,
2.m4s
#EXT-X-ENDLIST
"""

MPD = """<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" mediaPresentationDuration="PT10.000S" maxSegmentDuration="PT4.011S" minBufferTime="PT2S">
  <Period id="0" start="PT0S" duration="PT10.000S">
    <AdaptationSet id="0" contentType="audio" mimeType="audio/mp4" lang="eng" segmentAlignment="true" startWithSAP="1">
      <Label>English</Label>
      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
      <Representation id="a1" codecs="mp4a.40.2" bandwidth="140800" audioSamplingRate="48000">
        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="6"/>
        <SegmentTemplate timescale="48000" startNumber="0" initialization="a1/init.mp4" media="a1/$Number$.m4s">
          <SegmentTimeline>
            <S t="0" d="96256"/>
            <S t="96256" d="192512"/>
            <S t="288768" d="191232"/>
          </SegmentTimeline>
        </SegmentTemplate>
      </Representation>
    </AdaptationSet>
  </Period>
</MPD>
"""


def test_the_master_playlist_offers_the_picture_with_each_sound_as_a_rendition() -> None:
    assert hls.master(PLAN, PLAN.tracks) == MASTER


def test_a_track_playlist_lists_its_segments() -> None:
    assert hls.media(PLAN, VIDEO) == MEDIA


def test_sound_is_listed_at_its_own_packets_and_sums_to_the_film() -> None:
    lines = hls.media(PLAN, ENGLISH).splitlines()
    lengths = [float(x[8:-1]) for x in lines if x.startswith("#EXTINF:")]
    assert lengths == [2.005333, 4.010667, 3.984]
    assert "#EXT-X-TARGETDURATION:5" in lines


def test_sound_alone_plays_as_variants_of_its_own() -> None:
    assert 'CODECS="mp4a.40.2"' in hls.master(ALONE, ALONE.tracks)
    assert "RESOLUTION" not in hls.master(ALONE, ALONE.tracks)
    assert "EXT-X-MEDIA" not in hls.master(ALONE, ALONE.tracks)


def test_a_silent_hdr_film_says_its_range_and_names_no_sound() -> None:
    text = hls.master(SILENT, SILENT.tracks)
    assert "VIDEO-RANGE=PQ" in text
    assert "AUDIO=" not in text


def test_the_dash_manifest_of_sound_is_this() -> None:
    assert dash.mpd(ALONE, ALONE.tracks) == MPD


def test_dash_and_hls_agree_on_every_segment() -> None:
    space = {"d": "urn:mpeg:dash:schema:mpd:2011"}
    root = ET.fromstring(dash.mpd(PLAN, PLAN.tracks))
    for track in PLAN.tracks:
        found = root.find(f".//d:Representation[@id='{track.id}']", space)
        assert found is not None
        lengths: list[float] = []
        for s in found.iterfind(".//d:S", space):
            lengths += [int(s.attrib["d"]) / track.timescale] * (1 + int(s.attrib.get("r", 0)))
        assert lengths == pytest.approx([s.duration_s for s in PLAN.segments(track)])


@given(st.text(max_size=40), st.text(max_size=12))
def test_no_title_or_language_breaks_out_of_its_place(name: str, language: str) -> None:
    odd = replace(ENGLISH, name=name, language=language)
    plan = replace(PLAN, tracks=(VIDEO, odd))
    master = hls.master(plan, plan.tracks)
    assert len(master.splitlines()) == 6
    media = master.splitlines()[3]
    assert media.count('"') % 2 == 0
    assert media.endswith('URI="a1/index.m3u8"')
    ET.fromstring(dash.mpd(plan, (VIDEO, replace(odd, language="en"))))


def test_the_ladder_stands_under_the_picture_as_it_is_and_names_differ() -> None:
    lines = hls.master(LADDER, LADDER.tracks).splitlines()
    order = [line.split("/")[0] for line in lines if not line.startswith("#")]
    assert order == ["v0", "v0-720", "v0-360"]
    assert [line for line in lines if "I-FRAME-STREAM" in line] == [
        '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=120000,AVERAGE-BANDWIDTH=60000,CODECS="avc1.64001F",RESOLUTION=640x360,URI="v0-stills/index.m3u8"'
    ]
    names = [line.split("NAME=")[1].split(",")[0] for line in lines if "TYPE=AUDIO" in line]
    assert names == ['"English"', '"English (2)"']
    root = ET.fromstring(dash.mpd(LADDER, LADDER.tracks))
    space = {"d": "urn:mpeg:dash:schema:mpd:2011"}
    sets = root.findall(".//d:AdaptationSet", space)
    assert [len(one.findall("d:Representation", space)) for one in sets] == [3, 1, 1]
    assert sets[0].attrib["segmentAlignment"] == "false"


def test_encoded_pictures_are_cut_more_finely_at_the_same_places() -> None:
    copied = {s.start_s for s in LADDER.segments(VIDEO)}
    encoded = {s.start_s for s in LADDER.segments(HIGH)}
    assert copied < encoded
    assert "#EXT-X-I-FRAMES-ONLY" in hls.media(LADDER, STILLS)
    assert hls.media(LADDER, STILLS).count("#EXTINF") == len(copied)


def test_a_player_that_knows_nothing_begins_with_a_rung_that_starts_anywhere() -> None:
    heavy = replace(VIDEO, bandwidth_average=40_000_000)
    tracks = (heavy, HIGH, LOW)
    lines = hls.master(replace(LADDER, tracks=tracks), tracks).splitlines()
    assert next(line for line in lines if not line.startswith("#")).startswith("v0-720")
