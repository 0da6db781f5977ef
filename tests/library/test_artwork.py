"""Pictures: saved once, found by size, seen only by those who see the media."""

import threading
import time
from itertools import count

import pytest
from starlette.testclient import TestClient

from matinee import library
from matinee.kit.errors import Invalid
from matinee.kit.services import Services
from matinee.library import artwork
from tests import keeping
from tests.library.conftest import ADMIN, Land

JPEG = b"\xff\xd8\xff\xe0 picture "


def draw(services: Services, media_id: str, name: str, content: bytes):
    folder = services.store.artwork_dir(media_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def poster(services: Services, media_id: str, mark: str) -> library.Picture:
    return library.Picture(
        draw(services, media_id, f"{mark}.jpg", JPEG + b"large " + mark.encode()),
        1280,
        720,
        "LEHV6nWB2yk8",
        smaller=(
            (320, draw(services, media_id, f"{mark}-320.jpg", JPEG + b"320")),
            (640, draw(services, media_id, f"{mark}-640.jpg", JPEG + b"640")),
        ),
    )


def test_a_poster_is_shown_with_its_blurred_stand_in_and_found_by_width(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    with services.db.write() as session:
        library.set_poster(services, session, media_id, poster(services, media_id, "one"))
    media = client.get(f"/api/media/{media_id}").json()
    assert media["blurhash"] == "LEHV6nWB2yk8"
    url = media["poster_url"]
    for width, ending in ((None, b"one"), (100, b"320"), (321, b"640"), (2000, b"one")):
        answer = client.get(url, params={} if width is None else {"w": width})
        assert answer.status_code == 200
        assert answer.content.endswith(ending)
        assert answer.headers["content-type"] == "image/jpeg"
        assert "immutable" in answer.headers["cache-control"]
    assert client.get(url, params={"w": 0}).status_code == 422
    assert client.get("/api/artwork/nothing").status_code == 404


def test_a_new_poster_has_a_new_address_and_the_old_files_go(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    urls = []
    for mark in ("one", "two"):
        with services.db.write() as session:
            library.set_poster(services, session, media_id, poster(services, media_id, mark))
        urls.append(client.get(f"/api/media/{media_id}").json()["poster_url"])
    assert urls[0] != urls[1]
    assert client.get(urls[0]).status_code == 404
    names = {path.name for path in services.store.artwork_dir(media_id).iterdir()}
    assert names == {"two.jpg", "two-320.jpg", "two-640.jpg"}


def test_a_poster_made_again_under_the_same_name_keeps_its_files(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    for _ in range(2):
        with services.db.write() as session:
            library.set_poster(services, session, media_id, poster(services, media_id, "one"))
    assert client.get(client.get(f"/api/media/{media_id}").json()["poster_url"]).status_code == 200


def test_a_picture_made_anew_while_it_is_asked_for_is_there_whole_or_not_found(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    shown: list[str] = []

    def give(mark: str) -> None:
        with services.db.write() as session:
            drawn = poster(services, media_id, mark)
            artwork_id = library.set_poster(services, session, media_id, drawn)
        shown.append(f"/api/artwork/{artwork_id}")

    give("first")
    stop = threading.Event()

    def renew() -> None:
        for n in count():
            if stop.is_set():
                return
            give(f"{n}")

    renewing = threading.Thread(target=renew)
    renewing.start()
    answers = set[tuple[int, bool]]()
    deadline = time.monotonic() + 60.0
    try:
        while {status for status, _ in answers} != {200, 404} or len(shown) < 60:
            assert time.monotonic() < deadline, answers
            answer = client.get(shown[-1], params={"w": 320})
            answers.add((answer.status_code, answer.content.startswith(JPEG)))
    finally:
        stop.set()
        renewing.join()
    assert answers == {(200, True), (404, False)}


def test_where_a_size_is_gone_another_is_sent(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    with services.db.write() as session:
        library.set_poster(services, session, media_id, poster(services, media_id, "one"))
    url = client.get(f"/api/media/{media_id}").json()["poster_url"]
    for gone, left in (("one-320.jpg", b"one"), ("one.jpg", b"640")):
        keeping.lose(services, f"artwork/{media_id}/{gone}")
        assert client.get(url, params={"w": 100}).content.endswith(left)
    keeping.lose(services, f"artwork/{media_id}/one-640.jpg")
    answer = client.get(url)
    assert (answer.status_code, answer.json()["error"]) == (404, "no_such_picture")


def test_a_picture_is_read_to_its_end_when_it_is_deleted_meanwhile(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    with services.db.write() as session:
        artwork_id = library.set_poster(
            services, session, media_id, poster(services, media_id, "one")
        )
    assert artwork_id is not None
    file, _ = artwork.picture_file(services, ADMIN, artwork_id, None)
    (services.store.artwork_dir(media_id) / "one.jpg").unlink()
    assert file.file.read().endswith(b"one")
    file.close()


def test_sprites_name_their_sheets_by_address(
    services: Services, land: Land, client: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    files = tuple(draw(services, media_id, f"sheet-{n}.jpg", JPEG) for n in range(2))
    vtt = (
        "WEBVTT\n\n00:00.000 --> 00:05.000\nsheet-0.jpg#xywh=0,0,160,90\n\n"
        "00:05.000 --> 00:10.000\nsheet-1.jpg#xywh=0,0,160,90\n"
    )
    sheets = library.SpriteSheets(files, vtt, 160, 90, 10, 10, 5.0)
    for _ in range(2):
        with services.db.write() as session:
            library.set_sprites(services, session, media_id, sheets)
    with services.db.read() as session:
        sprites = library.get_sprites(session, media_id)
    assert sprites is not None
    assert (sprites.tile_width, sprites.interval_s) == (160, 5.0)
    urls = [line.split("#")[0] for line in sprites.vtt.splitlines() if "#xywh" in line]
    assert [client.get(url).content for url in urls] == [JPEG, JPEG]
    assert "sheet-" not in sprites.vtt


@pytest.mark.security
def test_a_picture_outside_the_artwork_folder_is_refused(services: Services, land: Land) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    outside = services.store.data / "secrets.jpg"
    outside.write_bytes(JPEG)
    for path in (outside, services.store.artwork_root / ".." / "secrets.jpg"):
        with services.db.write() as session, pytest.raises(Invalid):
            picture = library.Picture(path, 1, 1)
            library.set_poster(services, session, media_id, picture)


@pytest.mark.security
def test_the_picture_of_a_deleted_media_is_for_those_who_may_restore_it(
    services: Services, land: Land, client: TestClient, member: TestClient, anonymous: TestClient
) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    with services.db.write() as session:
        picture = poster(services, media_id, "one")
        artwork_id = library.set_poster(services, session, media_id, picture)
    url = f"/api/artwork/{artwork_id}"
    assert anonymous.get(url).status_code == 401
    assert member.get(url).status_code == 200
    library.trash(services, ADMIN, media_id, delete_file=False)
    assert member.get(url).status_code == 404
    assert client.get(url).status_code == 200


def test_pictures_for_a_media_that_is_gone_are_not_saved(services: Services, land: Land) -> None:
    with services.db.write() as session:
        missing = library.Picture(draw(services, "gone", "x.jpg", JPEG), 1, 1)
        assert library.set_poster(services, session, "gone", missing) is None
