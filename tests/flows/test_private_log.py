"""What a server logs names nobody and nothing, whatever goes wrong, unless that was asked for."""

import shutil
from pathlib import Path

import httpx
import pytest
from tests.flows.conftest import PASSWORD, Server, free_port, small_clip, write_film
from tests.ingest.website import Site, serve
from tests.waiting import until

ENDED = ("completed", "failed", "cancelled")

NAMES = (
    "Zaphodina", "Trilliana", "Slartibart", "Marvinette", "Vogonia", "Deepthought", "Magrathea",
    "Heartofgold", "Betelgeuse", "Fenchurch",
)  # fmt: skip


def lived_in(server: Server, site: Site, folder: Path, clip: bytes) -> str:
    """Have much go wrong with things that have telling names; return what was logged."""
    server.add_admin("Zaphodina")
    client = server.client("Zaphodina")
    stranger = {"username": "Trilliana", "password": PASSWORD}
    httpx.post(f"{server.url}/api/auth/login", json=stranger)
    root = folder / "Magrathea"
    write_film(clip, root / "Slartibart (1979).mkv", 1)
    (root / "Marvinette.mkv").write_bytes(b"\x1aE\xdf\xa3 and then nothing of a film")
    (root / "Slartibart (1979).srt").write_bytes(b"\xff\xfe Fenchurch \0\0")
    told = client.post("/api/folders", json={"path": str(root)}).json()
    until(lambda: client.get("/api/media").json()["total"] == 1, what="the film is there")
    [film] = client.get("/api/media").json()["items"]
    client.get("/api/media", params={"q": "Betelgeuse"})
    client.post("/api/collections", json={"name": "Heartofgold"})
    for address in (site.url("/Deepthought.mp4?token=Vogonia"), "http://127.0.0.1:9/Vogonia.mp4"):
        answer = client.post("/api/media/add", json={"url": address})
        job = answer.json()["job"]["id"]
        until(
            lambda job=job: client.get(f"/api/jobs/{job}").json()["status"] in ENDED,
            what="it failed",
        )
    # A folder of ours that is none any more: what makes pictures breaks with its path in hand.
    shutil.rmtree(server.data / "artwork")
    (server.data / "artwork").write_text("Fenchurch")
    write_film(clip, root / "Fenchurch (1984).mkv", 2)
    client.post(f"/api/folders/{told['id']}/scan")
    until(lambda: client.get("/api/media").json()["total"] == 2, what="the second film is there")
    until(lambda: "broke" in log_of(server), what="a job broke")
    shutil.rmtree(root)
    client.post(f"/api/folders/{told['id']}/scan")
    until(
        lambda: client.get(f"/api/media/{film['id']}/playback").status_code == 503,
        what="it is away",
    )
    client.get(f"/api/media/{film['id']}/stream")
    return log_of(server)


def log_of(server: Server) -> str:
    logs = [server.data.parent / f"{one}.log" for one in ("server", "worker")]
    return "".join(log.read_text(errors="replace") for log in logs if log.exists())


@pytest.mark.security
@pytest.mark.timeout(300)
def test_a_log_names_nobody_and_nothing_unless_it_was_asked_to(tmp_path: Path) -> None:
    clip = small_clip(tmp_path)
    logs: list[str] = []
    for asked in ("0", "1"):
        place = tmp_path / asked
        settings = {"MATINEE_LOG_LEVEL": "debug", "MATINEE_LOG_NAMES": asked}
        (place / "house").mkdir(parents=True)
        server = Server(place / "house" / "data", free_port(), settings=settings).start()
        try:
            with serve() as site:
                logs.append(lived_in(server, site, place, clip))
        finally:
            server.stop()
    plain, full = logs
    assert "broke" in plain and "Traceback" not in plain.partition("broke")[0]
    assert [name for name in NAMES if name.lower() in plain.lower()] == []
    assert PASSWORD not in plain + full
    assert str(tmp_path / "0" / "Magrathea") not in plain
    broken = Path("house", "data", "artwork")  # whose path was in hand when the job broke
    assert str(tmp_path / "0" / broken) not in plain
    assert str(tmp_path / "1" / broken) in full, "asked for, they are there"
