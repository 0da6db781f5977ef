"""The arithmetic of fragments: no packet lost or doubled, times continuous."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from matinee.engine.samples import Unit, delay, on_grid, pictures, sounds

# Groups of pictures: display order numbers of each group in decode order, shuffled a little.
groups = st.lists(
    st.integers(1, 12).flatmap(
        lambda n: st.permutations(range(1, n)) if n > 1 else st.just([])
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def _film(orders: list[list[int]], step: int) -> list[list[int]]:
    """Return display times in decode order for each group; each starts with its keyframe."""
    film: list[list[int]] = []
    at = 0
    for order in orders:
        film.append([at, *(at + i * step for i in order)])
        at += (len(order) + 1) * step
    return film


@given(groups, st.integers(100, 3000))
def test_joined_groups_decode_in_order_and_are_shown_when_the_film_says(
    orders: list[list[int]], step: int
) -> None:
    film = _film(orders, step)
    flat = [at for group in film for at in group]
    wait = max(0, *(s - at for s, at in zip(sorted(flat), flat, strict=True)))
    assume(len(film[0]) * step > wait + len(flat))  # the first piece is longer than the wait
    joined = []
    for n, group in enumerate(film):
        units = [Unit(at, step, i == 0, b"") for i, at in enumerate(group)]
        end = film[n + 1][0] if n + 1 < len(film) else None
        joined += pictures(units, end=end, opening=n == 0, wait=wait)
    assert [s.present for s in joined] == flat
    assert all(b.decode > a.decode for a, b in pairwise(joined))
    assert joined[0].decode == 0
    assert all(s.decode <= s.present for s in joined if s.decode > len(joined))
    assert all(a.decode + a.duration == b.decode for a, b in pairwise(joined))


@given(st.lists(st.integers(0, 100_000), max_size=90))
def test_the_delay_is_never_negative(shown: list[int]) -> None:
    assert delay(shown) >= 0


def test_the_delay_of_pictures_shown_two_frames_late_is_two_frames() -> None:
    order = [0, 4, 2, 1, 3, 8, 6, 5, 7, 12, 10, 9, 11]
    assert delay([n * 40 for n in order]) == 80


def test_a_picture_that_comes_late_is_shown_from_the_start() -> None:
    units = [Unit(1000, 40, True, b"a"), Unit(1040, 40, False, b"b")]
    made = pictures(units, end=1080, opening=True, wait=0)
    assert [(s.decode, s.present, s.duration) for s in made] == [(0, 0, 1040), (1040, 1040, 40)]


@given(st.lists(st.integers(0, 10_000), max_size=60), st.integers(10_001, 20_000))
def test_sound_packets_rise_whatever_the_file_says(times: list[int], after: int) -> None:
    made = sounds([Unit(t, 1024, True, b"") for t in times], next_at=after)
    assert len(made) == len(times)
    assert all(b.decode > a.decode for a, b in pairwise(made))
    assert all(s.duration >= 1 for s in made)


@given(st.integers(-5000, 10**9), st.integers(0, 100_000), st.integers(-48, 48))
def test_times_rounded_by_a_container_return_to_the_grid(first: int, n: int, off: int) -> None:
    exact = first + n * 1024
    assert on_grid(exact + off, first, 1024, 50) == exact
    assert on_grid(exact + 300, first, 1024, 50) == exact + 300
    assert on_grid(exact + off, first, None, 50) == exact + off
