"""The description of the HTTP interface, from which the web app's types are generated."""

import json
import tempfile
from pathlib import Path

from matinee.app import wiring
from matinee.app.web import create_app
from matinee.kit.config import Settings


def document() -> str:
    """Return the OpenAPI document as stable JSON text."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), free_space_floor_bytes=0)
        with wiring.opened(settings) as services:
            value = create_app(services, run_jobs=False).openapi()
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
