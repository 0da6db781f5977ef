"""Names and texts from anywhere become safe to keep, show and sort."""

import unicodedata
import uuid

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matinee.library import rules

anything = st.text(st.characters(exclude_categories=()), max_size=700)
FORBIDDEN = {"Cc", "Cs"}


@given(anything)
def test_a_cleaned_line_is_one_printable_line_within_its_limit(text: str) -> None:
    line = rules.clean_line(text, 500)
    assert len(line) <= 500
    assert not FORBIDDEN & {unicodedata.category(char) for char in line}
    assert not any(0x202A <= ord(char) <= 0x202E or 0x2066 <= ord(char) <= 0x2069 for char in line)
    assert line == line.strip()
    line.encode()


@given(anything)
@example("e\x00\u0301")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = rules.clean_line(text, 500)
    assert rules.clean_line(once, 500) == once


@given(anything)
def test_a_cleaned_text_keeps_lines_and_nothing_that_steers_a_terminal(text: str) -> None:
    cleaned = rules.clean_text(text) or ""
    assert all(char == "\n" or unicodedata.category(char) not in FORBIDDEN for char in cleaned)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb\r\nc\td", "a b c d"),
        ("\u202emp4.exe", "mp4.exe"),
        ("-rf --help", "-rf --help"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ("سينما", "سينما"),
        ("cafe\u0301", "café"),
        ("bad\udcff\x00\x1b[31m", "bad[31m"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 600, "x" * 499 + "…"),
        ("\u200e\u202d \n", ""),
    ],
)
def test_known_nasty_lines(text: str, line: str) -> None:
    assert rules.clean_line(text) == line


def test_a_title_is_the_first_candidate_that_can_be_read() -> None:
    assert rules.title_of("\x00", None, " film ") == "film"
    assert rules.title_of("", None) == rules.UNTITLED


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("The Abyss", "Blade"),
        ("Episode 2", "Episode 10"),
        ("Éclair", "Ewok"),
        ("zebra", "Zoo"),
    ],
)
def test_titles_sort_as_people_expect(lower: str, higher: str) -> None:
    assert rules.sort_title(lower) < rules.sort_title(higher)


def test_an_article_alone_is_a_title() -> None:
    assert rules.sort_title("The") == "the"
    assert rules.sort_title("A") == "a"


@given(st.lists(anything, max_size=80))
def test_labels_are_few_and_all_different(names: list[str]) -> None:
    kept = rules.labels(names)
    keys = [rules.label_key(name) for name in kept]
    assert len(keys) == len(set(keys)) <= rules.LABELS_MAX
    assert all(0 < len(name) <= rules.LABEL_MAX for name in kept)


def test_labels_differ_neither_by_case_nor_by_accents() -> None:
    assert rules.labels(["Été", "ETE", "ete ", "", "x"]) == ["Été", "x"]


@given(st.uuids(), anything)
def test_a_landing_has_one_asset_id_which_is_a_uuid_of_version_7(job: uuid.UUID, name: str) -> None:
    first = rules.landing_asset_id(str(job), name)
    assert first == rules.landing_asset_id(str(job), name)
    assert uuid.UUID(first).version == 7
    assert first != rules.landing_asset_id(str(job), name + "x")


@given(anything)
def test_a_suffix_is_short_and_plain(name: str) -> None:
    suffix = rules.suffix_of(name)
    assert suffix[0] == "."
    assert suffix[1:].isascii()
    assert suffix[1:].isalnum()
    assert len(suffix) <= 9


@given(anything)
def test_a_kept_file_has_a_name_every_file_system_takes(title: str) -> None:
    name = rules.kept_name(title, "0" * 36, ".mp4")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name not in {".", ".."}
    assert not name.startswith(("-", "."))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", None, "data:x"])
def test_only_web_addresses_are_offered_as_links(url: str | None) -> None:
    assert rules.web_address(url) is None


def test_a_source_id_longer_than_we_keep_stays_distinct() -> None:
    long = "x" * 400
    assert rules.source_key(long) != rules.source_key(long + "y")
    assert len(rules.source_key(long) or "") <= rules.SOURCE_ID_MAX
    assert rules.source_key(" \n") is None
