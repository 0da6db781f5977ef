"""The rows of what episodes sound like, and of what was found by it."""

from sqlalchemy import Float, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base


class SoundPrintRow(Base):
    """What the two ends of an asset sound like (see `engine.SoundPrint`).

    It is `asked` to be compared whenever something beside it changes; `answered` is the asking that
    its markers answer. Numbers, because it may be asked again while it is being compared.
    """

    __tablename__ = "sound_print"

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    duration_s: Mapped[float] = mapped_column(Float)
    tail_start_s: Mapped[float] = mapped_column(Float)
    head: Mapped[bytes] = mapped_column(LargeBinary)
    tail: Mapped[bytes] = mapped_column(LargeBinary)
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)


class MarkerRow(Base):
    """A stretch of an asset that was found by its sound: one intro, one set of credits."""

    __tablename__ = "marker"

    asset_id: Mapped[str] = mapped_column(
        ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    start_s: Mapped[float] = mapped_column(Float)
    end_s: Mapped[float] = mapped_column(Float)
