"""The cap of the segment cache."""

import os

import pytest

from matinee.kit import clock
from matinee.kit.store import Store
from matinee.streaming.eviction import Keeper, walk

KIB = 1024


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path, floor_bytes=0)
    store.prepare()
    return store


def put(store, name, size, *, used_ago_s=0.0):
    path = store.cache_root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    used = clock.epoch() - used_ago_s
    os.utime(path, (used, clock.epoch() - 10_000))
    return path


def size_of(store):
    return sum(file.size_bytes for file in walk(store.cache_root))


def test_what_was_used_longest_ago_goes_first(store):
    paths = [put(store, f"a/p/v0/{n}.m4s", 10 * KIB, used_ago_s=n) for n in range(10)]
    assert Keeper(store, 50 * KIB).look() <= 45 * KIB
    assert [path.exists() for path in paths] == [True] * 4 + [False] * 6
    assert size_of(store) == 40 * KIB


def test_below_the_cap_nothing_goes(store):
    put(store, "a/p/v0/0.m4s", 50 * KIB, used_ago_s=10**6)
    assert Keeper(store, 50 * KIB).look() == 50 * KIB
    assert size_of(store) == 50 * KIB


def test_plans_stay_and_what_a_killed_writer_left_goes(store):
    plan = put(store, "a/p/plan.json", KIB, used_ago_s=10**6)
    old = put(store, "a/p/v0/.1.m4s.tmp", KIB)
    fresh = put(store, "a/p/v0/.2.m4s.tmp", KIB)
    os.utime(old, (1, 1))
    Keeper(store, 0).look()
    assert (plan.exists(), old.exists(), fresh.exists()) == (True, False, True)


def test_a_full_disk_shrinks_the_cap(store, monkeypatch):
    for n in range(10):
        put(store, f"a/p/v0/{n}.m4s", 10 * KIB, used_ago_s=n)
    store.floor_bytes = 1000 * KIB
    monkeypatch.setattr(store, "free_bytes", lambda: 950 * KIB)
    Keeper(store, 10**9).look()
    assert size_of(store) <= 50 * KIB


def test_looking_survives_a_cache_that_is_deleted_meanwhile(store):
    put(store, "a/p/v0/0.m4s", KIB)
    keeper = Keeper(store, 0)
    files = walk(store.cache_root)
    store.cache_root.joinpath("a/p/v0/0.m4s").unlink()
    assert list(files) == []
    store.cache_root.rename(store.data / "gone")
    assert keeper.look() == 0


def test_writing_much_starts_a_look(store, until):
    put(store, "a/p/v0/0.m4s", 100 * KIB)
    keeper = Keeper(store, 50 * KIB)
    keeper.added(100 * KIB)
    until(lambda: size_of(store) == 0)
