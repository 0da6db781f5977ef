"""Adding: a film sent by tus, one in a folder scanned in place, and one fetched by yt-dlp, all at
once, on a library that grows from run to run."""

import base64
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from tests.ingest.website import Site

from faults import awake
from faults.kills import looking, trial
from faults.kills.films import Films, digest
from faults.kills.house import House, name_of
from faults.kills.moments import some_time
from faults.kills.trial import Doing, Outcome, checked

_TUS = {"Tus-Resumable": "1.0.0"}
_LONGEST_S = 2.5
_PIECES = 3
_ALL_EVERY = 20


@dataclass
class Upload:
    """A film on its way in by tus, as a browser sends it: what was acknowledged is not sent
    again."""

    title: str
    content: bytes
    url: str | None = None
    acknowledged: int = 0
    job_id: str | None = None

    def go_on(self, one: House) -> None:
        """Send what is not there yet. Raises Refused, or TransportError when the server goes."""
        with one.client() as client:
            if self.url is None:
                self.url = checked(client.post("/api/uploads", headers=self._about())).headers[
                    "location"
                ]
            answer = checked(client.head(self.url, headers=_TUS))
            offset = int(answer.headers["upload-offset"])
            if offset < self.acknowledged:
                raise trial.Refused(
                    f"the upload stands at {offset}, and {self.acknowledged} were acknowledged"
                )
            while offset < len(self.content):
                offset = self._send(client, offset)
            self.job_id = self.job_id or answer.headers.get("matinee-job")

    def _about(self) -> dict[str, str]:
        said = {"filename": f"{self.title}.mkv", "title": self.title}
        words = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items())
        return {**_TUS, "Upload-Length": str(len(self.content)), "Upload-Metadata": words}

    def _send(self, client: httpx.Client, offset: int) -> int:
        piece = self.content[offset : offset + len(self.content) // _PIECES + 1]
        answer = checked(client.patch(
            str(self.url), content=piece,
            headers={**_TUS, "Upload-Offset": str(offset),
                     "Content-Type": "application/offset+octet-stream"},
        ))  # fmt: skip
        self.acknowledged = int(answer.headers["upload-offset"])
        self.job_id = answer.headers.get("matinee-job")
        return self.acknowledged


@dataclass
class Asked:
    """A link or a folder that is asked for until the server has acknowledged it."""

    path: str
    body: dict[str, str]
    acknowledged: bool = False

    def go_on(self, one: House) -> None:
        """Ask, once. Raises as Upload does."""
        if not self.acknowledged:
            with one.client() as client:
                checked(client.post(self.path, json=self.body))
            self.acknowledged = True


@dataclass
class Adding:
    """The library, what was brought into it, and where it comes from."""

    house: House
    films: Films
    site: Site
    expected: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def root(self) -> Path:
        """The folder that is scanned in place."""
        return self.house.folder / "films"

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Bring three films in, and kill somebody meanwhile."""
        one, part = self.house, trial.parts_of(self.house, n)
        wishes, fresh = self._wishes(n, chance)
        works = [lambda wish=wish: wish.go_on(one) for wish in wishes]
        outcome = trial.kill(one, part, some_time(chance, _LONGEST_S), Doing(*works))
        for wish in wishes:
            outcome.wrong += insist(one, wish.go_on)
        trial.settled(one)
        self.expected |= fresh
        afresh = None if n % _ALL_EVERY == _ALL_EVERY - 1 else set(fresh)
        outcome.wrong += seen(one, self.expected, afresh)
        return outcome

    def _wishes(self, n: int, chance: random.Random) -> tuple[list[Upload | Asked], dict[str, str]]:
        names = [name_of(chance, 3 * n + k) for k in range(3)]
        contents = [self.films.next() for _ in names]
        sent, placed, linked = names
        self.root.mkdir(exist_ok=True)
        draft = self.house.folder / "draft"
        draft.write_bytes(contents[1])
        draft.rename(self.root / f"{placed}.mkv")
        file = self.house.folder / f"{linked}.mkv"
        file.write_bytes(contents[2])
        self.site.files[f"/{linked}.mkv"] = file
        self.site.bytes_per_s[f"/{linked}.mkv"] = 4 * len(contents[2])
        wishes: list[Upload | Asked] = [
            Upload(sent, contents[0]),
            Asked("/api/folders", {"path": str(self.root)}),
            Asked("/api/media/add", {"url": self.site.url(f"/{linked}.mkv"), "title": linked}),
        ]
        chance.shuffle(wishes)
        return wishes, dict(zip(names, map(digest, contents), strict=True))


def insist(one: House, go_on: Callable[[House], None]) -> list[str]:
    """Go on until all is acknowledged, as a browser does; returns what was refused."""
    deadline = awake.now_s() + 60
    while True:
        try:
            go_on(one)
        except httpx.TransportError as cause:
            if awake.now_s() > deadline:
                return [f"it cannot be gone on with: {cause!r}"]
            time.sleep(0.1)
        except trial.Refused as cause:
            return [str(cause)]
        else:
            return []


def seen(one: House, expected: dict[str, str], afresh: set[str] | None) -> list[str]:
    """Return all that is wrong with a library after a kill."""
    return [
        *looking.whole(one),
        *looking.titles(one, expected, afresh=afresh),
        *looking.shown(one, expected),
        *looking.jobs_failed(one),
        *looking.left_over(one),
    ]


def brought(house: House, films: Films, count: int) -> dict[str, str]:
    """Bring films in, and wait until nothing goes on any more; returns digests by titles."""
    found: dict[str, str] = {}
    for n in range(count):
        upload = Upload(name_of(random.Random(n), n), films.next())
        insist(house, upload.go_on)
        found[upload.title] = digest(upload.content)
    trial.settled(house, but="")
    return found
