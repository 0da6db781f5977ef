"""Stretches that may be passed over: intro, recap, credits, what comes next, what is advertised.

Three voices say so: chapters that are named for it, chapters that SponsorBlock's people marked, and
what the episodes of a season were heard to share. Of one kind the first of these is believed.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.engine import Chapter, Marker, Probe
from matinee.library.sound import skipping
from matinee.library.sound.tables import MarkerRow


def markers_of(session: Session, asset_id: str, probe: Probe) -> tuple[Marker, ...]:
    """Return the markers of an asset in order of their beginnings."""
    rows = session.scalars(select(MarkerRow).where(MarkerRow.asset_id == asset_id)).all()
    heard = [Marker(row.kind, row.start_s, row.end_s) for row in rows]
    named, marked = skipping.of_chapters(probe.chapters, probe.duration_s)
    return skipping.settled((named, marked, heard), probe.duration_s)


def parts_of(probe: Probe) -> tuple[Chapter, ...]:
    """Return the chapters that are parts of the film, and not marks of SponsorBlock's."""
    return skipping.parts(probe.chapters)
