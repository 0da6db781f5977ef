"""The library over HTTP: what each caller may see and do, and how errors read."""

import pytest
from starlette.testclient import TestClient

from matinee import library
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from tests.library.conftest import Land

WIRE = {
    "id", "kind", "title", "original_title", "year", "series", "season_number", "episode_number",
    "episode_number_end", "description", "duration_s", "status", "source_platform", "source_id",
    "source_url", "uploader", "upload_date", "added_at", "tags", "genres", "poster_url",
    "backdrop_url", "blurhash", "progress", "width", "height", "hdr", "size_bytes", "trashed_at",
    "purge_at", "owned", "assets",
}  # fmt: skip


@pytest.fixture
def media_id(services: Services, land: Land) -> str:
    landing = land(
        b"abc",
        title="Film",
        kind="episode",
        series_title="Show",
        season_number=1,
        episode_number=2,
        tags=("sea",),
    )
    return library.publish(services, landing).media_id


def test_a_media_has_every_field_of_the_contract(client: TestClient, media_id: str) -> None:
    media = client.get(f"/api/media/{media_id}").json()
    assert set(media) >= WIRE
    assert media["series"]["title"] == "Show"
    assert media["added_at"].endswith("Z")
    asset = media["assets"][0]
    assert asset["audio_codecs"] == ["aac"]
    assert asset["tracks"][1]["language"] == "en"


@pytest.mark.security
def test_where_files_lie_is_told_to_administrators_only(
    client: TestClient, member: TestClient, media_id: str
) -> None:
    assert client.get(f"/api/media/{media_id}").json()["assets"][0]["key"]
    hidden = member.get(f"/api/media/{media_id}").json()
    assert hidden["assets"][0]["key"] is None
    assert hidden["assets"][0]["path"] is None
    assert hidden["editable"] is False


BAD_EDITS = [
    {"title": ""},
    {"title": "\u202e\n"},
    {"title": None},
    {"title": "x" * 501},
    {"kind": "nonsense"},
    {"kind": None},
    {"year": 1},
    {"year": "soon"},
    {"tags": ["x" * 61]},
    {"tags": ["x"] * 51},
    {"description": "x" * 20_001},
    {"upload_date": "yesterday"},
    {"status": "trashed"},
    {"source_url": "javascript:alert(1)"},
    [],
]


def test_bad_edits_are_refused_in_words(client: TestClient, media_id: str) -> None:
    for body in BAD_EDITS:
        answer = client.patch(f"/api/media/{media_id}", json=body)
        assert answer.status_code in {400, 422}, body
        assert set(answer.json()) == {"error", "detail", "fix"}, body
    assert client.get(f"/api/media/{media_id}").json()["title"] == "Film"


def test_an_edit_changes_what_it_names_and_nothing_else(client: TestClient, media_id: str) -> None:
    body = {"title": "New", "year": 2001, "tags": ["a", "A", "b"], "upload_date": "2020-02-29"}
    media = client.patch(f"/api/media/{media_id}", json=body).json()
    assert (media["title"], media["year"], media["tags"]) == ("New", 2001, ["a", "b"])
    assert media["upload_date"] == "2020-02-29"
    assert (media["kind"], media["season_number"]) == ("episode", 1)
    cleared = client.patch(f"/api/media/{media_id}", json={"year": None, "tags": []}).json()
    assert (cleared["year"], cleared["tags"]) == (None, [])


def test_script_in_a_title_is_text(client: TestClient, media_id: str) -> None:
    title = "<img src=x onerror=alert(1)>"
    assert client.patch(f"/api/media/{media_id}", json={"title": title}).json()["title"] == title
    answer = client.get(f"/api/media/{media_id}")
    assert answer.headers["content-type"] == "application/json"


def test_delete_and_restore(client: TestClient, media_id: str) -> None:
    deleted = client.delete(f"/api/media/{media_id}", params={"delete_file": "true"}).json()
    assert deleted["id"] == media_id
    assert deleted["undo_until"].endswith("Z")
    media = client.get(f"/api/media/{media_id}").json()
    assert (media["status"], media["purge_at"]) == ("trashed", deleted["undo_until"])
    assert client.get("/api/media").json()["total"] == 0
    restored = client.post(f"/api/media/{media_id}/restore").json()
    assert (restored["status"], restored["purge_at"]) == ("ready", None)
    assert client.get("/api/media").json()["total"] == 1


