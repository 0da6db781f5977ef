"""The picture of a series, chosen by hand: above those of its folder, and taken back at will."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from matinee import ingest
from matinee.kit.services import Services
from tests.engine import scenes
from tests.ingest.derive.test_choosing import drawn

IDLE = {"status": "queued,running"}


@pytest.fixture
def show(services: Services, client: TestClient, dispatcher: Any, ended: Any, until: Any,
         tmp_path: Path) -> str:  # fmt: skip
    """A series with a green poster in its folder; returns its address."""
    season = tmp_path / "series" / "The Show" / "Season 01"
    season.mkdir(parents=True)
    (season.parent / "poster.png").write_bytes(drawn("green"))
    scenes.film(season / "The Show - S01E01.mp4", 1)
    ended(ingest.add_source(services, str(tmp_path / "series")).id)
    until(lambda: client.get("/api/jobs", params=IDLE).json()["total"] == 0)
    address = f"/api/series/{client.get('/api/series').json()['items'][0]['id']}"
    assert strongest(client, client.get(address).json()["poster_url"]) == "green"
    return address


def strongest(client: TestClient, url: str) -> str:
    """Return which of three colours is in a corner of a picture."""
    shown = client.get(url)
    assert shown.status_code == 200
    corner = Image.open(io.BytesIO(shown.content)).convert("RGB").getpixel((4, 4))
    return ("red", "green", "blue")[corner.index(max(corner))]


def folders(services: Services) -> set[str]:
    """Return the folders of pictures there are."""
    return {path.name for path in services.store.artwork_root.iterdir()}


def test_a_chosen_picture_stands_above_the_folders_until_it_is_taken_back(
    services: Services, client: TestClient, show: str, until: Any, tmp_path: Path
) -> None:
    given = client.put(f"{show}/picture", content=drawn("red"))
    assert given.status_code == 200, given.text
    first = given.json()["poster_url"]
    assert strongest(client, first) == "red"
    # A scan that finds another picture in the folder leaves it alone.
    (tmp_path / "series" / "The Show" / "poster.png").write_bytes(drawn("blue", (500, 750)))
    folder = client.get("/api/folders").json()["items"][0]
    client.post(f"/api/folders/{folder['id']}/scan")
    until(lambda: client.get("/api/jobs", params=IDLE).json()["total"] == 0)
    assert strongest(client, client.get(show).json()["poster_url"]) == "red"
    # A second choice takes the place of the first, and its files go.
    second = client.put(f"{show}/picture", content=drawn("green")).json()["poster_url"]
    assert client.get(first).status_code == 404
    assert first.rsplit("/", 1)[1] not in folders(services)
    assert strongest(client, second) == "green"
    for _ in range(2):
        back = client.delete(f"{show}/picture")
        assert back.status_code == 200
        assert strongest(client, back.json()["poster_url"]) == "blue"
    assert client.get(second).status_code == 404


def test_a_moment_of_an_episode_becomes_the_background(client: TestClient, show: str) -> None:
    episode = client.get(f"{show}/episodes").json()["items"][0]["id"]
    moment = {"media_id": episode, "at_s": 5.0}
    wide = client.post(f"{show}/picture", params={"kind": "backdrop"}, json=moment)
    assert wide.status_code == 200, wide.text
    url = wide.json()["backdrop_url"]
    later = client.get(url).content
    assert Image.open(io.BytesIO(later)).format == "JPEG"
    # Episodes, which have no background of their own, show that of their series.
    assert client.get(f"/api/media/{episode}").json()["backdrop_url"] == url
    begin = client.post(
        f"{show}/picture", params={"kind": "backdrop"}, json={**moment, "at_s": 0}
    ).json()
    assert client.get(begin["backdrop_url"]).content != later
    other = {"media_id": "none", "at_s": 1.0}
    assert client.post(f"{show}/picture", json=other).status_code == 404


def test_what_is_no_picture_is_refused_and_leaves_nothing(
    services: Services, client: TestClient, show: str
) -> None:
    before = client.get(show).json()["poster_url"], folders(services)
    for raw, status in {b"": 400, b"no picture": 422, drawn("red", (3000, 30)): 422}.items():
        answer = client.put(f"{show}/picture", content=raw)
        assert (answer.status_code, bool(answer.json()["detail"])) == (status, True), raw[:20]
    assert client.put(f"{show}/picture?kind=logo", content=drawn("red")).status_code == 422
    assert client.put("/api/series/none/picture", content=drawn("red")).status_code == 404
    assert (client.get(show).json()["poster_url"], folders(services)) == before


@pytest.mark.security
def test_a_member_chooses_no_picture_of_a_series(
    client: TestClient, member: TestClient, show: str
) -> None:
    before = client.get(show).json()["poster_url"]
    episode = client.get(f"{show}/episodes").json()["items"][0]["id"]
    moment = {"media_id": episode, "at_s": 1}
    assert member.put(f"{show}/picture", content=drawn("red")).status_code == 403
    assert member.post(f"{show}/picture", json=moment).status_code == 403
    assert member.delete(f"{show}/picture").status_code == 403
    assert client.get(show).json()["poster_url"] == before
