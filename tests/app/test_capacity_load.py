"""Simulated viewers, in front of a real server and of ones that answer wrong, late or never."""

import asyncio
import json
import math
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import launched
from tests.app.playserver import PIECE_S, TOKEN, PlayServer, Reply, answer, as_it_should, playing
from tests.flows.conftest import PASSWORD, Server, free_port, house_of
from tests.ingest import clipmaker
from tests.proof import only

from matinee import engine
from matinee.app import cli
from matinee.capacity import load as loading
from matinee.capacity.load import playlist
from matinee.capacity.load.line import CUT, LATE, NO_HTTP, NO_LENGTH, UNREACHED, WRONG_LENGTH

SECRETS = {"MATINEE_LOAD_USER": "ana", "MATINEE_LOAD_PASSWORD": "right"}
FEW = ["--viewers", "5", "--seconds", "1", "--spread-s", "0.2", "--limit-s", "60", "--json"]


@pytest.fixture
def who(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def load(server: PlayServer, capsys: pytest.CaptureFixture[str], *flags: str) -> tuple[int, dict]:
    """Load a server with a few viewers; returns the exit code and the facts."""
    code = cli.main(["load", server.url, *FEW, *flags])
    return code, json.loads(capsys.readouterr().out)


# A server that answers well.


def test_viewers_come_watch_at_the_pace_of_playing_and_go(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with playing(PlayServer()) as server:
        code, facts = load(server, capsys)
    assert code == 0
    assert facts["errors"] == {}
    assert facts["times_s"]["start"]["number"] == 5
    # In a second and a bit: what was fetched to begin with, one ahead, and one each 0.2 s.
    most = 5 * (2 + math.ceil(facts["elapsed_s"] / PIECE_S))
    for kind in ("picture", "sound"):
        assert 5 <= facts["times_s"][kind]["number"] <= most
    assert server.asked["/api/auth/logout"] == 1  # no sign-in is left behind
    assert facts["titles"] == [
        {"media_id": "m0", "title": "Film m0", "encoded": False, "height": 1080,
         "bits_per_s": 5_000_000}
    ]  # fmt: skip


def test_each_viewer_asks_as_a_player_does(who: None, capsys: pytest.CaptureFixture[str]) -> None:
    with playing(PlayServer()) as server:
        load(server, capsys)
    asked = server.asked
    assert asked["/api/media/m0/playback?client=matinee-load"] == 1 + 5
    assert asked["/api/play/g/m0/master.m3u8"] == 1 + 5
    for track in ("v0", "a1"):
        assert asked[f"/api/play/g/m0/{track}/index.m3u8"] == 5
        assert asked[f"/api/play/g/m0/{track}/init.mp4"] == 5
    assert not [path for path in asked if "v0-480" in path]  # it would have to be encoded
    assert {head.split(" ")[0] for head in server.heads} == {"GET", "POST"}
    played = [head for head in server.heads if ".m4s" in head]
    assert played
    assert not [head for head in played if TOKEN in head]  # the link is enough


def test_the_quality_nearest_to_what_was_asked_for_is_watched(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with playing(PlayServer()) as server:
        _, facts = load(server, capsys, "--mbps", "1", "--encode")
        assert facts["titles"][0]["height"] == 480
        server.offered[1]["prepared"] = True
        _, facts = load(server, capsys, "--mbps", "1")
        assert (facts["titles"][0]["height"], facts["titles"][0]["encoded"]) == (480, True)
        server.offered[0] |= {"encoded": True}
        server.offered[1] |= {"prepared": False}
        assert cli.main(["load", server.url, *FEW]) == 1
    told = capsys.readouterr().err
    assert "without encoding it first" in told
    assert "--encode" in told


def test_titles_are_shared_out_and_those_without_segments_passed_by(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with playing(PlayServer(titles=6)) as server:
        _, facts = load(server, capsys, "--titles", "2")
        assert [one["media_id"] for one in facts["titles"]] == ["m0", "m2"]
        assert server.asked["/api/play/g/m2/v0/init.mp4"] == 2
        _, facts = load(server, capsys, "--media", "m4")
        assert [one["media_id"] for one in facts["titles"]] == ["m4"]
        assert cli.main(["load", server.url, *FEW, "--media", "m1"]) == 1
    assert "is not cut into segments" in capsys.readouterr().err


def test_what_is_printed_for_people(who: None, capsys: pytest.CaptureFixture[str]) -> None:
    with playing(PlayServer()) as server:
        flags = ["--viewers", "3", "--seconds", "1.2", "--spread-s", "0", "--limit-s", "60"]
        assert cli.main(["load", server.url, *flags]) == 0
    told = capsys.readouterr()
    assert re.search(r"^segment, picture( +\d+\.\d{3}){4} +\d+$", told.out, re.MULTILINE)
    assert re.search(r"^errors +0$", told.out, re.MULTILINE)
    assert "All well: p99" in told.out
    assert "Film m0: 1080p, as it is in the file, 5.00 Mb/s" in told.err
    assert re.search(r"1 s +3 watching +\d+\.\d+ Gb/s", told.err)  # while it runs
    assert TOKEN not in told.out + told.err


# Servers that answer badly.


def test_a_status_that_is_no_segment_is_an_error(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(path: str, asked: int) -> Reply:
        return answer(b"no", 503) if ".m4s" in path and "a1" in path else as_it_should(path, asked)

    with playing(PlayServer(segment=never)) as server:
        code, facts = load(server, capsys)
    assert code == 1
    assert set(facts["errors"]) == {"start: status 503"}
    assert facts["times_s"]["start"]["number"] == 0
    assert "errors" in facts["not_well"][0]


LATER = {
    "wrong length": answer(b"x" * 50, length=20),
    "cut off": Reply([*answer(b"x", length=900).parts], closes=True),
    "status 500": answer(b"oh", 500),
    "empty": answer(b""),
    "no HTTP": Reply([b"SMTP ready\r\n\r\n"]),
    "no length": Reply([b"HTTP/1.1 200 OK\r\n\r\nabc"], closes=True),
    "no answer in time": Reply([30.0]),
}


@pytest.mark.parametrize("kind", only(LATER, "cut off", "no HTTP", "no answer in time"))
def test_what_goes_wrong_while_watching_is_told_by_its_kind(
    who: None, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    begun: set[str] = set()

    def later(path: str, asked: int) -> Reply:
        # The first segment of the one viewer is right, and so is all the sound.
        if "/v0/" in path and ".m4s" in path:
            begun.add(path)
            if len(begun) > 1:
                return LATER[kind]
        return as_it_should(path, asked)

    with playing(PlayServer(segment=later)) as server:
        code, facts = load(
            server, capsys, "--viewers", "1", "--seconds", "2.5", "--timeout-s", "0.5"
        )
    assert code == 1
    assert set(facts["errors"]) == {f"picture: {kind}"}
    assert facts["times_s"]["start"]["number"] == 1
    assert facts["times_s"]["picture"]["number"] == 1
    assert facts["times_s"]["sound"]["number"] > 1


def test_the_same_address_must_answer_the_same_bytes(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def other(path: str, asked: int) -> Reply:
        return answer(b"x" * (1000 + asked))

    with playing(PlayServer(segment=other)) as server:
        code, facts = load(server, capsys, "--viewers", "2", "--spread-s", "0.3")
    assert code == 1
    assert "start: another length than before" in facts["errors"]  # the header, at the latest


def test_a_segment_that_comes_after_its_time_is_a_stall(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(path: str, asked: int) -> Reply:
        late = ".m4s" in path and "/v0/" in path
        return answer(b"x" * 2000, slow_s=PIECE_S * 2 if late else 0)

    with playing(PlayServer(segment=slow)) as server:
        code, facts = load(server, capsys, "--viewers", "2", "--seconds", "2")
        assert code == 0  # slow, but within the limit
        assert facts["stalls"] >= 2
        assert facts["stalled_s"] > 0
        assert facts["times_s"]["picture"]["p50"] >= PIECE_S * 2
        # A viewer who stands still asks for no more sound than fits what is seen.
        assert facts["times_s"]["sound"]["number"] <= facts["times_s"]["picture"]["number"] + 4
        code, facts = load(server, capsys, "--viewers", "2", "--limit-s", "0.1")
    assert code == 1
    assert "above 0.1 s" in facts["not_well"][0]


def test_a_quick_server_causes_no_stalls(who: None, capsys: pytest.CaptureFixture[str]) -> None:
    # Segments of a minute: whatever else this machine does, the next is there in time.
    class Long(PlayServer):
        def _index(self) -> str:
            return super()._index().replace(f"{PIECE_S:.6f}", "60.000000")

    with playing(Long()) as server:
        _, facts = load(server, capsys, "--seconds", "3")
    assert facts["stalls"] == 0
    assert facts["times_s"]["picture"]["number"] == 10  # what it begins with, and one in hand


def test_a_playback_that_fails_is_asked_for_again(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    once = PlayServer(playback_status=lambda asked: 500 if asked else 200)
    with playing(once) as server:
        code, facts = load(server, capsys, "--viewers", "1", "--seconds", "2.5")
    assert code == 1
    assert facts["errors"]["start: playback: status 500"] >= 2
    assert "no segment came" in facts["not_well"]


# Nobody there, nobody let in.


def test_without_a_server_it_says_so(who: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["load", f"http://127.0.0.1:{free_port()}", *FEW]) == 1
    told = capsys.readouterr().err
    assert "No Matinee answers at 127.0.0.1:" in told
    assert "matinee serve" in told
    assert "Traceback" not in told


def test_something_else_that_listens_is_told_from_a_matinee(
    who: None, capsys: pytest.CaptureFixture[str]
) -> None:
    class Other(PlayServer):
        def _reply(self, method: str, path: str, body: bytes) -> Reply:
            return answer(b"<html>It works!</html>")

    with playing(Other()) as server:
        assert cli.main(["load", server.url, *FEW]) == 1
    assert "is no Matinee" in capsys.readouterr().err


def test_a_wrong_password_is_told_in_the_servers_words(
    who: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATINEE_LOAD_PASSWORD", "wr0ng-one")
    with playing(PlayServer()) as server:
        assert cli.main(["load", server.url, *FEW]) == 1
    told = capsys.readouterr().err
    assert "Wrong password." in told
    assert "wr0ng-one" not in told


def test_nobody_named_and_no_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["load", "http://127.0.0.1:1", *FEW]) == 1
    assert "MATINEE_LOAD_TOKEN" in capsys.readouterr().err
    assert cli.main(["load", "http://127.0.0.1:1", "--user", "ana"]) == 1
    assert "--password-stdin" in capsys.readouterr().err


def test_a_token_is_used_and_never_shown_nor_let_into_a_header(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MATINEE_LOAD_USER", raising=False)
    monkeypatch.setenv("MATINEE_LOAD_TOKEN", TOKEN)
    with playing(PlayServer()) as server:
        code = cli.main(["load", server.url, *FEW])
        told = capsys.readouterr()
        assert code == 0
        assert server.asked["/api/auth/login"] == server.asked["/api/auth/logout"] == 0
        assert any(f"Authorization: Bearer {TOKEN}" in head for head in server.heads)
        assert TOKEN not in told.out + told.err
        monkeypatch.setenv("MATINEE_LOAD_TOKEN", "secret\r\nX-Other: 1")
        assert cli.main(["load", server.url, *FEW]) == 1
    told = capsys.readouterr()
    assert "That is no token." in told.err
    assert "secret" not in told.out + told.err


@pytest.mark.parametrize("url", ["ftp://x", "http://", "http://a:b@host", "http://x:99999", "::"])
def test_an_address_that_is_none(who: None, capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert cli.main(["load", url, *FEW]) == 1
    assert "no address of a server" in capsys.readouterr().err


@pytest.mark.parametrize(
    "flags",
    [
        "--viewers 0", "--viewers -1", "--viewers 1.5", "--viewers nan", "--viewers 1e30",
        "--seconds 0", "--seconds nan", "--seconds inf", "--mbps 0", "--mbps x", "--limit-s 0",
        "--spread-s -1", "--timeout-s 0", "--titles 0",
    ],
)  # fmt: skip
def test_flags_that_cannot_be(capsys: pytest.CaptureFixture[str], flags: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["load", "http://127.0.0.1:1", *flags.split()])
    assert ended.value.code == 2
    assert f"argument {flags.split(maxsplit=1)[0]}: " in capsys.readouterr().err


def test_more_viewers_than_the_system_has_files_for() -> None:
    with playing(PlayServer()) as server:
        command = f"ulimit -n 200; exec {sys.executable} -m matinee load {server.url} --viewers 500"
        ran = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60,
            env={**os.environ, **SECRETS},
        )  # fmt: skip
    assert ran.returncode == 1
    assert "500 viewers need 1,100 open files, and this system allows 200" in ran.stderr


@pytest.mark.parametrize("after", ["all are there", "some are there"])
def test_ctrl_c_prints_what_was_measured(after: str) -> None:
    spread = "0.1" if after == "all are there" else "120"
    with playing(PlayServer()) as server:
        command = [
            sys.executable, "-m", "matinee", "load", server.url, "--viewers", "50",
            "--seconds", "100", "--spread-s", spread, "--limit-s", "60",
        ]  # fmt: skip
        running = launched.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **SECRETS},
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while server.asked["/api/play/g/m0/v0/init.mp4"] < 2:
            assert time.monotonic() < deadline
            assert running.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        signed_out = server.asked["/api/auth/logout"]
    assert running.returncode == 130
    assert "Stopped after" in out
    assert re.search(r"segment, picture( +\d+\.\d{3}){4} +[1-9]", out)
    assert "Traceback" not in err
    assert signed_out == 1


# The line itself.


@pytest.fixture
def raw() -> Iterator[Callable[..., tuple[int, list[bytes]]]]:
    """Listen on a port; each connection gets the next list of pieces, and then is closed."""
    listeners: list[socket.socket] = []

    def listen(*connections: list[bytes]) -> tuple[int, list[bytes]]:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        heard: list[bytes] = []

        def serve() -> None:
            for pieces in connections:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    for piece in pieces:
                        if piece == b"?":
                            heard.append(client.recv(65536))
                        else:
                            client.sendall(piece)
                            time.sleep(0.002)

        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1], heard

    yield listen
    for listener in listeners:
        listener.close()


def ask(port: int, *paths: str, keep: bool = True) -> list[loading.Answer | str]:
    """Ask for each path on one line; what failed is given by its kind."""

    async def all_of_them() -> list[loading.Answer | str]:
        found: list[loading.Answer | str] = []
        with loading.Line(loading.place(f"http://127.0.0.1:{port}"), timeout_s=5) as line:
            for path in paths:
                try:
                    found.append(await line.ask(path, keep=keep))
                except loading.Failed as failed:
                    found.append(failed.kind)
        return found

    return loading.run(all_of_them())


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello"
PIECES = b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"


@pytest.mark.parametrize("text", [WHOLE, PIECES], ids=["of known length", "in pieces"])
@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_an_answer_may_come_in_any_portions(raw, text: bytes, step: int) -> None:
    parts = [text[n : n + step] for n in range(0, len(text), step)]
    port, heard = raw([b"?", *parts, b"?", *parts])
    for one in ask(port, "/a", "/b?c=d"):
        assert isinstance(one, loading.Answer)
        assert (one.status, one.length, one.body) == (200, 5, b"hello")
        assert one.seconds > 0
    assert heard[1].startswith(b"GET /b?c=d HTTP/1.1\r\nHost: 127.0.0.1:")


def test_bodies_that_are_not_kept_are_counted(raw) -> None:
    body = os.urandom(3_000_000)
    head = b"HTTP/1.1 206 Partial Content\r\nContent-Length: 3000000\r\n\r\n"
    port, _ = raw([b"?", head + body])
    [found] = ask(port, "/", keep=False)
    assert isinstance(found, loading.Answer)
    assert (found.status, found.length, found.body) == (206, 3_000_000, b"")


@pytest.mark.parametrize(
    "pieces, kind",
    [
        ([WHOLE[:-1]], CUT),
        ([PIECES[:-4]], CUT),
        ([b"HTTP/1.1 200"], CUT),
        ([], CUT),
        ([WHOLE + b"!"], WRONG_LENGTH),
        ([b"HTTP/1.1 200 OK\r\n\r\nhello"], NO_LENGTH),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n"], NO_LENGTH),
        ([b"hello, this is something else"], NO_HTTP),
        ([b"HTTP/2 200\r\n\r\n"], NO_HTTP),
        ([b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000], NO_HTTP),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"], NO_HTTP),
    ],
)
def test_what_is_no_whole_answer_has_its_kind(raw, pieces: list[bytes], kind: str) -> None:
    port, _ = raw([b"?", *pieces])
    assert ask(port, "/") == [kind]


def test_an_answer_without_a_body(raw) -> None:
    port, _ = raw([b"?", b"HTTP/1.1 204 No Content\r\n\r\n", b"?", WHOLE])
    [none, whole] = ask(port, "/", "/")
    assert isinstance(none, loading.Answer)
    assert (none.status, none.length) == (204, 0)
    assert isinstance(whole, loading.Answer)


def test_a_connection_that_was_closed_is_opened_again(raw) -> None:
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    port, heard = raw([b"?", closing], [b"?", WHOLE], [b"?", WHOLE])
    found = ask(port, "/1", "/2", "/3")  # told that it closes; then it closes without a word
    assert [one.body for one in found if isinstance(one, loading.Answer)] == [
        b"ok", b"hello", b"hello",
    ]  # fmt: skip
    assert len(heard) == 3


def test_nobody_listens_and_nobody_answers(raw) -> None:
    assert ask(free_port(), "/") == [UNREACHED]

    async def wait() -> str:
        port, _ = raw([b"?", b"?"])
        with (
            loading.Line(loading.place(f"http://127.0.0.1:{port}"), timeout_s=0.2) as line,
            pytest.raises(loading.Failed) as failed,
        ):
            await line.ask("/")
        return failed.value.kind

    assert loading.run(wait()) == LATE


# Playlists and figures.


def test_the_engines_own_playlists_are_read(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clipmaker.make(clip, seconds=10, size="1280x720")
    with engine.Engine(1) as media:
        plan = engine.planning.make(media.probe(clip), media.keyframes(clip))
    found = playlist.qualities(engine.hls.master(plan, plan.tracks))
    pictures = [track for track in plan.tracks if track.kind == "video" and not track.stills]
    assert {one.picture for one in found} == {f"{track.id}/index.m3u8" for track in pictures}
    assert all(one.sound and one.bits_per_s > 0 and one.height for one in found)
    for track in pictures:
        read = playlist.track(engine.hls.media(plan, track))
        cuts = plan.segments(track)
        assert read.header == "init.mp4"
        assert [one.address for one in read.pieces] == [f"{n}.m4s" for n in range(len(cuts))]
        assert read.duration_s == pytest.approx(sum(cut.duration_s for cut in cuts), abs=1e-3)
        assert read.at(0) == 0
        assert read.at(read.duration_s * 2) == len(cuts) - 1
        assert [read.at(piece.start_s + 1e-6) for piece in read.pieces] == list(range(len(cuts)))


@pytest.mark.parametrize("text", ["", "<html>", "#EXTM3U\n", "#EXTM3U\n#EXTINF:x,\n0.m4s"])
def test_what_is_no_playlist_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        playlist.track(text)


def test_a_percentile_is_the_smallest_that_enough_do_not_exceed() -> None:
    hundred = [float(n) for n in range(1, 101)]
    assert loading.percentile(hundred[::-1], 0.99) == 99
    assert loading.percentile(hundred, 0.5) == 50
    assert loading.percentile(hundred, 1.0) == 100
    assert loading.percentile([3.0], 0.01) == 3
    assert loading.percentile([], 0.99) is None


# The real thing.


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a film that is played as it is, and one that has to be encoded."""
    folder = tmp_path_factory.mktemp("house")
    films = folder / "films"
    films.mkdir()
    clipmaker.make(films / "Bright Day (2001).mp4", seconds=20)
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=4", "-c:v", "mpeg2video",
         films / "Silent Night (1999).mkv"]
    )  # fmt: skip
    with house_of(folder / "data", films) as server:
        yield server


REAL = ["--viewers", "20", "--seconds", "4", "--spread-s", "2", "--limit-s", "120"]


def test_twenty_viewers_of_a_real_server_and_a_real_film(house: Server) -> None:
    media = house.titled("Bright Day")
    flags = [*REAL, "--media", media["id"]]
    ran = house.run("load", *flags, "--user", "ana", "--password-stdin", "--json", given=PASSWORD)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    facts = json.loads(ran.stdout)
    assert facts["errors"] == {}
    assert facts["times_s"]["start"]["number"] == 20
    assert facts["times_s"]["picture"]["number"] >= 20
    assert facts["times_s"]["sound"]["number"] >= 20
    assert facts["received_bytes"] > 20 * 2 * 1000
    assert "Bright Day: 180p, as it is in the file" in ran.stderr
    assert house.titled("Bright Day")["progress"] is None  # nothing was written


def test_a_real_sign_in_ends_with_the_load_and_a_token_that_was_given_stays(house: Server) -> None:
    client = house.client()
    before = client.get("/api/auth/sessions").json()["items"]
    flags = ["--viewers", "2", "--seconds", "1", "--spread-s", "0", "--limit-s", "120"]
    ran = house.run("load", *flags, "--user", "ana", "--password-stdin", given=PASSWORD)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert client.get("/api/auth/sessions").json()["items"] == before
    token = client.headers["Authorization"].split()[1]
    ran = house.run("load", *flags, "--token-stdin", given=token)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert token not in ran.stdout + ran.stderr
    assert client.get("/api/auth/me").status_code == 200


def test_what_must_be_encoded_is_watched_only_when_told_so(house: Server) -> None:
    flags = ["--viewers", "2", "--seconds", "1", "--spread-s", "0", "--limit-s", "120",
             "--media", house.titled("Silent Night")["id"], "--user", "ana", "--password-stdin"]  # fmt: skip
    ran = house.run("load", *flags, given=PASSWORD)
    assert ran.returncode == 1
    assert "would have to be encoded first" in ran.stderr
    ran = house.run("load", *flags, "--encode", "--timeout-s", "120", given=PASSWORD)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "encoded" in ran.stderr


def test_viewers_run_on_uvloop() -> None:
    async def main() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert loading.run(main()).startswith("uvloop")
