"""TTML and DFXP: times, inheritance, and what is refused."""

import pytest

from matinee.engine.errors import LimitExceeded, Unreadable
from matinee.engine.text import ttml

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><tt xmlns="http://www.w3.org/ns/ttml"'
    ' xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
    ' ttp:frameRate="25" ttp:tickRate="10000000"><head><metadata>not shown</metadata><styling>'
    '<style xml:id="s1" tts:fontStyle="italic"/><style xml:id="s2" style="s1" tts:fontWeight="bold"/>'
    '</styling><layout><region xml:id="top" tts:origin="10% 10%" tts:extent="80% 20%"/>'
    '<region xml:id="low"><style tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="after"/>'
    "</region></layout></head><body>"
)


def cues(body: str) -> list[tuple[float, float, str, str]]:
    read = ttml.read(f"{HEAD}{body}</body></tt>")
    return [(cue.start_s, cue.end_s, cue.payload, cue.settings) for cue in read]


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ('begin="00:00:01.500" end="00:00:02:12"', 1.5, 2.48),
        ('begin="1.5s" dur="500ms"', 1.5, 2.0),
        ('begin="30000000t" end="35000000t"', 3.0, 3.5),
        ('begin="50f" end="75f"', 2.0, 3.0),
        ('begin="0.5m" dur="1h" end="60s"', 30.0, 60.0),
    ],
)
def test_times_are_read_in_every_way_of_writing_them(times, start, end) -> None:
    assert cues(f"<div><p {times}>x</p></div>") == [(start, end, "x", "")]


def test_parts_inherit_times_and_looks() -> None:
    body = (
        '<div begin="10s" end="20s" style="s1"><p begin="1s" end="3s">a<br/>  b  c </p>'
        '<p begin="9s" region="top"><span tts:fontStyle="normal">d</span> &lt;e&gt;</p></div>'
        '<p begin="30s" end="31s" style="s2" region="low">f</p>'
    )
    assert cues(body) == [
        (11.0, 13.0, "<i>a</i>\n<i>b c</i>", ""),
        (19.0, 20.0, "d<i> &lt;e&gt;</i>", "line:0"),
        (30.0, 31.0, "<b><i>f</i></b>", ""),
    ]


def test_spans_with_times_are_cues_of_their_own() -> None:
    body = '<p begin="1s" end="9s">all <span begin="1s" end="2s">one</span></p>'
    assert cues(body) == [(1.0, 9.0, "all", ""), (2.0, 3.0, "one", "")]


@pytest.mark.security
def test_entities_and_document_types_are_refused() -> None:
    laughs = '<!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tt><body><p>&b;</p></body></tt>'
    outside = '<!DOCTYPE tt SYSTEM "file:///etc/passwd"><tt/>'
    for bomb in (laughs, outside):
        with pytest.raises(Unreadable, match="entities"):
            ttml.read(bomb)


@pytest.mark.security
def test_deep_and_endless_documents_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        ttml.read("<tt>" * 100_000)
    with pytest.raises(LimitExceeded):
        ttml.read("<tt>" + "<p/>" * 250_001)
    with pytest.raises(Unreadable, match="not well-formed"):
        ttml.read("<tt><p")
