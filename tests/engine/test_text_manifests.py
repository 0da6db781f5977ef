"""Subtitles in HLS and DASH manifests, against golden text."""

import xml.etree.ElementTree as ET

import pytest

from matinee.engine import Cut, TextTrack, dash_text, hls_text

TEXTS = (
    TextTrack("t2", "vtt", "eng", None, default=True),
    TextTrack("t3", "ass", "en", None, described=True),
    TextTrack("t4", "image", "en", "Pictures"),
    TextTrack("x123", "vtt", "pt-BR", 'A "name", with\nquotes', forced=True, default=True),
    TextTrack("x7", "vtt", "eng"),
    TextTrack("x8", "vtt"),
)

SDH = 'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"'


def test_hls_lists_words_and_no_pictures() -> None:
    assert hls_text.media_lines(TEXTS) == [
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",{rest}'
        for rest in (
            'NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="t2/index.m3u8"',
            f'NAME="English (SDH)",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,{SDH},URI="t3/index.m3u8"',
            'NAME="A name, withquotes (forced)",LANGUAGE="pt-BR",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,URI="x123/index.m3u8"',
            'NAME="English 2",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="x7/index.m3u8"',
            'NAME="Subtitles 8",DEFAULT=NO,AUTOSELECT=YES,URI="x8/index.m3u8"',
        )
    ]
    assert hls_text.media_lines([TEXTS[2]]) == []


def test_a_playlist_follows_the_cuts_of_the_plan() -> None:
    cuts = (Cut(0, 1.5), Cut(1.5, 5.5), Cut(5.5, 7.25))
    assert hls_text.playlist(cuts, TEXTS[0]) == (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n"
        "#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:1.500000,\n0.vtt\n#EXTINF:4.000000,\n1.vtt\n"
        "#EXTINF:1.750000,\n2.vtt\n#EXT-X-ENDLIST\n"
    )


@pytest.mark.security
def test_dash_lists_words_and_bears_any_name() -> None:
    hostile = TextTrack("x9", "vtt", "en", "</Label><script>&\x00")
    lines = dash_text.adaptation_lines([*TEXTS, hostile], 3)
    root = ET.fromstring("<Period>" + "".join(lines) + "</Period>")
    assert [one.get("id") for one in root] == ["3", "4", "5", "6", "7", "8"]
    assert [one.get("lang") for one in root] == ["en", "en", "pt-BR", "en", None, "en"]
    assert [[role.get("value") for role in one.findall("Role")] for one in root] == [
        ["subtitle", "main"], ["caption"], ["forced-subtitle"], ["subtitle"], ["subtitle"],
        ["subtitle"],
    ]  # fmt: skip
    assert root[0].findtext("Representation/BaseURL") == "t2/all.vtt"
    assert root[5].findtext("Label") == "</Label><script>&"
