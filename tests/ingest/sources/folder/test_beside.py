"""Subtitle files beside films: which are found, and what their names say."""

import os
from pathlib import Path

import pytest

from matinee.ingest.sources.folder import beside, walk

SRT = "1\n00:00:01,000 --> 00:00:02,000\nx\n"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("", (None, None, False, False)),
        ("en", ("en", None, False, False)),
        ("eng.forced", ("en", None, True, False)),
        ("pt-BR.sdh", ("pt-BR", None, False, True)),
        ("2_English", ("en", None, False, False)),
        ("English (Commentary)", ("en", "Commentary", False, False)),
        ("hi", ("hi", None, False, False)),
        ("en.hi", ("en", None, False, True)),
        ("es.cc.default", ("es", None, False, True)),
        ("Signs & Songs", (None, "& Songs", True, False)),
    ],
)
def test_a_name_says_language_and_purpose(rest, said):
    assert beside.described(rest) == said


def found(root: Path, names: list[str]) -> walk.Walk:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<tt xmlns="x"/>' if name.endswith("words.xml") else SRT)
    return walk.walk(root, leave_out=root / "none", check=lambda: None)


def names_of(met: walk.Walk, film: str) -> list[str]:
    return [os.path.relpath(one.path, met.root) for one in beside.Subtitles(met).of(film)]


def test_those_named_after_a_film_are_its_own(tmp_path):
    met = found(tmp_path, [
        "a/Film.mkv", "a/Film 2.mkv", "a/Film.srt", "a/film.EN.forced.srt", "a/Film 2.de.ass",
        "a/Filmography.srt", "a/Film.idx", "a/Film.sub", "a/Film.nl.idx", "a/Film.sup",
        "a/Film.xml", "a/Film.words.xml", "a/other.srt", "b/Film.fr.srt",
    ])  # fmt: skip
    assert names_of(met, "a/Film.mkv") == [
        "a/Film.idx", "a/Film.srt", "a/Film.sup", "a/Film.words.xml", "a/film.EN.forced.srt",
    ]  # fmt: skip
    (one,) = beside.Subtitles(met).of("a/Film 2.mkv")
    assert (one.language, one.format, one.kind) == ("de", "ass", "subtitle")


def test_a_folder_of_subtitles_belongs_to_the_film_alone_or_named(tmp_path):
    met = found(tmp_path, [
        "one/Film.mkv", "one/Subs/2_English.srt", "one/Subs/Film.fr.srt",
        "show/E1.mkv", "show/E2.mkv", "show/Subs/E1/3_Spanish.srt", "show/Subs/E2.en.srt",
        "show/Subs/4_German.srt", "show/Extras/E1.en.srt",
    ])  # fmt: skip
    assert names_of(met, "one/Film.mkv") == ["one/Subs/2_English.srt", "one/Subs/Film.fr.srt"]
    assert [one.language for one in beside.Subtitles(met).of("one/Film.mkv")] == ["en", "fr"]
    assert names_of(met, "show/E1.mkv") == ["show/Subs/E1/3_Spanish.srt"]
    assert names_of(met, "show/E2.mkv") == ["show/Subs/E2.en.srt"]


def test_the_root_itself_may_be_the_films_folder(tmp_path):
    met = found(tmp_path, ["Film.mkv", "Film.en.srt", "Subs/1_French.srt"])
    assert names_of(met, "Film.mkv") == ["Film.en.srt", "Subs/1_French.srt"]


def test_of_many_thousands_in_one_folder_each_finds_its_own(tmp_path):
    films = [f"harbour {n}" for n in range(20_000)]
    met = walk.Walk(tmp_path)
    met.films["a"] = ["harbour", *films]
    met.subtitles["a"] = ["Harbour.fr.srt", *(f"Harbour {n}.{one}.srt"
                          for n in range(20_000) for one in ("en", "es"))]  # fmt: skip
    subtitles = beside.Subtitles(met)
    for n in range(20_000):
        found = [one.path.name for one in subtitles.of(f"a/Harbour {n}.mkv")]
        assert found == [f"Harbour {n}.en.srt", f"Harbour {n}.es.srt"]
    assert [one.path.name for one in subtitles.of("a/Harbour.mkv")] == ["Harbour.fr.srt"]
