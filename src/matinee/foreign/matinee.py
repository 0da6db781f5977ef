"""Our own export (docs/moving.md): one JSON document, version 1."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from matinee.foreign import values
from matinee.foreign.database import Unreadable
from matinee.foreign.values import Foreign, Person, Record, Use

FORMAT, VERSION = "matinee-export", 1
_MOST_BYTES = 256 * 1024 * 1024


def read(path: Path, beside: Sequence[Path]) -> Iterator[str | Record]:
    """Give what another Matinee wrote; a text is a note for the person."""
    document = _load(path)
    if document.get("format") != FORMAT:
        raise Unreadable("wrong_file", "This is not an export of Matinee.")
    if document.get("version") != VERSION:
        raise Unreadable(
            "wrong_version",
            f"This export is of version {values.words(document.get('version'), 20) or 'unknown'}; "
            f"version {VERSION} is read here.",
        )
    yield f"Matinee export, version {VERSION}"
    uses: dict[str, list[Use]] = defaultdict(list)
    for profile in _dicts(document, "profiles"):
        name = values.words(profile.get("name"), 64)
        yield Person(name, name, _dict(profile.get("preferences")) or None)
        for key, use in _uses(name, profile).items():
            uses[key].append(use)
    for media in _dicts(document, "media"):
        files = _dicts(media, "files")
        found = values.title({**media, "key": media.get("id")})
        yield Foreign(
            key=found.key, kind=found.kind, title=found.title, year=found.year,
            series=found.series, season=found.season, episode=found.episode,
            episode_end=found.episode_end,
            paths=tuple(path for file in files for path in
                        values.many(file.get("paths"), values.PATH_MAX, values.PATHS_MAX)),
            providers=found.providers, source_platform=found.source_platform,
            source_id=found.source_id,
            fingerprints=tuple(values.words(file.get("fingerprint"), 128) for file in files),
            size_bytes=values.whole(files[0].get("size_bytes"), 1, 2**60) if files else None,
            duration_s=found.duration_s, uses=tuple(uses.get(found.key, ())),
            tags=found.tags, genres=found.genres,
        )  # fmt: skip
    for made in _dicts(document, "collections"):
        keys = values.keyed(values.many(made.get("media"), 290, values.LIST_MAX))
        yield values.playlist({**made, "key": made.get("id"), "entries": keys})


def _load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.open(path) as file:
                data = file.read(_MOST_BYTES + 1)
        if not data:
            raise Unreadable("empty_file", "The file is empty.")
        if len(data) > _MOST_BYTES:
            raise Unreadable("too_large", "The export is larger than is read here.")
        document = json.loads(data)
    except (ValueError, RecursionError, OSError, EOFError) as cause:
        raise Unreadable("damaged", "The file is not JSON, or it is cut off.") from cause
    return _dict(document)


def _uses(name: str, profile: dict[str, Any]) -> dict[str, Use]:
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"user": name})
    for row in _dicts(profile, "progress"):
        found[values.words(row.get("media"), 300)].update(
            watched=row.get("completed") or row.get("times_completed"),
            play_count=row.get("times_completed"),
            position_s=row.get("position_s"), last_played=row.get("seen_at"),
        )  # fmt: skip
    for row in _dicts(profile, "opinions"):
        found[values.words(row.get("media"), 300)].update(
            rating=row.get("rating"),
            favourite=row.get("favourite"),
            liked=row.get("liked"),
            in_list=row.get("listed_at") is not None,
        )
    for row in _dicts(profile, "choices"):
        chosen = {name: row.get(name) for name in ("audio", "text", "text_delay_s")}
        found[values.words(row.get("media"), 300)].update(choices=chosen)
    return {key: values.use(said) for key, said in found.items()}


def _dicts(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    many = holder.get(name)
    return [one for one in many if isinstance(one, dict)] if isinstance(many, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
