"""Videos saved from the net: yt-dlp names them `Title [id]`, youtube-dl `Title-id`.

The forms of both are their default output templates; a date or a playlist's number often stands
before the title.
"""

import re
from itertools import pairwise

from matinee.ingest.identify.naming import numbering, release, titles
from matinee.ingest.identify.naming.folders import SERIES, Around
from matinee.ingest.identify.naming.named import Name, Named

_BOXED = re.compile(r"[\s._]*[\[(](?P<id>[A-Za-z0-9_-]{11})[\])]$")
_OTHER_SITE = re.compile(
    r"[\s._]*\[(?P<id>(?:\d{6,20}|BV[A-Za-z0-9]{10}|v\d{6,}|x[a-z0-9]{6}|[a-z0-9]{6,8})(?:_\w{1,8})?)\]$"
)
_DASHED = re.compile(r"[\s_]?-(?P<id>[A-Za-z0-9_-]{11})$")
_FRONT = re.compile(
    r"^(?:(?:\d{1,4}|NA)[\s._]*-[\s._]+)?"
    r"(?P<day>(?:19|20)\d\d-?[01]\d-?[0-3]\d(?:[\s._]*[-_][\s._]*|\s+))?"
)
_UPLOADER = re.compile(r"^[^\d]{1,80}?\s-\s(?P<day>(?:19|20)\d\d-?[01]\d-?[0-3]\d)\s-\s")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d|^\d+$")


def read(name: Name, around: Around) -> Named | None:
    """Return a video that bears the id of a site; None where none is there."""
    if name.fansub and not _BOXED.search(name.stem):
        return None
    found = _find(name.stem)
    if found is None:
        return None
    text = name.stem[: found.start()]
    if (around.season is not None or around.hint == SERIES) and numbering.find(text):
        return None
    front = _UPLOADER.match(text) or _FRONT.match(text)
    day = None
    if front is not None and front.end() < len(text):
        day = numbering.day(front["day"]) if front["day"] else None
        text = text[front.end() :] if day is not None or front["day"] is None else text
    title = titles.readable(text, dotted=titles.is_dotted(text)) or found["id"]
    source = found["id"] if len(found["id"]) == 11 else None
    return Named("video", title, day=day.day if day else None, source_id=source)


def _find(stem: str) -> re.Match[str] | None:
    found = _BOXED.search(stem)
    if found is not None and _is_id(found["id"]):
        return found
    found = _OTHER_SITE.search(stem)
    if found is not None and sum(char.isdigit() for char in found["id"]) >= 2:
        return None if release.is_bare(found["id"]) or _in_release(stem) else found
    found = _DASHED.search(stem)
    if found is not None and _is_id(found["id"]) and not _in_release(stem):
        kinds = (str.isupper, str.islower, str.isdigit)
        return found if all(any(map(kind, found["id"])) for kind in kinds) else None
    return None


def _in_release(stem: str) -> bool:
    """Say whether words of a release stand in a name: its end is then a group, no id."""
    return len(release.STRONG.findall(stem)) > 1 or numbering.find(stem) is not None


def _is_id(text: str) -> bool:
    """An id mixes what words do not: capitals inside, digits among letters."""
    if release.is_bare(text) or _DAY.match(text):
        return False
    if re.fullmatch(r"[A-Z]?[a-z]+(?:[-_][A-Za-z]?[a-z]+)*|[A-Z]+(?:[-_][A-Z]+)*", text):
        return False
    kinds = (str.isupper, str.islower, str.isdigit)
    mixed = sum(any(map(kind, text)) for kind in kinds) >= 2
    turns = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return mixed and (
        turns >= 2 or any(char.isdigit() for char in text) or turns + ("_" in text) >= 2
    )
