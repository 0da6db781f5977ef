"""Every room's tables in one place, for migrations."""

import importlib
import importlib.util

_ROOMS = ("kit.jobs", "accounts", "library", "ingest", "watching", "streaming", "discovery")

ALL = tuple(
    importlib.import_module(f"matinee.{room}.tables")
    for room in _ROOMS
    if importlib.util.find_spec(f"matinee.{room}")
    and importlib.util.find_spec(f"matinee.{room}.tables")
)
