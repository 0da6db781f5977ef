"""Manifests and segments by grant: what they cost, whom they refuse, what they survive."""

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from matinee.accounts import sessions
from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.log import mask
from matinee.streaming import records, segments


@pytest.fixture
def media_id(bring, film_mkv):
    return bring(film_mkv)


@pytest.fixture
def playback(client, media_id):
    return client.get(f"/api/media/{media_id}/playback").json()


def address(playback, rest):
    return urljoin(playback["manifest_url"], rest)


def grant_of(playback):
    return playback["manifest_url"].split("/")[3]


def cached(services, pattern):
    return sorted(services.store.cache_root.rglob(pattern))


def test_requests_with_a_grant_touch_no_database(
    anonymous, services, playback, bring, client, film, monkeypatch
):
    monkeypatch.setattr(sessions, "_REFRESH_S", 3600.0)  # a look at the sessions every few seconds
    direct = client.get(f"/api/media/{bring(film)}/playback").json()["direct_url"]
    urls = [
        playback["manifest_url"], playback["dash_url"], address(playback, "v0/index.m3u8"),
        address(playback, "v0/init.mp4"), address(playback, "v0/0.m4s"),
        address(playback, "a1/0.m4s"), direct,
    ]  # fmt: skip
    statements = []
    event.listen(
        services.db.engine, "before_cursor_execute", lambda *one: statements.append(one[2])
    )
    for _ in range(2):  # made, and from the cache
        for url in urls:
            assert anonymous.get(url).status_code == 200
    records._recent.clear()  # as after a restart
    for url in urls:
        assert anonymous.get(url).status_code == 200
    assert statements == []
    client.get("/api/media")
    assert statements  # the counter counts


def test_a_segment_is_kept_and_may_be_cached_for_ever_by_its_viewer(anonymous, services, playback):
    url = address(playback, "v0/1.m4s")
    first = anonymous.get(url)
    assert first.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert first.headers["content-type"] == "video/mp4"
    assert anonymous.get(url).content == first.content
    again = anonymous.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = anonymous.get(url, headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, first.content[4:8])
    assert anonymous.head(url).headers["content-length"] == str(len(first.content))
    assert [path.name for path in cached(services, "*.m4s")] == ["1.m4s"]
    assert cached(services, ".*") == []


def test_many_who_ask_at_once_get_one_making(anonymous, app, services, playback, monkeypatch):
    made = []
    segment = services.engine.segment

    def counted(*arguments):
        made.append(arguments)
        return segment(*arguments)

    monkeypatch.setattr(services.engine, "segment", counted)
    url = address(playback, "v0/2.m4s")
    start = threading.Barrier(12)

    def ask(_):
        start.wait(10)
        return TestClient(app).get(url).content

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(ask, range(12)))
    assert len(answers) == 1
    assert len(made) == 1


@pytest.mark.fault
def test_the_cache_may_be_deleted_while_somebody_watches(anonymous, services, playback):
    url = address(playback, "v0/0.m4s")
    before = anonymous.get(url).content
    shutil.rmtree(services.store.cache_root)
    assert anonymous.get(url).content == before
    shutil.rmtree(services.store.cache_root)
    assert anonymous.get(playback["manifest_url"]).status_code == 200
    assert anonymous.get(address(playback, "v0/init.mp4")).status_code == 200


@pytest.mark.fault
def test_a_damaged_record_is_made_again(anonymous, services, playback):
    (plan,) = cached(services, "plan.json")
    for damage in (b"", b"{}", b"\xff", b'{"format": 99}', b"[]"):
        plan.write_bytes(damage)
        assert anonymous.get(playback["manifest_url"]).status_code == 200
        assert len(plan.read_bytes()) > 500


@pytest.mark.fault
def test_a_full_disk_does_not_stop_playing(anonymous, services, playback, monkeypatch):
    monkeypatch.setattr(services.store, "floor_bytes", 1 << 60)
    for _ in range(2):
        answer = anonymous.get(address(playback, "v0/0.m4s"))
        assert answer.status_code == 200
        assert b"moof" in answer.content
    assert cached(services, "*.m4s") == []


