"""Every address that a row speaks of: what a library keeps, wherever that is."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.library.series.tables import SeriesFileRow
from matinee.library.tables import ArtworkRow, AssetRow, SidecarRow


def owned_addresses(session: Session) -> Iterator[str]:
    """Yield the addresses of originals, subtitles, pictures and scrubbing sheets."""
    for table in (AssetRow, SidecarRow):
        yield from filter(None, session.scalars(select(table.key).where(table.key.is_not(None))))
    for address, smaller in session.execute(select(ArtworkRow.address, ArtworkRow.smaller)):
        yield from (address, *smaller.values())
    of_series = select(SeriesFileRow.address, SeriesFileRow.smaller)
    for address, smaller in session.execute(of_series.where(SeriesFileRow.address.is_not(None))):
        yield from (str(address), *smaller.values())
