"""What a viewer thinks of a title: theirs alone, in half stars."""

import pytest
from starlette.testclient import TestClient


def test_an_opinion_is_kept_shown_and_each_ones_own(
    client: TestClient, member: TestClient, film: str
) -> None:
    url = f"/api/media/{film}/opinion"
    nothing = {"rating": None, "favourite": False, "liked": None, "in_list": False}
    assert client.get(url).json() == nothing
    kept = client.put(url, json={"rating": 7, "favourite": True})
    assert (kept.status_code, kept.json()) == (200, nothing | {"rating": 7, "favourite": True})
    shown = client.get("/api/media").json()["items"][0]
    assert (shown["rating"], shown["favourite"], shown["liked"]) == (7, True, None)
    other = member.get("/api/media").json()["items"][0]
    assert (other["rating"], other["favourite"]) == (None, False)
    client.put(url, json={})
    assert client.get(url).json() == nothing


def test_a_part_of_an_opinion_leaves_the_rest(client: TestClient, film: str) -> None:
    url = f"/api/media/{film}/opinion"
    client.patch(url, json={"in_list": True})
    client.patch(url, json={"liked": False})
    whole = {"rating": 4, "favourite": False, "liked": False, "in_list": True}
    assert client.patch(url, json={"rating": 4}).json() == whole
    assert client.put(url, json={"rating": 4}).json() == whole  # as an older client says it
    shown = client.get(f"/api/media/{film}").json()
    assert {name: shown[name] for name in whole} == whole
    assert client.patch(url, json={"liked": None, "rating": None}).json()["in_list"] is True
    assert client.patch(url, json={"stars": 4}).status_code == 422


def test_what_somebody_thinks_narrows_their_lists(
    client: TestClient, member: TestClient, film: str
) -> None:
    url = f"/api/media/{film}/opinion"

    def found(**asked: object) -> int:
        return client.get("/api/media", params=asked).json()["total"]

    everything = found()
    client.patch(url, json={"in_list": True, "rating": 8, "liked": True, "favourite": True})
    for asked in ({"my_list": True}, {"liked": True}, {"favourite": True}, {"min_rating": 8}):
        assert found(**asked) == 1, asked
        assert member.get("/api/media", params=asked).json()["total"] == 0, asked
    for asked in ({"liked": False}, {"min_rating": 9}):
        assert found(**asked) == 0, asked
    added = client.get("/api/media", params={"my_list": True, "sort_by": "listed_at"}).json()
    assert [one["id"] for one in added["items"]] == [film]
    assert found(my_list=False) == found(favourite=False) == everything - 1


@pytest.mark.parametrize("rating", [0, 11, 2.5, "many"])
def test_a_rating_beyond_the_stars_is_refused(
    client: TestClient, film: str, rating: object
) -> None:
    answer = client.put(f"/api/media/{film}/opinion", json={"rating": rating})
    assert answer.status_code == 422
    assert client.put("/api/media/none/opinion", json={"rating": 1}).status_code == 404
