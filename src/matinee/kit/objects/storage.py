"""A library's storage as one value: its bucket, and the shelf of this machine before it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from matinee.kit.config import Settings
from matinee.kit.context import carried
from matinee.kit.errors import MatineeError
from matinee.kit.ids import new_id
from matinee.kit.log import Private
from matinee.kit.objects.address import Address, origin_of, speaks_s3
from matinee.kit.objects.bucket import Bucket
from matinee.kit.objects.direct import Direct
from matinee.kit.objects.giving import Giving
from matinee.kit.objects.shelf import Shelf
from matinee.kit.store import Store

log = logging.getLogger(__name__)
LINK_S: Final = 4 * 3600  # as long as a film: a player asks for further ranges by the same link
QUICK_S: Final = 5.0  # for a page that somebody waits for
MARK: Final = "matinee-check"


class Objects:
    """What `Services.objects` is where a bucket keeps the library."""

    def __init__(self, address: Address, settings: Settings, store: Store) -> None:
        self.bucket = Bucket(address)
        self.shelf = Shelf(
            store.objects_root,
            self.bucket,
            cap_bytes=settings.storage_cache_max_bytes,
            spare=lambda: store.free_bytes() - store.floor_bytes,
        )
        self.redirect = settings.storage_redirect
        self.giving = Giving()
        # None: films are sent through the server.
        wanted = settings.storage_uploads == "direct" and speaks_s3(address)
        self.direct = Direct(address) if wanted else None
        self._senders = ThreadPoolExecutor(max_workers=4, thread_name_prefix="keep")

    def start(self) -> None:
        """Make the shelf. The bucket may be away: it is asked when it is needed."""
        self.shelf.start()

    def check(self) -> None:
        """Write, read and delete a small object; raises in words."""
        quick = Bucket(self.bucket.address, read_s=QUICK_S, write_s=QUICK_S, retry_s=QUICK_S)
        quick.check(f"{MARK}-{new_id()}")

    def close(self) -> None:
        """Let go of the shelf."""
        self._senders.shutdown(cancel_futures=True)
        self.shelf.close()

    def later(self, send: Callable[[], object]) -> None:
        """Send something in a thread; what fails is told in the log, and swept later."""

        def sending() -> None:
            try:
                send()
            except (MatineeError, OSError) as error:
                log.warning("A file waits to be sent to the bucket: %s", Private(error))

        self._senders.submit(carried(sending))

    def has(self, path: Path | str) -> bool:
        """Say whether a path lies on the shelf."""
        return self.shelf.has(path)

    def link(self, path: Path | str) -> str:
        """Return an address by which anybody reads the object of a file of the shelf, for a while.

        Raises StorageRefused where the credentials cannot sign.
        """
        key = Path(path).relative_to(self.shelf.folder).as_posix()
        return self.bucket.sign(key, LINK_S)

    @property
    def origin(self) -> str | None:
        """Where players are sent to, for the policy of the pages; None where they are not."""
        return origin_of(self.bucket.address) if self.redirect else None

    def refusal(self) -> MatineeError | None:
        """Return what is wrong with the storage now, None where nothing is."""
        try:
            self.check()
        except MatineeError as error:
            return error
        return None