@pytest.mark.security
@pytest.mark.parametrize(
    "rest",
    [
        "v0/999999.m4s", "v0/-1.m4s", "v0/1e3.m4s", "v9/0.m4s", "v0/plan.json", "../plan.json",
        "v0/..%2f..%2fplan.json", "%2e%2e/plan.json", "v0/%2e%2e", "v0/0.m4s%00", "v0/.0.m4s",
        "v9/index.m3u8", "..%2f/index.m3u8", "other.m3u8", "plan.json", "v0/٣.m4s",
    ],
)  # fmt: skip
def test_what_the_plan_does_not_have_is_a_404(anonymous, playback, rest):
    url = playback["manifest_url"].removesuffix("master.m3u8") + rest
    assert anonymous.get(url).status_code == 404


@pytest.mark.security
def test_a_grant_is_for_its_plan_its_title_and_its_session(
    client, anonymous, playback, bring, film
):
    other = client.get(f"/api/media/{bring(film)}/playback").json()
    swapped = playback["manifest_url"].replace(grant_of(playback), grant_of(other))
    refused = anonymous.get(swapped)
    assert (refused.status_code, refused.json()["error"]) == (403, "out_of_scope")
    stolen = other["direct_url"].replace(other["media"]["id"], playback["media"]["id"])
    assert anonymous.get(stolen).status_code == 403
    altered = grant_of(playback)[:-2] + "AA"
    refused = anonymous.get(playback["manifest_url"].replace(grant_of(playback), altered))
    assert (refused.status_code, refused.json()["error"]) == (401, "altered")


@pytest.mark.security
def test_an_expired_grant_is_refused(anonymous, playback, monkeypatch):
    now = clock.epoch()
    monkeypatch.setattr(clock, "epoch", lambda: now + 14 * 3600)
    refused = anonymous.get(playback["manifest_url"])
    assert (refused.status_code, refused.json()["error"]) == (401, "expired")
    assert refused.json()["fix"]


@pytest.mark.security
def test_signing_out_ends_every_link_at_once(client, anonymous, playback, bring, film):
    direct = client.get(f"/api/media/{bring(film)}/playback").json()["direct_url"]
    urls = [playback["manifest_url"], address(playback, "v0/0.m4s"), direct]
    assert [anonymous.get(url).status_code for url in urls] == [200, 200, 200]
    assert client.post("/api/auth/logout").status_code in {200, 204}
    assert [anonymous.get(url).status_code for url in urls] == [401, 401, 401]


@pytest.mark.security
def test_a_title_in_the_trash_is_not_streamed_any_more(client, anonymous, playback, media_id):
    url = address(playback, "v0/0.m4s")
    assert anonymous.get(url).status_code == 200
    assert client.delete(f"/api/media/{media_id}").status_code == 200
    assert anonymous.get(url).status_code == 404
    assert anonymous.get(playback["manifest_url"]).status_code == 404


@pytest.mark.security
def test_grants_are_not_in_logs(playback):
    grant = grant_of(playback)
    for line in (playback["manifest_url"], f"/api/media/x/stream?grant={grant}"):
        assert grant not in mask(f'"GET {line} HTTP/1.1" 200')


@pytest.mark.fault
def test_a_file_that_went_away_says_so_and_plays_again_when_it_is_back(
    client, anonymous, bring, folder
):
    path = folder_file(folder)
    away = path.with_suffix(".away")
    media_id = bring(path, root=folder)
    playback = client.get(f"/api/media/{media_id}/playback").json()
    assert anonymous.get(address(playback, "v0/0.m4s")).status_code == 200
    path.rename(away)
    gone = anonymous.get(address(playback, "v0/1.m4s"))
    assert (gone.status_code, gone.json()["error"]) == (503, "unavailable")
    assert gone.headers["retry-after"]
    assert gone.json()["fix"]
    assert anonymous.get(address(playback, "v0/0.m4s")).status_code == 200  # what is cached plays
    refused = client.get(f"/api/media/{media_id}/playback")
    assert (refused.status_code, refused.json()["error"]) == (503, "unavailable")
    away.rename(path)
    assert anonymous.get(address(playback, "v0/1.m4s")).status_code == 200


