"""What tags inside of files say, as real files hand them over."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.identify import tags
from matinee.ingest.identify.description import Person
from tests.ingest.clipmaker import ffmpeg

MOVI = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>cast</key><array><dict><key>name</key><string>Ann</string></dict></array>
<key>directors</key><array><dict><key>name</key><string>Bob</string></dict></array>
</dict></plist>"""


def test_an_episode_bought_for_an_ipod():
    said = tags.describe({
        "title": "The Well", "show": "The Show", "season_number": "2", "episode_sort": "7",
        "episode_id": "207", "synopsis": "Long words.", "description": "Short.",
        "media_type": "10", "hd_video": "2", "date": "2011-05-01T07:00:00Z", "genre": "Drama",
        "network": "Channel 9", "iTunEXTC": "us-tv|TV-MA|600|", "iTunMOVI": MOVI,
    })  # fmt: skip
    assert said is not None
    assert (said.kind, said.title, said.series_title) == ("episode", "The Well", "The Show")
    assert (said.season, said.episode, said.year) == (2, 7, 2011)
    assert (said.description, said.content_rating) == ("Long words.", "TV-MA")
    assert (said.genres, said.studios) == (("Drama",), ("Channel 9",))
    assert said.people == (Person("Ann", "actor"), Person("Bob", "director"))


def test_a_film_of_matroska_with_tags_of_each_level():
    said = tags.describe({
        "title": "The Film", "date_released": "1999-03-31", "actor": "Ann, Bob", "director": "Cy",
        "written_by": "Di", "summary": "Words.", "law_rating": "PG-13", "tmdb": "movie/603",
        "imdb": "tt0133093", "keywords": "hacker, chase",
    })  # fmt: skip
    assert said is not None
    assert (said.title, said.year, said.description) == ("The Film", 1999, "Words.")
    assert said.people == (
        Person("Ann", "actor"), Person("Bob", "actor"), Person("Cy", "director"),
        Person("Di", "writer"),
    )  # fmt: skip
    assert said.ids == {"imdb": "tt0133093", "tmdb": "603"}
    assert (said.content_rating, said.tags) == ("PG-13", ("hacker", "chase"))
    episode = tags.describe({
        "title": "Pilot", "collection_title": "The Show", "season_part_number": "1",
        "part_number": "3", "tmdb": "tv/1399",
    })  # fmt: skip
    assert episode is not None
    assert (episode.kind, episode.series_title) == ("episode", "The Show")
    assert (episode.season, episode.episode, episode.ids) == (1, 3, {"series_tmdb": "1399"})


def test_tags_that_say_nothing_are_none():
    assert tags.describe({}) is None
    assert tags.describe({"title": "Untitled", "encoder": "Lavf", "media_type": "9"}) is None


@pytest.mark.security
@pytest.mark.parametrize(
    "movi",
    ["<plist", "<plist><dict><key>cast</key><integer>" + "9" * 9000 + "</integer></dict></plist>",
     MOVI.replace("<plist", '<!DOCTYPE p [<!ENTITY a "x">]><plist'), "<plist>" * 9000,
     MOVI.replace("<array>", "<array><string>x</string>").replace("<dict>", "<dict><key>", 1),
     "<plist><date>x</date></plist>", "<plist><data>!</data></plist>", "<plist></dict></plist>",
     "<plist><dict><string>x</string></dict></plist>", "<plist><key>x</key></plist>"],
)  # fmt: skip
def test_a_property_list_of_any_shape_never_makes_it_fall(movi):
    tags.describe({"title": "The Film", "iTunMOVI": movi})


@pytest.mark.security
@given(
    st.dictionaries(
        st.sampled_from(["title", "date", "tmdb", "imdb", "actor", "iTunEXTC", "season_number",
                         "episode_sort", "show", "genre", "media_type", "date_released"]),
        st.text(max_size=30),
    )
)  # fmt: skip
def test_no_words_make_it_fall(mess):
    tags.describe(mess)


def test_what_a_real_file_hands_over_is_understood(tmp_path: Path, services) -> None:
    path = tmp_path / "a.m4v"
    ffmpeg(
        "-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1", "-c:v", "libx264",
        *(piece for tag in (
            "title=The Well", "show=The Show", "season_number=2", "episode_sort=7",
            "synopsis=Long words.", "media_type=10", "network=Channel 9",
        ) for piece in ("-metadata", tag)), str(path),
    )  # fmt: skip
    said = tags.describe(services.engine.probe(path).tags)
    assert said is not None
    assert (said.kind, said.series_title, said.season, said.episode) == (
        "episode",
        "The Show",
        2,
        7,
    )
    assert (said.title, said.description, said.studios) == (
        "The Well",
        "Long words.",
        ("Channel 9",),
    )


def test_what_a_real_matroska_hands_over_is_understood(tmp_path: Path, services) -> None:
    path = tmp_path / "a.mkv"
    ffmpeg(
        "-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1", "-c:v", "libx264",
        *(piece for tag in (
            "TITLE=The Film", "DATE_RELEASED=1999-03-31", "ACTOR=Ann", "DIRECTOR=Bob",
            "COLLECTION/TITLE=The Films", "IMDB=tt0133093",
        ) for piece in ("-metadata", tag)), str(path),
    )  # fmt: skip
    said = tags.describe(services.engine.probe(path).tags)
    assert said is not None
    assert (said.title, said.year, said.ids) == ("The Film", 1999, {"imdb": "tt0133093"})
    assert (said.collection, said.series_title) == ("The Films", None)
    assert said.people == (Person("Ann", "actor"), Person("Bob", "director"))
