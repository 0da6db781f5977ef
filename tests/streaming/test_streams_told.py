"""Streams, and segments that were there or had to be made, as figures."""

from urllib.parse import urljoin

import pytest

from matinee import streaming
from matinee.streaming import figures
from tests.told import here, rising


@pytest.fixture
def playback(client, bring, film_mkv):
    figures.STREAMS._known.clear()
    return client.get(f"/api/media/{bring(film_mkv)}/playback").json()


def now(services, name: str) -> dict[str, float]:
    told = {one.name: one for one in streaming.standing(services)}[name]
    return {labels[0] if labels else "": value for labels, value in told.values.items()}


def part(playback, name: str) -> str:
    track = playback["tracks"]["video"][0]["id"]
    return urljoin(playback["manifest_url"], f"{track}/{name}")


def test_a_segment_is_made_once_and_then_found(anonymous, playback) -> None:
    with rising() as rise:
        first = anonymous.get(part(playback, "0.m4s"))
        again = anonymous.get(part(playback, "0.m4s"))
    assert (first.status_code, again.status_code) == (200, 200)
    for name, each in (
        ("matinee_segment_cache_requests_total", 1),
        ("matinee_segment_cache_bytes_total", len(first.content)),
    ):
        assert rise.of(name, result="miss") == each
        assert rise.of(name, result="hit") == each
    assert rise.of("matinee_engine_call_duration_seconds_count", task="segment") == 1


def test_what_is_asked_for_in_vain_is_a_miss_without_bytes(anonymous, playback) -> None:
    with rising() as rise:
        assert anonymous.get(part(playback, "9999.m4s")).status_code == 404
    assert rise.of("matinee_segment_cache_requests_total", result="hit") == 0
    assert rise.of("matinee_segment_cache_requests_total", result="miss") == 1
    assert rise.of("matinee_segment_cache_bytes_total") == 0
    assert rise.of("matinee_errors_total", where="http", code="no_such_track") == 1


def test_what_another_server_passed_on_is_counted_there_alone(anonymous, services, playback):
    with rising() as rise:
        passed = {"x-matinee-passed": "1"}
        for _ in range(2):
            assert anonymous.get(part(playback, "0.m4s"), headers=passed).status_code == 200
    assert rise.of("matinee_segment_cache_requests_total") == 0
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 0}


def test_a_stream_lasts_as_long_as_its_player_asks(
    anonymous, services, playback, monkeypatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr(figures, "monotonic", lambda: moment[0])
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 0}
    for n in (0, 1, 2):
        anonymous.get(part(playback, f"{n}.m4s"))
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 1}
    moment[0] += figures.STILL_S + 1
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 0}
    anonymous.get(part(playback, "3.m4s"))
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 1}


def test_a_file_that_is_being_sent_is_a_stream_however_long_it_takes(monkeypatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr(figures, "monotonic", lambda: moment[0])
    streams = figures.Streams()
    one = streams.begin("direct", "session", "media")
    moment[0] += 7200
    assert streams.count()[("direct",)] == 1
    streams.end(one)
    assert streams.count()[("direct",)] == 1
    moment[0] += figures.STILL_S + 1
    assert streams.count()[("direct",)] == 0


@pytest.mark.security
def test_streams_that_ended_do_not_pile_up(monkeypatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr(figures, "monotonic", lambda: moment[0])
    monkeypatch.setattr(figures, "_MOST_KNOWN", 50)
    streams = figures.Streams()
    held = streams.begin("direct", "held", "media")
    for n in range(500):
        streams.end(streams.begin("segments", f"s{n}", "media"))
        moment[0] += 10
    assert len(streams._known) <= 51
    assert streams.count()[("direct",)] == 1
    assert held.open == 1


def test_a_refused_grant_is_no_stream(anonymous, services, playback) -> None:
    forged = part(playback, "0.m4s").replace("/api/play/", "/api/play/x", 1)
    assert anonymous.get(forged).status_code == 401
    assert now(services, "matinee_streams") == {"direct": 0, "segments": 0}


def test_what_is_encoded_for_a_viewer_is_told_with_its_speed(
    client, anonymous, services, bring, tmp_path, until
) -> None:
    from matinee import engine

    path = tmp_path / "old.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "12", "-c:v", "mpeg2video",
         "-g", "25", path]
    )  # fmt: skip
    playback = client.get(f"/api/media/{bring(path)}/playback").json()
    with rising() as rise:
        assert anonymous.get(part(playback, "0.m4s")).status_code == 200
        runs = now(services, "matinee_encode_runs")
        assert sum(runs.values()) == 1, runs
        assert now(services, "matinee_encode_slots")[""] >= 1
        mine = {"codec": "h264", "purpose": "viewer"}
        until(lambda: rise.of("matinee_encode_film_seconds_total", **mine) > 10)
    count = rise.of("matinee_encode_speed_ratio_count", **mine)
    assert count >= 5
    assert rise.of("matinee_encode_speed_ratio_sum", **mine) / count > 0.1
    assert here().value("matinee_errors_total", where="engine", code="stopped") == 0
