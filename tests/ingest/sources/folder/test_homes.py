"""Whose folder is whose: where the pictures and the NFO of a series are looked for."""

from pathlib import Path

from matinee.ingest.sources.folder import walk
from matinee.ingest.sources.folder.descriptions import Papers
from matinee.ingest.sources.folder.homes import Episode, Home, homes


def at_home(root: Path, files: dict[str, tuple[str | None, int | None] | None]) -> list[Home]:
    """Return the homes in a tree of empty files; those with something said are known media."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = walk.walk(root, leave_out=root / "none", check=lambda: None)
    known = {name: Episode(*said) for name, said in files.items() if said is not None}
    return homes(found, Papers(found), known)


def test_a_series_is_at_home_where_its_nfo_lies(tmp_path):
    found = at_home(tmp_path, {
        "TV/Show/tvshow.nfo": None, "TV/Show/Season 1/Disc 1/a.mkv": ("show", 1),
        "TV/Show/Specials/b.mkv": ("show", 0), "TV/Show/c.mkv": ("show", 2),
        "TV/film.mkv": (None, None),
    })  # fmt: skip
    assert found == [
        Home("TV/Show", "show", described=True,
             seasons={1: "TV/Show/Season 1/Disc 1", 0: "TV/Show/Specials", 2: None})
    ]  # fmt: skip


def test_without_an_nfo_it_is_the_folder_above_its_seasons(tmp_path):
    found = at_home(tmp_path, {
        "A/Season 1/a.mkv": ("a", 1), "A/Staffel 02/a.mkv": ("a", 2), "B/b.mkv": ("b", 1),
        "C/5/c.mkv": ("c", 5), "D Season 1/d.mkv": ("d", 1),
    })  # fmt: skip
    assert {(one.folder, one.series_id, tuple(one.seasons.items())) for one in found} == {
        ("A", "a", ((1, "A/Season 1"), (2, "A/Staffel 02"))), ("B", "b", ((1, None),)),
        ("C", "c", ((5, "C/5"),)), ("D Season 1", "d", ((1, None),)),
    }  # fmt: skip


def test_a_folder_that_several_share_is_nobodys(tmp_path):
    assert at_home(tmp_path, {"a.mkv": ("a", 1), "b.mkv": ("b", 1)}) == []
    assert at_home(tmp_path / "2", {"a.mkv": ("a", 1), "film.mkv": (None, None)}) == []


def test_a_root_that_is_the_folder_of_one_series_is_its_home(tmp_path):
    (one,) = at_home(tmp_path, {"Season 1/a.mkv": ("a", 1), "unknown.mkv": None})
    assert (one.folder, one.seasons) == ("", {1: "Season 1"})


def test_of_several_below_one_nfo_most_decide(tmp_path):
    found = at_home(tmp_path, {
        "tvshow.nfo": None, "a1.mkv": ("a", 1), "a2.mkv": ("a", 1), "b.mkv": ("b", 1),
    })  # fmt: skip
    assert [(one.series_id, one.shared) for one in found] == [("a", True)]
