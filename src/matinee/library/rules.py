"""Decisions about names and texts: values in, values out, no I/O.

Text from files and sites is hostile until cleaned: control characters, line breaks in titles and
the bidirectional overrides that make `exe.4pm` read as `mp4.exe` (Unicode UAX #9, UTR #36) are
taken out; everything a language needs (joiners, marks, emoji) stays.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import date

TITLE_MAX, UPLOADER_MAX, DESCRIPTION_MAX, LABEL_MAX, LABELS_MAX = 500, 300, 20_000, 60, 50
SOURCE_ID_MAX, URL_MAX = 255, 4_000
UNTITLED = "Untitled"

_BIDI_CONTROLS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200E, 0x200F}
_DROPPED = _BIDI_CONTROLS | {0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB}
_ARTICLES = ("the ", "a ", "an ")
_NUMBER = re.compile(r"\d+")
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")


def clean_line(text: str | None, limit: int = TITLE_MAX) -> str:
    """Return one printable line of at most `limit` characters; "" when nothing is left."""
    return _cut(" ".join(_printable(text or "", keep_lines=False).split()), limit)


def clean_text(text: str | None, limit: int = DESCRIPTION_MAX) -> str | None:
    """Return printable text with its line breaks, at most `limit` characters; None when empty."""
    lines = _printable(text or "", keep_lines=True).split("\n")
    return _cut("\n".join(line.rstrip() for line in lines).strip(), limit) or None


def title_of(*candidates: str | None) -> str:
    """Return the first title that has anything printable in it."""
    return next((line for line in map(clean_line, candidates) if line), UNTITLED)


def _printable(text: str, *, keep_lines: bool) -> str:
    kept: list[str] = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        if char in "\n\t\v\f\x85\u2028\u2029":
            kept.append("\n" if keep_lines and char not in "\t" else " ")
        elif ord(char) not in _DROPPED and unicodedata.category(char) not in {"Cc", "Cs", "Cn"}:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + "…"


def fold(text: str) -> str:
    """Return what a text is compared by: no case, no accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def sort_title(title: str) -> str:
    """Return what a title is sorted by: folded, without its article, numbers by their value."""
    folded = fold(title)
    for article in _ARTICLES:
        if folded.startswith(article) and len(folded) > len(article):
            folded = folded[len(article) :]
            break
    return _NUMBER.sub(lambda found: found.group().lstrip("0").zfill(8), folded)[:600]


def work_key(
    kind: str,
    title: str,
    *,
    year: int | None = None,
    day: date | None = None,
    series_id: str | None = None,
    numbers: tuple[int | None, int | None, int | None] = (None, None, None),
    part: int | None = None,
) -> str | None:
    """Return what every version of one work shares, None where too little is known to say.

    A film is known by its title and year, an episode by its series and its number or its day.
    `numbers` are season, episode and last episode. Videos are never taken for one another.
    """
    letters = "".join(char for char in fold(title) if char.isalnum())
    if kind == "movie" and year is not None and letters:
        return f"m:{letters}:{year}:{part or 0}"[:700]
    season, episode, last = numbers
    if kind == "episode" and series_id is not None:
        if episode is not None:
            return f"e:{series_id}:{season}:{episode}:{last or 0}:{part or 0}"
        if day is not None:
            return f"d:{series_id}:{day.isoformat()}:{part or 0}"
    return None


def labels(names: Iterable[str]) -> list[str]:
    """Return tags or genres cleaned, without repeats (by their folded form), at most 50."""
    kept: dict[str, str] = {}
    for name in names:
        line = clean_line(name, LABEL_MAX)
        if line:
            kept.setdefault(label_key(line), line)
    return list(kept.values())[:LABELS_MAX]


def label_key(name: str) -> str:
    """Return what a tag or genre is known by. A name of marks alone is its own key."""
    return (fold(name) or name)[: 2 * LABEL_MAX]


def source_key(source_id: str | None) -> str | None:
    """Return a source's id, or its digest when a site's ids are longer than we keep."""
    cleaned = "".join(char for char in source_id or "" if char.isprintable()).strip()
    if not cleaned:
        return None
    if len(cleaned) <= SOURCE_ID_MAX:
        return cleaned
    return "blake2b:" + hashlib.blake2b(cleaned.encode(), digest_size=32).hexdigest()


def web_address(url: str | None) -> str | None:
    """Return an http(s) address, or None: nothing else is ever offered as a link."""
    text = "".join(char for char in (url or "").strip() if char.isprintable())
    return (
        text if text.lower().startswith(("http://", "https://")) and len(text) <= URL_MAX else None
    )


def suffix_of(name: str) -> str:
    """Return the lower-case ending of a file name with its dot, ".bin" when it has none."""
    found = _SUFFIX.search(name)
    return f".{found.group(1).lower()}" if found else ".bin"


def landing_asset_id(job_id: str, name: str) -> str:
    """Return the asset id of a staged file: the same however often the job is run again.

    A UUIDv7 that takes its time from the job and its random part from the file's name, so that a
    crash between the rename and the commit lands on the same address the next time.
    """
    digest = hashlib.blake2b(f"{job_id}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16)
    value = int.from_bytes(digest.digest(), "big")
    try:
        ms = uuid.UUID(job_id).int >> 80
    except ValueError:
        ms = value >> 80
    tail = value & ((1 << 80) - 1)
    tail = (tail & ~(0xF << 76)) | (0x7 << 76)
    tail = (tail & ~(0b11 << 62)) | (0b10 << 62)
    return str(uuid.UUID(int=(ms << 80) | tail))


def kept_name(title: str, asset_id: str, suffix: str) -> str:
    """Return a file name for people, made from a title: no separators, within 255 bytes."""
    plain = "".join("-" if char in '/\\:*?"<>|' else char for char in clean_line(title, 120))
    stem = plain.strip(" .-").encode()[:180].decode("utf-8", "ignore") or UNTITLED
    return f"{stem} [{asset_id[-12:]}]{suffix}"
