"""The description of the HTTP interface, from which the web app's types are generated."""

import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from matinee import __version__


def describe(app: FastAPI) -> None:
    """Let an application describe itself, each operation by a name of its own.

    One function may answer GET and HEAD; FastAPI gives both the same operationId and warns, so
    the rarer method's name is told apart here.
    """

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Duplicate Operation ID")
                document = get_openapi(
                    title=app.title, version=app.version, description=app.description,
                    routes=app.routes,
                )  # fmt: skip
            app.openapi_schema = _named(document)
        return app.openapi_schema

    app.openapi = openapi


def _named(document: dict[str, Any]) -> dict[str, Any]:
    for path, operations in document["paths"].items():
        for method in ("head", "options"):
            if method in operations:
                which = "_one" if path.endswith("}") else ""
                operations[method]["operationId"] += f"{which}_{method}"
    return document


def document() -> str:
    """Return the OpenAPI document as stable JSON text."""
    from matinee.app import wiring
    from matinee.app.web import create_app
    from matinee.kit.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), free_space_floor_bytes=0)
        with wiring.opened(settings) as services:
            value = create_app(services, run_jobs=False).openapi()
    assert value["info"]["version"] == __version__
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
