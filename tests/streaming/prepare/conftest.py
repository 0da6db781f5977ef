"""Films that need encoding, and one that is being prepared."""

from pathlib import Path

import pytest

from tests.streaming import old


@pytest.fixture(scope="session")
def old_film(tmp_path_factory) -> Path:
    """Twelve seconds of MPEG-2 and AC-3 at 720x480: three qualities, two of them below its own."""
    return old.film(tmp_path_factory.mktemp("old") / "old.mkv", "720x480", 12, "3M")
