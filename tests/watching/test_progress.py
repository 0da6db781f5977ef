"""Coming back to where one was: each to their own, the newest wins, nothing odd gets in."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from matinee import library
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library.sound.tables import MarkerRow
from matinee.watching import ProgressRow, actions, resume_at
from tests.watching.conftest import ANA, BEN, bring_in


def put(client: TestClient, media_id: str, position_s: float, **more: object) -> dict[str, object]:
    body = {"position_s": position_s, "duration_s": 100, **more}
    answer = client.put(f"/api/media/{media_id}/progress", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(client: TestClient) -> list[str]:
    items = client.get("/api/media/continue-watching").json()["items"]
    return [media["title"] for media in items]


def test_where_one_was_is_kept_and_shown_on_the_media(client: TestClient, film: str) -> None:
    before = client.get(f"/api/media/{film}/progress").json()
    assert before == {
        "position_s": 0,
        "duration_s": 100,
        "percent": 0,
        "completed": False,
        "updated_at": None,
    }
    kept = put(client, film, 40)
    assert (kept["position_s"], kept["percent"], kept["completed"]) == (40, 40, False)
    assert client.get(f"/api/media/{film}/progress").json() == kept
    shown = kept  # with the moment
    assert client.get(f"/api/media/{film}").json()["progress"] == shown
    assert client.get("/api/media").json()["items"][0]["progress"] == shown


def test_from_95_percent_it_is_watched(client: TestClient, services: Services, film: str) -> None:
    assert put(client, film, 94.9)["completed"] is False
    assert row_of(client) == ["Film"]
    assert put(client, film, 95)["completed"] is True
    assert row_of(client) == []
    assert client.get("/api/media/stats/overview").json()["watched"] == 1
    put(client, film, 10)  # watching it again does not undo having watched it
    assert client.get("/api/media/stats/overview").json()["watched"] == 1
    assert row_of(client) == ["Film"]


def test_at_the_credits_it_is_watched(client: TestClient, services: Services, film: str) -> None:
    with services.db.write() as session:
        asset = library.main_asset(session, film)
        assert asset is not None
        session.add(MarkerRow(asset_id=asset.id, kind="credits", start_s=85.0, end_s=98.0))
    assert put(client, film, 84.9)["completed"] is False
    kept = put(client, film, 85)
    assert (kept["completed"], kept["percent"]) == (True, 85)
    assert row_of(client) == []
    assert client.get("/api/media/stats/overview").json()["watched"] == 1
    assert put(client, film, 50)["completed"] is False  # somebody went back into the story
    assert row_of(client) == ["Film"]


def test_the_row_has_what_was_begun_the_last_first(client: TestClient, services: Services) -> None:
    ids = {title: bring_in(services, title, 7200) for title in ("A", "B", "C", "Glance", "Never")}
    for title in ("A", "B", "C"):
        put(client, ids[title], 600)
    put(client, ids["Glance"], 3)
    put(client, ids["A"], 700)
    assert row_of(client) == ["A", "C", "B"]
    limited = client.get("/api/media/continue-watching", params={"limit": 1}).json()["items"]
    assert [media["progress"]["position_s"] for media in limited] == [700]
    client.delete(f"/api/media/{ids['C']}")
    assert row_of(client) == ["A", "B"]
    client.post(f"/api/media/{ids['C']}/restore")
    assert row_of(client) == ["A", "C", "B"]
    for _ in range(2):
        assert client.delete(f"/api/media/{ids['C']}/progress").status_code == 204
    assert row_of(client) == ["A", "B"]
    assert client.get(f"/api/media/{ids['C']}").json()["progress"] is None


BODIES = [
    b"", b"{}", b"[]", b"null", b"not json", b"\xff\xfe", b'{"position_s": null}',
    b'{"position_s": NaN}', b'{"position_s": Infinity}', b'{"position_s": -1}',
    b'{"position_s": 1e999}', b'{"position_s": 1e12}', b'{"position_s": 200}',
    b'{"position_s": "x"}', b'{"position_s": 1, "duration_s": NaN}',
    b'{"position_s": 1, "duration_s": -5}', b'{"position_s": 1, "at": "yesterday"}',
    b'{"position_s": 1, "at": "2026-01-01T00:00:00"}', b'{"position_s": [1]}',
]  # fmt: skip


def test_positions_that_mean_nothing_are_refused_in_words(client: TestClient, film: str) -> None:
    put(client, film, 40)
    for body in BODIES:
        for method in ("PUT", "POST"):
            answer = client.request(method, f"/api/media/{film}/progress", content=body)
            assert answer.status_code == 422, (body, answer.text)
            assert set(answer.json()) == {"error", "detail", "fix"}
    long = client.put(f"/api/media/{film}/progress", content=b" " * 100_000)
    assert long.status_code == 413
    assert client.get(f"/api/media/{film}/progress").json()["position_s"] == 40
    nothing = client.put("/api/media/nothing/progress", json={"position_s": 1})
    assert nothing.status_code == 404


def test_a_beacon_is_understood_whatever_type_it_says(client: TestClient, film: str) -> None:
    answer = client.post(
        f"/api/media/{film}/progress",
        content=b'{"position_s": 12.5, "duration_s": 100}',
        headers={"content-type": "text/plain;charset=UTF-8"},
    )
    assert answer.status_code == 200
    assert client.get(f"/api/media/{film}/progress").json()["position_s"] == 12.5


def test_an_older_position_does_not_undo_a_newer_one(client: TestClient, film: str) -> None:
    now = datetime.now(UTC)
    put(client, film, 60, at=now.isoformat())
    late = put(client, film, 10, at=(now - timedelta(seconds=30)).isoformat())
    assert late["position_s"] == 60
    offline = put(
        client,
        film,
        20,
        at="2001-01-01T00:00:00Z",  # another device, another century, a minute ago by its clock
        sent_at="2001-01-01T00:01:00Z",
    )
    assert offline["position_s"] == 60
    assert put(client, film, 5)["position_s"] == 5  # going back on purpose is newer
    ahead = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    assert put(client, film, 70, at=ahead)["position_s"] == 70
    assert put(client, film, 71)["position_s"] == 71  # a clock that runs ahead does not rule


@pytest.mark.security
def test_each_has_their_own(
    client: TestClient, member: TestClient, anonymous: TestClient, film: str
) -> None:
    put(client, film, 40)
    assert member.get(f"/api/media/{film}/progress").json()["position_s"] == 0
    assert member.get(f"/api/media/{film}").json()["progress"] is None
    assert row_of(member) == []
    put(member, film, 70)
    member.delete(f"/api/media/{film}/progress")
    assert client.get(f"/api/media/{film}/progress").json()["position_s"] == 40
    for method in ("GET", "PUT", "POST", "DELETE"):
        assert anonymous.request(method, f"/api/media/{film}/progress").status_code == 401


def test_the_length_the_library_knows_decides(client: TestClient, film: str) -> None:
    kept = put(client, film, 50, duration_s=50.5)
    assert (kept["duration_s"], kept["completed"]) == (100, False)


def test_progress_goes_with_its_media_and_not_before(services: Services, film: str) -> None:
    actions.save(services, BEN, film, 40, 100, clock.now())
    library.trash(services, ANA, film, delete_file=True)
    with services.db.read() as session:
        assert resume_at(session, BEN, film) == 40
    with services.db.write() as session:
        media = library.get_media(session, ANA, film, or_trashed=True)
        media.purge_at = clock.now() - timedelta(seconds=1)
    library.purge_expired(services)
    with services.db.read() as session:
        assert session.scalar(select(func.count()).select_from(ProgressRow)) == 0


def test_what_was_watched_to_the_end_starts_over(services: Services, film: str) -> None:
    actions.save(services, ANA, film, 99, 100, clock.now())
    with services.db.read() as session:
        assert resume_at(session, ANA, film) == 0


@pytest.mark.fault
def test_eight_writers_and_readers_meet_no_lock(services: Services) -> None:
    films = [bring_in(services, f"Film {n}") for n in range(4)]
    failures: list[BaseException] = []
    ready = threading.Barrier(12)

    def run(work: object) -> None:
        ready.wait()
        try:
            for n in range(25):
                work(n)
        except BaseException as error:
            failures.append(error)

    def write(number: int) -> object:
        def once(n: int) -> None:
            actions.save(services, ANA, films[number % 4], float(n), 100, clock.now())
            if number == 0:
                library.edit(services, ANA, films[n % 4], {"tags": [f"tag {n}"]})

        return once

    def read(n: int) -> None:
        with services.db.read() as session:
            rows = session.scalars(library.visible_to(ANA)).all()
            assert len(library.present(session, ANA, rows, with_assets=True)) == 4

    work = [*(write(number) for number in range(8)), *[read] * 4]
    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with services.db.read() as session:
        kept = session.scalars(select(ProgressRow.position_s)).all()
    assert sorted(kept) == [24.0] * 4
