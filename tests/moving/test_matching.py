"""Which media is meant: sure signs first, never a guess between two."""

from dataclasses import replace

import pytest

from matinee.foreign.values import Foreign
from matinee.moving.matching import Known, Matcher

DUNE = Known(
    "dune", "Dune", "movie", 2021, duration_s=100.0, paths=("/here/films/Dune (2021)/Dune.mkv",)
)
OLD = Known(
    "old", "Dune", "movie", 1984, duration_s=80.0, paths=("/here/films/Dune (1984)/Dune.mkv",)
)
LIES = Known("lies", "Lies", "episode", None, None, "Dark", 1, 2, 3, 50.0)
CLIP = Known("clip", "A clip", source=("youtube", "abc"), providers={"imdb": "tt9"},
             fingerprints=("f1",), sizes_bytes=(777,), duration_s=10.0)  # fmt: skip
MATCHER = Matcher([DUNE, OLD, LIES, CLIP])


@pytest.mark.parametrize(
    ("title", "media_id", "code"),
    [
        (Foreign("", fingerprints=("f1",)), "clip", "content"),
        (Foreign("", source_platform="YouTube", source_id="abc"), "clip", "source"),
        (Foreign("", providers={"imdb": "tt9"}), "clip", "provider"),
        (Foreign("", paths=("/here/films/Dune (1984)/Dune.mkv",)), "old", "path"),
        (Foreign("", paths=("D:\\Media\\Dune (2021)\\dune.MKV",)), "dune", "path"),
        (Foreign("", series="DARK", season=1, episode=3, title="x"), "lies", "episode"),
        (Foreign("", title="Dune!", year=2021), "dune", "title"),
        (Foreign("", title="dune", duration_s=82.0), "old", "title"),
        (Foreign("", title="no", size_bytes=777, duration_s=10.2), "clip", "size"),
        (Foreign("", title="Dune", paths=("/x/Dune.mkv",)), None, "not_here"),
        (Foreign("", title="Dune", year=1999), None, "no_file"),
        (Foreign("", series="Dark", season=2, episode=2), None, "no_file"),
        (Foreign("", title="no", size_bytes=777, duration_s=99.0), None, "no_file"),
    ],
)
def test_each_sign_finds_its_media(title: Foreign, media_id: str | None, code: str) -> None:
    verdict = MATCHER.match(title)
    assert (verdict.media_id, verdict.code) == (media_id, code)
    assert verdict.words


def test_two_that_fit_are_named_and_none_is_taken() -> None:
    twin = replace(DUNE, id="twin", paths=("/other/films/Dune (2021)/Dune.mkv",))
    matcher = Matcher([DUNE, twin])
    verdict = matcher.match(
        Foreign("", title="Dune", year=2021, paths=("/x/Dune (2021)/Dune.mkv",))
    )
    assert (verdict.media_id, verdict.code) == (None, "two_fit")
    assert "Dune (2021)" in verdict.words
    told_apart = matcher.match(Foreign("", paths=("/x/other/films/Dune (2021)/Dune.mkv",)))
    assert told_apart.media_id == "twin"


def test_a_weaker_sign_may_only_choose_among_what_a_stronger_one_left() -> None:
    one, two = (
        replace(DUNE, id="one", paths=("/a/s/x.mkv",)),
        replace(OLD, id="two", paths=("/b/s/x.mkv",)),
    )
    matcher = Matcher([one, two])
    found = matcher.match(Foreign("", title="Dune", year=1984, paths=("/there/s/x.mkv",)))
    assert found.media_id == "two"


def test_a_path_whose_numbers_contradict_is_no_match() -> None:
    here = replace(LIES, paths=("/here/Dark/Season 1/02.mkv",))
    other = Foreign("", series="Lost", season=1, episode=2, paths=("/mnt/Lost/Season 1/02.mkv",))
    assert Matcher([here]).match(other).media_id is None


def test_a_mapping_of_folders_makes_paths_equal() -> None:
    file = replace(CLIP, id="x", fingerprints=(), source=None, paths=("/here/a.mkv",))
    title = Foreign("", paths=("/mnt/disk/a.mkv",))
    assert Matcher([file]).match(title).media_id is None
    assert Matcher([file], {"/mnt/disk/": "/here"}).match(title).media_id == "x"
    assert Matcher([file], {"/mnt/di": "/here"}).match(title).media_id is None
