"""Which sound and which subtitles a viewer chose for a title.

A track is remembered by what it is and not only by its id, because a new version of the file
has other ids, and an episode after this one too: what was chosen last within a series holds for
its episodes that have no choice of their own. The delay belongs to one file and is not passed on.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.watching.tables import ChoicesRow

Word = Annotated[str, Field(max_length=200)]
LONGEST_DELAY_S = 600.0


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChosenAudio(_Closed):
    """A sound track. `id` is null where it was chosen in another episode."""

    id: Word | None = None
    language: Word | None = None
    label: Word | None = None


class ChosenText(_Closed):
    """Subtitles. `id` is null where they were chosen in another episode."""

    id: Word | None = None
    language: Word | None = None
    label: Word | None = None
    forced: bool = False
    described: bool = False


class Choices(_Closed):
    """What a viewer chose for a title: null where they chose nothing, `off` for no subtitles.

    `text_delay_s` above 0 shows subtitles later.
    """

    audio: ChosenAudio | None = None
    text: ChosenText | Literal["off"] | None = None
    text_delay_s: Annotated[
        float, Field(ge=-LONGEST_DELAY_S, le=LONGEST_DELAY_S, allow_inf_nan=False)
    ] = 0.0


def choices_for(session: Session, viewer: Viewer, media: MediaRow) -> Choices:
    """Return what a title begins with: its own choices, else those of its series."""
    row = session.get(ChoicesRow, (viewer.profile_id, media.id))
    own = _read(row) if row is not None else Choices()
    if media.series_id is None or (own.audio is not None and own.text is not None):
        return own
    others = [_read(other) for other in _of_series(session, viewer, media.series_id)]
    audio = next((one.audio for one in others if one.audio is not None), None)
    text = next((one.text for one in others if one.text is not None), None)
    if isinstance(text, ChosenText):
        text = text.model_copy(update={"id": None})
    if audio is not None:
        audio = audio.model_copy(update={"id": None})
    passed_on = {"audio": own.audio or audio, "text": own.text or text}
    return own.model_copy(update=passed_on)


def choose(services: Services, viewer: Viewer, media_id: str, change: Choices) -> Choices:
    """Keep what was chosen; what the change does not name stays. Raises NotFound."""
    with services.db.write() as session:
        media = library.get_media(session, viewer, media_id)
        row = session.get(ChoicesRow, (viewer.profile_id, media_id))
        if row is None:
            row = ChoicesRow(profile_id=viewer.profile_id, media_id=media_id, text_delay_s=0.0)
            session.add(row)
        for name, value in change.model_dump(exclude_unset=True).items():
            setattr(row, name, value)
        row.updated_at = clock.now()
        session.flush()
        return choices_for(session, viewer, media)


def _of_series(session: Session, viewer: Viewer, series_id: str) -> list[ChoicesRow]:
    """Return what was chosen in a series, the newest first."""
    of_series = (
        select(ChoicesRow)
        .join(MediaRow, MediaRow.id == ChoicesRow.media_id)
        .where(ChoicesRow.profile_id == viewer.profile_id, MediaRow.series_id == series_id)
        .order_by(ChoicesRow.updated_at.desc(), ChoicesRow.media_id.desc())
        .limit(50)
    )
    return list(session.scalars(of_series))


def _read(row: ChoicesRow) -> Choices:
    values: dict[str, JsonValue] = {
        "audio": row.audio, "text": row.text, "text_delay_s": row.text_delay_s,
    }  # fmt: skip
    return Choices.model_validate(values)