@pytest.mark.security
def test_a_member_may_not_change_what_others_added(
    member: TestClient, client: TestClient, media_id: str
) -> None:
    address = f"/api/media/{media_id}"
    assert member.patch(address, json={"title": "x"}).status_code == 403
    assert member.delete(address).status_code == 403
    client.delete(address)
    assert member.get(address).status_code == 404
    assert member.post(f"{address}/restore").status_code == 404
    assert member.get("/api/media", params={"status": "trashed"}).json()["total"] == 0


GUARDED = [
    ("GET", "/api/media"),
    ("GET", "/api/media/x"),
    ("PATCH", "/api/media/x"),
    ("DELETE", "/api/media/x"),
    ("POST", "/api/media/x/restore"),
    ("GET", "/api/media/stats/overview"),
    ("GET", "/api/media/random"),
    ("GET", "/api/media/continue-watching"),
    ("GET", "/api/media/x/progress"),
    ("PUT", "/api/media/x/progress"),
    ("GET", "/api/artwork/x"),
    ("GET", "/api/tags"),
    ("GET", "/api/collections"),
    ("POST", "/api/collections"),
    ("GET", "/api/search"),
    ("GET", "/api/search/suggest"),
]


@pytest.mark.security
def test_strangers_are_sent_away(anonymous: TestClient) -> None:
    for method, path in GUARDED:
        assert anonymous.request(method, path).status_code == 401, (method, path)


def test_a_media_that_is_not_there_is_not_found(client: TestClient) -> None:
    for wrong in ("nothing", "%00", new_id(), "'; DROP TABLE media"):
        for method in ("GET", "DELETE"):
            assert client.request(method, f"/api/media/{wrong}").status_code == 404, wrong


def test_the_figures_add_up(
    client: TestClient, services: Services, land: Land, media_id: str
) -> None:
    library.publish(services, land(b"abcd", source_platform="site", source_id="1"))
    gone = library.publish(services, land(b"abcde")).media_id
    client.delete(f"/api/media/{gone}")
    client.put(f"/api/media/{media_id}/progress", json={"position_s": 99, "duration_s": 100})
    figures = client.get("/api/media/stats/overview").json()
    assert figures == {
        "media": 2,
        "duration_s": 200.0,
        "size_bytes": 7,
        "by_kind": {"episode": 1, "video": 1},
        "by_platform": {"site": 1},
        "watched": 1,
        "unavailable": 0,
        "trashed": 1,
    }


def test_tags_are_counted_without_the_trash(
    client: TestClient, services: Services, land: Land, media_id: str
) -> None:
    library.publish(services, land(b"1", tags=("sea", "été")))
    gone = library.publish(services, land(b"2", tags=("sea", "été", "only"))).media_id
    client.delete(f"/api/media/{gone}")
    assert client.get("/api/tags").json()["items"] == [
        {"name": "sea", "count": 2},
        {"name": "été", "count": 1},
    ]
    assert [tag["name"] for tag in client.get("/api/tags?q=ET").json()["items"]] == ["été"]
    assert client.get("/api/tags", params={"q": "%"}).json()["items"] == []


def test_a_collection_keeps_the_order_it_is_given(
    client: TestClient, services: Services, land: Land
) -> None:
    ids = [library.publish(services, land(b"%d" % n)).media_id for n in range(4)]
    made = client.post("/api/collections", json={"name": "Weekend\n", "description": "d"})
    assert made.status_code == 201
    address = f"/api/collections/{made.json()['id']}"
    for media_id in (*ids, ids[0]):
        assert client.put(f"{address}/items/{media_id}").status_code == 204
    client.put(f"{address}/items/{ids[3]}", json={"position": 0})
    client.put(f"{address}/items/{ids[0]}", json={"position": 99})
    client.delete(f"{address}/items/{ids[1]}")
    detail = client.get(address).json()
    assert [media["id"] for media in detail["items"]] == [ids[3], ids[2], ids[0]]
    assert (detail["name"], detail["total"], detail["count"]) == ("Weekend", 3, 3)
    second = client.get(address, params={"limit": 2, "page": 2}).json()
    assert [media["id"] for media in second["items"]] == [ids[0]]
    client.delete(f"/api/media/{ids[2]}")
    assert client.get(address).json()["total"] == 2
    client.put(f"{address}/items/{ids[1]}", json={"position": 1})
    shown = [media["id"] for media in client.get(address).json()["items"]]
    assert shown == [ids[3], ids[1], ids[0]], "what is in the trash counts no place"
    client.delete(f"{address}/items/{ids[1]}")
    listed = client.get("/api/collections").json()["items"]
    assert [(item["name"], item["count"]) for item in listed] == [("Weekend", 2)]


