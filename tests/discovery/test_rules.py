"""Nothing that people type is ever syntax."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.discovery import rules

anything = st.text(st.characters(exclude_categories=()), max_size=300)
operators = st.lists(
    st.sampled_from(
        ['"', "*", "(", ")", "AND", "OR", "NOT", "NEAR", "^", "-", "+", ":", "title:", "{", "}",
         "a", "film", "'", ";", "--", "\\", "%", "_", "\0", "é", "\u0301", "第", "🎬", ",", "1"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE found USING fts5(title, words, prefix = '1 2 3', "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    connection.execute("INSERT INTO found VALUES ('a film', 'title NEAR'), ('other', 'x')")
    yield connection
    connection.close()


@given(typed=anything | operators)
def test_no_query_is_an_error(index: sqlite3.Connection, typed: str) -> None:
    query = rules.parse(typed)
    if query.match:
        index.execute("SELECT rowid FROM found WHERE found MATCH ?", (query.match,)).fetchall()


@given(typed=anything | operators)
def test_a_query_is_short_and_storable(typed: str) -> None:
    query = rules.parse(typed)
    assert len(query.text) <= rules.TEXT_MAX
    assert query.match.count(" AND ") < rules.WORDS_MAX
    query.text.encode()
    assert "\0" not in query.text


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("", ""),
        ("  ", ""),
        ("???", ""),
        ("f", '"f" *'),
        ("a film", '"a" AND "film" *'),
        ("night gar", '"night" * AND "gar" *'),
        ('say "hi"', '"say" * AND """hi""" *'),
        ("title:x OR y", '"title:x" * AND "OR" AND "y" *'),
    ],
)
def test_known_queries(typed: str, match: str) -> None:
    assert rules.parse(typed).match == match


@pytest.mark.parametrize("typed", ["???", "🎬", "千と", "ความ", "한국"])
def test_marks_and_unspaced_scripts_are_looked_for_by_letters(typed: str) -> None:
    assert rules.parse(typed).by_letters


@pytest.mark.parametrize("typed", ["film", "é", "фильм", "سينما", "1"])
def test_words_are_looked_for_in_the_index(typed: str) -> None:
    assert not rules.parse(typed).by_letters
