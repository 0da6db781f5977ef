"""What two prints have in common, on prints that are made of chance."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prints import HOP_S, SoundPrint, numbers, windows
from matinee.engine.season import Episode, season
from matinee.engine.stretches import SILENCE, Indexed, Stretch, common, is_dull

seeds = st.integers(0, 2**32)
few = settings(max_examples=20, deadline=None)


def chance(seed: int, length: int) -> list[int]:
    rng = random.Random(seed)
    return [rng.getrandbits(32) for _ in range(length)]


def worn(print_: list[int], seed: int, most: int) -> list[int]:
    """Return the same as another encoder would have it: some bits of each number are others."""
    rng = random.Random(seed)
    return [
        number ^ sum(1 << bit for bit in rng.sample(range(32), rng.randint(0, most)))
        for number in print_
    ]


@few
@given(seeds, st.integers(80, 400), st.integers(0, 500), st.integers(0, 500), st.integers(0, 4))
def test_what_stands_in_both_is_found_where_it_stands(
    seed: int, length: int, at: int, there: int, bits: int
) -> None:
    shared = chance(seed, length)
    one = chance(seed + 1, at) + shared + chance(seed + 2, 300)
    other = chance(seed + 3, there) + worn(shared, seed, bits) + chance(seed + 4, 200)
    [found] = common(Indexed(one), Indexed(other))
    assert found.shift == there - at
    assert abs(found.start - at) <= 3
    assert abs(found.end - at - length) <= 3
    [back] = common(Indexed(other), Indexed(one))
    assert back == found.turned()
    assert back.turned() == found


@few
@given(seeds, st.integers(0, 900), st.integers(0, 900))
def test_chance_has_nothing_in_common(seed: int, length: int, another: int) -> None:
    assert common(Indexed(chance(seed, length)), Indexed(chance(seed + 1, another))) == ()


@few
@given(seeds, st.integers(1, 24))
def test_somebody_may_speak_over_it(seed: int, spoken: int) -> None:
    shared = chance(seed, 240)
    other = list(shared)
    other[100 : 100 + spoken] = chance(seed + 1, spoken)
    one = chance(seed + 2, 50) + shared + chance(seed + 3, 50)
    [found] = common(Indexed(one), Indexed(other))
    assert abs(found.start - 50) <= 3
    assert abs(found.end - 290) <= 3


@pytest.mark.parametrize("length", [0, 1, 59, 60, 500])
@pytest.mark.parametrize("number", [SILENCE, 0, 0xFFFFFFFF, 558758263])
def test_what_never_changes_is_nothing(number: int, length: int) -> None:
    flat = Indexed([number] * length)
    assert common(flat, flat) == ()
    assert is_dull([number] * length)


@few
@given(seeds)
def test_a_drone_that_flickers_is_nothing(seed: int) -> None:
    rng = random.Random(seed)
    notes = [0x2A5A5A5A ^ (1 << rng.randrange(3)) for _ in range(600)]
    other = [0x2A5A5A5A ^ (1 << rng.randrange(3)) for _ in range(600)]
    assert common(Indexed(notes), Indexed(other)) == ()


def test_a_second_stretch_is_found_beside_the_first() -> None:
    first, second = chance(1, 200), chance(2, 120)
    one = chance(3, 40) + first + chance(4, 100) + second
    other = second + chance(5, 90) + first + chance(6, 30)
    found = common(Indexed(one), Indexed(other))
    assert found == (Stretch(40, 240, 170), Stretch(340, 460, -340))


def made(title: str, head: list[int], tail: list[int], duration_s: float = 1200.0) -> Episode:
    from array import array

    ends = windows(duration_s)
    packed = [array("I", one).tobytes() for one in (head, tail)]
    return Episode(title, SoundPrint(duration_s, ends[1][0], *packed))


def test_an_odd_pairing_does_not_decide() -> None:
    theme, odd = chance(1, 300), chance(2, 600)
    heads = [chance(10 + n, 200 + 30 * n) + theme + chance(20 + n, 900) for n in range(5)]
    # Two neighbours share a longer piece of music besides, which nobody else has.
    heads[1] = heads[1][:900] + odd
    heads[2] = heads[2][:900] + odd
    episodes = [made(str(n), head, chance(40 + n, 900)) for n, head in enumerate(heads)]
    for n, found in enumerate(season(episodes)):
        [intro] = found
        assert intro.kind == "intro"
        assert abs(intro.start_s - (200 + 30 * n) * HOP_S) < 1
    # Of two alone their pairing is all there is.
    assert [len(found) for found in season(episodes[1:3])] == [1, 1]


def test_one_film_twice_says_nothing_and_hinders_nothing() -> None:
    theme = chance(1, 250)
    heads = [chance(10 + n, 90 * n) + theme + chance(20 + n, 900) for n in range(3)]
    tails = [chance(30 + n, 900) for n in range(3)]
    episodes = [
        made(str(n), head, tail) for n, (head, tail) in enumerate(zip(heads, tails, strict=True))
    ]
    again = made("again", worn(heads[0], 5, 3), worn(tails[0], 6, 3))
    assert season([episodes[0], again]) == [(), ()]
    assert all(len(found) == 1 for found in season([episodes[0], again, *episodes[1:]]))
    # Nor do two files of one title.
    assert season([episodes[0], made("0", heads[0], tails[0])]) == [(), ()]


def test_what_is_too_short_too_long_or_too_late_is_no_intro() -> None:
    def intros(length: int, at: int) -> int:
        theme = chance(1, length)
        heads = [chance(n, at) + theme + chance(5 + n, 2600 - at - length) for n in (2, 3)]
        found = season([made(str(n), head, chance(8 + n, 900)) for n, head in enumerate(heads)])
        return sum(map(len, found))

    assert intros(200, 100) == 2
    assert intros(80, 100) == 0
    assert intros(1100, 100) == 0
    assert intros(200, 2380) == 2  # begins at 295 s of 1200
    assert intros(150, 2440) == 0  # at 302 s


@few
@given(
    st.lists(
        st.tuples(seeds, st.integers(0, 40), st.integers(0, 40), st.floats(1, 4000)), max_size=5
    )
)
def test_whatever_was_heard_all_markers_lie_inside_the_film(
    drawn: list[tuple[int, int, int, float]],
) -> None:
    loop = chance(1, 30)
    episodes = []
    for n, (seed, head, tail, duration_s) in enumerate(drawn):
        parts = windows(duration_s)
        rng = random.Random(seed)
        ends = [
            [rng.choice(loop) if rng.random() < 0.5 else loop[at % 30] for at in range(12 * size)]
            for size in (head, tail)
        ]
        whole = made(str(n), *ends, duration_s=max(duration_s, 60.0)) if parts else None
        episodes.append(whole or Episode(str(n), SoundPrint(duration_s)))
    for episode, markers in zip(episodes, season(episodes), strict=True):
        assert len({marker.kind for marker in markers}) == len(markers)
        for marker in markers:
            assert 0 <= marker.start_s < marker.end_s
            assert marker.start_s <= episode.print.duration_s


@given(st.floats(0, 100_000))
def test_what_is_heard_lies_in_the_film_and_is_heard_once(duration_s: float) -> None:
    for (start, end), (later, last) in [windows(duration_s)] if windows(duration_s) else []:
        assert 0 == start < end <= later < last <= duration_s


def test_an_episode_goes_through_json() -> None:
    episode = made("a", [1, 2**32 - 1], [7])
    back = Episode.from_json(episode.to_json())
    assert back == episode
    assert list(numbers(back.print.head)) == [1, 2**32 - 1]
