"""A library in a bucket, and a film in it that has to be encoded."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.kit.config import Settings
from matinee.streaming import records
from matinee.streaming.stored import queries
from tests.streaming import old


@pytest.fixture
def settings(settings: Settings, in_bucket: dict[str, object]) -> Settings:
    return replace(settings, **in_bucket)


@pytest.fixture(scope="session")
def old_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of MPEG-2 and AC-3: one quality besides its own, and everything is encoded."""
    return old.film(tmp_path_factory.mktemp("old") / "old.mkv", "480x360", 6, "2M")


@pytest.fixture
def film(bring: Callable[..., str], old_film: Path) -> str:
    return bring(old_film)


@pytest.fixture(autouse=True)
def _unremembered() -> None:
    queries.unremember()
    records._recent.clear()


@pytest.fixture
def prepare(client: TestClient, until: Callable[..., object]) -> Callable[..., dict]:
    """Prepare a title and return the job as it ended."""

    def ask(media_id: str, **wish: object) -> dict:
        answer = client.post(f"/api/media/{media_id}/prepare", json=wish or None)
        assert answer.status_code == 202, answer.text
        job_id = answer.json()["job"]["id"]

        def ended() -> dict | None:
            job = client.get(f"/api/jobs/{job_id}").json()
            return job if job["status"] in {"completed", "failed", "cancelled"} else None

        return until(ended, 240)

    return ask
