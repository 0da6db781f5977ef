"""Which stretches may be passed over: by the names of chapters, and of several voices."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.engine import MARKER_KINDS, Chapter, Marker
from matinee.library.sound import chapter_names, skipping


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "intro",
            (
                "Intro|INTRO|The Intro|Opening|OP|OP2|OP 1|op-1a|NCOP 3|Opening Credits|Title Sequence"
                "|01. Opening|Chapter 2: Opening Theme|[Opening]|Intro:|Main Titles|Opening II"
                "|Cabecera|Créditos iniciales|Vorspann|Générique de début|Générique d’ouverture"
                "|オープニング|オープニングテーマ|OPテーマ|Ōpuningu"
            ),
        ),
        (
            "recap",
            (
                "Recap|Previously On|Previously on Lost|Last time on Show|The story so far"
                "|Anteriormente en Lost|Resumen|Was bisher geschah|Rückblick|Précédemment"
                "|前回のあらすじ|あらすじ|Zenkai no Arasuji"
            ),
        ),
        (
            "credits",
            (
                "Ending|ED|ED1|NCED|Credits|End Credits|Closing Credits|Outro|Staff Roll|Credits Roll"
                "|12 - End Credits|Créditos|Créditos finales|Abspann|Nachspann|Générique de fin"
                "|エンディング|スタッフロール|エンドロール"
            ),
        ),
        (
            "preview",
            (
                "Preview|Next Time|Next time on Show|Next Episode|Next Episode Preview|Avance"
                "|Próximo episodio|Vorschau|Nächste Folge|Prochain épisode|次回予告|予告|Yokoku"
            ),
        ),
    ],
)
def test_a_chapter_is_what_its_whole_name_says(kind: str, names: str) -> None:
    for name in names.split("|"):
        assert chapter_names.kind_of(name) == kind, name


def test_words_within_a_name_are_part_of_the_story() -> None:
    for name in (
        "The Intro of Evil", "Openings and Closings", "Happy Ending", "Opening the Door", "Ed",
        "Intro to Chess", "Credit where it is due", "Operation", "Edward", "Chapter 3", "Part A",
        "Introduction", "Give me credits now", "Nothing next time", "", "1", "OP amp", "予告編の謎",
        "My Preview of Everything", "Previously unknown", "Overture", "Op. Cit.",
    ):  # fmt: skip
        if name != "Ed":  # a name of a person, and how half of all anime call their ending
            assert chapter_names.kind_of(name) is None, name


def test_what_people_marked_at_sponsorblock_is_known() -> None:
    for name, kind in {
        "[SponsorBlock]: Sponsor": "sponsor",
        "[SponsorBlock]: Unpaid/Self Promotion": "selfpromo",
        "[SponsorBlock]: Interaction Reminder, Sponsor": "interaction",
        "[SponsorBlock]: Non-Music Section": "music_offtopic",
        "[SponsorBlock]: Filler Tangent": "filler",
        "[SponsorBlock]: Intermission/Intro Animation": "intro",
        "[SponsorBlock]: Endcards/Credits": "credits",
        "[SponsorBlock]: Preview/Recap": "recap",
        "[SponsorBlock]: Something new": "",
        "Sponsor": None,
    }.items():
        assert chapter_names.sponsored(name) == kind, name


def told(*chapters: tuple[float, float, str], duration_s: float = 1000.0) -> list[tuple]:
    parts = [Chapter(*one) for one in chapters]
    found = skipping.settled(skipping.of_chapters(parts, duration_s), duration_s)
    return [(one.kind, one.start_s, one.end_s) for one in found]


def test_a_name_counts_where_it_belongs() -> None:
    assert told((0, 30, "Intro"), (30, 900, "Story"), (900, 1000, "Credits")) == [
        ("intro", 0, 30),
        ("credits", 900, 1000),
    ]
    assert told((0, 40, "Credits"), (900, 1000, "Intro")) == [("intro", 0, 40)]
    assert told((0, 60, "Preview"), (100, 130, "Outro")) == []
    assert told((0, 400, "Intro")) == []  # a lecture's introduction is the lecture
    assert told((600, 1000, "Ending")) == []  # the last act
    assert told((600, 1000, "End Credits")) == [("credits", 600, 1000)]
    assert told((900, 950, "ED 1"), (950, 1000, "ED 2")) == [("credits", 900, 1000)]
    assert told((500, 560, "[SponsorBlock]: Intermission/Intro Animation")) == [("intro", 500, 560)]


def test_the_first_voice_that_speaks_of_a_kind_is_believed() -> None:
    named, marked = [Marker("intro", 10, 40)], [Marker("intro", 5, 30), Marker("sponsor", 60, 90)]
    heard = [Marker("intro", 0, 50), Marker("credits", 900, 1000), Marker("sponsor", 1, 9)]
    assert skipping.settled((named, marked, heard), 1000) == (
        Marker("intro", 10, 40),
        Marker("sponsor", 60, 90),
        Marker("credits", 900, 1000),
    )


def test_marks_are_no_parts_of_the_film() -> None:
    parts = (Chapter(0, 5, "One"), Chapter(5, 9, "[SponsorBlock]: Sponsor"), Chapter(9, 20, "Two"))
    assert [one.title for one in skipping.parts(parts)] == ["One", "Two"]


times = st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, -math.inf])
markers = st.lists(st.builds(Marker, st.sampled_from(MARKER_KINDS), times, times), max_size=12)


@given(st.lists(markers, max_size=3), st.floats(0, 1e6))
def test_whatever_is_said_what_holds_is_sane(voices: list[list[Marker]], duration_s: float) -> None:
    found = skipping.settled(voices, duration_s)
    assert [one.start_s for one in found] == sorted(one.start_s for one in found)
    for kind in MARKER_KINDS:
        mine = [one for one in found if one.kind == kind]
        for before, after in pairwise(mine):
            assert before.end_s < after.start_s
    assert all(0 <= one.start_s < one.end_s <= duration_s for one in found)


@given(st.text(max_size=60))
def test_any_name_can_be_asked_about(name: str) -> None:
    assert chapter_names.kind_of(name) in {*MARKER_KINDS, None}
    assert chapter_names.sponsored(name) in {*MARKER_KINDS, "", None}
