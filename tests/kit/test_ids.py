from concurrent.futures import ThreadPoolExecutor

from matinee.kit.ids import is_id, new_id


def test_ids_are_uuid7_unique_and_rising() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(one[14] == "7" and one[19] in "89ab" for one in ids)
    assert is_id(ids[0])


def test_ids_from_many_threads_do_not_meet() -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: new_id(), range(5_000)))
    assert len(set(ids)) == len(ids)


def test_other_texts_are_not_ids() -> None:
    assert not any(is_id(text) for text in ("", "1", "../x", new_id().upper(), new_id()[:-1]))
