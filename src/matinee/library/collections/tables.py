"""The rows of collections: media put together by somebody, in their order."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime


class CollectionRow(Base):
    """Media put together by somebody, in their order; or, with a rule, whatever passes it."""

    __tablename__ = "collection"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[str | None] = mapped_column(String(36))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # may be had back for a while
    cover_media_id: Mapped[str | None] = mapped_column(String(36))  # whose picture it shows


class CollectionItemRow(Base):
    """One media in one collection. Positions rise, with gaps where something was taken out."""

    __tablename__ = "collection_item"

    collection_id: Mapped[str] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_collection_item_order", "collection_id", "position"),)
