"""SubRip as it is found in the wild."""

from matinee.engine.text import srt, webvtt

FILE = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i> {\\an8}there\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000 X1:1\r\nA < B & C\r\n"
)


def test_it_becomes_webvtt() -> None:
    assert webvtt.write(srt.read(FILE)) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500 line:0\n<i>Hello</i> there\n\n"
        "00:00:03.000 --> 00:00:04.000\nA &lt; B &amp; C\n"
    )


def test_cues_without_blank_lines_between_them_are_told_apart() -> None:
    cues = srt.read("1\n0:00:01,0 --> 0:00:02,0\none\n2\n0:00:02,0 --> 0:00:03,0\ntwo\n")
    assert [cue.payload for cue in cues] == ["one", "two"]


def test_colours_go_and_what_was_left_open_is_closed() -> None:
    (cue,) = srt.read('1\n00:01:00.5 --> 00:01:02\n<font color="#f00">red</font> <B>on\nand on\n')
    assert cue.payload == "red <b>on\nand on</b>"
    assert (cue.start_s, cue.end_s) == (60.5, 62.0)


def test_cues_that_end_before_they_begin_are_left_out_and_others_put_in_order() -> None:
    cues = srt.read(
        "00:00:05,000 --> 00:00:04,000\nbackwards\n\n00:00:09,000 --> 00:00:10,000\nlast\n\n"
        "00:00:01,000 --> 00:00:03,000\nfirst\n\n00:00:02,000 --> 00:00:03,000\nover it\n\n"
        "00:00:02,000 --> 00:00:02,000\nnever\n\n99:99:99,999 -> nonsense\nno\n"
    )
    assert [cue.payload for cue in cues] == ["first", "over it", "last"]


def test_a_bomb_of_a_line_is_cut_to_a_screenful() -> None:
    (cue,) = srt.read("00:00:01,000 --> 00:00:02,000\n" + "x" * 10_000_000)
    assert len(cue.payload) == 4000
    assert srt.read("00:00:01,000" + " " * 10_000_000 + "--> 00:00:02,000\nx") == ()
    assert srt.read("<" * 1_000_000) == ()
    (cue,) = srt.read("00:00:01,000 --> 00:00:02,000\n" + "<b>" * 5000 + "x")
    assert cue.payload.count("<b>") == cue.payload.count("</b>") < 10


def test_it_can_be_written_again() -> None:
    again = srt.write(srt.read(FILE))
    assert [cue.payload for cue in srt.read(again)] == ["<i>Hello</i> there", "A &lt; B &amp; C"]
