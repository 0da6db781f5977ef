"""What a viewer thinks of a title: theirs alone, in half stars."""

import pytest
from starlette.testclient import TestClient


def test_an_opinion_is_kept_shown_and_each_ones_own(
    client: TestClient, member: TestClient, film: str
) -> None:
    url = f"/api/media/{film}/opinion"
    assert client.get(url).json() == {"rating": None, "favourite": False}
    kept = client.put(url, json={"rating": 7, "favourite": True})
    assert (kept.status_code, kept.json()) == (200, {"rating": 7, "favourite": True})
    shown = client.get("/api/media").json()["items"][0]
    assert (shown["rating"], shown["favourite"]) == (7, True)
    other = member.get("/api/media").json()["items"][0]
    assert (other["rating"], other["favourite"]) == (None, False)
    client.put(url, json={})
    assert client.get(url).json() == {"rating": None, "favourite": False}


@pytest.mark.parametrize("rating", [0, 11, 2.5, "many"])
def test_a_rating_beyond_the_stars_is_refused(
    client: TestClient, film: str, rating: object
) -> None:
    answer = client.put(f"/api/media/{film}/opinion", json={"rating": rating})
    assert answer.status_code == 422
    assert client.put("/api/media/none/opinion", json={"rating": 1}).status_code == 404
