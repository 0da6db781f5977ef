"""Descriptions put together, and ids that cannot be any."""

from datetime import date

import pytest

from matinee.ingest.identify.description import Description, an_id, over, together


def episode(number: int | None, season: int = 1, **more: object) -> Description:
    return Description(kind="episode", season=season, episode=number, **more)  # pyright: ignore[reportArgumentType]


def test_only_neighbours_of_one_season_are_joined():
    first = episode(1, title="A")
    assert together([]) is None
    assert together([first]) == first
    assert together([first, episode(2, season=2)]) == first
    assert together([first, episode(None)]) == first
    assert together([first, first]) == first
    joined = together([episode(3), first, episode(2, episode_end=4)])
    assert joined is not None
    assert (joined.episode, joined.episode_end, joined.title) == (1, 4, "A")


def test_what_the_first_leaves_open_is_taken_from_the_second():
    first = Description(title="A", ids={"imdb": "tt1"}, genres=("x",))
    second = Description(title="B", year=1999, ids={"imdb": "tt2", "tmdb": "3"}, genres=("y",))
    assert over(first, second) == Description(
        title="A", year=1999, ids={"imdb": "tt1", "tmdb": "3"}, genres=("x",)
    )


def test_the_year_is_that_of_the_release_where_only_this_is_said():
    assert Description(released=date(1999, 3, 31)).first_year == 1999
    assert Description(released=date(1999, 3, 31), year=1998).first_year == 1998
    assert Description().first_year is None


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("IMDb", "tt0137523", ("imdb", "tt0137523")),
        ("themoviedb", "550", ("tmdb", "550")),
        ("series_tmdb", "1396", ("series_tmdb", "1396")),
        ("home", "video 1", ("home", "video 1")),
        ("imdb", "0137523", None),
        ("imdb", "tt٠١٢٣٤٥٦", None),
        ("tmdb", "-5", None),
        ("tmdb", "99999999999", None),
        ("series_imdb", "nm0000001", None),
        ("", "1", None),
        ("tvdb", "", None),
    ],
)
def test_an_id_is_one_that_its_name_can_give(name, raw, kept):
    assert an_id(name, raw) == kept
