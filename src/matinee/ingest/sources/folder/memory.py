"""What is remembered of a root's folders, so that those which did not change are not opened.

A folder's time changes when a name in it comes, goes or is another's. It is believed when it had
been still for a while as the folder was looked into, because times are coarse: a change in the
same tick would not be seen.
"""

import os
from collections.abc import Iterable, Mapping

from matinee import library

Looked = tuple[int, int]
"""When a folder changed last and when it was looked into, both in ns; 0: not to be believed."""

_STILL_NS = 2_000_000_000
# A folder of subtitles, pictures or chapters' stills belongs to the films above it.
BESIDE = frozenset({
    "subs", "sub", "subtitles", "subtitle", "subtitulos", "sottotitoli", "extrafanart",
    "extrathumbs", "metadata",
})  # fmt: skip


class Memory:
    """The folders of one root as they were last looked into, and the files in them."""

    def __init__(
        self, known: Mapping[str, library.KnownFile], looked: Mapping[str, Looked]
    ) -> None:
        self.looked = looked
        self.files: dict[str, list[str]] = {}
        self.folders: dict[str, list[str]] = {}
        self.known = known
        for path, file in known.items():
            if not file.missing:
                self.files.setdefault(above(path), []).append(path)
        folders = set(looked)
        for folder in tuple(self.files):
            one = folder
            while one not in folders:  # one that was never looked into, by a cut-off scan
                folders.add(one)
                one = above(one)
        for folder in folders:
            if folder:
                self.folders.setdefault(above(folder), []).append(folder)

    def is_as_it_was(self, folder: str, modified_ns: int, now_ns: int) -> bool:
        """Say whether a folder holds what it held; times that lie ahead say nothing."""
        then, looked_ns = self.looked.get(folder, (0, 0))
        return then == modified_ns and then + _STILL_NS <= looked_ns <= now_ns

    def around(self, folders: Iterable[str]) -> frozenset[str]:
        """Return folders with all above them, and what lies beside films in them.

        What is new in a season is described in the folder of its series.
        """
        wanted: set[str] = set()
        for folder in folders:
            one = folder
            while one not in wanted:
                wanted.add(one)
                one = above(one)
        for folder in tuple(wanted):
            for one in self.folders.get(folder, ()):
                if os.path.basename(one).lower() in BESIDE:  # noqa: PTH119 - a Path each is slow
                    wanted.add(one)
                    wanted.update(self.folders.get(one, ()))
        return frozenset(wanted)


def above(path: str) -> str:
    """Return the folder that holds a relative path; that of the root is itself."""
    return path.rpartition(os.sep)[0]
