"""What a room asks of media files. Every method blocks, is safe from any thread, and
raises an EngineError with words for the person whose file it is.
"""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from matinee.engine import fingerprint as fingerprints
from matinee.engine import prints
from matinee.engine.devices import HARDWARE, SOFTWARE, Devices, Verdict, present
from matinee.engine.encoding import OnEnd, OnSegment, Order, Run, Stable
from matinee.engine.errors import EngineError, Stopped
from matinee.engine.likeness import PicturePrint
from matinee.engine.plan import Plan
from matinee.engine.prints import SoundPrint
from matinee.engine.run import Limits, Pool, Progress, Request, ShouldStop
from matinee.engine.season import Episode
from matinee.engine.types import (
    CoverFound,
    FontFound,
    Loudness,
    Marker,
    Probe,
    Sprites,
    Still,
    TextFound,
    TextWanted,
)
from matinee.engine.watch import NOBODY, Watch

QUICK_S = 30.0
ENCODE_S = 120.0
INDEX_S = 300.0  # a file without an index is read once from end to end
PICTURE_S = 120.0
SHEET_S = 1800.0


class Engine:
    """The hands of the engine: a pool of worker processes behind plain calls."""

    def __init__(
        self,
        workers: int = 2,
        *,
        idle_s: float = 30.0,
        limits: Limits | None = None,
        watch: Watch = NOBODY,
    ) -> None:
        self._pool = Pool(workers, idle_s=idle_s, limits=limits, watch=watch)
        self._stable = Stable(limits, idle_s, watch)
        self.devices = Devices()

    def probe(self, path: str | Path) -> Probe:
        """Say what a file is. Raises Unreadable, Encrypted, Unsupported, LimitExceeded."""
        return Probe.from_json(self._ask("probe", path, timeout_s=INDEX_S, slow=True))

    def keyframes(self, path: str | Path) -> tuple[float, ...]:
        """Return where the picture can be cut: seconds, rising; empty for sound alone.

        Of open groups of pictures only clean starting points are named, where enough exist.
        """
        return tuple(self._ask("keyframes", path, timeout_s=INDEX_S, slow=True))

    def check_playable(self, path: str | Path) -> None:
        """Decode a picture or a packet of sound; raises where a file only looks right."""
        self._ask("check_playable", path, timeout_s=60.0, slow=True)

    def examine(self, path: str | Path) -> tuple[Probe, str]:
        """Say what a file is as `probe` does, decode a little of it as `check_playable`, and name
        its content as `fingerprint`: all that a file is asked on its way in, at one go."""
        found = self._ask("examine", path, timeout_s=INDEX_S, slow=True)
        return Probe.from_json(found["probe"]), str(found["fingerprint"])

    def init_segment(self, path: str | Path, plan: Plan, track_id: str) -> bytes:
        """Return the header of a track (`ftyp` + `moov`). Raises NoSuchTrack."""
        track = plan.track(track_id)
        if not track.encoded:
            return self._bytes("init_segment", path, piece=asdict(plan.header(track_id)))
        if track.kind == "video":
            return self._bytes("picture_header", path, recipe=asdict(plan.picture_recipe(track_id)))
        recipe = asdict(plan.sound_recipe(track_id))
        return self._bytes("sound_header", path, recipe=recipe, language=track.language)

    def segment(self, path: str | Path, plan: Plan, track_id: str, n: int) -> bytes:
        """Return media segment `n` (from 0) of a track; the same bytes whenever asked.

        Raises NoSuchTrack where the plan has no such track or segment.
        """
        track = plan.track(track_id)
        if not track.encoded:
            return self._bytes("segment", path, piece=asdict(plan.piece(track_id, n)))
        plan.check(track, n)
        bounds = plan.bounds(track)
        if track.kind == "video":
            recipe = asdict(plan.picture_recipe(track_id))
            return self._bytes(
                "picture_segment", path, ENCODE_S, recipe=recipe, bounds=bounds, number=n
            )
        return self._bytes(
            "sound_segment", path, recipe=asdict(plan.sound_recipe(track_id)), number=n,
            start=bounds[n], end=bounds[n + 1],
        )  # fmt: skip

    def warm(self) -> None:
        """Have a child ready for `encode`: somebody is about to need it. Returns at once."""
        self._stable.warm()

    def encode(
        self,
        path: str | Path,
        plan: Plan,
        track_ids: Sequence[str],
        first: int,
        until: int,
        *,
        on_segment: OnSegment,
        on_end: OnEnd,
        background: bool = False,
    ) -> Run:
        """Start making segments `first` to before `until` of encoded pictures, in order.

        Several tracks (highest first) are made from one decoding. `on_segment(track, n, bytes)`
        and `on_end(error or None)` are called from the run's thread. Raises NoSuchTrack, Closed.
        """
        for track_id in track_ids:
            plan.check(plan.track(track_id), first)
        in_software = all(plan.track(track_id).codec == "av1" for track_id in track_ids)
        name = SOFTWARE if in_software else self.devices.best
        order = Order(os.fspath(path), plan, tuple(track_ids), first, until, background, name)

        def ended(error: EngineError | None) -> None:
            if error is not None and not isinstance(error, Stopped):
                self.devices.failed(name, error.detail)
            on_end(error)

        return self._stable.start(order, on_segment, ended)

    def try_devices(self) -> None:
        """Find out which encoders work here; takes a few seconds where there are any."""
        for name in (SOFTWARE, *HARDWARE):
            label, hardware = HARDWARE.get(name, "x264"), name in HARDWARE
            if not hardware:
                verdict = Verdict(name, label, hardware, True, "In software: always there.")
            elif not present(name):
                verdict = Verdict(name, label, hardware, False, "This machine has no such device.")
            else:
                request = Request("try_encoder", {"name": name}, ENCODE_S, slow=True)
                try:
                    verdict = Verdict(**self._pool.run(request).value)
                except EngineError as error:
                    verdict = Verdict(name, label, hardware, False, error.detail)
            self.devices.tried(verdict)

    def stills(
        self,
        path: str | Path,
        out_dir: str | Path,
        *,
        widths: tuple[int, ...] = (1280, 480),
        at_s: float | None = None,
        should_stop: ShouldStop | None = None,
    ) -> tuple[Still, ...]:
        """Pick the handsomest of several stills and write it at each width as JPEG; with `at_s`
        the one at that second.

        Returns one Still a width, widest first; none is wider than the picture itself.
        Raises NoSuchTrack where there is no picture (nor cover).
        """
        value = self._ask(
            "stills", path, timeout_s=PICTURE_S, background=at_s is None, should_stop=should_stop,
            out_dir=os.fspath(out_dir), widths=list(widths), at_s=at_s,
        )  # fmt: skip
        return tuple(Still(**still) for still in value)

    def sprites(
        self,
        path: str | Path,
        out_dir: str | Path,
        *,
        interval_s: float | None = None,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> Sprites:
        """Write sheets of small pictures made from keyframes alone, and their WebVTT.

        Without `interval_s` the spacing follows the length of the film. Raises NoSuchTrack
        where there is no picture.
        """
        value = self._ask(
            "sprites", path, timeout_s=SHEET_S, background=True, on_progress=on_progress,
            should_stop=should_stop, out_dir=os.fspath(out_dir), interval_s=interval_s,
        )  # fmt: skip
        return Sprites.from_json(value)

    def loudness(
        self,
        path: str | Path,
        indexes: Sequence[int],
        *,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> tuple[Loudness, ...]:
        """Measure sound tracks in one reading of the file; one of more than two channels twice.

        Those that nothing here decodes are left out. Raises NoSuchTrack.
        """
        value = self._ask(
            "loudness", path, timeout_s=SHEET_S, background=True, on_progress=on_progress,
            should_stop=should_stop, indexes=list(indexes),
        )  # fmt: skip
        return tuple(Loudness(**one) for one in value)

    def soundprint(
        self,
        path: str | Path,
        probe: Probe,
        index: int,
        *,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> SoundPrint:
        """Hear the beginning and the end of a sound track, so that episodes can be compared.

        Of a title too short for that nothing is heard. Raises NoSuchTrack.
        """
        windows = prints.windows(probe.duration_s)
        if not windows:
            return SoundPrint(probe.duration_s)
        arguments = {"path": os.fspath(path), "index": index, "start_s": probe.start_s}
        request = Request(
            "soundprint", {**arguments, "windows": windows}, SHEET_S, slow=True, background=True,
            on_progress=on_progress, should_stop=should_stop,
        )  # fmt: skip
        answer = self._pool.run(request)
        split = int(answer.value[0])
        head, tail = answer.payload[:split], answer.payload[split:]
        return SoundPrint(probe.duration_s, windows[1][0], head, tail)

    def pictureprint(
        self,
        path: str | Path,
        duration_s: float,
        *,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> PicturePrint:
        """See what a film looks like, so that it is known again in another file.

        Raises NoSuchTrack where there is no picture.
        """
        arguments = {"path": os.fspath(path), "duration_s": duration_s}
        request = Request(
            "pictureprint", arguments, SHEET_S, slow=True, background=True,
            on_progress=on_progress, should_stop=should_stop,
        )  # fmt: skip
        return PicturePrint(duration_s, self._pool.run(request).payload)

    def season(
        self, episodes: Sequence[Episode], *, should_stop: ShouldStop | None = None
    ) -> tuple[tuple[Marker, ...], ...]:
        """Return intro and credits of each episode, as far as they share them; given in order."""
        request = Request(
            "season", {"episodes": [one.to_json() for one in episodes]}, SHEET_S,
            slow=True, background=True, should_stop=should_stop,
        )  # fmt: skip
        found = self._pool.run(request).value
        return tuple(tuple(Marker(**marker) for marker in markers) for markers in found)

    def texts(
        self,
        path: str | Path,
        out_dir: str | Path,
        wanted: Sequence[TextWanted],
        start_s: float,
        *,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> tuple[TextFound, ...]:
        """Take text tracks out of a film, in one reading of the file.

        Each gets a folder `t<index>` in `out_dir` (see TextFound). `start_s` is the probe's: where
        the film's zero lies on the container's clock.
        """
        value = self._ask(
            "texts", path, timeout_s=SHEET_S, slow=True, on_progress=on_progress,
            should_stop=should_stop, out_dir=os.fspath(out_dir), start_s=start_s,
            wanted=[asdict(one) for one in wanted],
        )  # fmt: skip
        return tuple(TextFound(**one) for one in value)

    def text_file(
        self,
        path: str | Path,
        out_dir: str | Path,
        *,
        form: str | None = None,
        language: str | None = None,
    ) -> TextFound:
        """Take a subtitle file apart into `out_dir`; its form is told from its bytes.

        `form` is what its name says, `language` helps to find the character set. Raises
        Unreadable (code `not_subtitles` where it is none) and LimitExceeded.
        """
        value = self._ask(
            "text_file", path, timeout_s=PICTURE_S, slow=True, out_dir=os.fspath(out_dir),
            form=form, language=language,
        )  # fmt: skip
        return TextFound(**value)

    def fonts(self, path: str | Path, out_dir: str | Path) -> tuple[FontFound, ...]:
        """Take the fonts attached to a film out of it, into `out_dir`."""
        value = self._ask(
            "fonts", path, timeout_s=PICTURE_S, slow=True, out_dir=os.fspath(out_dir)
        )  # fmt: skip
        return tuple(FontFound(**one) for one in value)

    def cover(self, path: str | Path, out_dir: str | Path) -> CoverFound | None:
        """Take the cover picture inside of a file out of it, into `out_dir`; None without one."""
        value = self._ask("cover", path, timeout_s=PICTURE_S, out_dir=os.fspath(out_dir))
        return CoverFound(**value) if value else None

    def fingerprint(self, path: str | Path) -> str:
        """Return size and sampled BLAKE2b of a file: `"<bytes>-<hex>"`. Raises Missing."""
        return fingerprints.sampled(path)

    def full_hash(
        self,
        path: str | Path,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> str:
        """Return the BLAKE2b-256 of the whole file in hex. Raises Missing, Stopped."""
        return fingerprints.whole(path, on_progress, should_stop)

    def workers(self) -> list[int]:
        """Return the process ids of the workers there are now."""
        return [*self._pool.workers(), *self._stable.pids()]

    def children(self) -> dict[str, int]:
        """Return how many processes there are now: `reading` files, and `encoding`."""
        return {"reading": len(self._pool.workers()), "encoding": len(self._stable.pids())}

    def close(self) -> None:
        """End the workers; the engine answers nothing more."""
        self._stable.close()
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(
        self,
        task: str,
        path: str | Path,
        *,
        timeout_s: float,
        slow: bool = False,
        background: bool = False,
        on_progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
        **arguments: Any,
    ) -> Any:
        request = Request(
            task,
            {"path": os.fspath(path), **arguments},
            timeout_s,
            slow=slow or background,
            background=background,
            on_progress=on_progress,
            should_stop=should_stop,
        )
        return self._pool.run(request).value

    def _bytes(
        self, task: str, path: str | Path, timeout_s: float = QUICK_S, **arguments: Any
    ) -> bytes:
        request = Request(task, {"path": os.fspath(path), **arguments}, timeout_s)
        return self._pool.run(request).payload
