"""Links from the question to the library, through the HTTP door and real jobs."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import engine, library
from matinee.kit.jobs import JobStatus
from matinee.kit.services import Services
from tests.ingest import clipmaker
from tests.ingest.website import Site

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def clip(made: Callable[..., Path]) -> Path:
    return made("clip.mp4", seconds=3, size="640x360")


def add(client, url: str, **more: object) -> dict:
    answer = client.post("/api/media/add", json={"url": url, **more})
    assert answer.status_code == 202, answer.text
    return answer.json()


def media(services: Services) -> list[library.MediaRow]:
    with services.db.read() as session:
        return list(session.scalars(select(library.MediaRow).order_by(library.MediaRow.number)))


def nothing_half_made(services: Services) -> bool:
    return not any(services.store.staging_root.iterdir())


def test_a_page_becomes_a_title_with_all_that_was_told(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files["/v.mp4"] = clip
    site.pages["/en.vtt"] = ("text/vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    track = f"<track kind='subtitles' srclang='en' label='English' src='{site.url('/en.vtt')}'>"
    url = site.page("/page", "A quiet lake", f"<video src='/v.mp4'>{track}</video>", about="Water.")
    asked = client.post("/api/media/info", json={"url": url}).json()
    assert (asked["title"], asked["existing_media_id"]) == ("A quiet lake", None)
    started = add(client, url)
    assert (started["media_id"], started["duplicate"]) == (None, False)
    assert started["job"]["title"] == "A quiet lake"
    job = ended(started["job"]["id"])
    assert job.error is None
    got = client.get(f"/api/media/{job.media_id}").json()
    assert (got["title"], got["description"]) == ("A quiet lake", "Water.")
    assert (got["source_platform"], got["source_url"]) == ("generic", url)
    assert got["duration_s"] == pytest.approx(3, abs=0.2)
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        assert library.asset_file(services, session, asset).read_bytes() == clip.read_bytes()
        [subtitle] = library.text_tracks(session, asset.id)
        assert (subtitle.language, subtitle.format) == ("en", "vtt")
    assert nothing_half_made(services)


def test_the_same_link_again_is_answered_with_the_title_that_is_there(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files["/v.mp4"] = clip
    first = ended(add(client, site.url("/v.mp4"))["job"]["id"])
    fetched = site.count("/v.mp4")
    known = client.post("/api/media/info", json={"url": site.url("/v.mp4?utm_source=x")}).json()
    assert known["existing_media_id"] == first.media_id
    again = add(client, site.url("/v.mp4"))
    assert (again["media_id"], again["duplicate"]) == (first.media_id, True)
    second = ended(again["job"]["id"])
    assert (second.media_id, second.summary) == (first.media_id, {"duplicate": True})
    assert len(media(services)) == 1
    assert site.count("/v.mp4") <= fetched + 1


def test_the_same_link_twice_at_once_is_one_job(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files["/v.mp4"] = clip
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(add(client, site.url("/v.mp4"))["job"]["id"]))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for job_id in set(found):
        ended(job_id)
    assert len(media(services)) == 1


def test_the_same_content_from_another_address_is_the_same_title(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files |= {"/v.mp4": clip, "/w.mp4": clip}
    first = ended(add(client, site.url("/v.mp4"))["job"]["id"])
    second = ended(add(client, site.url("/w.mp4"))["job"]["id"])
    assert second.media_id == first.media_id
    assert len(media(services)) == 1
    assert nothing_half_made(services)


def test_an_hls_stream_becomes_one_mp4(
    services: Services, client, site: Site, tmp_path: Path, ended
) -> None:
    folder = clipmaker.make_hls(tmp_path / "hls").parent
    site.files |= {f"/hls/{path.name}": path for path in folder.iterdir()}
    job = ended(add(client, site.url("/hls/index.m3u8"))["job"]["id"])
    assert job.error is None
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        probe = library.get_probe(session, asset.id)
    assert probe.container == "mp4"
    assert probe.duration_s == pytest.approx(4, abs=0.3)
    assert probe.video is not None
    assert len(probe.audio) == 1


def test_separate_picture_and_sound_are_put_together(
    services: Services, client, site: Site, tmp_path: Path, ended
) -> None:
    folder = clipmaker.make_dash(tmp_path / "dash").parent
    site.files |= {f"/dash/{path.name}": path for path in folder.iterdir()}
    job = ended(add(client, site.url("/dash/index.mpd"))["job"]["id"])
    assert job.error is None
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        probe = library.get_probe(session, asset.id)
    assert [track.kind for track in probe.tracks] == ["video", "audio"]


def test_audio_only_leaves_the_picture_out(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files["/v.mp4"] = clip
    job = ended(add(client, site.url("/v.mp4"), format="audio")["job"]["id"])
    assert job.error is None
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        assert library.get_probe(session, asset.id).video is None


@pytest.mark.parametrize(
    "format_", ["; rm -rf /", "best[height<=1]", "a b", "-x", "bv*+ba", "x" * 81]
)
def test_a_format_that_is_no_format_is_refused_at_once(client, site: Site, format_: str) -> None:
    answer = client.post("/api/media/add", json={"url": site.url("/v.mp4"), "format": format_})
    assert answer.status_code in {404, 422}
    assert site.asked == []


def test_a_list_is_one_job_for_each_video_under_a_parent(
    services: Services, client, site: Site, made, ended
) -> None:
    for n in (1, 2, 3):
        site.files[f"/{n}.mp4"] = made(f"part{n}.mp4", seed=n)
    videos = "".join(f"<video src='/{n}.mp4'></video>" for n in (1, 2, 3))
    url = site.page("/list", "Three parts", videos)
    asked = client.post("/api/media/info", json={"url": url}).json()
    assert asked["kind"] == "playlist"
    assert [entry["index"] for entry in asked["entries"]] == [1, 2, 3]
    job = ended(add(client, url, items=[1, 3])["job"]["id"])
    assert job.status == JobStatus.COMPLETED
    assert job.children is not None
    assert (job.children.total, job.children.completed) == (2, 2)
    assert sorted(row.title for row in media(services)) == ["Three parts (1)", "Three parts (3)"]
    again = client.post("/api/media/info", json={"url": url}).json()
    assert [bool(entry["media_id"]) for entry in again["entries"]] == [True, False, True]


def test_one_bad_video_of_a_list_does_not_hold_up_the_others(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    site.files["/good.mp4"] = clip
    url = site.page(
        "/list", "Two", "<video src='/good.mp4'></video><video src='/gone.mp4'></video>"
    )
    job = ended(add(client, url)["job"]["id"])
    assert job.children is not None
    assert (job.children.completed, job.children.failed) == (1, 1)
    assert len(media(services)) == 1


def test_pause_keeps_what_is_there_and_resume_goes_on(
    services: Services, client, site: Site, clips: Path, ended, until
) -> None:
    big = clips / "bbb-480p-30s.mp4"
    site.files["/v.mp4"] = big
    site.bytes_per_s["/v.mp4"] = 2_000_000
    job_id = add(client, site.url("/v.mp4"))["job"]["id"]
    until(lambda: (services.jobs.get(job_id).downloaded_bytes or 0) > 500_000, 20)
    paused = client.post(f"/api/jobs/{job_id}/pause").json()
    assert paused["status"] == "paused"
    [partial] = services.store.staging_path(job_id).glob("part0-*.part")
    kept = partial.stat().st_size
    site.released.set()
    client.post(f"/api/jobs/{job_id}/resume")
    job = ended(job_id)
    assert job.error is None
    assert site.headers_of("/v.mp4")[-1]["Range"] == f"bytes={kept}-"
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        assert library.asset_file(services, session, asset).read_bytes() == big.read_bytes()


def test_cancel_leaves_nothing_behind_and_retry_begins_anew(
    services: Services, client, site: Site, clips: Path, ended, until
) -> None:
    site.files["/v.mp4"] = clips / "bbb-480p-30s.mp4"
    site.bytes_per_s["/v.mp4"] = 2_000_000
    job_id = add(client, site.url("/v.mp4"))["job"]["id"]
    until(lambda: (services.jobs.get(job_id).downloaded_bytes or 0) > 300_000, 20)
    assert client.post(f"/api/jobs/{job_id}/cancel").json()["status"] == "cancelled"
    until(lambda: not services.store.staging_path(job_id).exists(), 5)
    assert media(services) == []
    site.released.set()
    client.post(f"/api/jobs/{job_id}/retry")
    assert ended(job_id).error is None
    assert len(media(services)) == 1


def test_a_failure_says_why_and_retry_works_once_the_site_is_well(
    services: Services, client, site: Site, clip: Path, ended
) -> None:
    job = ended(add(client, site.url("/v.mp4"))["job"]["id"])
    assert job.error is not None
    assert (job.error.code, bool(job.error.detail), bool(job.error.fix)) == (
        "not_found",
        True,
        True,
    )
    site.files["/v.mp4"] = clip
    client.post(f"/api/jobs/{job.id}/retry")
    assert ended(job.id).error is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.mp4", b"These are only words. " * 5000),
        (
            "list.mkv",
            b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        ),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("picture.mp4", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000),
        ("nothing.mp4", b"\0" * 100_000),
    ],
)
def test_what_only_looks_like_a_video_fails_with_words_and_leaves_nothing(
    services: Services, client, site: Site, ended, name: str, content: bytes
) -> None:
    site.pages[f"/{name}"] = ("video/mp4", content)
    job = ended(add(client, site.url(f"/{name}"))["job"]["id"])
    assert job.status == JobStatus.FAILED
    assert job.error is not None
    assert job.error.code not in {"internal", "crashed"}
    assert job.error.detail
    assert media(services) == []
    assert client.delete(f"/api/jobs/{job.id}").status_code in {200, 204}
    assert nothing_half_made(services)


def test_chapters_of_a_source_become_the_titles_own(services: Services) -> None:
    from matinee.ingest.sources.link import facts

    info = {
        "extractor_key": "Youtube", "id": "x", "title": "t", "webpage_url": "https://e.com/x",
        "duration": 100,
        "chapters": [{"start_time": 0, "title": "One"}, {"start_time": 40, "title": "Two"}],
    }  # fmt: skip
    found = facts.of_info(info, url="https://e.com/x")
    assert found.chapters == ((0.0, 40.0, "One"), (40.0, 100.0, "Two"))
    assert [engine.Chapter(*one).title for one in found.chapters] == ["One", "Two"]


def test_what_people_marked_at_a_source_comes_along_as_marks(services: Services) -> None:
    from matinee.ingest.sources.link import facts, received

    info = {
        "extractor_key": "Youtube", "id": "x", "title": "t", "webpage_url": "https://e.com/x",
        "duration": 100,
        "chapters": [{"start_time": 0, "end_time": 100, "title": "One"}],
        "sponsorblock_chapters": [
            {"start_time": 5, "end_time": 20, "title": "Sponsor", "type": "skip"},
            {"start_time": 9, "end_time": 9.5, "title": "Highlight", "type": "poi"},
            {"start_time": "?", "title": None, "type": "skip"},
            "nonsense",
        ],
    }  # fmt: skip
    found = received.read(facts.of_info(info, url="https://e.com/x").to_json())
    assert found.chapters == ((0.0, 100.0, "One"), (5.0, 20.0, "[SponsorBlock]: Sponsor"))


def test_a_member_cannot_bring_in_folders_of_the_server(member, tmp_path: Path) -> None:
    for path in (str(tmp_path), "file:///etc", "~/", "../"):
        for route in ("/api/media/add", "/api/media/info"):
            answer = member.post(route, json={"url": path})
            assert answer.status_code == 403, (route, path, answer.text)


@pytest.mark.parametrize("url", ["hello", "javascript:alert(1)", "ftp://x.y/z", "http://", "  x  "])
def test_what_is_no_link_is_said_to_be_none(client, url: str) -> None:
    for route in ("/api/media/add", "/api/media/info"):
        answer = client.post(route, json={"url": url})
        assert (answer.status_code, answer.json()["error"]) == (400, "not_a_link")
        assert answer.json()["fix"]
