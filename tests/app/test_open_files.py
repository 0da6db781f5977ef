"""A server takes more connections than the few open files a system gives it at first."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.flows.conftest import Server, free_port

FEW = 128


@pytest.fixture
def few_files() -> Iterator[int]:
    """What is started from here may have few files open, but may ask for more; returns the most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FEW * 3:
        pytest.skip(f"this system allows {hard} open files at all")
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_server_answers_on_more_connections_than_that(tmp_path: Path, few_files: int) -> None:
    # A limit goes from a process to what it starts: the launcher began with another.
    server = Server(tmp_path / "data", free_port(), popen=subprocess.Popen)
    try:
        server.start()
        resource.setrlimit(resource.RLIMIT_NOFILE, (FEW * 3, few_files))  # for this side
        clients = [httpx.Client(base_url=server.url, timeout=30) for _ in range(FEW + 20)]
        try:
            for client in clients:  # each keeps its connection
                assert client.get("/api/health").status_code == 200
        finally:
            for client in clients:
                client.close()
    finally:
        server.stop()


@pytest.mark.parametrize(
    "soft, hard, wanted, allowed",
    [(100, 500, 300, 300), (100, 500, 5000, 500), (400, 500, 300, 400), (100, 500, 500, 500)],
)
def test_the_limit_is_raised_as_far_as_it_goes(
    soft: int, hard: int, wanted: int, allowed: int
) -> None:
    script = f"from matinee.kit import descriptors; print(descriptors.allow({wanted}))"
    command = f"ulimit -Sn {soft}; ulimit -Hn {hard}; exec {sys.executable} -c '{script}'; "
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(ran.stdout) == allowed
