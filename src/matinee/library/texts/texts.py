"""The subtitles of an asset: which there are, and their words and pictures taken out once.

What is taken out lies in cache/<asset>/texts/<key>, one folder a track, and can be deleted at
any time: whoever needs it has it made again. Everything inside a film is made by one reading of
it; however many ask, one makes. Ids are `t<index>` inside the film and `x<number>` beside it,
where the number comes from the row, so that an id always means the same content.
"""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, Self, cast

from sqlalchemy.orm import Session

from matinee.engine import EngineError, Probe, TextTrack, TextWanted
from matinee.engine import text as words
from matinee.kit.context import carried
from matinee.kit.errors import Unavailable, from_engine
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.library.files import sidecar_file
from matinee.library.queries import text_tracks
from matinee.library.tables import AssetRow, SidecarRow

OWN_FORMS = ("srt", "vtt", "ass", "ttml")
_NUMBERS = 100_000
_ROOM_BYTES = 64 * 1024**2  # what taking texts out may write at least
_HEARING = ("sdh", "hearing impaired", "closed caption", "[cc]", "(cc)")

_makers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="texts")
_flights: dict[str, Future[None]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where a text track comes from. `codec` is that of a track, or the form of a file."""

    track: TextTrack
    codec: str
    key: str  # name of its folder, and of its cues: its id, and a stamp where it is a file
    path: str | None = None  # of a file beside the film; None: inside it
    uploaded: bool = False

    @property
    def own(self) -> str | None:
        """The ending of its own form; None for pictures."""
        form = words.CODECS.get(self.codec, self.codec)
        return form if form in OWN_FORMS else None

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the source of `to_json`."""
        values: dict[str, Any] = {**data, "track": TextTrack(**data["track"])}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Film:
    """What taking texts out of a film needs to know of it."""

    asset_id: str
    path: str
    start_s: float
    sources: tuple[TextSource, ...]


def text_sources(
    services: Services, session: Session, asset: AssetRow, probe: Probe
) -> tuple[TextSource, ...]:
    """Return every text track of an asset that can be shown: inside it, then beside it."""
    inside = [
        TextSource(
            TextTrack(
                id=f"t{one.index}", form=_form(one.codec), language=one.language, name=one.title,
                default=one.default, forced=one.forced or _says(one.title, ("forced",)),
                described=one.described or _says(one.title, _HEARING),
            ),
            one.codec,
            f"t{one.index}",
        )
        for one in probe.text
        if one.codec in words.CODECS
    ]  # fmt: skip
    beside: list[TextSource] = []
    for text_id, row in numbered(text_tracks(session, asset.id)).items():
        try:
            path = os.fspath(sidecar_file(services, session, row))
        except Unavailable:  # not offered while it is away
            continue
        if row.format == "idx" and not _is_plain(os.path.splitext(path)[0] + ".sub"):  # noqa: PTH122
            continue  # a list of times without its pictures
        track = TextTrack(
            id=text_id, form=_form(row.format), language=row.language, name=row.name,
            forced=row.forced, described=row.described,
        )  # fmt: skip
        key = f"{text_id}-{row.size_bytes}-{row.modified_ns}"
        uploaded = row.uploaded_by is not None
        beside.append(TextSource(track, row.format, key, path, uploaded))
    return (*inside, *beside)


def numbered(rows: Iterable[SidecarRow]) -> dict[str, SidecarRow]:
    """Return rows by their text ids. The id comes from the row's own; a clash takes the next."""
    found: dict[str, SidecarRow] = {}
    for row in rows:
        if row.format not in words.TEXTS | words.IMAGES:
            continue
        digest = blake2b(row.id.encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big") % _NUMBERS
        while f"x{number}" in found:
            number = (number + 1) % _NUMBERS
        found[f"x{number}"] = row
    return found


def _is_plain(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114 - bytes-safe


def _form(codec: str) -> Literal["vtt", "ass", "image"]:
    if codec in words.IMAGES or words.CODECS.get(codec) == "image":
        return "image"
    return "ass" if codec == "ass" else "vtt"


def _says(title: str | None, marks: Sequence[str]) -> bool:
    return any(mark in (title or "").lower() for mark in marks)


def text_folder(services: Services, asset_id: str, key: str) -> Path:
    """Return where what was taken out of a source lies, made or not."""
    return services.store.cache_dir(asset_id, "texts") / key


def texts_made(services: Services, asset_id: str, source: TextSource) -> bool:
    """Say whether a source has been taken out and is still there."""
    index = "images.json" if source.track.form == "image" else "cues.json"
    return (text_folder(services, asset_id, source.key) / index).is_file()


def take_texts(
    services: Services,
    film: Film,
    source: TextSource,
    on_progress: Callable[[float], None] | None = None,
    missed: str | None = None,
) -> Future[None]:
    """Have a source taken out; with one of a film's own come all of its others.

    Joins whoever does so already; does nothing where the file of the name `missed`, which was not
    there, has come since. The future raises MatineeErrors in words.
    """
    folder = services.store.cache_dir(film.asset_id, "texts")
    key = os.fspath(folder / source.key if source.path else folder)
    with _lock:
        flight = _flights.get(key)
        if flight is None and missed and (folder / source.key / missed).is_file():
            flight = Future[None]()  # the one who made it finished between our look and now
            flight.set_result(None)
        elif flight is None:
            flight = _flights[key] = _makers.submit(
                carried(_fly), key, lambda: _take(services, film, source, on_progress)
            )
        return flight


def _fly(key: str, make: Callable[[], None]) -> None:
    try:
        make()
    except EngineError as error:
        raise from_engine(error) from error
    finally:
        with _lock:
            _flights.pop(key, None)


def _take(
    services: Services,
    film: Film,
    source: TextSource,
    on_progress: Callable[[float], None] | None,
) -> None:
    services.store.require_space(_ROOM_BYTES)
    final = services.store.cache_dir(film.asset_id, "texts")
    staging = final / f".{new_id()}"
    staging.mkdir(parents=True)
    try:
        if source.path is not None:
            _take_file(services, source, staging / source.key)
        else:
            inside = [one for one in film.sources if one.path is None]
            wanted = [
                TextWanted(int(one.track.id[1:]), one.codec, one.track.language) for one in inside
            ]
            services.engine.texts(film.path, staging, wanted, film.start_s, on_progress=on_progress)
        for made in staging.iterdir():
            _put(made, final / made.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _take_file(services: Services, source: TextSource, folder: Path) -> None:
    assert source.path is not None
    language = source.track.language
    try:
        services.engine.text_file(source.path, folder, form=source.codec, language=language)
    except EngineError as error:
        if error.code in {"missing", "busy", "crashed", "timed_out"}:
            raise
        folder.mkdir(exist_ok=True)  # it stays as empty as it is: not read anew by each viewer
        name = "images.json" if source.track.form == "image" else "cues.json"
        (folder / name).write_text("[]")
        (folder / "all.vtt").write_text(words.webvtt.write(()))
        if source.own:
            (folder / f"own.{source.own}").write_text("")


def _put(made: Path, final: Path) -> None:
    """Let a finished folder take the place of what is left of an older one."""
    if final.exists():
        old = made.with_name(f".{new_id()}")
        final.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    made.rename(final)


def read_cues(folder: Path) -> tuple[words.Cue, ...]:
    """Return the cues in a folder; none for pictures. Raises OSError when it went."""
    if (folder / "images.json").is_file():
        return ()
    rows = cast("list[list[Any]]", json.loads((folder / "cues.json").read_bytes()))
    return words.from_json(rows)
