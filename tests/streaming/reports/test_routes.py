"""Reports of players over HTTP: kept once a viewing, for a while, and added up for the owner."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.streaming.reports import actions, rules
from matinee.streaming.reports.tables import ReportRow

FACTS: dict[str, Any] = {
    "seq": 1, "client": "Chrome on Linux", "way": "hls", "decision": "transcode",
    "start_ms": 1400, "seeks_near_ms": [120, 80], "seeks_far_ms": [900], "watched_s": 58.5,
    "stalls": 1, "stalled_s": 1.5, "ups": 1, "downs": 0, "bitrate_bps": 2_400_000,
    "dropped": 3, "decoded": 1400, "fallbacks": 0, "failures": {"network.1002": 1},
}  # fmt: skip


@pytest.fixture
def title(bring, film_mkv) -> str:
    return bring(film_mkv)


def rows(services) -> int:
    with services.db.read() as session:
        return session.scalar(select(func.count()).select_from(ReportRow)) or 0


def test_a_viewing_is_one_row_and_its_newest_report_counts(client, services, title) -> None:
    path = f"/api/playback-reports/{new_id()}"
    body = {**FACTS, "media_id": title}
    assert client.put(path, json=body).status_code == 204
    beacon = json.dumps({**body, "seq": 3, "watched_s": 118.5, "stalled_s": 1.5})
    sent = client.post(path, content=beacon, headers={"Content-Type": "text/plain"})
    assert sent.status_code == 204
    assert client.put(path, json={**body, "seq": 2, "watched_s": 60}).status_code == 204  # late
    assert rows(services) == 1
    told = client.get("/api/streaming/speed?days=1").json()
    assert (told["viewings"], told["watched_s"], told["stalls"]) == (1, 118.5, 1)
    assert told["stalled_share"] == pytest.approx(1.5 / 120)
    [kind] = told["kinds"]
    assert kind["kind"] == "encoded"
    assert kind["start"] == {
        "count": 1, "p50_s": 1.4, "p95_s": 1.4, "target_p50_s": None, "target_p95_s": 2.5,
    }  # fmt: skip
    assert (kind["seek_near"]["p50_s"], kind["seek_near"]["p95_s"]) == (0.08, 0.12)
    assert kind["seek_far"]["p95_s"] == 0.9
    assert told["failures"] == [{"code": "network.1002", "count": 1, "viewings": 1}]
    assert told["clients"][0]["client"] == "Chrome on Linux"


def test_the_same_name_of_two_people_is_two_viewings(client, member, services, title) -> None:
    path = f"/api/playback-reports/{new_id()}"
    for one in (client, member):
        assert one.put(path, json={**FACTS, "media_id": title}).status_code == 204
    assert rows(services) == 2


def test_of_a_title_that_cannot_be_seen_nothing_is_kept(
    client, services, bring, title, film
) -> None:
    path = f"/api/playback-reports/{new_id()}"
    assert client.put(path, json={**FACTS, "media_id": "nothing"}).status_code == 404
    assert client.put(path, json={**FACTS, "media_id": title}).status_code == 204
    answer = client.put(path, json={**FACTS, "seq": 2, "media_id": bring(film)})
    assert answer.status_code == 409
    client.delete(f"/api/media/{title}")
    assert client.put(path, json={**FACTS, "seq": 9, "media_id": title}).status_code == 404
    assert rows(services) == 1


@pytest.mark.security
@pytest.mark.parametrize(
    "wrong",
    [{"client": "<script>"}, {"client": "x" * 41}, {"client": ""}, {"way": "ftp"},
     {"decision": "because"}, {"start_ms": -1}, {"start_ms": 10**9}, {"seq": -1}, {"seq": 10**30},
     {"watched_s": -1}, {"watched_s": 10**12}, {"stalled_s": "NaN"}, {"seeks_near_ms": [1] * 201},
     {"seeks_far_ms": ["x"]}, {"failures": {"A title of a film": 1}}, {"bitrate_bps": 10**12},
     {"failures": {f"code_{chr(97 + n)}": 1 for n in range(21)}}, {"failures": {"network": -1}},
     {"media_id": "x" * 37}, {"media_id": None}],
    ids=str,
)  # fmt: skip
def test_what_no_player_would_say_is_refused(client, services, title, wrong) -> None:
    path = f"/api/playback-reports/{new_id()}"
    answer = client.put(path, json={**FACTS, "media_id": title, **wrong})
    assert answer.status_code == 422, answer.text
    assert rows(services) == 0


@pytest.mark.security
def test_what_is_too_large_or_no_report_is_refused(client, services, title) -> None:
    path = f"/api/playback-reports/{new_id()}"
    for body, status in ((b"", 422), (b"[]", 422), (b"\xff\xfe", 422), (b"[" * 9000, 422),
                         (b" " * 20_000, 413)):  # fmt: skip
        assert client.post(path, content=body).status_code == status, body[:9]
    for name in ("short", "x" * 37, "a_b_c_d_e_f"):
        answer = client.put(f"/api/playback-reports/{name}", json={**FACTS, "media_id": title})
        assert answer.status_code == 422, name
    assert rows(services) == 0


@pytest.mark.security
def test_one_person_cannot_push_out_the_others(
    client, member, services, title, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OF_ONE_PERSON", 3)
    body = {**FACTS, "media_id": title}
    mine = f"/api/playback-reports/{new_id()}"
    assert client.put(mine, json=body).status_code == 204
    names = [new_id() for _ in range(6)]
    for name in names:
        assert member.put(f"/api/playback-reports/{name}", json=body).status_code == 204
    with services.db.read() as session:
        kept = set(session.scalars(select(ReportRow.viewing)))
    assert kept == {mine.rpartition("/")[2], *names[-3:]}


def test_old_reports_go_and_the_newest_stay(
    client, services, title, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [new_id() for _ in range(5)]
    for name in names:
        path = f"/api/playback-reports/{name}"
        assert client.put(path, json={**FACTS, "media_id": title}).status_code == 204
    with services.db.write() as session:
        for age_days, name in enumerate(names):
            then = clock.now() - timedelta(days=age_days * 30)
            session.execute(
                update(ReportRow).where(ReportRow.viewing == name).values(updated_at=then)
            )
    assert client.get("/api/streaming/speed?days=1").json()["viewings"] == 1
    assert client.get("/api/streaming/speed?days=45").json()["viewings"] == 2
    actions.prune(services)
    assert rows(services) == 3
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    actions.prune(services)
    with services.db.read() as session:
        assert set(session.scalars(select(ReportRow.viewing))) == set(names[:2])


def test_only_administrators_see_how_it_goes(client, member) -> None:
    assert member.get("/api/streaming/speed").status_code == 403
    told = client.get("/api/streaming/speed").json()
    assert (told["days"], told["viewings"], told["kinds"], told["failures"]) == (7, 0, [], [])
    for days in (0, 91, "x"):
        assert client.get(f"/api/streaming/speed?days={days}").status_code == 422
