"""Giving a title subtitles: who may, what is taken, what is refused, and taking it back."""

import pytest

from matinee import library
from matinee.ingest.sources.text import actions
from tests.library.conftest import probe_of

SRT = b"1\n00:00:01,000 --> 00:00:02,000\nHello there\n"


@pytest.fixture
def media_id(services):
    """A title whose file is only a name: nothing of it is opened here."""
    folder = services.store.staging("film")
    (folder / "film.mp4").write_bytes(b"film")
    landing = library.Landing(
        folder / "film.mp4", probe_of(4), "4-ab", library.Identity("Film"), added_by="somebody"
    )
    published = library.publish(services, landing)
    services.store.drop_staging("film")
    return published.media_id


def tracks(services, media_id):
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
        probe = library.get_probe(session, asset.id)
        return library.text_sources(services, session, asset, probe)


def test_a_file_is_kept_once_and_can_be_taken_back(client, services, media_id):
    url = f"/api/media/{media_id}/text"
    answer = client.post(
        url, params={"language": "eng", "name": "Mine", "forced": True}, content=SRT
    )
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert kept | {"id": "x"} == {
        "id": "x", "form": "srt", "language": "en", "name": "Mine", "forced": True,
        "described": False,
    }  # fmt: skip
    again = client.post(url, content=SRT)
    assert (again.status_code, again.json()["id"]) == (200, kept["id"])
    (source,) = tracks(services, media_id)
    assert (source.track.id, source.uploaded, source.track.forced) == (kept["id"], True, True)
    files = list(services.store.media_root.rglob("text-*"))
    assert [path.read_bytes() for path in files] == [SRT]
    assert client.delete(f"{url}/{kept['id']}").status_code == 204
    assert client.delete(f"{url}/{kept['id']}").status_code == 404
    assert tracks(services, media_id) == ()
    assert not files[0].exists()
    assert list(services.store.staging_root.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "language", "forced", "described"),
    [
        ("Film.en.forced.srt", "en", True, False),
        ("Film.pt-BR.sdh.ass", "pt-BR", False, True),
        ("no title.srt", None, False, False),
        ("Film.srt", None, False, False),
        ("English words", None, False, False),
    ],
)
def test_the_name_of_a_file_says_what_it_is(client, media_id, name, language, forced, described):
    kept = client.post(f"/api/media/{media_id}/text", params={"name": name}, content=SRT).json()
    assert (kept["language"], kept["forced"], kept["described"]) == (language, forced, described)


@pytest.mark.security
@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"<html><script>alert(1)</script>", 415, "not_subtitles"),
        (b"#EXTM3U\nfile:///etc/passwd", 415, "not_subtitles"),
        (b"\x7fELF" + bytes(500), 415, "not_subtitles"),
        (b"", 400, "empty_file"),
        (b"WEBVTT\n\n", 422, "unreadable"),
        (b'<!DOCTYPE tt [<!ENTITY a "b">]><tt><body><p>&a;</p></body></tt>', 415, "not_subtitles"),
        (b'<tt><body><p begin="1s" end="2s">x</p>', 422, "unreadable"),
    ],
)
def test_what_is_no_subtitle_file_is_refused_in_words(
    client, services, media_id, raw, status, code
):
    answer = client.post(f"/api/media/{media_id}/text", content=raw)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["detail"]
    assert answer.json()["fix"]
    assert tracks(services, media_id) == ()
    assert list(services.store.staging_root.iterdir()) == []


def test_too_much_is_refused_while_it_comes(client, media_id, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST_BYTES", 1000)
    answer = client.post(f"/api/media/{media_id}/text", content=SRT * 100)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


@pytest.mark.security
def test_only_who_may_change_the_title_may_give_and_take(client, member, anonymous, media_id):
    url = f"/api/media/{media_id}/text"
    kept = client.post(url, content=SRT).json()
    assert member.post(url, content=SRT + SRT).status_code == 403
    assert member.delete(f"{url}/{kept['id']}").status_code == 403
    assert anonymous.post(url, content=SRT).status_code == 401
    assert client.post("/api/media/nothing/text", content=SRT).status_code == 404
    for other in ("t0", "x", "x999999", "x%2e", "t2%2f.."):
        assert client.delete(f"{url}/{other}").status_code in {404, 405}


def test_what_came_with_the_file_is_not_deleted_here(client, services, media_id, tmp_path):
    with services.db.write() as session:
        asset = library.main_asset(session, media_id)
        path = services.store.media_dir(asset.id) / "sidecar-0.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SRT)
        key = path.relative_to(services.store.data).as_posix()
        session.add(
            library.SidecarRow(id="one", asset_id=asset.id, kind="subtitle", key=key, format="srt")
        )
    (source,) = tracks(services, media_id)
    answer = client.delete(f"/api/media/{media_id}/text/{source.track.id}")
    assert answer.status_code == 403
    assert path.exists()
