"""Mistyped words find what was meant, and words that are right are left alone."""

import pytest
from starlette.testclient import TestClient

from matinee import library
from matinee.discovery import rules, spelling
from matinee.discovery.spelling import Book
from tests.discovery.conftest import Add

TITLES = (
    ("Interstellar", 2014), ("Spirited Away", 2001), ("The Grand Budapest Hotel", 2014),
    ("Amélie", 2001), ("Spider Man Homecoming", 2017), ("Batman Begins", 2005),
    ("Heat", 1995), ("Heat", 1986), ("Blade Runner 2049", 2017), ("Dune", 1984), ("Dune", 2021),
    ("2001: A Space Odyssey", 1968), ("Seven Samurai", 1954), ("The Godfather", 1972),
)  # fmt: skip


@pytest.fixture
def films(add: Add) -> None:
    for title, year in TITLES:
        add(title, kind="movie", year=year)


def best(client: TestClient, q: str) -> tuple[str, int] | None:
    titles = client.get("/api/search", params={"q": q}).json()["titles"]
    return (titles[0]["title"], titles[0]["year"]) if titles else None


MEANT = {
    "intersteller": "Interstellar", "intrestellar": "Interstellar", "interstelar": "Interstellar",
    "intrestel": "Interstellar", "spirted away": "Spirited Away", "spirited awya": "Spirited Away",
    "gand budapset hotel": "The Grand Budapest Hotel", "amelie": "Amélie", "amelei": "Amélie",
    "spiderman": "Spider Man Homecoming", "bat man": "Batman Begins",
    "godfahter": "The Godfather", "teh godfather": "The Godfather",
    "seven samuari": "Seven Samurai", "space odysey": "2001: A Space Odyssey",
    "2001 space odyssey": "2001: A Space Odyssey", "blade runner 2049": "Blade Runner 2049",
}  # fmt: skip
OF_A_YEAR = {
    "heat 1995": ("Heat", 1995), "heat 1986": ("Heat", 1986),
    "dune (1984)": ("Dune", 1984), "2021 dune": ("Dune", 2021),
}  # fmt: skip


def test_what_was_meant_is_found(films: None, client: TestClient) -> None:
    """All by one test: to write the films takes longer than to look for one."""
    found = {typed: (best(client, typed) or ("", 0))[0] for typed in MEANT}
    assert found == MEANT


def test_a_year_beside_the_words_says_which(films: None, client: TestClient) -> None:
    assert {typed: best(client, typed) for typed in OF_A_YEAR} == OF_A_YEAR


def test_how_it_was_read_is_told(films: None, client: TestClient) -> None:
    told = client.get("/api/search?q=intersteller").json()
    assert (told["read_as"], told["total"]) == ("interstellar", 1)
    assert client.get("/api/search?q=interstellar").json()["read_as"] is None
    assert client.get("/api/search?q=xyzzyq").json()["read_as"] is None
    suggested = client.get("/api/search/suggest?q=godfahter").json()["items"]
    assert [one["title"] for one in suggested] == ["The Godfather"]


def test_who_took_part_finds_films_and_themselves(add: Add, client: TestClient) -> None:
    ana = library.Credit("Ana Límà", "actor", "Eve")
    add("Harbour", credits=(ana,))
    add("Other")
    told = client.get("/api/search?q=ana lima").json()
    assert [one["title"] for one in told["titles"]] == ["Harbour"]
    assert [one["name"] for one in told["people"]] == ["Ana Límà"]
    mistyped = client.get("/api/search?q=ana limma").json()
    assert mistyped["read_as"] == "ana lima"
    assert [one["name"] for one in mistyped["people"]] == ["Ana Límà"]


def test_series_are_a_group_of_their_own(add: Add, client: TestClient) -> None:
    for n in (1, 2):
        add(f"Part {n}", kind="episode", series_title="The Long Harbour", season_number=1,
            episode_number=n)  # fmt: skip
    told = client.get("/api/search?q=long harb").json()
    assert [one["title"] for one in told["series"]] == ["The Long Harbour"]


def test_short_and_unknown_words_stay_as_they_are() -> None:
    book = Book([("heat", 3), ("heart", 1), ("it", 9), ("interstellar", 1)])
    assert book.near("ig", whole=True) == []
    assert book.near("heatt", whole=True)[0] == "heat"
    assert spelling.corrected(book, rules.parse("zzzzzz")) is None
    assert spelling.corrected(Book([]), rules.parse("heat")) is None
