"""What is written as NFO reads back as it was."""

from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest import loose
from matinee.ingest.identify import nfo, nfo_writing
from matinee.ingest.identify.description import Description, Person, Watched

# Every text the reader lets through, but for the signs that separate words in these files.
RAW = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/|"), max_size=40)
LINE = RAW.map(lambda t: loose.text(t, 60)).filter(bool)
LINES = st.text(max_size=80).map(lambda t: loose.text(t, 200, lines=True)).filter(bool)
WORDS = st.lists(LINE, max_size=4, unique=True).map(tuple)
DAYS = st.dates(date(1870, 1, 1), date(2200, 12, 31))
TEN = st.integers(1, 1000).map(lambda n: n / 100)
URLS = st.sampled_from(["https://pictures.example/a%20b.jpg?x=1&y=2", "http://x.example/"])
PEOPLE = st.lists(
    st.builds(
        Person,
        LINE,
        st.sampled_from(
            ["actor", "director", "writer", "producer", "creator", "composer", "guest"]
        ),
        st.none() | LINE,
        st.none() | st.integers(0, 1000),
        st.none() | URLS,
    ),
    max_size=5,
    unique=True,
).map(tuple)
WATCHED = st.builds(
    Watched,
    st.integers(0, 1000),
    st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1)).map(
        lambda t: t.replace(microsecond=0)),
    st.none() | st.integers(1, 100_000).map(lambda n: n / 1000),
).filter(lambda w: w != Watched())  # fmt: skip
IDS = st.fixed_dictionaries(
    {},
    optional={"imdb": st.just("tt0137523"), "tmdb": st.integers(1, 10**9).map(str),
              "tvdb": st.just("7"), "youtube": st.just("abc-_1")},
)  # fmt: skip
BASE = st.builds(
    Description,
    title=LINE, original_title=st.none() | LINE, sort_title=st.none() | LINE,
    description=st.none() | LINES, tagline=st.none() | LINE,
    year=st.none() | st.integers(1870, 2200), released=st.none() | DAYS,
    runtime_s=st.none() | st.integers(1, 600_000).map(float),
    genres=WORDS, tags=WORDS, studios=WORDS, countries=WORDS,
    content_rating=st.none() | LINE, user_rating=st.none() | TEN, rating=st.none() | TEN,
    people=PEOPLE, ids=IDS, edition=st.none() | LINE, collection=st.none() | LINE,
    trailer_url=st.none() | URLS, watched=st.none() | WATCHED, locked=st.booleans(),
    locked_fields=st.lists(
        st.sampled_from(["title", "description", "genres", "people", "runtime_s"]), unique=True
    ).map(tuple),
)  # fmt: skip


def back(said: Description) -> Description | None:
    reading = nfo.parse(nfo_writing.write(said).encode())
    assert reading.problem is None
    return reading.one


@given(BASE)
def test_a_film_reads_back_as_it_was(base):
    film = replace(base, kind="movie")
    assert back(film) == film


@given(BASE, LINE, st.integers(0, 9999), st.integers(0, 9999), st.none() | st.integers(1, 9))
def test_an_episode_reads_back_as_it_was(base, series, season, episode, more):
    said = replace(
        base, kind="episode", series_title=series, season=season, episode=episode,
        episode_end=episode + more if more else None,
    )  # fmt: skip
    assert back(said) == said


@given(BASE, st.lists(st.tuples(st.integers(0, 99), LINE), max_size=3).map(tuple))
def test_a_series_reads_back_as_it_was(base, names):
    series = replace(base, kind="series", season_names=names)
    assert back(series) == series


def test_a_season_reads_back_as_it_was():
    said = Description(kind="season", title="Two", season_name="Two", season=2)
    assert back(said) == said


def test_the_elements_are_those_that_kodi_reads():
    text = nfo_writing.write(
        Description(
            kind="movie", title="A & B <x>", runtime_s=90.0, released=date(2001, 2, 3),
            ids={"imdb": "tt0137523", "tmdb": "550"}, collection="Set", rating=7.5,
            people=(Person("D", "director"), Person("W", "writer"), Person("A", "actor", "R", 1)),
        )
    )  # fmt: skip
    root = ET.fromstring(text)
    assert root.tag == "movie"
    said = {path: root.findtext(path) for path in (
        "title", "runtime", "premiered", "set/name", "director", "credits", "actor/role",
        "ratings/rating/value", "fileinfo/streamdetails/video/durationinseconds",
    )}  # fmt: skip
    assert list(said.values()) == [
        "A & B <x>",
        "2",
        "2001-02-03",
        "Set",
        "D",
        "W",
        "R",
        "7.5",
        "90",
    ]
    default = root.find("uniqueid[@default='true']")
    assert default is not None
    assert (default.get("type"), default.text) == ("imdb", "tt0137523")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"')
