"""Folders scanned in place: what is taken in, what is left alone, and that nothing is written."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import ingest, library
from matinee.ingest import add
from matinee.ingest.sources.folder import places
from matinee.kit.jobs import Job, JobStatus
from matinee.kit.services import Services

MANY = 400


@pytest.fixture
def films(tmp_path: Path, made: Callable[..., Path]) -> Path:
    """A folder with two films, an episode, and much that is none."""
    root = tmp_path / "disk"
    (root / "Show" / "Season 1").mkdir(parents=True)
    (root / ".hidden").mkdir()
    shutil.copy(made("one.mp4", seed=1), root / "The Lake (2020).mp4")
    shutil.copy(made("two.mkv", seed=2), root / "holiday_at_the_sea.mkv")
    shutil.copy(made("three.mp4", seed=3), root / "Show" / "Season 1" / "Show S01E02 Rain.mp4")
    shutil.copy(made("one.mp4", seed=1), root / ".hidden" / "x.mp4")
    shutil.copy(made("one.mp4", seed=1), root / ".x.mp4")
    (root / "notes.txt").write_text("words")
    (root / "song.mp3").write_bytes(b"ID3")
    (root / "The Lake (2020).en.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    return root


@pytest.fixture
def scan(services: Services, ended) -> Callable[..., Job]:
    """Scan a path to its end."""
    return lambda path: ended(ingest.add_source(services, str(path)).id)


@pytest.fixture
def rescan(services: Services, ended) -> Callable[[str], Job]:
    """Scan a known root to its end, whether or not it is there."""

    def again(root_id: str) -> Job:
        target = places.Target(root_id, None, "films")
        return ended(add.start(services, places.scan_spec(target, requested_by=None)).id)

    return again


def rows(services: Services) -> dict[str, library.MediaRow]:
    with services.db.read() as session:
        return {row.title: row for row in session.scalars(select(library.MediaRow))}


def snapshot(root: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in sorted(root.rglob("*")):
        facts = path.lstat()
        found[str(path)] = (facts.st_mtime_ns, facts.st_size, facts.st_mode)
    return found


def test_a_folder_is_taken_in_and_not_touched(services: Services, films: Path, scan) -> None:
    before = snapshot(films)
    job = scan(films)
    assert job.error is None
    summary = job.summary
    assert summary is not None
    assert (summary["found"], summary["added"], summary["failed"]) == (3, 3, 0)
    assert summary["skipped_by_reason"] == {"hidden": 2, "other": 1, "audio": 1, "subtitle": 1}
    found = rows(services)
    assert set(found) == {"The Lake", "holiday at the sea", "Rain"}
    lake, rain = found["The Lake"], found["Rain"]
    assert (lake.kind, lake.year, lake.owned) == ("movie", 2020, False)
    assert (rain.kind, rain.season_number, rain.episode_number) == ("episode", 1, 2)
    with services.db.read() as session:
        asset = library.main_asset(session, lake.id)
        assert asset is not None
        [subtitle] = library.text_tracks(session, asset.id)
        assert subtitle.language == "en"
        assert library.sidecar_file(services, session, subtitle).parent == films
        assert library.asset_file(services, session, asset) == films / "The Lake (2020).mp4"
    assert snapshot(films) == before


def test_scanning_again_opens_nothing_that_is_unchanged(
    services: Services, films: Path, scan, monkeypatch
) -> None:
    first = scan(films)
    asked: list[Path] = []
    real = services.engine.fingerprint
    monkeypatch.setattr(services.engine, "fingerprint", lambda p: asked.append(p) or real(p))
    again = scan(films)
    assert again.id != first.id
    assert again.summary is not None
    assert (again.summary["unchanged"], again.summary["added"]) == (3, 0)
    assert asked == []
    os.utime(films / "holiday_at_the_sea.mkv", ns=(1, 1))
    assert scan(films).summary["moved"] == 1
    assert asked == [films / "holiday_at_the_sea.mkv"]
    assert len(rows(services)) == 3


def test_a_moved_file_keeps_its_title(services: Services, films: Path, scan, client) -> None:
    scan(films)
    lake = rows(services)["The Lake"]
    answer = client.patch(f"/api/media/{lake.id}", json={"title": "My own words"})
    assert answer.status_code == 200
    (films / "archive").mkdir()
    (films / "The Lake (2020).mp4").rename(films / "archive" / "renamed.mp4")
    summary = scan(films).summary
    assert (summary["moved"], summary["added"]) == (1, 0)
    found = rows(services)
    assert found["My own words"].id == lake.id
    assert found["My own words"].status == "ready"
    assert len(found) == 3


def test_a_missing_file_is_unavailable_and_comes_back(
    services: Services, films: Path, scan, tmp_path: Path
) -> None:
    scan(films)
    aside = tmp_path / "aside.mkv"
    (films / "holiday_at_the_sea.mkv").rename(aside)
    assert scan(films).summary["missing"] == 1
    assert rows(services)["holiday at the sea"].status == "unavailable"
    aside.rename(films / "holiday_at_the_sea.mkv")
    scan(films)
    assert rows(services)["holiday at the sea"].status == "ready"
    assert len(rows(services)) == 3


@pytest.mark.fault
@pytest.mark.parametrize("how", ["empty", "vanished", "a file now"])
def test_a_root_that_is_away_takes_nothing_out(
    services: Services, films: Path, scan, rescan, tmp_path: Path, how: str
) -> None:
    scan(films)
    before = {row.id for row in rows(services).values()}
    aside = tmp_path / "aside"
    films.rename(aside)
    if how == "empty":
        films.mkdir()
    elif how == "a file now":
        films.write_text("x")
    with services.db.read() as session:
        [root] = library.roots(session)
    job = rescan(root.id)
    assert job.status == JobStatus.FAILED
    assert job.error is not None
    assert job.error.code == ("folder_empty" if how == "empty" else "folder_away")
    assert job.error.fix
    found = rows(services)
    assert {row.id for row in found.values()} == before
    assert {row.status for row in found.values()} == {"unavailable"}
    if films.is_dir():
        films.rmdir()
    elif films.exists():
        films.unlink()
    aside.rename(films)
    rescan(root.id)
    assert {row.status for row in rows(services).values()} == {"ready"}


@pytest.mark.fault
def test_a_folder_that_cannot_be_read_takes_nothing_out(
    services: Services, films: Path, scan, monkeypatch
) -> None:
    """Root reads everything, so the refusal comes from the call itself."""
    scan(films)
    locked = films / "Show"
    real = os.scandir

    def scandir(path):
        if str(path).startswith(str(locked)):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    summary = scan(films).summary
    assert summary["skipped_by_reason"]["unreadable"] == 1
    assert summary["missing"] == 0
    assert rows(services)["Rain"].status == "ready"


@pytest.mark.security
def test_links_are_not_followed(services: Services, films: Path, scan, tmp_path, made) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(made("secret.mp4", seed=9), outside / "secret.mp4")
    (films / "out").symlink_to(outside)
    (films / "secret.mp4").symlink_to(outside / "secret.mp4")
    (films / "loop").symlink_to(films)
    (films / "dead.mp4").symlink_to(films / "nowhere")
    summary = scan(films).summary
    assert summary["found"] == 3
    assert summary["skipped_by_reason"]["link"] == 4


@pytest.mark.security
def test_special_files_are_never_opened(services: Services, films: Path, scan) -> None:
    os.mkfifo(films / "pipe.mp4")
    summary = scan(films).summary
    assert summary["skipped_by_reason"]["special"] == 1
    assert (summary["found"], summary["failed"]) == (3, 0)


def test_bad_files_are_listed_with_a_reason_and_left_alone_until_they_change(
    services: Services, films: Path, scan, made
) -> None:
    (films / "zero.mp4").write_bytes(b"")
    (films / "words.mkv").write_text("only words " * 100)
    (films / "list.mp4").write_text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n")
    summary = scan(films).summary
    assert (summary["added"], summary["failed"]) == (3, 3)
    assert {failure["path"] for failure in summary["failures"]} == {
        "zero.mp4",
        "words.mkv",
        "list.mp4",
    }
    assert all(failure["detail"] and failure["fix"] for failure in summary["failures"])
    again = scan(films).summary
    assert again["unchanged"] == 6  # none of them was opened
    assert sorted(again["failures"], key=str) == sorted(summary["failures"], key=str)
    shutil.copy(made("four.mp4", seed=4), films / "zero.mp4")
    mended = scan(films).summary
    assert (mended["added"], mended["failed"]) == (1, 2)


def test_nested_roots_do_not_double_anything(services: Services, films: Path, scan) -> None:
    scan(films)
    inner = scan(films / "Show").summary
    assert (inner["found"], inner["added"], inner["moved"]) == (1, 0, 0)
    assert len(rows(services)) == 3
    with services.db.read() as session:
        assert len(library.roots(session)) == 2


def test_a_single_file_is_taken_in_place(services: Services, films: Path, scan) -> None:
    target = films / "The Lake (2020).mp4"
    job = scan(target)
    assert job.error is None
    assert set(rows(services)) == {"The Lake"}
    assert job.media_id == rows(services)["The Lake"].id
    with services.db.read() as session:
        asset = library.main_asset(session, job.media_id)
        assert asset is not None
        assert library.asset_file(services, session, asset) == target
    assert scan(target).media_id == job.media_id
    scan(films)
    assert len(rows(services)) == 3


def test_a_single_file_of_a_known_folder_belongs_to_it(
    services: Services, films: Path, scan, made
) -> None:
    scan(films)
    shutil.copy(made("five.mp4", seed=5), films / "fifth.mp4")
    shutil.copy(made("six.mp4", seed=6), films / "sixth.mp4")
    job = scan(films / "fifth.mp4")
    assert job.media_id == rows(services)["fifth"].id
    assert "sixth" not in rows(services)
    with services.db.read() as session:
        assert len(library.roots(session)) == 1


def test_a_single_bad_file_fails_with_its_reason(services: Services, tmp_path: Path, scan) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("words")
    job = scan(bad)
    assert job.status == JobStatus.FAILED
    assert job.error is not None
    assert job.error.fix
    assert rows(services) == {}


@pytest.mark.security
def test_names_of_every_kind_are_taken_in(services: Services, tmp_path: Path, scan, made) -> None:
    root = tmp_path / "odd"
    root.mkdir()
    names = [
        b"a" * 251 + b".mp4", b"new\nline.mp4", b"quo\"te's.mp4", b"-rf.mp4", b"not\xffutf8.mp4",
        "\u202egnp.mp4".encode(), "emoji 🎬.mp4".encode(), b"$(id).mp4", b"%s%n.mp4", b"file:x.mp4",
        b"concat|a.mp4", b" .mp4",
    ]  # fmt: skip
    for seed, name in enumerate(names):
        source = made(f"nasty{seed}.mp4", seconds=1, seed=seed, sound=False)
        shutil.copy(source, os.fsencode(root) + b"/" + name)
    summary = scan(root).summary
    assert (summary["found"], summary["added"], summary["failures"]) == (12, 12, [])
    for title in rows(services):
        assert title
        assert "\u202e" not in title
        assert "\n" not in title


@pytest.mark.fault
def test_a_scan_that_is_stopped_goes_on_where_it_was(
    services: Services, tmp_path: Path, made, until, client, ended
) -> None:
    root = tmp_path / "many"
    root.mkdir()
    clip = made("many.mp4", seconds=1, sound=False).read_bytes()
    for n in range(MANY):  # a box that players pass over makes each its own content
        (root / f"{n:03d}.mp4").write_bytes(clip + b"\0\0\0\x0cfree" + n.to_bytes(4, "big"))
    job_id = ingest.add_source(services, str(root)).id
    until(lambda: len(rows(services)) >= 2, 30)
    client.post(f"/api/jobs/{job_id}/pause")
    half = len(rows(services))
    assert services.jobs.get(job_id).status == JobStatus.PAUSED
    client.post(f"/api/jobs/{job_id}/resume")
    job = ended(job_id)
    assert job.error is None
    assert len(rows(services)) == MANY
    assert job.summary is not None
    assert job.summary["added"] <= MANY - half + 100


@pytest.mark.media
def test_real_and_hostile_clips_each_end_clearly(services: Services, clips: Path, scan) -> None:
    job = scan(clips / "hostile")
    assert job.summary is not None
    summary = job.summary
    assert summary["found"] == 7
    assert summary["added"] + summary["failed"] + summary["moved"] == 7
    assert all(failure["code"] not in {"internal"} for failure in summary["failures"])
    assert all(failure["detail"] and failure["fix"] for failure in summary["failures"])
    encrypted = [f for f in summary["failures"] if "clearkey" in f["path"]]
    assert encrypted[0]["code"] == "encrypted"


# -- over HTTP


def test_folders_over_http(client, member, services: Services, films: Path) -> None:
    added = client.post("/api/folders", json={"path": str(films)})
    assert added.status_code == 201
    folder = added.json()
    assert folder["path"] == str(films)
    again = client.post("/api/folders", json={"path": str(films) + "/"}).json()
    assert again["id"] == folder["id"]
    started = client.post(f"/api/folders/{folder['id']}/scan")
    assert (started.status_code, started.json()["job"]["kind"]) == (202, "scan")
    quick = client.post(f"/api/folders/{folder['id']}/scan", params={"quick": True})
    assert (quick.status_code, quick.json()["job"]["kind"]) == (202, "scan")
    assert quick.json()["job"]["id"] != started.json()["job"]["id"]
    assert member.get("/api/folders").status_code == 403
    assert member.post("/api/folders", json={"path": str(films)}).status_code == 403
    assert member.get("/api/folders/browse").status_code == 403
    assert client.delete(f"/api/folders/{folder['id']}").status_code == 204
    assert client.get("/api/folders").json()["items"] == []
    assert client.post(f"/api/folders/{folder['id']}/scan").status_code == 404


def test_the_picker_shows_folders(client, films: Path) -> None:
    listed = client.get("/api/folders/browse", params={"path": str(films)}).json()
    assert listed["parent"] == str(films.parent)
    assert [entry["name"] for entry in listed["entries"]] == ["Show"]
    hint = client.get("/api/folders/browse", params={"path": str(films.parent)}).json()
    assert {entry["name"]: entry["media_hint"] for entry in hint["entries"]}["disk"] == 3
    assert client.get("/api/folders/browse").json()["places"]
    assert client.get("/api/folders/browse", params={"path": "/no/such"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 400), ("/proc", 400), ("/dev", 400), ("/no/such/folder", 404), ("\0", 400), ("  ", 400)],
)
def test_folders_that_cannot_be_one(client, path: str, status: int) -> None:
    answer = client.post("/api/folders", json={"path": path})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_our_own_folder_is_no_source(client, services: Services, tmp_path: Path, scan) -> None:
    for path in (services.store.data, services.store.media_root):
        assert client.post("/api/folders", json={"path": str(path)}).json()["error"] == "own_folder"
    summary = scan(tmp_path).summary
    assert summary["skipped_by_reason"]["own_data"] == 1


def test_a_scan_that_was_asked_for_is_quick_or_looks_at_every_file(
    client, films: Path, ended
) -> None:
    for folder_path in (films, *filter(Path.is_dir, films.rglob("*"))):
        os.utime(folder_path, (1_600_000_000, 1_600_000_000))  # what is that old is believed
    client.post("/api/media/add", json={"url": str(films), "kind": "home"})
    folder = client.get("/api/folders").json()["items"][0]
    assert folder["kind"] == "home"
    ended(folder["job_id"])
    opened = []
    for quick in (True, False):
        url = f"/api/folders/{folder['id']}/scan"
        job = client.post(url, params={"quick": quick}).json()["job"]
        summary = ended(job["id"]).summary
        opened.append((summary["unopened"] > 0, summary["found"]))
    assert opened == [(True, 3), (False, 3)]
