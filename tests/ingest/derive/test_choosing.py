"""The picture of a title, chosen by hand, and nothing that takes its place."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from starlette.testclient import TestClient

from matinee import ingest
from matinee.kit.services import Services
from tests.engine import scenes
from tests.ingest import clipmaker


def drawn(colour: str, size: tuple[int, int] = (600, 900), form: str = "PNG") -> bytes:
    """Draw a picture that is not of one colour alone."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((50, 50, 400, 300), fill="white")
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


@pytest.fixture
def film(services: Services, client: TestClient, dispatcher: Any, ended: Any, until: Any,
         tmp_path: Path) -> str:  # fmt: skip
    """A film in a folder, with the poster that was found by itself; returns its address."""
    root = tmp_path / "films"
    root.mkdir()
    scenes.film(root / "Film.mp4", 1)
    ended(ingest.add_source(services, str(root)).id)
    until(lambda: client.get("/api/media").json()["items"][0]["poster_url"])
    return f"/api/media/{client.get('/api/media').json()['items'][0]['id']}"


def colour(client: TestClient, address: str) -> tuple[int, ...]:
    """Return the colour in a corner of the poster that is shown."""
    shown = client.get(client.get(address).json()["poster_url"])
    assert shown.status_code == 200
    return Image.open(io.BytesIO(shown.content)).convert("RGB").getpixel((4, 4))


def test_a_picture_is_given_kept_and_found_by_itself_again(
    services: Services, client: TestClient, film: str, ended: Any, until: Any
) -> None:
    before = client.get(film).json()["poster_url"]
    given = client.put(f"{film}/picture", content=drawn("red"))
    assert given.status_code == 200, given.text
    assert given.json()["poster_url"] != before
    red, green, blue = colour(client, film)
    assert (red > 200, green < 60, blue < 60) == (True, True, True)
    assert client.get(before).status_code == 404
    # a look through the folder, with a picture beside the film now, leaves it alone
    folder = client.get("/api/folders").json()["items"][0]
    (Path(folder["path"]) / "Film-poster.png").write_bytes(drawn("blue"))
    client.post(f"/api/folders/{folder['id']}/scan")
    idle = {"status": "queued,running"}
    until(lambda: client.get("/api/jobs", params=idle).json()["total"] == 0)
    assert colour(client, film)[0] > 200
    assert client.delete(f"{film}/picture").status_code == 200
    until(lambda: client.get(film).json()["poster_url"])
    assert colour(client, film)[2] > 200
    assert client.delete(f"{film}/picture").status_code == 200


def test_a_moment_of_the_film_becomes_its_picture(client: TestClient, film: str) -> None:
    first = client.post(f"{film}/picture", json={"at_s": 0})
    assert first.status_code == 200, first.text
    one = client.get(first.json()["poster_url"]).content
    later = client.post(f"{film}/picture", json={"at_s": 5.0}).json()
    assert client.get(later["poster_url"]).content != one
    beyond = client.post(f"{film}/picture", json={"at_s": 9_999_999})
    assert beyond.status_code == 200
    wide = client.post(f"{film}/picture", params={"kind": "backdrop"}, json={"at_s": 5.0}).json()
    assert wide["backdrop_url"] and wide["poster_url"]


def test_what_is_no_picture_is_refused_in_words_and_changes_nothing(
    client: TestClient, film: str
) -> None:
    before = client.get(film).json()["poster_url"]
    bad = {
        b"": 400, b"no picture": 422, drawn("red")[:200]: 422, drawn("red", (20, 30)): 422,
        drawn("red", (3000, 30)): 422, drawn("red", form="BMP"): 422, b"x" * (31 << 20): 400,
    }  # fmt: skip
    for raw, status in bad.items():
        answer = client.put(f"{film}/picture", content=raw)
        assert (answer.status_code, bool(answer.json()["detail"])) == (status, True), raw[:20]
    for moment in ({"at_s": -1}, {"at_s": "x"}, {}, {"at_s": 1, "x": 1}):
        assert client.post(f"{film}/picture", json=moment).status_code == 422, moment
    assert client.put(f"{film}/picture?kind=logo", content=drawn("red")).status_code == 422
    assert client.get(film).json()["poster_url"] == before
    assert client.get(before).status_code == 200


@pytest.mark.security
def test_a_member_chooses_only_for_what_they_added(
    client: TestClient, member: TestClient, film: str
) -> None:
    before = client.get(film).json()["poster_url"]
    assert member.put(f"{film}/picture", content=drawn("red")).status_code == 403
    assert member.post(f"{film}/picture", json={"at_s": 1}).status_code == 403
    assert member.delete(f"{film}/picture").status_code == 403
    assert client.get(film).json()["poster_url"] == before
    assert client.put("/api/media/none/picture", content=drawn("red")).status_code == 404


def test_sound_alone_has_no_moment_to_choose(
    services: Services, client: TestClient, dispatcher: Any, ended: Any, tmp_path: Path
) -> None:
    root = tmp_path / "songs"
    root.mkdir()
    clipmaker.make(root / "Song.mp4", picture=False)
    ended(ingest.add_source(services, str(root)).id)
    address = f"/api/media/{client.get('/api/media').json()['items'][0]['id']}"
    answer = client.post(f"{address}/picture", json={"at_s": 1})
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
    assert client.put(f"{address}/picture", content=drawn("green")).status_code == 200
