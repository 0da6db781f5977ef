"""The room as the others meet it."""

import subprocess
import sys

import pytest

HEAVY = ("av", "numpy", "PIL", "yt_dlp", "requests")


def test_the_web_process_loads_nothing_heavy_of_this_room() -> None:
    code = (
        "import sys, matinee.ingest as i; i.router, i.wire, i.add_source;"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "child",
    [
        "matinee.ingest.sources.link.child",
        "matinee.ingest.derive.thumbnail_child",
    ],
)
def test_a_child_does_not_load_a_web_server(child: str) -> None:
    code = (
        f"import sys, importlib; importlib.import_module({child!r});"
        "print([m for m in ('fastapi', 'sqlalchemy', 'uvicorn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_kind_of_job_is_registered(services) -> None:
    kinds = {"link", "upload", "scan", "sample", "derive.poster", "derive.sprites",
             "derive.keyframes", "derive.hash", "derive.loudness", "upload.sweep"}  # fmt: skip
    assert kinds <= set(services.jobs.kinds)
