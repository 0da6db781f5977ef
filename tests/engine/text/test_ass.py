"""ASS and SSA, as far as WebVTT can say it."""

from matinee.engine.text import ass

HEAD = """[Script Info]
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, Bold, Italic, Underline, Alignment
Style: Default,Arial,36,0,0,0,2
Style: Sign,Arial,36,-1,0,0,8

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def line(text: str, style: str = "Default") -> ass.Cue:
    (cue,) = ass.read(f"{HEAD}Dialogue: 0,0:00:01.00,0:00:02.50,{style},,0,0,0,,{text}\n")
    return cue


def test_styles_and_overrides_become_tags_and_lines() -> None:
    cue = line(r"Hello {\i1}world{\i0}, you\Nnext {\b1\u1}x{\r} y{\b0}")
    assert cue.payload == "Hello <i>world</i>, you\nnext <b><u>x</u></b> y"
    assert (cue.start_s, cue.end_s, cue.settings) == (1.0, 2.5, "")
    assert line("Sign", "Sign").payload == "<b>Sign</b>"


def test_places_are_kept_roughly() -> None:
    assert line("x", "Sign").settings == "line:0"
    assert line(r"{\an7}x").settings == "line:0 position:5%,line-left align:left"
    assert line(r"{\an5\pos(640,360)}x").settings == "line:47% position:50% align:center"
    assert line(r"{\a6}x").settings == "line:0"
    assert line(r"{\pos(99999,-5)}x").settings == "line:0% position:95% align:center"


def test_drawings_karaoke_and_comments_are_left_out() -> None:
    assert line(r"{\p1}m 0 0 l 100 0 100 100{\p0}seen").payload == "seen"
    assert line(r"{\k20}ka{\kf30}ra{a comment}").payload == "kara"
    assert ass.read(HEAD + r"Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\p1}m 0 0 l 1 1") == ()
    assert ass.read(HEAD + "Comment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,no") == ()


def test_the_layers_of_one_sign_show_once() -> None:
    same = r"Dialogue: {},0:00:01.00,0:00:02.00,Sign,,0,0,0,,{{\blur{}}}Sign" + "\n"
    assert len(ass.read(HEAD + same.format(0, 1) + same.format(1, 2))) == 1


def test_ssa_has_places_of_its_own() -> None:
    old = (
        "[Script Info]\nScriptType: v4.00\n[V4 Styles]\nFormat: Name, Alignment, Italic\n"
        "Style: *Default,6,-1\n[Events]\nFormat: Marked, Start, End, Style, Text\n"
        "Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,A, B\n"
    )
    (cue,) = ass.read(old)
    assert (cue.payload, cue.settings) == ("<i>A, B</i>", "line:0")


def test_packets_of_a_film_become_a_script_again() -> None:
    script = ass.write(
        HEAD.partition("[Events]")[0], [(3, 4, r"1,0,Default,,0,0,0,,two, with a comma"),
                                    (1, 2.5, r"0,0,Sign,,0,0,0,,one")],
    )  # fmt: skip
    lines = [one for one in script.splitlines() if one.startswith("Dialogue")]
    assert lines == [
        "Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,one",
        "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,two, with a comma",
    ]
    assert [cue.payload for cue in ass.read(script)] == ["<b>one</b>", "two, with a comma"]


def test_bombs_are_bounded() -> None:
    assert ass.read(HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,," + "{" * 1_000_000)
    assert len(line("x" * 1_000_000).payload) == 4000
    ass.read("[V4+ Styles]\nFormat: Name\n" + "Style: a\n" * 100_000)
    ass.read(HEAD + "Format: Text\nDialogue: x\nDialogue:\nFormat:\nDialogue: y\n")
