"""Grants: who may play what, until when."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from matinee import accounts
from matinee.accounts.sessions import close_sessions, open_session
from matinee.kit import clock, tokens
from matinee.kit.errors import Forbidden, Unauthorized
from matinee.streaming import grants
from matinee.streaming.grants import Grant, check, check_for, issue

KEY = b"k" * 32
pytestmark = pytest.mark.security


@pytest.fixture
def session_id(services):
    """The id of a session that lives."""
    accounts.create_user(services, "Ana", "a long enough password", is_admin=True)
    with services.db.write() as session:
        owner = session.scalars(select(accounts.User)).one()
        open_session(session, owner, days=1, user_agent="", address="")
        session.flush()
        return session.scalars(select(accounts.SignIn.id)).one()


@pytest.fixture
def grant(session_id):
    return Grant("media", "asset", "plan", session_id, "user", 0b11)


def test_a_grant_says_what_was_granted(grant):
    assert check(KEY, issue(KEY, grant)) == grant


def test_it_is_for_one_title_and_one_plan(grant):
    token = issue(KEY, grant)
    assert check_for(KEY, token, media_id="media", plan="plan") == grant
    with pytest.raises(Forbidden):
        check_for(KEY, token, media_id="other")
    with pytest.raises(Forbidden):
        check_for(KEY, token, plan="other")


def test_it_expires_after_twelve_hours(grant, monkeypatch):
    start = clock.epoch()
    token = issue(KEY, grant)
    check(KEY, token)
    monkeypatch.setattr(clock, "epoch", lambda: start + 11.9 * 3600)
    check(KEY, token)
    monkeypatch.setattr(clock, "epoch", lambda: start + 13.1 * 3600)
    with pytest.raises(Unauthorized) as refused:
        check(KEY, token)
    assert refused.value.code == "expired"


def test_it_ends_with_its_session_at_once(grant, services):
    token = issue(KEY, grant)
    check(KEY, token)
    with services.db.write() as session:
        close_sessions(session, list(session.scalars(select(accounts.SignIn))))
    with pytest.raises(Unauthorized) as refused:
        check(KEY, token)
    assert refused.value.code == "signed_out"


def test_a_title_opened_again_within_the_hour_has_the_same_address(grant, monkeypatch):
    monkeypatch.setattr(clock, "epoch", lambda: 1_700_000_000.0)
    first = issue(KEY, grant)
    monkeypatch.setattr(clock, "epoch", lambda: 1_700_000_300.0)
    assert issue(KEY, grant) == first


def test_every_changed_character_is_noticed(grant):
    token = issue(KEY, grant)
    for place, letter in enumerate(token):
        other = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(Unauthorized):
            check(KEY, other)


def test_a_grant_signed_with_another_key_or_for_another_purpose_is_refused(grant):
    with pytest.raises(Unauthorized):
        check(b"x" * 32, issue(KEY, grant))
    with pytest.raises(Unauthorized):
        check(KEY, tokens.sign(KEY, {"url": "https://example.org"}, expires_at=9e9))
    with pytest.raises(Unauthorized):
        check(KEY, tokens.sign(KEY, {"m": "media"}, expires_at=None))


def test_a_payload_without_a_signature_is_refused(grant):
    body = base64.urlsafe_b64encode(json.dumps({"m": "media"}).encode()).decode().rstrip("=")
    for token in (body, body + ".", "." + body, "", ".", "a.b", "é.é", "x" * 5000):
        with pytest.raises(Unauthorized):
            check(KEY, token)


@given(st.text(max_size=200))
def test_any_text_is_refused_and_never_breaks(text):
    with pytest.raises(Unauthorized):
        grants.check(KEY, text)
