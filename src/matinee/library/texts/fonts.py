"""The fonts inside a film's file, taken out once for whoever draws its ASS subtitles.

They lie in cache/<asset>/fonts with a list, `fonts.json`, and can be deleted at any time: whoever
needs them has them made again. However many ask, one makes. A film without any has an empty list.
"""

import json
import os
import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Final

from matinee.engine import EngineError
from matinee.kit.context import carried
from matinee.kit.errors import from_engine
from matinee.kit.ids import new_id
from matinee.kit.services import Services

LIST: Final = "fonts.json"
_ROOM_BYTES: Final = 128 * 1024**2

_makers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fonts")
_flights: dict[str, Future[None]] = {}
_lock = threading.Lock()


def fonts_folder(services: Services, asset_id: str) -> Path:
    """Return where the fonts of a file lie, taken out or not."""
    return services.store.cache_dir(asset_id, "fonts")


def take_fonts(services: Services, asset_id: str, path: str) -> Future[None]:
    """Have the fonts of a file taken out, unless they are; joins whoever does so already.

    The future raises MatineeErrors in words.
    """
    final = fonts_folder(services, asset_id)
    key = os.fspath(final)
    with _lock:
        flight = _flights.get(key)
        if flight is None and (final / LIST).is_file():
            flight = Future[None]()
            flight.set_result(None)
        elif flight is None:
            flight = _flights[key] = _makers.submit(carried(_fly), services, final, path)
        return flight


def _fly(services: Services, final: Path, path: str) -> None:
    staging = final.with_name(f".{new_id()}")
    try:
        services.store.require_space(_ROOM_BYTES)
        staging.mkdir(parents=True)
        _take(services, staging, path)
        shutil.rmtree(final, ignore_errors=True)  # what is left of an older one, without its list
        staging.rename(final)
    except EngineError as error:
        raise from_engine(error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with _lock:
            _flights.pop(os.fspath(final), None)


def _take(services: Services, staging: Path, path: str) -> None:
    try:
        found = services.engine.fonts(path, staging)
    except EngineError as error:
        if error.code in {"missing", "busy", "crashed", "timed_out"}:
            raise
        found = ()  # not tried again for every viewer
    (staging / LIST).write_text(json.dumps([asdict(one) for one in found]))
