"""What names say, with the real guessit in its own process."""

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.ingest.identify import filename
from matinee.ingest.identify.filename import Guess, decide, read, tidy


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Lake (2020).mkv", Guess("movie", "The Lake", 2020)),
        ("Big.Buck.Bunny.2008.1080p.BluRay.x264-GRP.mkv", Guess("movie", "Big Buck Bunny", 2008)),
        ("Show S01E02.mkv", Guess("episode", "Show", season=1, episode=2)),
        ("Show.Name.S03E10.The.End.720p.mkv",
         Guess("episode", "Show Name", season=3, episode=10, episode_title="The End")),
        ("Show S01E02-E03.mkv", Guess("episode", "Show", season=1, episode=2, episode_end=3)),
        ("holiday_at_the_sea.mp4", Guess("video", "holiday at the sea")),
        ("Holiday 2019.mp4", Guess("video", "Holiday 2019")),
        ("IMG_20200101_120000.mp4", Guess("video", "IMG 20200101 120000")),
        ("v1.2 release notes.mp4", Guess("video", "v1.2 release notes")),
        ("2001 A Space Odyssey (1968).mkv", Guess("movie", "2001 A Space Odyssey", 1968)),
        ("films/The Lake (2020)/The Lake (2020).mkv", Guess("movie", "The Lake", 2020)),
    ],
)  # fmt: skip
def test_names_are_read(name: str, expected: Guess) -> None:
    assert read(name) == expected


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/", ".mkv", "....mp4", "-", "(2020).mkv", "[]().mkv", "\n", "\0.mp4", "a" * 5000,
     "../../../etc/passwd", "\u202egnp.mp4", os.fsdecode(b"\xff\xfe.mp4"), "((((((((((" * 20,
     "S01E02" * 100, "1080p" * 200, "a.b." * 1000, "[" * 250, "{}" * 120, "%s%n" * 60],
)  # fmt: skip
def test_a_nasty_name_still_gives_a_title_in_time(name: str) -> None:
    started = time.monotonic()
    guess = read(name)
    assert guess.title
    assert guess.title.isprintable()
    assert time.monotonic() - started < 8


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_name_gives_a_printable_title(name: str) -> None:
    guess = read(name)
    assert guess.title
    assert all(char.isprintable() or char in "\u200c\u200d" for char in guess.title)


@given(
    st.dictionaries(
        st.sampled_from(["title", "year", "season", "episode", "episode_end", "released"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=20), st.lists(st.integers())),
    ),
    st.text(max_size=60),
)
def test_whatever_guessit_says_the_decision_holds_its_bounds(said: dict, stem: str) -> None:
    guess = decide(said, stem, tidy(stem) or "x")
    assert guess.kind in {"movie", "episode", "video"}
    assert guess.title
    assert (guess.kind == "episode") == (guess.season is not None and guess.episode is not None)
    if guess.kind == "movie":
        assert guess.year is not None
        assert 1870 <= guess.year <= 2199


def test_a_worker_that_died_is_replaced() -> None:
    assert read("One S01E01.mkv").kind == "episode"
    process = filename._worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert read("One S01E02.mkv").episode == 2


def test_a_worker_that_hangs_costs_a_title_and_not_the_caller(monkeypatch) -> None:
    import signal

    assert read("One S01E01.mkv").kind == "episode"
    monkeypatch.setattr(filename, "_PATIENCE_S", 0.3)
    process = filename._worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    assert read("One S01E02.mkv") == Guess("video", "One S01E02")
    assert process.returncode is not None
    assert read("One S01E03.mkv").episode == 3
