"""A small server on loopback that plays a title as Matinee does, or as badly as a test wants."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TOKEN = "a-token-nobody-may-see"
PIECE_S = 0.2
PIECES = 40
MASTER = """#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Sound",DEFAULT=YES,URI="a1/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=9000000,AVERAGE-BANDWIDTH=5000000,RESOLUTION=1920x1080,AUDIO="a"
v0/index.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1400000,RESOLUTION=854x480,AUDIO="a"
v0-480/index.m3u8
"""


@dataclass
class Reply:
    """Pieces of an answer: bytes are sent, seconds are waited for; then it closes, or does not."""

    parts: list[bytes | float]
    closes: bool = False


def answer(
    body: bytes, status: int = 200, *, length: int | None = None, slow_s: float = 0
) -> Reply:
    """Return a whole answer; `length` is what its head promises where that is not the truth."""
    promised = len(body) if length is None else length
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {promised}\r\n\r\n".encode()
    return Reply([*([slow_s] if slow_s else []), head + body])


Segment = Callable[[str, int], Reply]
"""(address, how often it was asked for before) -> what is sent."""


def as_it_should(path: str, asked: int) -> Reply:
    """Send a segment whose length follows from its address."""
    return answer(b"x" * (1000 + len(path)))


@dataclass
class PlayServer:
    """What it answers, and what it was asked for."""

    segment: Segment = as_it_should
    offered: list[dict] = field(
        default_factory=lambda: [
            {"id": "v0", "encoded": False, "prepared": False},
            {"id": "v0-480", "encoded": True, "prepared": False},
        ]
    )
    master: str = MASTER
    playback_status: Callable[[int], int] = lambda _asked: 200
    """(how often playing was asked for before) -> status."""
    titles: int = 2
    """How many there are; those with an odd number have no segments."""
    asked: "Counter[str]" = field(default_factory=Counter[str])
    heads: list[str] = field(default_factory=list[str])
    url: str = ""

    def _reply(self, method: str, path: str, body: bytes) -> Reply:
        before = self.asked[path]
        self.asked[path] += 1
        path = path.partition("?")[0]
        if path == "/api/auth/login":
            right = json.loads(body)["password"] == "right"
            said = {"token": TOKEN} if right else {"detail": "Wrong password.", "fix": "Think."}
            return answer(json.dumps(said).encode(), 200 if right else 401)
        if path == "/api/auth/logout":
            return Reply([b"HTTP/1.1 204 No Content\r\n\r\n"])
        if path == "/api/media":
            items = [
                {"id": f"m{n}", "kind": "video", "status": "ready"} for n in range(self.titles)
            ]
            return answer(json.dumps({"items": items}).encode())
        if path.endswith("/playback"):
            return self._playback(path, before)
        if path.endswith("master.m3u8"):
            return answer(self.master.encode())
        if path.endswith("index.m3u8"):
            return answer(self._index().encode())
        return self.segment(path, before)

    def _playback(self, path: str, before: int) -> Reply:
        media_id = path.split("/")[3]
        manifest = f"{self.url}/api/play/g/{media_id}/master.m3u8"
        told = {
            "media": {"title": f"Film {media_id}"},
            "manifest_url": None if int(media_id[1:]) % 2 else manifest,
            "tracks": {"video": self.offered},
        }
        return answer(json.dumps(told).encode(), self.playback_status(before))

    def _index(self) -> str:
        lines = ["#EXTM3U", '#EXT-X-MAP:URI="init.mp4"']
        for n in range(PIECES):
            lines += [f"#EXTINF:{PIECE_S:.6f},", f"{n}.m4s"]
        return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.heads.append(head)
                method, path, _ = head.split("\r\n", 1)[0].split(" ")
                length = next(
                    (int(line[15:]) for line in head.split("\r\n")
                     if line.lower().startswith("content-length:")), 0,
                )  # fmt: skip
                reply = self._reply(method, path, await reader.readexactly(length))
                for part in reply.parts:
                    if isinstance(part, bytes):
                        writer.write(part)
                        await writer.drain()
                    else:
                        await asyncio.sleep(part)
                if reply.closes:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@contextmanager
def playing(server: PlayServer) -> Iterator[PlayServer]:
    """Run it on a free port, for as long as it is needed."""
    loop = asyncio.new_event_loop()
    ready, over = threading.Event(), asyncio.Event()

    async def run() -> None:
        listener = await asyncio.start_server(server._serve, "127.0.0.1", 0)
        server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        ready.set()
        await over.wait()
        listener.close()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def thread() -> None:
        loop.run_until_complete(run())
        loop.close()

    running = threading.Thread(target=thread, daemon=True)
    running.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(over.set)
        running.join(10)
        assert not running.is_alive()
