"""Hearing what the rules may want prepared, without holding anybody up.

Handlers run where the fact was told: in a request that somebody waits for. So they only note what
they heard; the job scheduler's thread weighs it a few seconds later. What a crash loses is heard
again with the next play.
"""

import threading

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.jobs import JobStatus
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library import MediaAdded, MediaPlayed, MediaRow
from matinee.streaming import next_episode
from matinee.streaming.conductor import conductor_of
from matinee.streaming.prepare import actions, queries, rules
from matinee.streaming.prepare.tables import NoteRow
from matinee.streaming.values import Reencoded

_MOST = 100  # queued in one look


class Listener:
    """What was heard and is not weighed yet. Safe from any thread."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._added: set[str] = set()
        self._needed: set[str] = set()
        self._plays: list[str] = []
        self._nearly_over: dict[tuple[str, str], int] = {}

    def added(self, event: MediaAdded) -> None:
        """A title came in."""
        with self._lock:
            self._added.add(event.media_id)

    def reencoded(self, event: Reencoded) -> None:
        """A device needed a title encoded."""
        with self._lock:
            self._needed.add(event.media_id)

    def played(self, event: MediaPlayed) -> None:
        """Somebody got so far in a title: half of it is a play, near its end the next is due."""
        if event.passed(rules.PLAYED_FROM):
            with self._lock:
                self._plays.append(event.media_id)
        if event.passed(rules.NEARLY_OVER):
            height = _height_in_use(self._services, event.media_id)
            if height is not None:
                with self._lock:
                    self._nearly_over[event.profile_id, event.media_id] = height

    def flush(self) -> None:
        """Weigh what was heard, and queue what the rules choose."""
        with self._lock:
            added, self._added = self._added, set()
            needed, self._needed = self._needed, set()
            plays, self._plays = self._plays, []
            nearly_over, self._nearly_over = self._nearly_over, {}
        if added:
            with self._services.db.read() as session:
                wanted = queries.rules(session).new
            # Most of what is brought in is not wanted so: nothing is written then.
            for media_id in added if wanted else ():
                self._weigh(media_id, is_new=True)
        for media_id in needed:
            self._weigh(media_id, needed=True)
        for media_id in plays:
            self._weigh(media_id, played=True)
        for (profile_id, media_id), height in nearly_over.items():
            self._start_next(profile_id, media_id, height)

    def look(self) -> None:
        """Queue what waited for the night, and wake the jobs that slept through the day."""
        with self._services.db.read() as session:
            in_force = queries.rules(session)
            due = not in_force.at_night or rules.is_night(clock.local())
            waiting = queries.waiting(session, 1)
            jobs = queries.open_jobs(session)
            asleep = [
                job.id
                for job in jobs
                if job.status == JobStatus.PAUSED and job.payload.get("asleep")
            ]
            split = [job.id for job in jobs if _minds_the_night(job)]
        for job_id in split:
            self._by_night(job_id)
        if not due:
            return
        if waiting:
            with self._services.db.write() as session:
                for note in queries.waiting(session, _MOST):
                    actions.queue_by_rule(self._services, session, note, in_force)
        for job_id in asleep:
            self._services.jobs.resume(job_id)

    def _by_night(self, job_id: str) -> None:
        """Let a title that waits for its parts sleep by day, unless a person has woken it."""
        night = rules.is_night(clock.local())
        with self._services.db.write() as session:
            job = session.get(JobRow, job_id)
            if job is None or not _minds_the_night(job):
                return  # it goes on by itself meanwhile
            woken = job.payload.get("asleep")
            sleeps = not woken and not night
            at_night = night if woken else True
            job.payload = {**job.payload, "asleep": sleeps, "at_night": at_night}
        if sleeps:
            self._services.jobs.pause(job_id)

    def _weigh(
        self, media_id: str, *, is_new: bool = False, needed: bool = False, played: bool = False
    ) -> None:
        with self._services.db.read() as session:
            in_force = queries.rules(session)
        try:
            with self._services.db.write() as session:
                note = self._note(session, media_id, needed=needed, played=played)
                if note is None or note.asked_at is not None:
                    return
                note.why = note.why or rules.chosen(
                    in_force, is_new=is_new, needed=note.needed_at is not None,
                    plays=queries.plays(session, media_id),
                )  # fmt: skip
                if note.why and (not in_force.at_night or rules.is_night(clock.local())):
                    actions.queue_by_rule(self._services, session, note, in_force)
        except IntegrityError:
            return  # the title went for good meanwhile

    def _note(
        self, session: Session, media_id: str, *, needed: bool, played: bool
    ) -> NoteRow | None:
        if session.get(MediaRow, media_id) is None:
            return None
        if needed:
            return actions.note_needed(session, media_id)
        if played:
            return actions.note_play(session, media_id)
        return actions.note_new(session, media_id)

    def _start_next(self, profile_id: str, media_id: str, height: int) -> None:
        with self._services.db.write() as session:
            if not queries.rules(session).next:
                return
            media = session.get(MediaRow, media_id)
            viewer = Viewer(profile_id, profile_id, "", is_admin=False, session_id="")
            after = next_episode.of(session, viewer, media) if media else None
            if after is not None:
                actions.queue_start(self._services, session, after, height)


def _minds_the_night(job: JobRow) -> bool:
    return job.status == JobStatus.RUNNING and job.waits and bool(job.payload.get("at_night"))


def _height_in_use(services: Services, media_id: str) -> int | None:
    """Return the quality a title is encoded in now, None where nothing of it is."""
    heights = [
        rules.height_of(turn.track)
        for turn in conductor_of(services).turns()
        if turn.media_id == media_id
    ]
    return max(heights, default=None)
