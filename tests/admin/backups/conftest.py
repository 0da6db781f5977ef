"""What tests of backups share."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from matinee.kit.jobs import Dispatcher

Until = Callable[..., object]


@pytest.fixture
def ended(client: TestClient, dispatcher: Dispatcher, until: Until) -> Callable[[object], dict]:
    """Wait for the job of an answer to end."""

    def wait(answer) -> dict:
        assert answer.status_code == 202, answer.text
        job_id = answer.json()["job"]["id"]

        def look() -> dict | None:
            job = client.get(f"/api/jobs/{job_id}").json()
            return job if job["status"] in {"completed", "failed"} else None

        return until(look)  # pyright: ignore[reportReturnType]

    return wait
