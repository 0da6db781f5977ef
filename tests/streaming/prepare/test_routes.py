"""Who may steer preparing and see the cache."""


def test_rules_are_kept_and_for_administrators(client, member) -> None:
    assert client.get("/api/streaming/rules").json() == {
        "new": False, "watched_often": False, "unplayable": False, "next": True,
        "at_night": True, "heights": [], "codec": "h264",
    }  # fmt: skip
    body = {"new": True, "watched_often": True, "unplayable": True, "next": False,
            "at_night": False, "heights": [720, 480, 480], "codec": "av1"}  # fmt: skip
    kept = client.put("/api/streaming/rules", json=body).json()
    assert kept == {**body, "heights": [480, 720]}
    assert client.get("/api/streaming/rules").json() == kept
    for wrong in ({"heights": [-1]}, {"codec": "mpeg2"}):
        answer = client.put("/api/streaming/rules", json={**body, **wrong})
        assert answer.status_code == 422, wrong
    for method, path in (("GET", "rules"), ("PUT", "rules"), ("GET", "cache"), ("DELETE", "cache")):
        answer = member.request(method, f"/api/streaming/{path}", json=body)
        assert answer.status_code == 403, path


def test_a_member_may_ask_but_not_drop_what_is_for_all(member, bring, old_film) -> None:
    film = bring(old_film)
    assert member.post(f"/api/media/{film}/prepare").status_code == 202
    assert member.get(f"/api/media/{film}/prepare").json()["state"] == "waiting"
    assert member.delete(f"/api/media/{film}/prepare").status_code == 403


def test_of_a_title_that_is_not_there_nothing_is_told(client) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert client.request(method, "/api/media/nothing/prepare").status_code == 404


def test_the_cache_of_an_empty_library_is_empty(client) -> None:
    held = client.get("/api/streaming/cache").json()
    assert (held["bytes"], held["titles"]["items"]) == (0, [])
    assert held["cap_bytes"] > 0
    assert held["free_bytes"] > 0
    assert client.delete("/api/streaming/cache").json() == {"freed_bytes": 0}
    assert client.delete("/api/streaming/cache?media_id=nothing").status_code == 404


def test_emptying_never_breaks_playing(client, services, bring, film_mkv) -> None:
    film = bring(film_mkv)
    playback = client.get(f"/api/media/{film}/playback").json()
    address = playback["manifest_url"].replace("master.m3u8", "v0/0.m4s")
    segment = client.get(address)
    assert segment.status_code == 200, segment.text
    held = client.get("/api/streaming/cache").json()
    assert held["titles"]["items"][0]["title"] == "Film"
    freed = client.delete(f"/api/streaming/cache?media_id={film}").json()["freed_bytes"]
    assert freed == held["bytes"] > 0
    assert client.get("/api/streaming/cache").json()["bytes"] == 0
    assert client.get(address).content == segment.content
