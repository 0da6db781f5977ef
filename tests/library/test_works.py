"""One work, several files: versions, series of one name, extras, edits that stay, windows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from matinee import library
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.library.gate import extras
from tests.library.conftest import ADMIN, MEMBER, Land

Film = {"kind": "movie", "year": 1995}
Episode = {"kind": "episode", "series_title": "Show", "season_number": 1}


@pytest.fixture
def root(services: Services, tmp_path) -> library.RootRow:
    return library.add_root(services, tmp_path)


@pytest.fixture
def bring(services: Services, root, land_in_place: Land) -> Callable[..., library.Published]:
    def one(path: str, **facts: object) -> library.Published:
        return library.publish(services, land_in_place(root, path, path.encode(), **facts))

    return one


def test_two_qualities_of_a_film_are_one_title_with_two_files(bring, client: TestClient) -> None:
    one = bring("Heat (1995) - 1080p.mkv", title="Heat", **Film)
    two = bring("4k/Heat.1995.2160p.mkv", title="HEAT!", edition="Remastered", **Film)
    assert one.media_id == two.media_id
    assert one.asset_id != two.asset_id
    shown = client.get(f"/api/media/{one.media_id}").json()
    assert (shown["title"], len(shown["assets"])) == ("Heat", 2)
    assert {asset["edition"] for asset in shown["assets"]} == {None, "Remastered"}


def test_a_film_of_another_year_or_without_one_is_another(bring) -> None:
    heat = bring("a.mkv", title="Heat", **Film)
    assert bring("b.mkv", title="Heat", kind="movie", year=1986).media_id != heat.media_id
    assert bring("c.mkv", title="Heat", kind="movie").media_id != heat.media_id
    assert bring("d.mkv", title="Heat", kind="video", year=1995).media_id != heat.media_id
    part = bring("e.mkv", title="Heat", part_number=2, **Film)
    assert part.media_id != heat.media_id


def test_a_batch_of_newcomers_holds_versions_and_copies_too(
    services: Services, root, land_in_place: Land
) -> None:
    landings = [
        land_in_place(root, "a.mkv", b"1", title="Heat", **Film),
        land_in_place(root, "b.mkv", b"2", title="Heat", **Film),
        land_in_place(root, "c.mkv", b"1", title="Heat", **Film),
        land_in_place(root, "d.mkv", b"4", title="Other", tags=("sea",), **Film),
    ]
    out = library.publish_many(services, landings)
    assert [one.duplicate for one in out] == [False, False, True, False]
    assert len({one.media_id for one in out}) == 2
    with services.db.read() as session:
        assert library.media_counts(session)[root.id] == 2
        other = session.get(MediaRow, out[3].media_id)
        assert other is not None
        assert (other.status, other.size_bytes, other.height) == ("ready", 1, 1080)


def test_episodes_are_versions_by_number_and_series_by_year(bring, services: Services) -> None:
    one = bring("a.mkv", title="Rain", episode_number=2, **Episode)
    assert bring("b.mkv", title="Regen", episode_number=2, **Episode).media_id == one.media_id
    assert bring("c.mkv", title="Snow", episode_number=3, **Episode).media_id != one.media_id
    other = bring(
        "d.mkv", title="Pilot", episode_number=2, series=library.SeriesFacts(year=2005), **Episode
    )
    again = bring(
        "e.mkv", title="Pilot", episode_number=2, series=library.SeriesFacts(year=1990), **Episode
    )
    # The first knew no year: it is taken for the first that names one. The second is another.
    assert other.media_id == one.media_id
    assert again.media_id != one.media_id


def test_versions_are_joined_and_parted_and_nobody_loses_their_place(
    bring, client: TestClient
) -> None:
    one, two = bring("a.mkv", title="Heat"), bring("b.mkv", title="Heat 4K")
    body = {"position_s": 50, "duration_s": 100}
    client.put(f"/api/media/{two.media_id}/progress", json=body).raise_for_status()
    joined = client.post(f"/api/media/{one.media_id}/versions", json={"media_id": two.media_id})
    assert len(joined.json()["assets"]) == 2
    assert client.get(f"/api/media/{two.media_id}").status_code == 404
    assert client.get(f"/api/media/{one.media_id}/progress").json()["position_s"] == 50
    parted = client.delete(f"/api/media/{one.media_id}/versions/{two.asset_id}").json()
    assert parted["id"] != one.media_id
    assert [asset["id"] for asset in parted["assets"]] == [two.asset_id]
    only = client.delete(f"/api/media/{one.media_id}/versions/{one.asset_id}")
    assert only.status_code == 400
    same = client.post(f"/api/media/{one.media_id}/versions", json={"media_id": one.media_id})
    assert same.status_code == 400


def test_what_was_edited_is_not_written_over(
    bring, services: Services, client: TestClient, root
) -> None:
    one = bring("x.mkv", title="x", doubts=("no_year",), confidence=0.5, kind="movie")
    assert [m["id"] for m in client.get("/api/doubts").json()["items"]] == [one.media_id]
    client.patch(f"/api/media/{one.media_id}", json={"title": "Heat", "year": 1995})
    assert client.get("/api/doubts").json()["total"] == 0
    read = library.Identity("Other", kind="movie", year=2001, description="Words")
    assert library.tell_again(
        services, one.media_id, (root.id, "x.mkv"), lambda _tags: read, {"x.mkv"}
    )
    shown = client.get(f"/api/media/{one.media_id}").json()
    assert (shown["title"], shown["year"], shown["description"]) == ("Heat", 1995, "Words")
    assert shown["locked"] == ["title", "year"]
    client.patch(f"/api/media/{one.media_id}", json={"locked": ["title"]})
    library.tell_again(services, one.media_id, (root.id, "x.mkv"), lambda _tags: read, {"x.mkv"})
    shown = client.get(f"/api/media/{one.media_id}").json()
    assert (shown["title"], shown["year"]) == ("Heat", 2001)


def test_a_whole_folder_is_put_right_at_once(bring, client: TestClient) -> None:
    ids = [bring(f"{n}.mkv", title=f"Part {n}", doubts=("no_number",)).media_id for n in range(3)]
    fix = {"media_ids": ids, "kind": "episode", "series_title": "A Course", "season_number": 1}
    assert client.post("/api/doubts/fix", json=fix).status_code == 200
    [series] = client.get("/api/series").json()["items"]
    assert (series["title"], series["episodes"]) == ("A Course", 3)
    bring("9.mkv", title="Nine", doubts=("no_year",))
    doubtful = client.get("/api/doubts").json()["items"]
    right = {"media_ids": [doubtful[0]["id"]], "right": True}
    client.post("/api/doubts/fix", json=right).raise_for_status()
    assert client.get("/api/doubts").json()["total"] == 0


def test_extras_find_their_film_and_stand_in_no_list(
    bring, services: Services, root, client: TestClient
) -> None:
    trailer = bring("Heat (1995)/Trailers/One.mkv", title="One", kind="clip", extra_kind="trailer")
    named = bring(
        "loose/Heat-trailer.mkv", title="Heat", kind="clip", extra_kind="trailer",
        extra_of=library.rules.work_key("movie", "Heat", year=1995),
    )  # fmt: skip
    lost = bring("else/Thing-trailer.mkv", title="Thing", kind="clip", extra_kind="trailer")
    heat = bring("Heat (1995)/Heat.mkv", title="Heat", **Film)
    bring("Other.mkv", title="Other")
    assert extras.attach(services, root.id) == 2
    listed = {media["id"] for media in client.get("/api/media").json()["items"]}
    assert trailer.media_id not in listed
    assert named.media_id not in listed
    assert lost.media_id in listed
    shown = client.get(f"/api/media/{heat.media_id}").json()
    assert {extra["id"] for extra in shown["extras"]} == {trailer.media_id, named.media_id}
    assert client.get(f"/api/media/{trailer.media_id}").json()["extra_of"] == heat.media_id
    assert client.get("/api/search", params={"q": "One"}).json()["total"] == 0


def test_a_window_hides_a_title_from_members_and_from_lists(
    bring, client: TestClient, services: Services
) -> None:
    one = bring("a.mkv", title="Later")
    tomorrow = (clock.now() + timedelta(days=1)).isoformat()
    address = f"/api/media/{one.media_id}"
    assert client.patch(address, json={"available_from": tomorrow}).status_code == 200
    bad = {"available_until": (clock.now() + timedelta(hours=1)).isoformat()}
    assert client.patch(address, json=bad).status_code == 400
    with services.db.read() as session:
        for viewer, there in ((ADMIN, True), (MEMBER, False)):
            ids = set(session.scalars(library.listed(viewer).with_only_columns(MediaRow.id)))
            assert (one.media_id in ids) is there
            hidden = set(session.scalars(library.hidden_from(viewer)))
            number = session.scalar(select(MediaRow.number).where(MediaRow.id == one.media_id))
            assert (number in hidden) is not there
    past = {"available_from": (clock.now() - timedelta(days=1)).isoformat()}
    assert client.patch(address, json=past).status_code == 200
    with services.db.read() as session:
        assert library.get_media(session, MEMBER, one.media_id)


def test_a_series_tells_its_seasons_its_people_and_what_comes_next(
    bring, client: TestClient
) -> None:
    facts = library.SeriesFacts(
        description="About rain.", credits=(library.Credit("Ana Lima", "actor", "Rain"),)
    )
    numbers = [(1, 1), (1, 2), (2, 1), (0, 1)]
    ids = {
        place: bring(
            f"{place}.mkv", title=f"E{place}", series=facts, kind="episode", series_title="Show",
            season_number=place[0], episode_number=place[1],
        ).media_id
        for place in numbers
    }  # fmt: skip
    [listed] = client.get("/api/series").json()["items"]
    series = client.get(f"/api/series/{listed['id']}").json()
    assert [(one["number"], one["episodes"]) for one in series["seasons"]] == [
        (1, 2),
        (2, 1),
        (0, 1),
    ]
    assert series["next"]["id"] == ids[1, 1]
    assert series["people"] == [
        {"id": series["people"][0]["id"], "name": "Ana Lima", "job": "actor", "character": "Rain"}
    ]
    done = {"position_s": 100, "duration_s": 100}
    client.put(f"/api/media/{ids[1, 2]}/progress", json=done).raise_for_status()
    series = client.get(f"/api/series/{listed['id']}").json()
    assert series["next"]["id"] == ids[2, 1]
    assert series["seasons"][0]["watched"] == 1
    up = client.get("/api/media/next-up").json()["items"]
    assert [media["id"] for media in up] == [ids[2, 1]]
    season = client.get(f"/api/series/{listed['id']}/episodes", params={"season": 1}).json()
    assert [media["episode_number"] for media in season["items"]] == [1, 2]


def test_series_of_one_name_become_one_when_an_owner_says_so(bring, client: TestClient) -> None:
    bring(
        "a.mkv", title="a", kind="episode", series_title="Shwo", season_number=1, episode_number=1
    )
    bring(
        "b.mkv", title="b", kind="episode", series_title="Show", season_number=1, episode_number=2
    )
    wrong, right = (
        next(one["id"] for one in client.get("/api/series").json()["items"] if one["title"] == name)
        for name in ("Shwo", "Show")
    )
    answer = client.patch(f"/api/series/{wrong}", json={"title": "Show"})
    assert (answer.json()["id"], answer.json()["episodes"]) == (right, 2)
    renamed = client.patch(f"/api/series/{right}", json={"title": "The Show", "year": 2001}).json()
    assert (renamed["id"], renamed["title"], renamed["year"]) == (right, "The Show", 2001)
    assert client.get(f"/api/series/{wrong}").status_code == 404
    assert client.patch(f"/api/series/{right}", json={"title": "\u202e"}).status_code == 400


def test_people_lead_to_their_titles(bring, client: TestClient) -> None:
    ana, ben = library.Credit("Ana Lima", "actor", "Eve"), library.Credit("Ben", "director")
    one = bring("a.mkv", title="A", credits=(ana, ben), other_ids={"imdb": "tt1"})
    bring("b.mkv", title="B", credits=(library.Credit("ana  lima", "actor"),))
    found = client.get("/api/people").json()["items"]
    assert [(person["name"], person["count"]) for person in found] == [("Ana Lima", 2), ("Ben", 1)]
    page = client.get(f"/api/people/{found[0]['id']}").json()
    assert {media["title"] for media in page["items"]} == {"A", "B"}
    shown = client.get(f"/api/media/{one.media_id}").json()
    assert [part["name"] for part in shown["people"]] == ["Ana Lima", "Ben"]
    assert shown["other_ids"] == {"imdb": "tt1"}
    for number in (999999, 0, -29063935660, 2**31, 10**30):
        assert client.get(f"/api/people/{number}").status_code == 404
    assert client.get("/api/people", params={"q": "lima"}).json()["total"] == 1


def series_titled(client: TestClient, title: str) -> dict:
    (one,) = [s for s in client.get("/api/series").json()["items"] if s["title"] == title]
    return client.get(f"/api/series/{one['id']}").json()


def test_files_find_a_series_by_the_name_it_had(bring, client: TestClient) -> None:
    bring("a.mkv", title="1", episode_number=1, **Episode)
    at = f"/api/series/{series_titled(client, 'Show')['id']}"
    client.patch(at, json={"title": "Mine", "year": 2001}).raise_for_status()
    facts = library.SeriesFacts(year=2000)  # which was put right by hand
    bring("b.mkv", title="2", episode_number=2, series=facts, **Episode)
    assert series_titled(client, "Mine")["episodes"] == 2
    # A series that bears the name itself is meant before one that bore it.
    other = {**Episode, "series_title": "Other"}
    bring("c.mkv", title="3", episode_number=1, **other)
    client.patch(f"/api/series/{series_titled(client, 'Other')['id']}", json={"title": "Show"})
    bring("d.mkv", title="4", episode_number=4, **Episode)
    episodes = [series_titled(client, title)["episodes"] for title in ("Mine", "Show")]
    assert episodes == [2, 2]


def test_what_was_said_of_a_series_stays_until_its_lock_is_opened(
    bring, client: TestClient
) -> None:
    bring("a.mkv", title="1", episode_number=1, **Episode)
    at = f"/api/series/{series_titled(client, 'Show')['id']}"
    edited = client.patch(at, json={"description": "Mine.", "year": 2001}).json()
    assert edited["locked"] == ["description", "year"]
    facts = library.SeriesFacts(description="Theirs.", year=2000)
    bring("b.mkv", title="2", episode_number=2, series=facts, **Episode)
    assert client.get(at).json()["description"] == "Mine."
    assert client.patch(at, json={"locked": ["year"]}).json()["locked"] == ["year"]
    bring("c.mkv", title="3", episode_number=3, series=facts, **Episode)
    now = client.get(at).json()
    assert (now["description"], now["year"]) == ("Theirs.", 2001)
    assert client.patch(at, json={"locked": []}).json()["locked"] is None


def test_two_series_that_become_one_keep_what_either_has(
    bring, services: Services, client: TestClient, root
) -> None:
    facts = library.SeriesFacts(
        genres=("Noir",),
        seasons=(library.SeasonFacts(1, "First"), library.SeasonFacts(2, "Second")),
    )
    bring("a.mkv", title="1", episode_number=1, **{**Episode, "series_title": "Shwo"}, series=facts)
    kept = library.SeriesFacts(seasons=(library.SeasonFacts(1, "One", "Words."),))
    bring("b.mkv", title="2", episode_number=2, **Episode, series=kept)
    wrong, right = series_titled(client, "Shwo"), series_titled(client, "Show")
    lying = [library.SeriesFile(wrong["id"], None, "poster", "poster.jpg", 1, 1)]
    with services.db.write() as session:
        library.series_files.sync(services, session, root.id, lying, [wrong["id"]])
    client.patch(f"/api/series/{wrong['id']}", json={"title": "Show"}).raise_for_status()
    one = series_titled(client, "Show")
    assert (one["id"], one["genres"]) == (right["id"], ["Noir"])
    season = one["seasons"][0]
    assert (season["title"], season["description"]) == ("One", "Words.")
    with services.db.read() as session:
        assert library.series_files.lacking(session) == [right["id"]]
    bring("c.mkv", title="3", episode_number=3, **{**Episode, "series_title": "Shwo"})
    assert series_titled(client, "Show")["episodes"] == 3


def test_a_person_counts_a_series_once(bring, client: TestClient, member: TestClient) -> None:
    ana, ben = library.Credit("Ana Lima", "actor"), library.Credit("Ben", "creator")
    facts = library.SeriesFacts(credits=(ana, ben))
    shows = [
        bring(f"{n}.mkv", title=f"{n}", episode_number=n, series=facts, credits=(ana,), **Episode)
        for n in (1, 2)
    ]
    bring("film.mkv", title="Film", credits=(ana,))
    guest = {**Episode, "series_title": "Other"}
    bring("g.mkv", title="G", episode_number=1, credits=(library.Credit("Ben", "guest"),), **guest)
    found = client.get("/api/people").json()["items"]
    assert [(one["name"], one["count"]) for one in found] == [("Ana Lima", 2), ("Ben", 2)]
    pages = [client.get(f"/api/people/{one['id']}").json() for one in found]
    assert [(page["count"], page["total"]) for page in pages] == [(2, 3), (2, 1)]
    assert [[one["title"] for one in page["series"]] for page in pages] == [
        ["Show"], ["Other", "Show"],
    ]  # fmt: skip
    for one in shows:
        client.patch(f"/api/media/{one.media_id}", json={"available_from": "2099-01-01T00:00:00Z"})
    found = member.get("/api/people").json()["items"]
    assert [(one["name"], one["count"]) for one in found] == [("Ana Lima", 1), ("Ben", 1)]
    page = member.get(f"/api/people/{found[1]['id']}").json()
    assert [one["title"] for one in page["series"]] == ["Other"]


def test_a_genre_of_a_series_stays_while_no_title_bears_it(bring, client: TestClient) -> None:
    facts = library.SeriesFacts(genres=("Noir",))
    one = bring("a.mkv", title="1", episode_number=1, series=facts, genres=("Noir",), **Episode)
    client.patch(f"/api/media/{one.media_id}", json={"genres": []}).raise_for_status()
    assert series_titled(client, "Show")["genres"] == ["Noir"]
    assert client.get("/api/media", params={"genre": "noir"}).json()["total"] == 1
    client.patch(f"/api/media/{one.media_id}", json={"genres": ["Farce"]}).raise_for_status()
    assert client.get("/api/media", params={"genre": "noir"}).json()["total"] == 0
    assert client.get("/api/series", params={"genre": "NOIR"}).json()["total"] == 1
    assert client.get("/api/series", params={"genre": "farce"}).json()["total"] == 0
