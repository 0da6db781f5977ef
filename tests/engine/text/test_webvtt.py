"""Subtitles become WebVTT that carries words and nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import text
from matinee.engine.text import Cue, ass, srt, webvtt

SAFE = re.compile(
    r"(?:[^<>&]|&(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,6}|#x[0-9a-fA-F]{1,5});|</?(?:b|i|u|ruby|rt|v)>|<v [^<>\n]{1,400}>)*"
)
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
PIECES = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "<script>", "</script>", "-->", "\n", "\n\n", "&", "<", ">", "{\\i1}",
         "{\\p1}", "\\N", "00:00:01.000 --> 00:00:02.000", "<v Ana>", "</v>", "WEBVTT", "STYLE", "x",
         "<img src=x onerror=y>", "<00:01.000>", "\u202e", "\x00", "\r", "<c.red>", "é", "&amp;", "&#60;"]
    ),
    max_size=30,
).map("".join)  # fmt: skip
CUES = st.lists(
    st.builds(
        lambda start, length, word: Cue(start, start + length, word),
        st.floats(0, 60), st.floats(0.002, 30), st.sampled_from(["one", "<i>two</i>", "three"]),
    ),
    max_size=20,
).map(text.tidy)  # fmt: skip


def body(cue: Cue) -> str:
    """What stands in a file for a cue."""
    return webvtt.write([cue]).split("\n\n", 1)[1].rstrip("\n")


def blocks(vtt: str) -> list[str]:
    return vtt.rstrip("\n").split("\n\n")[1:]


def test_script_style_and_links_do_not_survive() -> None:
    vtt = (
        "WEBVTT\n\nSTYLE\n::cue { background: url(http://x) }\n\nNOTE hi\n\n"
        "00:01.000 --> 00:02.000 align:start position:10% evil:1\n"
        '<script>alert(1)</script><img src=x onerror=y><b onclick="z">hi</b><v Ana>yes</v>\n'
    )
    out = webvtt.write(webvtt.read(vtt))
    assert "STYLE" not in out
    assert "evil" not in out
    assert "align:start position:10%" in out
    assert "&lt;script&gt;" in out
    assert "<img" not in out
    assert "onclick" not in out
    assert "<v Ana>yes</v>" in out


@given(st.one_of(WORDS, PIECES))
def test_whatever_is_read_comes_out_as_words_with_plain_tags(raw: str) -> None:
    for cues in (
        webvtt.read(f"00:01.000 --> 00:02.000\n{raw}\n\n{raw}"),
        srt.read(f"1\n00:00:01,000 --> 00:00:02,000\n{raw}\n\n{raw}"),
        ass.read(f"[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{raw}"),
    ):
        for cue in cues:
            assert SAFE.fullmatch(cue.payload), cue.payload
            assert "\n\n" not in cue.payload
            assert "-->" not in cue.payload
            for name in ("b", "i", "u", "ruby", "rt"):
                assert cue.payload.count(f"<{name}>") == cue.payload.count(f"</{name}>")
        out = webvtt.write(cues)
        assert webvtt.write(webvtt.read(out)) == out


def test_spaces_that_move_words_stay() -> None:
    (cue,) = webvtt.read("00:01.000 --> 00:02.000\n \u3000left\u00a0 \n\u00a0\nright")
    assert cue.payload == "\u3000left\u00a0\nright"


@given(CUES)
def test_cues_rise_and_none_shows_twice(cues: tuple[Cue, ...]) -> None:
    starts = [cue.start_s for cue in cues]
    assert starts == sorted(starts)
    assert len(set(cues)) == len(cues)
    assert all(0 <= cue.start_s < cue.end_s for cue in cues)


@given(CUES, st.lists(st.floats(0.5, 10), min_size=1, max_size=12))
def test_segments_together_are_the_whole(cues: tuple[Cue, ...], lengths: list[float]) -> None:
    end, union = 0.0, set()
    for length in lengths:
        start, end = end, end + length
        piece = webvtt.segment(cues, start, end)
        assert piece.startswith("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n")
        shown = blocks(piece)
        assert shown == [body(c) for c in cues if c.start_s < end and c.end_s > start]
        union |= set(shown)
    assert union == {body(c) for c in cues if c.start_s < end}


def test_a_segment_without_cues_is_a_file_all_the_same() -> None:
    assert webvtt.segment((), 0, 4) == f"WEBVTT\n{webvtt.MAP}\n"


def test_times_are_written_as_webvtt_wants_them() -> None:
    assert webvtt.stamp(3723.4567) == "01:02:03.457"
    assert webvtt.stamp(-1) == "00:00:00.000"


def test_a_cue_has_plain_text_for_the_search() -> None:
    assert Cue(0, 1, "<i>A</i> &lt; B &amp;\nC").text == "A < B &\nC"


def test_no_more_cues_than_a_film_can_have_come_out() -> None:
    many = "".join(
        f"00:00:0{n % 9}.{n % 1000:03d} --> 00:01:00.{n % 997:03d}\n{n}\n\n" for n in range(110_000)
    )
    assert len(webvtt.read(many)) == text.MOST_CUES
