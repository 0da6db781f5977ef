"""The validators find nothing in what is served, and object to what is broken on purpose."""

import re
from collections.abc import Callable

import pytest

from matinee import engine

from . import validators

Shelf = dict[str, bytes]


@pytest.fixture(scope="module")
def hands():
    with engine.Engine(2) as running:
        yield running


@pytest.fixture(scope="module")
def shelf(hands: engine.Engine, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A whole presentation as files: two sounds, a picture as it is and its ladder."""
    path = tmp_path_factory.mktemp("shelf") / "film.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", "9", "-map", "0", "-map", "1", "-map", "1",
         "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu", "-c:v", "libx264",
         "-preset", "veryfast", "-g", "50", "-c:a", "aac", "-b:a", "128k", path]
    )  # fmt: skip
    plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
    return stocked(
        hands, path, plan, [t for t in plan.tracks if t.kind == "video" or not t.encoded]
    )


def stocked(hands: engine.Engine, path, plan: engine.Plan, tracks: list) -> Shelf:
    """Return everything a player can fetch of what it is offered."""
    found: Shelf = {
        "master.m3u8": engine.hls.master(plan, tracks).encode(),
        "manifest.mpd": engine.dash.mpd(plan, tracks).encode(),
    }
    for track in tracks:
        found[f"{track.id}/index.m3u8"] = engine.hls.media(plan, track).encode()
        found[f"{track.id}/init.mp4"] = hands.init_segment(path, plan, track.id)
        for n in range(len(plan.segments(track))):
            found[f"{track.id}/{n}.m4s"] = hands.segment(path, plan, track.id, n)
    return found


def altered(shelf: Shelf, name: str, old: str, new: str) -> Callable[[str], bytes]:
    text = shelf[name].decode()
    assert re.search(old, text), f"{old} is not in {name}"
    changed = re.sub(old, new, text, count=1).encode()
    return lambda address: changed if address == name else shelf[address]


def test_what_is_served_is_valid(shelf: Shelf) -> None:
    assert validators.hls(shelf.__getitem__) == []
    assert validators.dash(shelf.__getitem__) == []


@pytest.mark.parametrize(("name", "old", "new", "words"), [
    ("master.m3u8", r"#EXTM3U\n", "", "does not begin"),
    ("master.m3u8", r"VERSION:7", "VERSION:5", "version 5"),
    ("master.m3u8", r"#EXT-X-INDEPENDENT-SEGMENTS\n", "", "INDEPENDENT"),
    ("master.m3u8", r"BANDWIDTH=\d+,", "BANDWIDTH=1000,", "AVERAGE-BANDWIDTH is above"),
    ("master.m3u8", r",FRAME-RATE=[0-9.]+", "", "without FRAME-RATE"),
    ("master.m3u8", r",RESOLUTION=\d+x\d+", "", "without RESOLUTION"),
    ("master.m3u8", r"VIDEO-RANGE=SDR", "VIDEO-RANGE=HDR", "no such VIDEO-RANGE"),
    ("master.m3u8", r'NAME="deu"', 'NAME="eng"', "two renditions of one name"),
    ("master.m3u8", r"DEFAULT=NO", "DEFAULT=YES", "two defaults"),
    ("master.m3u8", r'AUDIO="audio-aac"', 'AUDIO="none"', "there is no group"),
    ("master.m3u8", r"avc1\.64", "avc1.42", "the record says"),
    ("master.m3u8", r"mp4a\.40\.2", "opus", "different sound codecs"),
    ("v0/index.m3u8", r"TARGETDURATION:\d+", "TARGETDURATION:1", "the target is"),
    ("v0/index.m3u8", r"EXTINF:4\.0", "EXTINF:4.3", "lasts"),
    ("v0/index.m3u8", r"#EXT-X-ENDLIST\n", "", "not VOD"),
    ("v0/index.m3u8", r"#EXT-X-MAP.*\n", "", "no EXT-X-MAP"),
    ("v0/index.m3u8", r"\n1\.m4s", "\n0.m4s", "twice"),
    ("a1/index.m3u8", r"#EXT-X-MAP", "#EXT-X-VERSION:7\n#EXT-X-MAP", "is there twice"),
    ("v0-stills/index.m3u8", r"#EXT-X-I-FRAMES-ONLY\n", "", "disagree"),
])  # fmt: skip
def test_a_broken_playlist_is_found(
    shelf: Shelf, name: str, old: str, new: str, words: str
) -> None:
    said = validators.hls(altered(shelf, name, old, new))
    assert any(words in one for one in said), said


@pytest.mark.parametrize(("old", "new", "words"), [
    (r"</MPD>", "", "well-formed"),
    (r' minBufferTime="PT2S"', "", "minBufferTime"),
    (r'Duration="PT9', 'Duration="P9', "mediaPresentationDuration is"),
    (r'AdaptationSet id="1"', 'AdaptationSet id="0"', "not unique"),
    (r'Representation id="a1"', 'Representation id="v0"', "not unique"),
    (r' codecs="avc1[^"]*"', "", "without codecs"),
    (r"avc1\.64", "avc1.42", "the record says"),
    (r'value="main"', 'value="principal"', "no such role"),
    (r' frameRate="25"', "", "without frameRate"),
    (r'bandwidth="\d+"', 'bandwidth="1000"', "needs more than bandwidth"),
    (r'segmentAlignment="false"', 'segmentAlignment="true"', "not aligned"),
    (r'<S t="0" d="(\d+)"', r'<S t="5" d="\1"', "timeline breaks"),
    (r'(?s)(<S t="\d+" d=")(\d+)', r"\g<1>1\2", "the timeline breaks"),
    (r"(?s)<AudioChannelConfiguration.*?/>", "", "without AudioChannelConfiguration"),
    (r'maxSegmentDuration="PT[0-9.]+S"', 'maxSegmentDuration="PT1S"', "longest is"),
    (r'(?s)(<AdaptationSet id="0".*?>)(\s*<Role[^>]*/>)(.*?)(</AdaptationSet>)', r"\1\3\2\4", "order"),
])  # fmt: skip
def test_a_broken_manifest_is_found(shelf: Shelf, old: str, new: str, words: str) -> None:
    said = validators.dash(altered(shelf, "manifest.mpd", old, new))
    assert any(words in one for one in said), said


@pytest.mark.parametrize(("old", "new", "words"), [
    (b"tfdt", b"free", "boxes at"), (b"cmfs", b"xxxx", "brand"), (b"trun", b"trnu", "boxes at"),
])  # fmt: skip
def test_a_broken_segment_is_found(shelf: Shelf, old: bytes, new: bytes, words: str) -> None:
    broken = shelf["v0/1.m4s"].replace(b"msdh", b"xxxx").replace(old, new, 1)
    said = validators.hls(lambda a: broken if a == "v0/1.m4s" else shelf[a])
    assert any(words in one for one in said), said


def test_segments_in_the_wrong_order_are_found(shelf: Shelf) -> None:
    swap = {"v0/1.m4s": "v0/2.m4s", "v0/2.m4s": "v0/1.m4s"}
    said = validators.hls(lambda a: shelf[swap.get(a, a)])
    assert any("begins at" in one for one in said), said


def test_a_rate_below_the_truth_is_found(shelf: Shelf) -> None:
    fat = {a: shelf[a] for a in shelf}
    text = fat["master.m3u8"].decode()
    text = re.sub(r"((?:AVERAGE-)?BANDWIDTH)=\d+", r"\1=60000", text)
    fat["master.m3u8"] = text.encode()
    said = validators.hls(fat.__getitem__)
    assert any("peaks at" in one for one in said), said
    assert any("on average" in one for one in said), said
