"""Identity is content: names do not matter, bytes do."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee import engine
from matinee.engine import fingerprint


@given(st.integers(0, 10**12))
def test_samples_lie_inside_the_file_and_reach_both_ends(size: int) -> None:
    pieces = fingerprint.samples(size)
    assert pieces[0][0] == 0
    assert pieces[-1][0] + pieces[-1][1] == size
    assert all(start >= 0 and start + length <= size for start, length in pieces)
    assert sum(length for _, length in pieces) <= 2_000_000


def test_a_fingerprint_follows_the_bytes_and_not_the_name(
    hands: engine.Engine, tmp_path: Path
) -> None:
    a, b = tmp_path / "a.mp4", tmp_path / "b.mkv"
    a.write_bytes(bytes(range(256)) * 20_000)
    b.write_bytes(a.read_bytes())
    assert hands.fingerprint(a) == hands.fingerprint(b)
    assert hands.fingerprint(a).startswith(f"{256 * 20_000}-")
    for at in (0, 5_000_000):
        changed = bytearray(a.read_bytes())
        changed[at] ^= 1
        b.write_bytes(changed)
        assert hands.fingerprint(a) != hands.fingerprint(b)


def test_the_full_hash_is_blake2b_with_progress(hands: engine.Engine, tmp_path: Path) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(b"abc" * 3_000_000)
    shares: list[float] = []
    digest = hands.full_hash(path, shares.append)
    assert digest == hashlib.blake2b(path.read_bytes(), digest_size=32).hexdigest()
    assert shares[-1] == 100
    assert shares == sorted(shares)
    with pytest.raises(engine.Stopped):
        hands.full_hash(path, None, lambda: True)
