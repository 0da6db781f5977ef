"""Parts: every segment in one of them, none too small, shared between workers, joined without seams."""

import hashlib
import os
import signal
from dataclasses import replace
from itertools import pairwise
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee import engine
from matinee.kit.jobs import Lane, parts
from matinee.streaming import prepared
from matinee.streaming.conductor import conductor_of
from matinee.streaming.prepare import actions, queries, rules, splitting
from matinee.streaming.prepare.rules import Stretch
from matinee.streaming.prepare.splitting import Part
from tests import ground


@pytest.fixture(scope="session")
def plan(old_film):
    with engine.Engine(workers=1) as one:
        probe = one.probe(old_film)
    video = replace(probe.video, width=1920, height=1080, duration_s=3000.0)
    tracks = tuple(video if t.kind == "video" else t for t in probe.tracks)
    return engine.planning.make(replace(probe, duration_s=3000.0, tracks=tracks), ())


def numbers(plan, found: list[Part], track) -> list[int]:
    return [n for part in found for n in part.numbers(plan, track)]


@settings(max_examples=30, deadline=None)
@given(workers=st.integers(1, 40), there=st.sets(st.integers(0, 1499), max_size=300))
def test_what_is_lacking_is_in_one_part_each(plan, workers, there) -> None:
    tracks = rules.wanted(plan, [])
    made = {track.id: there for track in tracks if track.kind == "video"}
    found = splitting.split(plan, tracks, made, workers)
    assert all(before.until_s <= after.first_s for before, after in pairwise(found))
    for track in tracks:
        mine = numbers(plan, found, track)
        assert len(mine) == len(set(mine))
        lacking = set(range(prepared.total(plan, track))) - set(made.get(track.id, ()))
        assert lacking <= set(mine)


def test_parts_are_worth_starting_and_get_shorter_towards_the_end(plan) -> None:
    tracks = rules.wanted(plan, [])
    found = splitting.split(plan, tracks, {}, 2)
    lengths = [min(one.until_s, plan.duration_s) - one.first_s for one in found]
    per_s = sum(rules.cost(t) for t in tracks) * 25
    assert all(length * per_s >= splitting.LEAST_WORK / 2 for length in lengths)
    assert max(lengths) * per_s <= splitting.MOST_WORK * 1.2
    assert lengths[0] > 2 * lengths[-1]
    assert (found[0].first_s, found[-1].until_s) == (0, inf)
    # Where the film may be copied, a part begins with one of its keyframes.
    cuts = {round(cut - splitting.BEFORE_S, 3) for cut in plan.cuts_s}
    assert all(round(one.first_s, 3) in cuts for one in found[1:])


def test_what_is_all_there_is_no_part_and_a_small_title_is_one(plan) -> None:
    tracks = rules.wanted(plan, [240])
    made = {track.id: range(prepared.total(plan, track)) for track in tracks}
    assert splitting.split(plan, tracks, made, 2) == []
    assert len(splitting.split(replace(plan, duration_s=20.0, cuts_s=plan.cuts_s[:6],
                                       fine_cuts_s=plan.fine_cuts_s[:11]), tracks, {}, 2)) == 1  # fmt: skip


def test_who_helps_begins_in_the_middle() -> None:
    one = Stretch(4, 10, ("v0-480",))
    assert splitting.later_half([one]) == Stretch(7, 10, ("v0-480",))
    assert splitting.later_half([one, Stretch(12, 13, ("v0-240",))]) == Stretch(12, 13, ("v0-240",))
    assert splitting.later_half([Stretch(4, 5, ("v0-480",))]) == Stretch(4, 5, ("v0-480",))
    assert splitting.later_half([Stretch(4, 7, ("v0-480",))]) == Stretch(6, 7, ("v0-480",))
    assert splitting.later_half([Stretch(4, 6, ("v0-480",))]) == Stretch(5, 6, ("v0-480",))
    assert splitting.count([one, Stretch(12, 13, ("v0-240",))]) == 7


# --- with real encoders


@pytest.fixture
def small(monkeypatch) -> None:
    """Parts as small as can be."""
    monkeypatch.setattr(splitting, "LEAST_WORK", 1.0)
    monkeypatch.setattr(splitting, "MOST_WORK", 1.0)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.m4s")
    }


def ask(services, media_id: str) -> str:
    with services.db.write() as session:
        media = session.get_one(actions.library.MediaRow, media_id)
        return actions._queue(services, session, media, [], "h264").id


def folder_of(services, media_id: str) -> Path:
    with services.db.read() as session:
        planned = queries.planned(services, session, media_id)
    assert planned is not None
    return planned.folder


@ground.alone
def test_a_split_title_is_the_same_to_the_byte_as_one_that_is_not(
    services, dispatcher, bring, old_film, until, monkeypatch
) -> None:
    film = bring(old_film)
    job_id = ask(services, film)
    until(lambda: services.jobs.get(job_id).status == "completed", 120)
    folder = folder_of(services, film)
    whole = digests(folder)
    assert len(whole) > 20
    for path in folder.rglob("*.m4s"):
        path.unlink()
    monkeypatch.setattr(splitting, "LEAST_WORK", 1.0)
    monkeypatch.setattr(splitting, "MOST_WORK", 1.0)
    seen = set()

    def ended() -> bool:
        job = services.jobs.get(again)
        seen.add(job.children.total if job.children else 0)
        return job.status == "completed"

    again = ask(services, film)
    until(ended, 120)
    assert max(seen) >= 3
    assert digests(folder) == whole
    with services.db.read() as session:
        assert parts.rows(session, again) == []


@pytest.mark.slow
@pytest.mark.fault
def test_a_worker_that_stands_still_holds_nobody_up(
    services, dispatcher, bring, old_film, until, small
) -> None:
    dispatcher.places[Lane.PREPARE] = 2
    film = bring(old_film)
    job_id = ask(services, film)
    runs = until(lambda: conductor_of(services).preparing(), 60)
    held = runs[0]
    os.kill(held.pid, signal.SIGSTOP)  # it gets no further, and says nothing
    before = held.next
    until(lambda: services.jobs.get(job_id).status == "completed", 120)
    assert held.next == before, "what it lacked was made by another"
    with services.db.read() as session:
        planned = queries.planned(services, session, film)
    assert planned is not None
    assert len(prepared.ready(planned.folder, planned.plan)) == 4
