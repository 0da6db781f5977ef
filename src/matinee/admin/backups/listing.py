"""Which copies there are, here and in the store, as one list."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matinee.admin.backups import stored
from matinee.kit import copies
from matinee.kit.config import Settings
from matinee.kit.copies import Copy, Say
from matinee.kit.errors import Invalid, MatineeError

Where = Literal["here", "store", "both"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A copy, and where it lies. One that is here is read here."""

    copy: Copy
    is_here: bool
    is_stored: bool

    @property
    def where(self) -> Where:
        """Return where it lies, in a word."""
        return "store" if not self.is_here else "both" if self.is_stored else "here"


@dataclass(frozen=True, slots=True)
class Listing:
    """The copies, newest first. `store` is where they are sent to, if anywhere; with `refusal` it
    could not be asked, and what lies there alone is not among them."""

    items: list[Listed]
    store: str | None = None
    refusal: MatineeError | None = None


def look(settings: Settings) -> Listing:
    """Return all copies there are. Raises Invalid for settings that name no store."""
    here = copies.every(settings)
    bucket = stored.bucket_of(settings, quick=True)
    if bucket is None:
        return Listing([Listed(one, True, False) for one in here])
    where = str(bucket.address)
    try:
        there = {one.copy.name: one.copy for one in stored.every(bucket)}
    except MatineeError as error:
        return Listing([Listed(one, True, False) for one in here], where, error)
    items = [Listed(one, True, _is_same(one, there.get(one.name))) for one in here]
    names = {one.name for one in here}
    items += [Listed(one, False, True) for name, one in there.items() if name not in names]
    items.sort(key=lambda one: (one.copy.made_at, one.copy.name), reverse=True)
    return Listing(items, where)


def get(settings: Settings, name: str) -> Listed:
    """Return a copy by its name; the store is asked for what is not here.

    Raises NotFound, or what the store says where it cannot be asked.
    """
    here = next((one for one in copies.every(settings) if one.name == name), None)
    if here is not None:
        return Listed(here, True, False)
    bucket = stored.bucket_of(settings, quick=True)
    if bucket is None:
        return Listed(copies.get(settings, name), True, False)
    there = next((one for one in stored.every(bucket) if one.copy.name == name), None)
    if there is None:
        raise copies.no_such_copy()
    return Listed(there.copy, False, True)


def remove(settings: Settings, name: str) -> None:
    """Delete a copy wherever it lies; in the store first, so that nothing is deleted by half where
    that is away. Raises NotFound, or what the store says."""
    here = next((one for one in copies.every(settings) if one.name == name), None)
    bucket = stored.bucket_of(settings)
    there = None
    if bucket is not None:
        there = next((one.copy for one in stored.every(bucket) if one.copy.name == name), None)
        if there is not None and (here is None or _is_same(here, there)):
            stored.remove(bucket, there)
    if here is None and there is None:
        raise copies.no_such_copy()
    if here is not None:
        copies.remove(here)


@contextlib.contextmanager
def at_hand(settings: Settings, one: Listed, say: Say) -> Generator[Path]:
    """Give the file of a copy; one of the store is fetched and compared, and goes afterwards.

    Raises NoSpace, Invalid for a damaged one, StorageAway, StorageRefused.
    """
    if one.is_here:
        yield one.copy.path
        return
    say("fetching")
    with stored.fetched(settings, one.copy) as path:
        yield path


@contextlib.contextmanager
def latest(settings: Settings, say: Say) -> Generator[Path]:
    """Give the file of the newest copy that is whole, from here or from the store.

    Raises Invalid where there is none, or what the store says where only it might have one.
    """
    found = look(settings)
    with contextlib.ExitStack() as held:
        path = None
        for one in found.items:
            if one.is_here and copies.is_as_made(one.copy):
                path = one.copy.path
            elif one.is_stored:
                say("fetching")
                path = _fetched(settings, one, held)
            if path is not None:
                break
        if path is None and found.refusal is not None:
            raise found.refusal
        if path is None:
            raise Invalid(
                "There is no copy that was looked through.", fix="Name a file.",
                code="no_such_backup",
            )  # fmt: skip
        yield path


def _fetched(settings: Settings, one: Listed, held: contextlib.ExitStack) -> Path | None:
    try:
        return held.enter_context(stored.fetched(settings, one.copy))
    except Invalid:  # damaged: the one before it
        return None


def _is_same(here: Copy, there: Copy | None) -> bool:
    return there is not None and here.sha256 is not None and here.sha256 == there.sha256
