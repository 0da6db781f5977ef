"""A rehearsal of a library that a bucket keeps: its files are looked for there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from matinee import library
from matinee.kit.config import Settings
from matinee.kit.services import Services
from tests import keeping
from tests.admin.backups.test_backups import URL, Bring, make
from tests.objectstore.s3 import S3, BadLine


@pytest.fixture
def line(s3: S3) -> Iterator[BadLine]:
    with BadLine(s3.url, 1, bad=0.0) as one:
        yield one


@pytest.fixture
def settings(settings: Settings, in_bucket: dict[str, object], line: BadLine) -> Settings:
    return replace(settings, **{**in_bucket, "storage_endpoint": line.url})


def test_its_files_are_looked_for_there_and_not_called_gone_while_it_is_away(
    client: TestClient, services: Services, ended, bring: Bring, line: BadLine
) -> None:
    bring("Kept")
    with services.db.read() as session:
        asset = library.main_asset(session, bring("Away"))
    assert asset is not None
    made = make(client, ended)

    def found() -> tuple[object, ...]:
        job = ended(client.post(f"{URL}/{made['name']}/rehearse"))
        assert job["status"] == "completed", job
        said = client.get(f"{URL}/rehearsals/{job['id']}").json()
        return said["files"], said["files_missing"], said["missing_names"]

    assert found() == (2, 0, [])
    keeping.lose(services, str(asset.key))
    assert found() == (2, 1, ["Away"])
    line.away = True
    assert found() == (2, None, [])
