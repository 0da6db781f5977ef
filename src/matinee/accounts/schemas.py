"""The wire of accounts."""

from datetime import datetime

from pydantic import BaseModel, Field

from matinee.accounts.rules import MAX_PASSWORD

Password = Field(max_length=MAX_PASSWORD)


class Setup(BaseModel):
    """The first account, from the browser."""

    setup_token: str = Field(max_length=200)
    username: str = Field(max_length=200)
    password: str = Password


class Login(BaseModel):
    """Name and password."""

    username: str = Field(max_length=200)
    password: str = Password


class PasswordChange(BaseModel):
    """The password now and the one to come."""

    current: str = Password
    new: str = Password


class User(BaseModel):
    """An account as others see it."""

    id: str
    name: str
    is_admin: bool
    created_at: datetime


class SignedIn(BaseModel):
    """A fresh sign-in: the token for programs; browsers also get the cookie."""

    token: str
    user: User


class AuthStatus(BaseModel):
    """What the web app asks first."""

    setup_needed: bool
    signed_in: bool
    version: str


class SignIn(BaseModel):
    """One device signed in."""

    id: str
    created_at: datetime
    seen_at: datetime
    user_agent: str
    address: str
    current: bool


class SignIns(BaseModel):
    """The viewer's devices, most recently used first."""

    items: list[SignIn]
