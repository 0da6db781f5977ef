"""A library root in six kinds of trouble, and its files moved and deleted in masses: nothing that
is in the library goes, and what people did with it stays."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.flows.conftest import small_clip, write_film

from faults.awake import until
from faults.house import House, disk, house, mount
from faults.slow import slowed
from faults.table import How, Refused, Row, skipped

FILMS, MANY = 24, 1000
SLOW_S = 0.02  # each opening of a file or folder
Trouble = Callable[["Root"], None]


class Root:
    """A disk with films on it, in the library, one of which was watched and given a title."""

    def __init__(self, one: House, place: Path, films: int) -> None:
        self.one, self.place, self.films = one, place, films
        self.aside = one.folder / "aside"
        shutil.rmtree(self.aside, ignore_errors=True)
        clip = small_clip(one.folder)
        for n in range(films):
            name = f"Film {n:04}"
            write_film(clip, self.aside / f"half {n % 2}" / f"{name} (2001).mkv", n)
        self.fill()
        self.id = one.client.post("/api/folders", json={"path": str(place)}).json()["id"]
        self.settled()
        self.media = one.media()
        assert len(self.media) == films, f"{len(self.media)} of {films} came in"
        self.watched = next(iter(self.media))
        assert one.watch(self.watched, 1.0).status_code == 200
        mine = {"title": "My own words"}
        assert one.client.patch(f"/api/media/{self.watched}", json=mine).status_code == 200

    def fill(self) -> None:
        """Put every film where it was."""
        shutil.copytree(self.aside, self.place, dirs_exist_ok=True)

    def told(self) -> dict[str, Any]:
        """Return what the server says of the folder."""
        folders = self.one.client.get("/api/folders").json()["items"]
        return next(one for one in folders if one["id"] == self.id)

    def settled(self) -> None:
        """Wait until no scan of it runs."""
        until(lambda: self.told()["job_id"] is None, "the scan ended", 900)

    def scan(self) -> dict[str, Any]:
        """Look through all of it again, to the end; returns what the server says afterwards."""
        self.settled()
        started = self.one.client.post(f"/api/folders/{self.id}/scan").json()
        self.one.ended(started["job"]["id"], 900)
        self.settled()
        return self.told()

    def losses(self, when: str) -> list[str]:
        """Return what is gone, of titles and of what was done with them."""
        now = self.one.media() | self.away()
        lost = [f"{when}: the title {name} is gone" for name in self.media.keys() - now.keys()]
        title = self.one.client.get(f"/api/media/{self.watched}").json().get("title")
        if title != "My own words":
            lost.append(f"{when}: its title is {title}")
        if self.one.position(self.watched) != 1.0:
            lost.append(f"{when}: the place where it was left is gone")
        return lost

    def away(self) -> dict[str, dict[str, Any]]:
        """Return what is shown as not there now."""
        return self.one.media(status="unavailable")


def run(how: How) -> Iterator[Row]:
    """Bring every trouble over a root, and end it."""
    for name, (trouble, share) in TROUBLES.items():
        try:
            yield _trouble(how, name, trouble, share)
        except Refused as why:
            yield skipped(f"a root {name}", str(why))
    try:
        yield _masses(how)
    except Refused as why:
        yield skipped("files moved and deleted", str(why))


def _trouble(how: How, name: str, trouble: Trouble, share: float) -> Row:
    films = max(FILMS, min(how.runs, 100))
    lost: list[str] = []
    place = how.folder / f"root {name}"
    with disk(place, 64), house(how, f"house {name}") as one:
        root = Root(one, place, films)
        trouble(root)
        told = root.scan()
        away = len(root.away())
        lost += root.losses("meanwhile")
        if away != round(films * share):
            lost.append(f"{away} shown as away instead of {films * share:.0f}: {told}")
        if share and not (told["status"] != "ready" or told["gone"]):
            lost.append(f"the owner is not asked: {told}")
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=False, capture_output=True)
        if not place.is_mount():
            place.mkdir(exist_ok=True)
            mount(place, 64)
        root.fill()
        began = time.monotonic()
        root.scan()
        took = time.monotonic() - began
        if left := len(root.away()):
            lost.append(f"{left} still away after one scan")
        lost += root.losses("afterwards")
    return Row(
        f"a root {name}", films, len(lost), f"{away} away, back in one scan of {took:.0f} s",
        "0 removed", not lost, tuple(lost),
    )  # fmt: skip


def _unmounted(root: Root) -> None:
    subprocess.run(["umount", "-l", str(root.place)], check=True)


def _gone(root: Root) -> None:
    _unmounted(root)
    shutil.rmtree(root.place)


def _half_there(root: Root) -> None:
    shutil.rmtree(root.place / "half 0")


def _read_only(root: Root) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(root.place)], check=True)


def _slow(root: Root) -> None:
    with slowed(root.place, SLOW_S) as delayed:
        root.scan()
        assert delayed(), "nothing was slowed"
        assert root.losses("on a slow disk") == []


def _another(root: Root) -> None:
    _unmounted(root)
    mount(root.place, 64)
    (root.place / "letters.txt").write_text("another disk")


TROUBLES: dict[str, tuple[Trouble, float]] = {
    "unmounted": (_unmounted, 1.0),
    "gone": (_gone, 1.0),
    "half there": (_half_there, 0.5),
    "read-only": (_read_only, 0.0),
    "slow": (_slow, 0.0),
    "with another disk in its place": (_another, 1.0),
}


def _masses(how: How) -> Row:
    """Rename and move every file, then delete them all, then put them back."""
    films = min(MANY, how.runs * 5)
    lost: list[str] = []
    place = how.folder / "root of many"
    with disk(place, 512), house(how, "house of many") as one:
        root = Root(one, place, films)
        moved = place / "elsewhere"
        moved.mkdir()
        for n, path in enumerate(sorted(place.glob("half */*.mkv"))):
            path.rename(moved / f"{n:04} renamed.mkv")
        root.scan()
        if away := len(root.away()):
            lost.append(f"{away} of {films} moved files are not known again")
        if (there := len(one.media() | root.away())) != films:
            lost.append(f"{there} titles after moving {films}")
        lost += root.losses("after moving")
        bin_ = one.folder / "bin"
        shutil.copytree(moved, bin_)
        shutil.rmtree(moved)
        (place / "notes.txt").write_text("the disk is there")
        told = root.scan()
        if told["gone"] != films:
            lost.append(f"the owner is asked of {told['gone']} of {films}")
        one.client.post(f"/api/folders/{root.id}/gone", json={"accept": True})
        if (away := len(root.away())) != films:
            lost.append(f"{away} of {films} are kept as missing")
        lost += root.losses("after deleting")
        shutil.copytree(bin_, moved)
        root.scan()
        if away := len(root.away()):
            lost.append(f"{away} of {films} did not come back")
        lost += root.losses("after putting back")
    return Row(
        f"{films:,} files moved, then deleted", 2 * films, len(lost), "all known again, all kept",
        "0 removed", not lost, tuple(lost),
    )  # fmt: skip
