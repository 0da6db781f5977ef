"""Pictures, NFO and info.json beside films: which belong to what."""

import os
import time
from pathlib import Path

import pytest

from matinee.ingest.sources.folder import walk
from matinee.ingest.sources.folder.artwork import Artwork, Gallery
from matinee.ingest.sources.folder.descriptions import Papers


class Beside:
    """A tree of empty files as the two of them see it."""

    def __init__(self, root: Path, names: list[str]) -> None:
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        self.walk = walk.walk(root, leave_out=root / "none", check=lambda: None)
        self.papers = Papers(self.walk)
        self.gallery = Gallery(self.walk, self.papers)

    def said(self, art: Artwork) -> dict[str, str]:
        slots = ("poster", "backdrop", "logo", "thumb", "banner")
        found = {slot: getattr(art, slot) for slot in slots}
        return {slot: self.name(path) for slot, path in found.items() if path}

    def name(self, path: Path | None) -> str:
        return os.path.relpath(path, self.walk.root) if path else ""


def test_a_film_in_its_own_folder(tmp_path):
    beside = Beside(tmp_path, [
        "A (2001)/A.mkv", "A (2001)/A-trailer.mkv", "A (2001)/poster.jpg", "A (2001)/folder.jpg",
        "A (2001)/fanart.jpg", "A (2001)/fanart1.jpg", "A (2001)/extrafanart/b.jpg",
        "A (2001)/extrafanart/a.png", "A (2001)/clearlogo.png", "A (2001)/landscape.jpg",
        "A (2001)/banner.jpg", "A (2001)/disc.png", "A (2001)/clearart.png", "A (2001)/movie.nfo",
    ])  # fmt: skip
    art = beside.gallery.film("A (2001)/A.mkv")
    assert beside.said(art) == {
        "poster": "A (2001)/poster.jpg", "backdrop": "A (2001)/fanart.jpg",
        "logo": "A (2001)/clearlogo.png", "thumb": "A (2001)/landscape.jpg",
        "banner": "A (2001)/banner.jpg",
    }  # fmt: skip
    assert [beside.name(one) for one in art.more_backdrops] == [
        "A (2001)/fanart1.jpg", "A (2001)/extrafanart/a.png", "A (2001)/extrafanart/b.jpg",
    ]  # fmt: skip
    assert beside.name(beside.papers.film_nfo("A (2001)/A.mkv")) == "A (2001)/movie.nfo"


@pytest.mark.parametrize(
    "name", ["poster.png", "folder.webp", "cover.jpeg", "movie.jpg", "default.jpg", "FOLDER.JPG",
             "Film-poster.jpg", "film-POSTER.avif", "Film.jpg", "Film.tbn"]
)  # fmt: skip
def test_each_name_of_a_poster(tmp_path, name):
    beside = Beside(tmp_path, ["f/Film.mkv", f"f/{name}"])
    assert beside.said(beside.gallery.film("f/Film.mkv")) == {"poster": f"f/{name}"}


def test_films_that_share_a_folder_take_only_what_bears_their_name(tmp_path):
    beside = Beside(tmp_path, [
        "Film.mkv", "Film 2.mkv", "poster.jpg", "fanart.jpg", "movie.nfo", "Film 2.nfo",
        "Film-poster.jpg", "Film 2-poster.jpg", "Film-fanart.jpg", "Film-logo.png",
        "Film-banner.jpg", "Film-thumb.jpg", "Film-backdrop.jpg",
    ])  # fmt: skip
    assert beside.said(beside.gallery.film("Film.mkv")) == {
        "poster": "Film-poster.jpg", "backdrop": "Film-fanart.jpg", "logo": "Film-logo.png",
        "banner": "Film-banner.jpg", "thumb": "Film-thumb.jpg",
    }  # fmt: skip
    assert beside.said(beside.gallery.film("Film 2.mkv")) == {"poster": "Film 2-poster.jpg"}
    assert beside.papers.film_nfo("Film.mkv") is None
    assert beside.name(beside.papers.film_nfo("Film 2.mkv")) == "Film 2.nfo"


def test_versions_of_one_film_share_its_pictures(tmp_path):
    beside = Beside(tmp_path, ["A/A - 4K.mkv", "A/A - 1080p.mkv", "A/poster.jpg"])
    for film in ("A/A - 4K.mkv", "A/A - 1080p.mkv"):
        assert beside.said(beside.gallery.film(film)) == {"poster": "A/poster.jpg"}


def test_the_frame_that_was_saved_with_a_video_is_no_poster(tmp_path):
    beside = Beside(tmp_path, [
        "ch/One [x].mp4", "ch/One [x].webp", "ch/One [x].info.json", "ch/Two [y].mp4",
        "ch/Two [y].jpg", "ch/Channel [UC].info.json",
    ])  # fmt: skip
    assert beside.said(beside.gallery.film("ch/One [x].mp4")) == {"thumb": "ch/One [x].webp"}
    assert beside.said(beside.gallery.film("ch/Two [y].mp4")) == {"poster": "ch/Two [y].jpg"}
    assert beside.name(beside.papers.info_json("ch/One [x].mp4")) == "ch/One [x].info.json"
    assert beside.papers.info_json("ch/Two [y].mp4") is None


