"""What looks for losses after a kill finds them: a look that sees nothing would prove nothing."""

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from faults.kills import looking, trial
from faults.kills.backing import Backing
from faults.kills.films import Films, digest_of
from faults.kills.house import House, until
from faults.kills.moments import Moment, another_in
from faults.kills.trial import Outcome
from faults.table import How
from sqlalchemy import update

from faults import awake
from matinee.admin import backups
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobSpec
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services
from tests import ground
from tests.admin.conftest import Bring, asset_of, bring

__all__ = ["bring"]


@pytest.fixture
def one(services: Services, tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path, "embedded", services.settings)
    yield found
    found.stop()


def file_of(services: Services, media_id: str) -> Path:
    return services.store.data / str(asset_of(services, media_id).key)


@ground.alone
def test_a_film_that_is_gone_cut_changed_or_not_asked_for_is_told(
    one: House, services: Services, bring: Bring
) -> None:
    media = {title: bring(title) for title in ("Whole", "Gone", "Cut", "Changed", "Nobody")}
    expected = {title: digest_of(file_of(services, media[title])) for title in media}
    assert looking.titles(one, expected) == []
    del expected["Nobody"]
    expected["Lost"] = "0"
    file_of(services, media["Gone"]).unlink()
    cut = file_of(services, media["Cut"])
    cut.write_bytes(cut.read_bytes()[:10])
    changed = file_of(services, media["Changed"])
    changed.write_bytes(bytes(changed.stat().st_size))
    wrong = looking.titles(one, expected)
    told = {line.partition(":")[0] for line in wrong}
    assert told == {"Gone", "Cut", "Changed", "Nobody", "Lost"}
    assert len(wrong) == 5
    seen = looking.titles(one, expected, afresh={"Whole"})
    assert {line.partition(":")[0] for line in seen} == {"Gone", "Cut", "Nobody", "Lost"}


def test_a_title_without_a_file_is_half_made(one: House, services: Services, bring: Bring) -> None:
    media_id = bring("Half")
    with services.db.write() as session:
        session.delete(asset_of(services, media_id))
    assert looking.titles(one, {"Half": "0"}) == ["Half: it has 0 files"]


def test_a_job_that_failed_is_told(one: House, services: Services) -> None:
    assert looking.jobs_failed(one) == []
    with services.db.write() as session:
        row = services.jobs.enqueue(session, JobSpec("backup.make", {"label": "x"}))
        session.get_one(Job, row.id).status = "failed"
    [told] = looking.jobs_failed(one)
    assert "backup.make" in told
    assert looking.jobs_failed(one) == [], "once is enough"


@ground.alone
def test_what_the_doctor_cannot_know_is_told_as_left_over(
    one: House, services: Services, bring: Bring
) -> None:
    kept = bring("Kept")
    stray = services.store.artwork_dir(kept) / "poster.jpg"
    swept = services.store.artwork_dir(kept) / new_id() / "poster.jpg"
    for path in (swept, stray):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"of no row")
    (services.store.staging_root / new_id()).mkdir()
    with services.db.write() as session:
        session.execute(update(Job).values(status="completed"))  # what would make pictures yet
    assert looking.left_over(one) == [f"left over: artwork/{kept}/poster.jpg"]
    assert list(services.store.staging_root.iterdir()) == []
    assert not swept.exists()
    file_of(services, kept).unlink()
    assert any("the file is not there" in line for line in looking.left_over(one))


def test_half_a_copy_and_one_that_went_are_told(one: House, services: Services) -> None:
    backing = Backing(one, Films(one.folder))
    first, second = backups.make(services, "manual"), backups.make(services, "manual")
    backing.expected = {}
    assert backing.made_wrong() == []
    first.path.write_bytes(first.path.read_bytes() + b"\0")
    for path in (second.path, second.page):
        path.unlink()
    wrong = backing.made_wrong()
    assert any(first.name in line and "half" in line for line in wrong)
    assert any(second.name in line and "gone" in line for line in wrong)


def test_a_row_counts_what_was_lost_and_names_its_run_and_seed(tmp_path: Path) -> None:
    def run(n: int, chance: random.Random) -> Outcome:
        assert 0 <= chance.random() < 1
        if n == 2:
            raise TimeoutError("no job goes on")
        return Outcome("server", "any", 1.0, 2.0, ["a film is lost"] if n == 1 else [])

    row = trial.repeat(How(tmp_path, seed=5, runs=4), "trying", run)
    assert (row.runs, row.losses, row.ok) == (4, 2, False)
    assert row.notes[0] == "run 1, seed 5, server killed at any: a film is lost"
    assert "no job goes on" in row.notes[1]

    def ended(n: int, _chance: random.Random) -> Outcome:
        if n == 1:
            raise KeyboardInterrupt
        return Outcome("server", "any", 1.0)

    stopped = trial.repeat(How(tmp_path, runs=9), "trying", ended)
    assert (stopped.runs, stopped.losses) == (1, 0)
    assert stopped.notes == ("stopped by hand after 1 runs of 9",)
    late = trial.repeat(
        How(tmp_path, runs=1), "trying", lambda *_: Outcome("server", "any", 1.0, 31.0)
    )
    assert (late.losses, late.ok) == (0, False)


def test_a_moment_is_when_something_is_there(tmp_path: Path) -> None:
    seen = another_in(tmp_path, ".partial")
    assert not seen()
    (tmp_path / "a.other").touch()
    assert not seen()
    (tmp_path / "a.partial").touch()
    assert Moment("begun", seen).wait()


def test_a_refusal_is_told_and_a_server_that_is_gone_is_not() -> None:
    def refused() -> None:
        request = httpx.Request("PUT", "http://x/y")
        trial.checked(httpx.Response(409, request=request))

    def gone() -> None:
        raise httpx.ReadError("reset")

    assert trial.Doing(refused, gone).end() == ["PUT /y: 409 "]


def test_the_clock_counts_what_passes_and_patience_ends() -> None:
    begun = awake.now_s()
    with pytest.raises(TimeoutError, match="never"):
        until(lambda: False, "never", 0.1)
    assert awake.now_s() - begun >= 0.1
