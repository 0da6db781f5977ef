"""The job that writes an NFO beside every film and episode of a folder, because somebody asked.

It may be cut off anywhere and run again: what is there already stays as it is.
"""

import errno
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from matinee import library
from matinee.ingest import Description, Person, nfo_of, season_of
from matinee.kit.jobs import Job, JobContext, JobSpec, Lane
from matinee.kit.services import Services
from matinee.moving import nfo_files

KIND = "moving.nfo"
_TELL_EVERY = 50
_LISTED = 20
# As NFO names what our rows call otherwise; the rest is named alike.
_LOCKS = {"title": "title", "description": "description", "genres": "genres", "tags": "tags",
          "content_rating": "content_rating", "people": "people"}  # fmt: skip


@dataclass
class _Tally:
    done: Counter[str] = field(default_factory=Counter[str])
    refused: list[str] = field(default_factory=list[str])

    def refuse(self, path: PurePath, error: OSError) -> None:
        """Count what could not be written. A full disk ends the job: raises it."""
        if error.errno == errno.ENOSPC:
            raise error
        self.done["refused"] += 1
        if len(self.refused) < _LISTED:
            shown = str(path).encode(errors="replace").decode()
            self.refused.append(f"{shown}: {error.strerror or 'outside of the folder'}")

    def summary(self) -> dict[str, object]:
        """Return everything for the job."""
        return {**self.done, **({"refused_examples": self.refused} if self.refused else {})}


def wire(services: Services) -> None:
    """Register the job."""
    services.jobs.register(KIND, run, lane=Lane.ERRAND)


def start(services: Services, root_id: str, requested_by: str | None) -> Job:
    """Begin to write the NFOs of a folder. Raises NotFound."""
    with services.db.write() as session:
        root = library.get_root(session, root_id)
        name = PurePath(root.path).name.encode(errors="replace").decode()
        spec = JobSpec(
            kind=KIND, payload={"root_id": root_id}, title=f"NFO for {name}",
            dedupe_key=f"{KIND}:{root_id}", requested_by=requested_by,
        )  # fmt: skip
        return services.jobs.view(session, services.jobs.enqueue(session, spec))


def run(context: JobContext) -> None:
    """Write what is not there yet."""
    services, root_id = context.services, str(context.payload["root_id"])
    with services.db.read() as session:
        root = Path(library.get_root(session, root_id).path)
        total = library.media_counts(session).get(root_id, 0)
    tally = _Tally()
    names = _Names(root)
    folders: dict[str, set[PurePath]] = defaultdict(set)
    owners: dict[PurePath, set[str | None]] = defaultdict(set)
    for n, file in enumerate(_files(services, root_id)):
        if n % _TELL_EVERY == 0:
            context.check()
            context.progress(min(99.0, 100.0 * n / max(1, total)), step="writing")
        path = PurePath(file.relative_path)
        for folder in path.parents:
            owners[folder].add(file.series_id)
        if file.series_id is not None:
            folders[file.series_id].add(path.parent)
        _write(tally, names, path.parent, f"{path.stem}.nfo", _of_file(file))
    for series_id, where in folders.items():
        context.check()
        with services.db.read() as session:
            series = library.described_series(session, series_id)
        own = _own_folder(where, owners, series_id)
        if series is not None and own is not None:
            _write(tally, names, own, "tvshow.nfo", _of_series(series))
    context.describe(summary=tally.summary())


def _files(services: Services, root_id: str) -> Iterator[library.DescribedFile]:
    """Give the files of a folder. Between two stretches nothing of the database is held."""
    after = ""
    while True:
        with services.db.read() as session:
            some = library.described_files(session, root_id, after)
        if not some:
            return
        yield from some
        after = some[-1].place_id


class _Names:
    """What lies in the folders of a root, listed once each; a link to elsewhere is refused."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._jail = os.path.realpath(root)
        self._listed: dict[PurePath, dict[str, str]] = {}

    def of(self, folder: PurePath) -> dict[str, str]:
        """Return the names in a folder, by the same in small letters. Raises OSError."""
        if folder not in self._listed:
            real = os.path.realpath(self.root / folder)
            if os.path.commonpath((self._jail, real)) != self._jail:
                raise PermissionError
            self._listed[folder] = {one.name.lower(): one.name for one in Path(real).iterdir()}
        return self._listed[folder]


def _write(tally: _Tally, names: _Names, folder: PurePath, name: str, said: Description) -> None:
    try:
        there = names.of(folder)
        alone = said.kind == "movie" and "movie.nfo" in there
        done = "kept" if alone else nfo_files.put(names.root / folder, name, nfo_of(said), there)
    except OSError as error:
        tally.refuse(folder / name, error)
    else:
        tally.done[done] += 1


def _own_folder(
    where: set[PurePath], owners: dict[PurePath, set[str | None]], series_id: str
) -> PurePath | None:
    """Return the folder that is a series' alone, above those of its seasons; None for none."""
    above = {one.parent if season_of(one.name) else one for one in where}
    folder = PurePath(os.path.commonpath([str(one) for one in above]) or ".")
    alone = owners[folder] == {series_id}
    return folder if alone and folder != PurePath() else None


def _of_file(file: library.DescribedFile) -> Description:
    episode = file.kind == "episode"
    return Description(
        kind="episode" if episode else "movie",
        title=file.title,
        original_title=file.original_title,
        description=file.description,
        tagline=file.tagline,
        year=None if episode else file.year,
        released=file.released,
        runtime_s=file.duration_s,
        series_title=file.series,
        season=file.season if episode else None,
        episode=file.episode if episode else None,
        episode_end=file.episode_end if episode else None,
        genres=tuple(file.genres),
        tags=tuple(file.tags),
        content_rating=file.content_rating,
        people=_people(file.parts),
        ids=dict(file.other_ids),
        locked_fields=tuple(_LOCKS[name] for name in file.locked if name in _LOCKS),
    )


def _of_series(series: library.DescribedSeries) -> Description:
    return Description(
        kind="series",
        title=series.title,
        original_title=series.original_title,
        description=series.description,
        year=series.year,
        content_rating=series.content_rating,
        people=_people(series.parts),
        ids=dict(series.other_ids),
        locked_fields=tuple(_LOCKS[name] for name in series.locked if name in _LOCKS),
    )


def _people(parts: Sequence[library.Part]) -> tuple[Person, ...]:
    return tuple(
        Person(part.name, part.job, part.character, n if part.job == "actor" else None)
        for n, part in enumerate(parts)
    )
