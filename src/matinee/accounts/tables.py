"""Users, their sign-ins, and what they like."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime
from matinee.kit.written import of_people, quiet


class User(Base):
    """An account. `name_key` is the case-folded name, so that Ana and ana are one."""

    __tablename__ = "user_account"
    __table_args__ = of_people(__tablename__)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    name_key: Mapped[str] = mapped_column(String(128), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """A session on one device. Only the hash of its token is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (quiet(__tablename__), of_people(__tablename__))[-1]

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_agent: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(String(64))


class PreferencesRow(Base):
    """What a profile likes (see preferences). Profiles are accounts today."""

    __tablename__ = "preferences"
    __table_args__ = quiet(__tablename__)

    profile_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    liked: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
