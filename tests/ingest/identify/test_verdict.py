"""Source before tags before name."""

from matinee.ingest.identify import tags
from matinee.ingest.identify.verdict import Told, identify


def test_the_source_stands_above_tags_and_name() -> None:
    told = Told("From the site", platform="youtube", source_id="x", uploader="Ana")
    found = identify("Name (2020).mkv", {"title": "From tags", "artist": "Ben"}, told)
    assert (found.title, found.kind, found.uploader) == ("From the site", "video", "Ana")


def test_a_clear_name_stands_above_the_tags_and_they_above_a_bare_one() -> None:
    found = identify("The Lake (2020).mkv", {"TITLE": "Ripped by somebody"})
    assert (found.title, found.kind, found.year) == ("The Lake", "movie", 2020)
    assert identify("lake-final2.mkv", {"TITLE": "A day at the lake"}).title == "A day at the lake"


def test_tags_that_say_nothing_are_passed_over() -> None:
    for junk in ("", "Untitled", "movie", "1", "The.Lake.2020.1080p.x264", "a.b.c_d", "Rip 720p"):
        assert identify("The Lake (2020).mkv", {"title": junk}).title == "The Lake"


def test_a_persons_word_stands_above_all() -> None:
    told = Told("From the site", platform="youtube", source_id="x")
    assert identify("x.mkv", {"title": "T"}, told, title="Mine").title == "Mine"
    assert identify("x.mkv", {"title": "T"}, None, title="Mine").title == "Mine"


def test_a_bare_file_on_a_site_is_read_by_its_name() -> None:
    told = Told(
        "Show S01E02", platform="generic", source_id="h", url="https://e.com/Show%20S01E02.mkv"
    )
    found = identify("Show S01E02.mkv", {}, told)
    assert (found.kind, found.series_title, found.season_number) == ("episode", "Show", 1)
    assert (found.source_platform, found.source_id) == ("generic", "h")


def test_an_episode_of_a_site_keeps_its_place() -> None:
    told = Told("Rain", platform="x", source_id="1", series="Show", season=2, episode=5)
    found = identify("x", {}, told)
    assert (found.kind, found.series_title, found.episode_number) == ("episode", "Show", 5)


def test_tags_of_a_series_are_read() -> None:
    said = {
        "show": "Show",
        "season_number": "2",
        "episode_sort": "7",
        "title": "Snow",
        "genre": "Drama; Comedy",
    }
    found = identify("file.m4v", said)
    assert (found.kind, found.season_number, found.episode_number) == ("episode", 2, 7)
    assert found.genres == ("Drama", "Comedy")


def test_odd_tags_never_break_the_reading() -> None:
    for value in ("", "x" * 50_000, "\0", "9" * 500, "\u202e", "2020-13-45", "١٢"):
        said = dict.fromkeys(
            ("title", "date", "genre", "season_number", "comment", "artist"), value
        )
        assert tags.read(said) is not None
