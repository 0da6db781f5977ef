"""Intro and credits of a season, from real sound through real encoders."""

from itertools import combinations
from pathlib import Path
from statistics import mean

import pytest

from matinee import engine
from matinee.engine import Engine, Episode, Marker, SoundPrint
from matinee.engine.prints import HOP_S, numbers
from matinee.engine.stretches import SILENCE

from . import sounds

CLOSE_S = 1.0


def heard(hands: Engine, path: Path) -> SoundPrint:
    probe = hands.probe(path)
    return hands.soundprint(path, probe, probe.audio[0].index)


def compared(hands: Engine, *paths: Path) -> list[dict[str, Marker]]:
    episodes = [Episode(path.name, heard(hands, path)) for path in paths]
    return [{m.kind: m for m in found} for found in hands.season(episodes)]


@pytest.mark.timeout(300)
def test_what_a_season_shares_is_found_within_a_second(hands: Engine, tmp_path: Path) -> None:
    made = sounds.episodes(tmp_path)
    for one, found in zip(made, compared(hands, *(one.path for one in made)), strict=True):
        for kind, place in (("intro", one.intro), ("credits", one.credits)):
            if place is None:
                assert kind not in found, one.path.name
                continue
            told = (found[kind].start_s, found[kind].end_s)
            assert told == pytest.approx(place, abs=CLOSE_S), one.path.name
    # Two are enough.
    first, second = compared(hands, made[0].path, made[2].path)
    assert (first["intro"].start_s, second["intro"].start_s) == pytest.approx((8, 0), abs=CLOSE_S)


@pytest.mark.timeout(300)
def test_what_is_not_shared_or_is_no_music_is_not_found(hands: Engine, tmp_path: Path) -> None:
    parts = [
        [sounds.talk(1, 90)],
        [sounds.talk(2, 100)],
        [sounds.hum(1, 90)],
        [sounds.hum(2, 100)],
        [sounds.tone(90)],
        [sounds.tone(110)],
        [sounds.silence(90)],
        [sounds.silence(50), sounds.talk(5, 50)],
    ]
    codecs = (sounds.AAC, sounds.MP3)
    made = [
        sounds.write(tmp_path / f"{n}.mkv", part, codecs[n % 2]) for n, part in enumerate(parts)
    ]
    episodes = [Episode(path.name, heard(hands, path)) for path in made]
    for one, other in combinations(episodes, 2):
        assert hands.season([one, other]) == ((), ()), (one.title, other.title)
    assert set(numbers(episodes[6].print.head)) == {SILENCE}


def test_the_same_film_in_two_encodings_has_no_intro(hands: Engine, tmp_path: Path) -> None:
    whole = [sounds.theme(1, 40), sounds.talk(2, 50)]
    one = sounds.write(tmp_path / "a.mkv", whole, sounds.AAC)
    other = sounds.write(tmp_path / "b.mkv", whole, sounds.OPUS, 0.4)
    assert compared(hands, one, other) == [{}, {}]


def test_real_films_have_nothing_in_common(hands: Engine, real: Path, tmp_path: Path) -> None:
    # The clips are short: each is heard over and over, which a film's own music is as well.
    made = []
    for name in ("bbb-480p-30s.mp4", "sample_eac3joc.mp4"):
        made.append(tmp_path / f"{name}.mka")
        engine.ffmpeg.run(
            ["-stream_loop", "-1", "-i", real / name, "-map", "0:a:0", "-ac", "2", "-t", "70",
             "-c:a", "aac", made[-1]]
        )  # fmt: skip
    assert compared(hands, *made) == [{}, {}]


def test_a_print_stands_on_the_clock_of_the_film(hands: Engine, tmp_path: Path) -> None:
    """The same sound, late in a container that begins its clock at an hour, counts the same."""
    plain = sounds.write(tmp_path / "a.mkv", [sounds.theme(3, 70)])
    late = tmp_path / "late.ts"
    engine.ffmpeg.run(
        ["-i", plain, "-c:v", "copy", "-c:a", "ac3", "-ar", "48000",
         "-output_ts_offset", "3600", late]
    )  # fmt: skip
    one, other = heard(hands, plain), heard(hands, late)
    assert len(one.head) == pytest.approx(4 * (35 - 2.72) / HOP_S, abs=8)
    mine, theirs = numbers(one.head), numbers(other.head)

    def apart(shift: int) -> float:
        pairs = zip(mine[5 + shift :], theirs[5:], strict=False)
        return mean((a ^ b).bit_count() for a, b in pairs)

    assert apart(0) < 5
    assert min(range(-4, 5), key=apart) == 0


def test_progress_is_told_and_short_or_missing_sound_is_no_trouble(
    hands: Engine, tmp_path: Path
) -> None:
    short = sounds.write(tmp_path / "short.mkv", [sounds.theme(1, 20)])
    assert heard(hands, short) == SoundPrint(hands.probe(short).duration_s)
    path = sounds.write(tmp_path / "a.mkv", [sounds.theme(1, 130)])
    probe, told = hands.probe(path), []
    hands.soundprint(path, probe, probe.audio[0].index, on_progress=told.append)
    assert told == sorted(told)
    assert len(told) >= 4
    with pytest.raises(engine.NoSuchTrack):
        hands.soundprint(path, probe, 9)
    with pytest.raises(engine.Stopped):
        hands.soundprint(path, probe, probe.audio[0].index, should_stop=lambda: True)
