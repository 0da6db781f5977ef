"""yt-dlp's `--download-archive`: a text file with `extractor id` a line (yt-dlp's README).

The extractor's name is written in lower case. Such a line says that a link was fetched once,
never by whom or whether it was watched.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from matinee.foreign import values
from matinee.foreign.database import MAGIC, Unreadable
from matinee.foreign.values import Foreign, Record

_LINES_MAX, _LINE_MAX = 1_000_000, 1000


def read(path: Path, beside: Sequence[Path]) -> Iterator[str | Record]:
    """Give every line of an archive that names a link; a text is a note for the person."""
    with path.open("rb") as file:
        head = file.read(4096)
        if not head:
            raise Unreadable("empty_file", "The file is empty.")
        if head.startswith(MAGIC) or b"\0" in head:
            raise Unreadable(
                "wrong_file", "This is not a yt-dlp archive: it needs lines such as `youtube ID`."
            )
        file.seek(0)
        seen: set[tuple[str, str]] = set()
        strange = 0
        yield "yt-dlp download archive"
        for _ in range(_LINES_MAX):
            line = file.readline(_LINE_MAX)
            if not line:
                break
            parts = line.decode("utf-8", "replace").split()
            if not parts or parts[0].startswith("#"):
                continue
            if len(parts) != 2:
                strange += 1
                continue
            platform, source_id = values.words(parts[0], 64).lower(), values.words(parts[1], 255)
            if (platform, source_id) not in seen:
                seen.add((platform, source_id))
                yield Foreign(
                    key=f"{platform} {source_id}"[:300], title=f"{platform} {source_id}",
                    source_platform=platform, source_id=source_id,
                )  # fmt: skip
    if not seen:
        raise Unreadable(
            "wrong_file", "No line names a link: a yt-dlp archive has lines such as `youtube ID`."
        )
    if strange:
        yield f"{strange} lines are not of the form `extractor id` and were passed over."
