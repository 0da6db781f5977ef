"""Subtitles become WebVTT that carries words and nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import text

SRT = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i> {\\an8}there\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000 X1:1\r\nA < B & C\r\n"
)


def test_srt_becomes_webvtt() -> None:
    assert text.srt_to_vtt(SRT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<i>Hello</i> there\n\n"
        "00:00:03.000 --> 00:00:04.000\nA &lt; B &amp; C\n"
    )


def test_script_style_and_links_do_not_survive() -> None:
    vtt = (
        "WEBVTT\n\nSTYLE\n::cue { background: url(http://x) }\n\nNOTE hi\n\n"
        "00:01.000 --> 00:02.000 align:start position:10% evil:1\n"
        '<script>alert(1)</script><img src=x onerror=y><b onclick="z">hi</b><v Ana>yes</v>\n'
    )
    out = text.normalise_vtt(vtt)
    assert "STYLE" not in out
    assert "evil" not in out
    assert "align:start position:10%" in out
    assert "&lt;script&gt;" in out
    assert "<img" not in out
    assert "<v Ana>yes</v>" in out


def test_cues_without_blank_lines_between_them_are_told_apart() -> None:
    out = text.srt_to_vtt("1\n0:00:01,0 --> 0:00:02,0\none\n2\n0:00:02,0 --> 0:00:03,0\ntwo\n")
    assert out.count("-->") == 2
    assert "\n2\n" not in out


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_anything_becomes_well_formed_webvtt_without_foreign_tags(raw: str) -> None:
    out = text.normalise_vtt("00:01.000 --> 00:02.000\n" + raw + "\n\n" + raw)
    assert out.startswith("WEBVTT\n")
    for tag in re.findall(r"<[^>\n]*>", out.replace("-->", "")):
        assert re.fullmatch(r"</?(b|i|u|ruby|rt|c|v)( [^<>&]*)?>", tag)
    assert text.normalise_vtt(out) == out


def test_times_are_written_as_webvtt_wants_them() -> None:
    assert text.vtt_time(3723.4567) == "01:02:03.457"
    assert text.vtt_time(-1) == "00:00:00.000"