SHOW = [
    "Show/tvshow.nfo", "Show/poster.jpg", "Show/fanart.jpg", "Show/logo.png", "Show/banner.jpg",
    "Show/season01-poster.jpg", "Show/season01-banner.jpg", "Show/season01-fanart.jpg",
    "Show/season-specials-poster.jpg", "Show/season-all-poster.jpg", "Show/season10.tbn",
    "Show/Season 1/S01E01.mkv", "Show/Season 1/S01E02.mkv", "Show/Season 1/S01E01-thumb.jpg",
    "Show/Season 1/S01E02.jpg", "Show/Season 1/S01E01.nfo", "Show/Season 1/season.nfo",
    "Show/Season 2/S02E01.mkv", "Show/Season 2/folder.jpg", "Show/Season 2/metadata/S02E01.jpg",
]  # fmt: skip


def test_a_series_its_seasons_and_episodes_each_have_their_own(tmp_path):
    beside = Beside(tmp_path, SHOW)
    gallery = beside.gallery
    assert beside.said(gallery.series("Show")) == {
        "poster": "Show/poster.jpg", "backdrop": "Show/fanart.jpg", "logo": "Show/logo.png",
        "banner": "Show/banner.jpg",
    }  # fmt: skip
    assert beside.said(gallery.season("Show", 1, "Show/Season 1")) == {
        "poster": "Show/season01-poster.jpg", "backdrop": "Show/season01-fanart.jpg",
        "banner": "Show/season01-banner.jpg",
    }  # fmt: skip
    poster = {0: "Show/season-specials-poster.jpg", 2: "Show/Season 2/folder.jpg",
              10: "Show/season10.tbn"}  # fmt: skip
    for number, name in poster.items():
        own = "Show/Season 2" if number == 2 else None
        assert beside.said(gallery.season("Show", number, own)) == {"poster": name}
    assert gallery.season("Show", 3) == Artwork()
    assert gallery.season("Show", 4, "Show") == Artwork()
    thumb = {"Season 1/S01E01": "Season 1/S01E01-thumb.jpg", "Season 1/S01E02": "Season 1/S01E02.jpg",
             "Season 2/S02E01": "Season 2/metadata/S02E01.jpg"}  # fmt: skip
    for episode, name in thumb.items():
        assert beside.said(gallery.episode(f"Show/{episode}.mkv")) == {"thumb": f"Show/{name}"}
    papers = beside.papers
    assert beside.name(papers.series_nfo("Show")) == "Show/tvshow.nfo"
    assert beside.name(papers.season_nfo("Show/Season 1")) == "Show/Season 1/season.nfo"
    assert beside.name(papers.film_nfo("Show/Season 1/S01E01.mkv")) == "Show/Season 1/S01E01.nfo"
    assert papers.season_nfo("Show/Season 2") is None


def test_the_poster_of_all_seasons_stands_in_for_a_series(tmp_path):
    beside = Beside(tmp_path, ["Show/season-all-poster.jpg", "Show/season-all-fanart.jpg",
                               "Show/season-all-banner.jpg"])  # fmt: skip
    assert beside.said(beside.gallery.series("Show")) == {
        "poster": "Show/season-all-poster.jpg", "backdrop": "Show/season-all-fanart.jpg",
        "banner": "Show/season-all-banner.jpg",
    }  # fmt: skip


@pytest.mark.security
def test_nothing_is_reached_through_a_link(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("poster.jpg", "movie.nfo", "Film.info.json"):
        (outside / name).touch()
    root = tmp_path / "root"
    (root / "f").mkdir(parents=True)
    for name in ("poster.jpg", "movie.nfo", "Film.info.json"):
        (root / "f" / name).symlink_to(outside / name)
    (root / "f" / "extrafanart").symlink_to(outside)
    beside = Beside(root, ["f/Film.mkv"])
    assert beside.gallery.film("f/Film.mkv") == Artwork()
    assert beside.papers.film_nfo("f/Film.mkv") is None
    assert beside.papers.info_json("f/Film.mkv") is None


def test_a_folder_of_a_hundred_thousand_names_is_sorted_once(tmp_path):
    # What grew with the square of it would take hours here.
    met = walk.Walk(tmp_path)
    met.films["f"] = [f"film {n}" for n in range(50_000)]
    met.pictures["f"] = [f"Film {n}-poster.jpg" for n in range(50_000)]
    met.papers["f"] = [f"Film {n}.nfo" for n in range(50_000)]
    papers = Papers(met)
    gallery = Gallery(met, papers)
    began = time.process_time()
    for n in range(0, 50_000, 50):
        assert gallery.film(f"f/Film {n}.mkv").poster == tmp_path / f"f/Film {n}-poster.jpg"
        assert papers.film_nfo(f"f/Film {n}.mkv") == tmp_path / f"f/Film {n}.nfo"
    assert time.process_time() - began < 10


def test_names_in_broken_encodings_are_found_as_they_are(tmp_path):
    film, picture = os.fsdecode(b"f/\xff.mkv"), os.fsdecode(b"f/\xff-poster.jpg")
    beside = Beside(tmp_path, [film, picture])
    assert beside.said(beside.gallery.film(film)) == {"poster": picture}


def test_a_root_that_is_one_file_has_nothing_beside_it(tmp_path):
    beside = Beside(tmp_path, ["Film.mkv", "poster.jpg", "Film.nfo"])
    assert beside.gallery.film(walk.SAME_FILE) == Artwork()
    assert beside.gallery.episode(walk.SAME_FILE) == Artwork()
    assert beside.papers.film_nfo(walk.SAME_FILE) is None
