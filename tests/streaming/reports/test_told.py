"""What players tell becomes figures: each thing once, however often it is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit.ids import new_id
from matinee.streaming.reports import figures
from tests.told import here, rising

FACTS: dict[str, Any] = {
    "seq": 1, "client": "Chrome on Linux", "way": "hls", "decision": "transcode",
    "start_ms": 1400, "seeks_near_ms": [120, 80], "seeks_far_ms": [900], "watched_s": 58.5,
    "stalls": 1, "stalled_s": 1.5, "failures": {"network.1002": 1},
}  # fmt: skip


@pytest.fixture
def title(bring, film_mkv) -> str:
    return bring(film_mkv, title="A Film That Nobody Is To Know Of")


def test_a_report_is_counted_and_the_next_only_by_what_is_new(client, title) -> None:
    path = f"/api/playback-reports/{new_id()}"
    with rising() as rise:
        first = {**FACTS, "media_id": title}
        assert client.put(path, json=first).status_code == 204
        later = {
            **first, "seq": 2, "watched_s": 118.5, "seeks_far_ms": [900, 2100], "stalls": 2,
            "stalled_s": 4.0, "failures": {"network.1002": 3, "busy": 1},
        }  # fmt: skip
        assert client.put(path, json=later).status_code == 204
        assert client.put(path, json=later).status_code == 204  # again: not newer
        assert client.put(path, json=first).status_code == 204  # late
    encoded = {"kind": "encoded"}
    assert rise.of("matinee_playback_viewings_total", **encoded) == 1
    assert rise.of("matinee_playback_start_seconds_count", **encoded) == 1
    assert rise.of("matinee_playback_start_seconds_sum", **encoded) == 1.4
    assert rise.of("matinee_playback_seek_seconds_count", reach="near", **encoded) == 2
    assert rise.of("matinee_playback_seek_seconds_sum", reach="far", **encoded) == 3.0
    assert rise.of("matinee_playback_watched_seconds_total", **encoded) == 118.5
    assert rise.of("matinee_playback_stalls_total", **encoded) == 2
    assert rise.of("matinee_playback_stalled_seconds_total", **encoded) == 4.0
    assert rise.of("matinee_playback_failures_total", code="network") == 3
    assert rise.of("matinee_playback_failures_total", code="busy") == 1
    assert rise.of("matinee_playback_viewings_total", kind="direct") == 0


def test_a_report_that_is_refused_counts_nothing(client, title) -> None:
    path = f"/api/playback-reports/{new_id()}"
    with rising() as rise:
        unknown = client.put(path, json={**FACTS, "media_id": new_id()})
        assert unknown.status_code == 404
    assert rise.of("matinee_playback_viewings_total") == 0
    assert rise.of("matinee_playback_failures_total") == 0


def test_a_viewing_that_never_began_is_only_its_failures(client, title) -> None:
    body = {"seq": 1, "client": "Safari on iOS", "media_id": title, "failures": {"gone": 1}}
    with rising() as rise:
        assert client.put(f"/api/playback-reports/{new_id()}", json=body).status_code == 204
    assert rise.of("matinee_playback_failures_total", code="gone") == 1
    assert rise.of("matinee_playback_viewings_total") == 0
    assert rise.of("matinee_playback_start_seconds_count") == 0


@pytest.mark.security
def test_a_client_cannot_make_figures_of_its_own(client, title) -> None:
    with rising() as rise:
        for n in range(4):
            codes = {f"zz_{chr(97 + n)}{chr(97 + m)}.{m}": 1 for m in range(20)}
            body = {**FACTS, "media_id": title, "failures": codes}
            assert client.put(f"/api/playback-reports/{new_id()}", json=body).status_code == 204
    assert rise.of("matinee_playback_failures_total", code="other") == 80
    codes = {dict(labels)["code"] for labels in here().samples["matinee_playback_failures_total"]}
    assert codes == figures.FAILURES | {"other"}


@pytest.mark.security
def test_nothing_that_is_told_names_a_title_a_person_or_a_browser(client, title) -> None:
    client.put(f"/api/playback-reports/{new_id()}", json={**FACTS, "media_id": title})
    values = {
        value for samples in here().samples.values() for labels in samples for _, value in labels
    }
    assert values
    assert not [one for one in values if title in one or "Nobody" in one or "Chrome" in one]


def test_the_codes_are_those_of_our_player() -> None:
    from pathlib import Path

    source = Path(__file__).parents[3] / "web/src/player/core/stream/failure.ts"
    kinds = source.read_text().partition("export type FailureKind =")[2].partition(";")[0]
    named = {line.split("'")[1] for line in kinds.splitlines() if "'" in line}
    assert named == figures.FAILURES


@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.lists(st.integers(0, 9), max_size=6),
    st.integers(1, 12),
)
def test_what_a_list_has_more_is_found_also_when_it_forgets_its_beginning(
    old: list[int], new: list[int], most: int
) -> None:
    before = old[-most:]
    after = [*before, *new][-most:]
    found = figures.added(before, after)
    assert list(after[len(after) - len(found) :]) == list(found)
    assert len(found) <= len(new)
    if len(before) + len(new) <= most:
        assert list(found) == new or len(found) < len(new) or not new
        assert len(found) == len(after) - len(before)