@pytest.mark.security
def test_a_collection_is_changed_by_its_maker_or_an_administrator(
    client: TestClient, member: TestClient, media_id: str
) -> None:
    mine = client.post("/api/collections", json={"name": "Mine"}).json()["id"]
    theirs = member.post("/api/collections", json={"name": "Theirs"}).json()["id"]
    for method, path in (
        ("PATCH", f"/api/collections/{mine}"),
        ("DELETE", f"/api/collections/{mine}"),
        ("PUT", f"/api/collections/{mine}/items/{media_id}"),
        ("DELETE", f"/api/collections/{mine}/items/{media_id}"),
    ):
        body = {"name": "x"} if method == "PATCH" else None
        assert member.request(method, path, json=body).status_code == 403
    edited = client.patch(f"/api/collections/{theirs}", json={"name": "Ours"}).json()
    assert edited["name"] == "Ours"
    assert member.put(f"/api/collections/{theirs}/items/{media_id}").status_code == 204
    assert member.put(f"/api/collections/{theirs}/items/nothing").status_code == 404
    assert member.delete(f"/api/collections/{theirs}").status_code == 204
    assert client.get(f"/api/collections/{theirs}").status_code == 404
    assert client.get(f"/api/media/{media_id}").status_code == 200


def test_a_collection_needs_a_name(client: TestClient) -> None:
    for body in ({}, {"name": ""}, {"name": " \n"}, {"name": "x" * 201}):
        assert client.post("/api/collections", json=body).status_code in {400, 422}, body


def test_keyframes_are_kept_exactly(services: Services, media_id: str) -> None:
    times = (0.0, 1.0 / 3.0, 4.004, 7200.123456789)
    with services.db.write() as session:
        asset = library.main_asset(session, media_id)
        assert asset is not None
        assert library.get_keyframes(session, asset.id) is None
        library.save_keyframes(session, asset.id, times)
        library.save_full_hash(session, asset.id, "blake2b:x")
    with services.db.read() as session:
        assert library.get_keyframes(session, asset.id) == times
        assert library.get_probe(session, asset.id).duration_s == 100
        assert library.get_keyframes(session, "nothing") is None


def test_the_episodes_of_a_series_come_in_their_order(
    client: TestClient, services: Services, land: Land
) -> None:
    places = {(2, 1): b"c", (1, 10): b"b", (1, 2): b"a", (1, None): b"d"}
    for (season, episode), content in places.items():
        show = {"kind": "episode", "series_title": "Show", "title": f"{season} {episode}"}
        landing = land(content, season_number=season, episode_number=episode, **show)
        series = client.get(f"/api/media/{library.publish(services, landing).media_id}").json()[
            "series"
        ]
    library.publish(services, land(b"e", title="Of no series"))
    url = f"/api/series/{series['id']}/episodes"
    titles = [one["title"] for one in client.get(url).json()["items"]]
    assert titles == ["1 2", "1 10", "1 None", "2 1"]
    assert len(client.get(url, params={"limit": 2}).json()["items"]) == 2


def test_a_series_whose_episodes_are_all_in_the_trash_is_not_found(
    client: TestClient, media_id: str
) -> None:
    series = client.get(f"/api/media/{media_id}").json()["series"]
    client.delete(f"/api/media/{media_id}")
    assert client.get(f"/api/series/{series['id']}/episodes").status_code == 404
    assert client.get(f"/api/series/{new_id()}/episodes").status_code == 404
