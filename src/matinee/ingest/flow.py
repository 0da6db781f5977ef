"""The stations every video passes on its way in, whichever source it comes from.

    arrive -> probe -> try -> identify -> publish

Each takes the value of the one before. Until PUBLISH all is throwaway; from there on nothing is
written to the original again. Every station can be run once more after a crash.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from matinee import engine, library
from matinee.ingest.identify import merging, verdict
from matinee.kit.errors import Unprocessable, from_engine
from matinee.kit.jobs import JobContext
from matinee.kit.objects import Interrupted, Watched
from matinee.kit.services import Services

Say = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a source brought: a file on this machine and what it knows of it.

    `name` is what people call the file, perhaps with the folders above it. Files in place name
    their root and relative path, and `hint` is what the owner said the root holds; others lie in
    a job's staging folder, and `at` says where the file is when an earlier attempt has already
    taken it through the gate.
    """

    path: Path
    name: str
    at: Path | None = None
    told: verdict.Told | None = None
    title: str | None = None
    chapters: tuple[engine.Chapter, ...] = ()
    sidecars: tuple[library.Sidecar, ...] = ()
    collection_id: str | None = None
    added_by: str | None = None
    root_id: str | None = None
    relative_path: str | None = None
    fingerprint: str | None = None
    hint: str = "mixed"
    beside: merging.Beside = merging.NOTHING


def land(
    services: Services, arrival: Arrival, say: Say, watched: Watched | None = None
) -> library.Published:
    """Take an arrival through all stations; `say` hears the name of each, `watched` how far the
    sending to a bucket is.

    Raises a MatineeError in plain words when the file cannot be read, played or kept.
    """
    landing = examined(services, arrival, say)
    say("publishing")
    return library.publish(services, landing, watched)


def land_for(ctx: JobContext, arrival: Arrival, say: Say) -> library.Published:
    """As `land`, for a job: it tells how far the sending to a bucket is, and can be ended in it."""
    watched = Watched(lambda percent: ctx.progress(90 + percent / 10), ctx.stop_requested)
    try:
        return land(ctx.services, arrival, say, watched)
    except Interrupted:
        ctx.check()
        raise


def examined(services: Services, arrival: Arrival, say: Say) -> library.Landing:
    """Take an arrival through the stations before the gate, where many may wait together.

    Raises a MatineeError in plain words when the file cannot be read or played.
    """
    say("probing")
    here = arrival.at or arrival.path
    probe, content = examine(services, here)
    fingerprint = arrival.fingerprint or content
    say("identifying")
    identity = identity_of(arrival, probe.tags)
    if arrival.chapters and not probe.chapters:
        probe = replace(probe, chapters=arrival.chapters)
    return library.Landing(
        path=arrival.path,
        root_id=arrival.root_id,
        relative_path=arrival.relative_path,
        probe=probe,
        fingerprint=fingerprint,
        identity=identity,
        sidecars=arrival.sidecars,
        collection_id=arrival.collection_id,
        added_by=arrival.added_by,
    )


def identity_of(arrival: Arrival, tags: dict[str, str]) -> library.Identity:
    """Return what an arrival is, by its source, its tags and its name."""
    return verdict.identify(
        arrival.name,
        tags,
        arrival.told,
        title=arrival.title,
        hint=arrival.hint,
        beside=arrival.beside,
    )


def tell_again(services: Services, media_id: str, arrival: Arrival, lying: Collection[str]) -> None:
    """Read a known file that has another name now; what was changed by hand stays.

    `lying` are the paths in its root where files are: a further copy of one that is there still
    says nothing.
    """
    assert arrival.root_id is not None
    place = (arrival.root_id, arrival.relative_path or "")
    library.tell_again(services, media_id, place, lambda tags: identity_of(arrival, tags), lying)


def examine(services: Services, path: Path) -> tuple[engine.Probe, str]:
    """Return what a file holds, after playing a little of it, and its fingerprint.

    Raises Unprocessable or Unavailable with the reason when it is no video or sound.
    """
    probe, fingerprint = _asking(services.engine.examine, path)
    if probe.video is None and not probe.audio:
        raise Unprocessable(
            "There is neither picture nor sound in this file.",
            fix="Check that it is a video, and that it was copied completely.",
            code="nothing_to_play",
        )
    return probe, fingerprint


def _asking(question: Callable[[Path], T], path: Path) -> T:
    """Ask the engine; its errors become ours, with their words."""
    try:
        return question(path)
    except engine.EngineError as error:
        raise from_engine(error) from error
