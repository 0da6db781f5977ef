import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit import tokens
from matinee.kit.errors import Unauthorized

KEY = b"k" * 32


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20), max_size=5))
def test_what_was_signed_is_given_back(payload: dict[str, object]) -> None:
    payload.pop("exp", None)
    assert tokens.verify(KEY, tokens.sign(KEY, payload), now=0) == payload


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    token = bytearray(tokens.sign(KEY, {"asset": "one", "n": 1}).encode())
    place %= len(token)
    token[place] ^= change
    with pytest.raises(Unauthorized):
        tokens.verify(KEY, token.decode("latin-1"), now=0)


@pytest.mark.parametrize("token", ["", ".", "a.b", "....", "é.é", "eyJ9.AAAA", "a" * 10_000])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        tokens.verify(KEY, token, now=0)


def test_expired_and_foreign_tokens_are_refused_by_name() -> None:
    token = tokens.sign(KEY, {"a": 1}, expires_at=100)
    assert tokens.verify(KEY, token, now=99)["a"] == 1
    with pytest.raises(Unauthorized) as expired:
        tokens.verify(KEY, token, now=100)
    assert expired.value.code == "expired"
    with pytest.raises(Unauthorized) as altered:
        tokens.verify(b"o" * 32, token, now=0)
    assert altered.value.code == "altered"
