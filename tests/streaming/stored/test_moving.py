"""What is prepared moves with the library; what nobody knows is named; killed half-way it ends."""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee import admin
from matinee.app import doctor, move_storage, wiring
from matinee.kit import store
from matinee.kit.config import Settings
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobSpec
from matinee.kit.services import Services
from matinee.streaming import prepared, stored
from matinee.streaming.prepare import queries
from tests import launched
from tests.objectstore.s3 import S3
from tests.streaming.stored.test_stored import in_cache, state, stored_keys


@pytest.mark.usefixtures("dispatcher")
def test_what_is_prepared_moves_out_of_the_bucket_and_back_and_into_another(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict],
    settings: Settings, s3: S3, capsys: pytest.CaptureFixture[str], dispatcher,
) -> None:  # fmt: skip
    assert prepare(film)["status"] == "completed"
    dispatcher.stop()
    here = in_cache(services)
    # Some of it went from the cache, some is damaged: what comes is what the bucket has.
    gone, damaged = sorted(here)[1], sorted(here)[3]
    (services.store.data / gone).unlink()
    (services.store.data / damaged).write_bytes(b"?" * len(here[damaged]))
    assert move_storage.move(settings, "folder") == 0
    assert in_cache(services) == here
    assert stored_keys(services) == []
    (folder,) = prepared.plans(services.store.cache_root)
    assert prepared.marked(folder) == {key.split("/")[3] for key in here}, "it goes last again"
    with services.db.read() as session:
        assert stored.kept_plans(session) == {}
    assert move_storage.move(settings, "bucket") == 0
    assert "3 prepared tracks" in capsys.readouterr().out
    assert sorted(stored_keys(services)) == sorted(here)
    assert state(client, film) == "ready"
    other = replace(settings, storage_url=f"s3://{s3.make(f'other-{new_id()[-12:]}')}/place")
    assert move_storage.move(other, "bucket", (settings.storage_url, None, None)) == 0
    with wiring.opened(other) as second:
        assert second.objects is not None
        found = {key: second.objects.bucket.read(key, 0, 1 << 30) for key in stored_keys(second)}
        assert found == here
    assert sorted(stored_keys(services)) == sorted(here), "the old one keeps all of it"


@pytest.mark.usefixtures("dispatcher")
def test_what_no_row_knows_is_named_and_swept_by_the_doctor(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict],
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert prepare(film)["status"] == "completed"
    assert services.objects is not None
    kept = stored_keys(services)
    asset_id, plan = kept[0].split("/")[1:3]
    half = f"cache/{asset_id}/{plan}/v0-144"
    services.objects.bucket.put_bytes(f"{half}/0.m4s", b"half")
    services.objects.bucket.put_bytes("cache/nobody/plan/v0/0.m4s", b"old")
    store.write_atomic(services.store.data / half / "0.m4s", b"half")
    assert list(admin.bucket.strays(services)) == [], "they are young"
    monkeypatch.setattr(admin.bucket.sweeping, "_STRAY", timedelta(seconds=-5))
    assert list(admin.bucket.strays(services)) == [(half, 4), ("cache/nobody/plan/v0", 3)]
    doctor.examine(settings, fix=True)
    assert half in capsys.readouterr().out
    assert stored_keys(services) == kept
    assert (services.store.data / half / "0.m4s").exists(), "the cache looks after itself"
    assert state(client, film) == "ready"


@pytest.mark.fault
@pytest.mark.slow
def test_killed_while_sending_nothing_half_is_seen_and_the_next_run_ends_it(
    services: Services, client: TestClient, film: str, settings: Settings, tmp_path: Path,
    until: Callable[..., object],
) -> None:  # fmt: skip
    script = tmp_path / "prepare.py"
    script.write_text(
        "import sys, json\n"
        "from pathlib import Path\n"
        "from sqlalchemy import func, select\n"
        "from matinee.app import wiring\n"
        "from matinee.kit.config import Settings\n"
        "from matinee.kit.jobs import FINISHED, Dispatcher\n"
        "from matinee.kit.jobs.tables import Job\n"
        "told = json.loads(sys.argv[1])\n"
        "if __name__ == '__main__':\n"
        "    with wiring.opened(Settings(data=Path(told.pop('data')), **told)) as services:\n"
        "        dispatcher = Dispatcher(services)\n"
        "        dispatcher.start()\n"
        "        left = select(func.count()).where(Job.status.not_in(FINISHED))\n"
        "        while True:\n"
        "            services.jobs.woken.wait(0.05)\n"
        "            with services.db.read() as session:\n"
        "                if not session.scalar(left.where(Job.kind == 'prepare')):\n"
        "                    break\n"
        "        dispatcher.stop()\n"
    )
    with services.db.write() as session:
        payload = {"media_id": film, "heights": [], "codec": "h264", "at_night": False}
        job = services.jobs.enqueue(
            session, JobSpec(queries.KIND, payload, title="Film", media_id=film)
        )
        session.flush()
        job_id = job.id
    told = {
        "data": str(settings.data), "database_url": settings.database_url,
        "free_space_floor_bytes": 0,
        **{name: getattr(settings, name) for name in
           ("storage_url", "storage_endpoint", "storage_region", "storage_key_id", "storage_secret")},
    }  # fmt: skip
    asked = [sys.executable, str(script), json.dumps(told)]
    for n in range(3):
        before = len(stored_keys(services))
        with launched.Popen(asked) as running:
            # Somewhere in the middle of sending, if it is not over by then.
            until(
                lambda b=before, r=running: len(stored_keys(services)) > b or r.poll() is not None,
                120,
            )
            with services.db.read() as session:
                over = bool(stored.kept_plans(session))
            if not over:
                running.send_signal(signal.SIGKILL)
        with services.db.read() as session:
            rows = stored.kept_plans(session)
        if rows:
            break
        assert state(client, film) != "ready", n
    assert launched.run(asked).returncode == 0
    made = in_cache(services)
    assert sorted(stored_keys(services)) == sorted(made)
    assert services.objects is not None
    for key, content in made.items():
        assert services.objects.bucket.read(key, 0, 1 << 30) == content
    assert client.get(f"/api/jobs/{job_id}").json()["status"] == "completed"
    assert state(client, film) == "ready"
