"""Log lines for people and for programs: whom they are written for, and what is never in them."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from matinee.kit import context, log

GRANT = "eyJhIjoxfQ.c2lnbmF0dXJl"
Lines = Callable[[], list[str]]


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """Logging as a server configures it, in the form of the test's parameter."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    log.configure("debug", request.param, "worker", names=True)
    sink = io.StringIO()
    root.handlers[0].setStream(sink)  # type: ignore[attr-defined]
    yield lambda: sink.getvalue().splitlines()
    log.configure("debug", request.param, "worker")  # without names
    root.handlers[:] = before
    root.setLevel(level)


def broken(words: str) -> None:
    try:
        raise RuntimeError(words)
    except RuntimeError:
        logging.getLogger("matinee.x").exception("it broke")


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_a_line_for_programs_says_what_when_where_and_for_whom(written: Lines) -> None:
    logging.getLogger("matinee.x").info("fetched %d of %s", 3, "«Amélie»\n")
    with context.working_on("job-1", "request-1"):
        logging.getLogger("matinee.x").warning("slow")
    first, second = (json.loads(line) for line in written())
    assert first["message"] == "fetched 3 of «Amélie»\n"
    assert (first["level"], first["logger"]) == ("info", "matinee.x")
    assert (first["request_id"], first["job_id"]) == (None, None)
    assert (second["request_id"], second["job_id"]) == ("request-1", "job-1")
    assert second["role"] == "worker"
    assert isinstance(second["process"], int)
    assert datetime.fromisoformat(first["time"]).utcoffset() is not None
    assert set(first) == {
        "time", "level", "logger", "message", "request_id", "job_id", "process", "role", "host",
    }  # fmt: skip


@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_a_traceback_is_one_line_too_and_odd_names_of_files_stop_nothing(written: Lines) -> None:
    handlers = logging.getLogger().handlers
    # The runner's own, further down the list, cannot take such a line to its report.
    runners, handlers[1:] = handlers[1:], []
    broken("\udcff and\nmore")
    logging.getLogger("matinee.x").info("%s", "film\udce9.mkv")
    handlers.extend(runners)
    lines = written()
    assert len(lines) == 2
    assert "RuntimeError" in json.loads(lines[0])["exception"]
    assert json.loads(lines[1])["message"].startswith("film")


@pytest.mark.parametrize("written", ["text"], indirect=True)
def test_a_line_for_people_names_whom_it_is_for_where_there_is_somebody(written: Lines) -> None:
    logging.getLogger("matinee.x").info("plain")
    with context.working_on("job-1", "request-1"):
        logging.getLogger("matinee.x").info("asked for")
    plain, asked = written()
    assert plain.endswith("INFO    matinee.x: plain")
    assert asked.endswith("INFO    matinee.x: asked for [request request-1, job job-1]")


@pytest.mark.security
@pytest.mark.parametrize("written", ["text", "json"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        f"GET /api/play/{GRANT}/plan/master.m3u8",
        f"https://films.example/api/media/1/stream?grant={GRANT}",
        f"Authorization: Bearer {GRANT}",
        f"cookie: theme=dark; matinee_session={GRANT}",
    ],
)
def test_no_secret_is_in_a_message_or_in_a_traceback(written: Lines, words: str) -> None:
    logging.getLogger("matinee.x").error("said: %s", words)
    broken(words)
    text = "\n".join(written())
    assert text.count("***") >= 2
    assert GRANT not in text


def test_what_only_looks_like_a_secret_stays_readable() -> None:
    for words in ("The Bearer of Bad News", "Basic Instinct", "a bearer is missing"):
        assert log.mask(words) == words


@pytest.mark.parametrize("written", ["text"], indirect=True)
def test_lines_are_counted_by_how_serious_they_are(written: Lines) -> None:
    def counted() -> float:
        return log.LOGGED.look().values[("warning",)]

    before = counted()
    logging.getLogger("matinee.x").warning("one")
    logging.getLogger("matinee.x").info("not that")
    assert counted() - before == 1
    assert len(written()) == 2


@pytest.mark.parametrize("written", ["text", "json"], indirect=True)
def test_what_is_private_is_written_only_where_it_was_asked_for(
    written: Lines, request: pytest.FixtureRequest
) -> None:
    logger = logging.getLogger("matinee.x")

    title = "Amelie"

    def happens() -> str:
        logger.warning("no plan for %s", log.Private(title))
        try:
            try:
                raise OSError(28, "No space left on device", f"/films/{title}")
            except OSError as cause:
                raise RuntimeError(f"{title} could not be written") from cause
        except RuntimeError:
            logger.exception("it broke")
        return "\n".join(written())

    assert happens().count(title) >= 3
    log.configure("debug", request.node.callspec.params["written"], "worker")
    sink = io.StringIO()
    logging.getLogger().handlers[0].setStream(sink)  # type: ignore[attr-defined]
    happens()
    told = sink.getvalue()
    assert "Amelie" not in told.replace('Amelie.mkv")', "").replace(
        'Amelie could not be written")', ""
    )
    assert "OSError (ENOSPC)" in told and "RuntimeError" in told
    assert "in happens" in told, "where it happened is told"


@pytest.mark.parametrize("written", ["text"], indirect=True)
def test_a_line_that_repeats_does_not_fill_the_disk(
    written: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(log.clock, "monotonic", lambda: now[0])

    def repeat() -> None:
        logging.getLogger("matinee.x").warning("the disk fails")

    for _ in range(500):
        repeat()
    assert len(written()) == 20
    logging.getLogger("matinee.x").warning("something else is told all the same")
    now[0] += 61
    repeat()
    assert len(written()) == 22
    assert "(and 480 more like it before)" in written()[-1]
