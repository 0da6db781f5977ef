"""What a verb does not need is not loaded: libraries take longer to load than most verbs to work."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "PIL", "alembic", "asyncio", "av", "celery", "fastapi", "httpx", "numpy", "obstore", "opentelemetry", "prometheus_client",
    "pydantic", "pyrage", "sqlalchemy", "ssl", "starlette", "uvicorn", "uvloop", "yt_dlp",
)  # fmt: skip
ONLY_WHEN_SET = (
    "PIL", "alembic", "av", "celery", "imageio_ffmpeg", "numpy", "obstore", "opentelemetry.sdk", "prometheus_client", "pyrage",
    "redis", "yt_dlp",
)  # fmt: skip


def loaded(code: str, names: tuple[str, ...], *arguments: str | Path) -> list[str]:
    """Run some code in a process of its own; return which of these libraries it has loaded."""
    telling = f"\nprint(*[name for name in {names!r} if name in sys.modules], sep='\\n')"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import sys\n{code}{telling}", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


def test_the_command_line_says_what_it_can_without_a_database() -> None:
    assert loaded("from matinee.app import cli; cli.parser().format_help()", HEAVY) == []


@pytest.mark.parametrize("verb", ["serve", "worker"])
def test_a_process_loads_what_its_settings_name_and_no_more(verb: str, tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from matinee.app import {verb}, wiring
from matinee.kit.config import load
settings = load({{"data": Path(sys.argv[1]), "free_space_floor_bytes": 0}}, {{}})
with wiring.opened(settings) as services:
    if {verb!r} == "serve":
        from matinee.app.web import create_app
        create_app(services)
"""
    assert loaded(code, ONLY_WHEN_SET, tmp_path / "data") == []


def test_the_names_above_would_be_noticed() -> None:
    """A library that is called otherwise by now would be passed over in silence."""
    code = "import importlib.util\nmissing = [one for one in sys.argv[1:] if importlib.util.find_spec(one) is None]\nassert not missing, missing"
    loaded(code, (), *{*HEAVY, *ONLY_WHEN_SET})