@pytest.mark.fault
def test_a_file_that_was_only_touched_goes_on(client, anonymous, bring, folder):
    media_id = bring(folder_file(folder), root=folder)
    playback = client.get(f"/api/media/{media_id}/playback").json()
    os.utime(folder_file(folder), (1, 1))
    assert anonymous.get(address(playback, "v0/0.m4s")).status_code == 200


@pytest.mark.fault
@pytest.mark.parametrize("same_size", [True, False])
def test_a_file_that_was_changed_is_not_mixed_with_the_old_plan(
    client, anonymous, bring, folder, same_size
):
    path = folder_file(folder)
    media_id = bring(path, root=folder)
    playback = client.get(f"/api/media/{media_id}/playback").json()
    content = path.read_bytes()
    path.write_bytes(content[::-1] if same_size else content + b"more")
    changed = anonymous.get(address(playback, "v0/0.m4s"))
    assert (changed.status_code, changed.json()["error"]) == (409, "file_changed")
    assert "Scan" in changed.json()["fix"]


@pytest.mark.fault
def test_more_than_the_machine_can_make_is_told_to_come_back(anonymous, playback, monkeypatch):
    monkeypatch.setattr(segments, "_MOST_WAITING", 0)
    busy = anonymous.get(address(playback, "v0/0.m4s"))
    assert (busy.status_code, busy.json()["error"]) == (503, "busy")
    assert int(busy.headers["retry-after"]) >= 1


@pytest.mark.fault
def test_a_making_that_takes_too_long_is_told_to_come_back(
    anonymous, services, playback, monkeypatch, until
):
    go_on = threading.Event()
    segment = services.engine.segment

    def slow(*arguments):
        go_on.wait(20)
        return segment(*arguments)

    monkeypatch.setattr(services.engine, "segment", slow)
    monkeypatch.setattr(segments, "WAIT_S", 0.1)
    assert anonymous.get(address(playback, "v0/0.m4s")).status_code == 503
    go_on.set()
    until(lambda: cached(services, "0.m4s"))  # it was made all the same, for the next who asks


class TestOtherOrigins:
    """Pages from elsewhere, by the setting."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings(
            data=settings.data, free_space_floor_bytes=0, cors_origins="https://tv.example"
        )

    def test_a_page_of_a_listed_origin_may_fetch_streams(self, anonymous, playback):
        origin = {"origin": "https://tv.example"}
        for rest in ("master.m3u8", "v0/0.m4s"):
            answer = anonymous.get(address(playback, rest), headers=origin)
            assert answer.headers["access-control-allow-origin"] == "https://tv.example"
            assert "Origin" in answer.headers["vary"]
        asked = anonymous.options(playback["manifest_url"], headers=origin)
        assert asked.status_code == 204
        assert "Range" in asked.headers["access-control-allow-headers"]

    def test_a_refusal_can_be_read_there_too(self, anonymous, playback):
        answer = anonymous.get(
            "/api/play/x/y/master.m3u8", headers={"origin": "https://tv.example"}
        )
        assert answer.status_code == 401
        assert answer.headers["access-control-allow-origin"] == "https://tv.example"

    def test_no_other_page_may(self, anonymous, playback):
        answer = anonymous.get(playback["manifest_url"], headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in answer.headers


def test_without_the_setting_no_other_page_may(anonymous, playback):
    answer = anonymous.get(playback["manifest_url"], headers={"origin": "https://tv.example"})
    assert "access-control-allow-origin" not in answer.headers


def folder_file(folder):
    return Path(folder.path) / "film.mkv"
