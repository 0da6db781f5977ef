"""What a machine is believed to encode, by what it encoded."""

import pytest

from matinee.streaming import ability

FULL_HD = 1920 * 1080 * 24


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    """Make this machine one of so many cores, which knows nothing of itself yet."""

    def make(cores: int) -> ability.Measured:
        monkeypatch.setattr("os.cpu_count", lambda: cores)
        measured = ability.Measured()
        monkeypatch.setattr(ability, "MEASURED", measured)
        return measured

    return make


def test_a_small_machine_has_full_hd_as_h264_and_nothing_to_spare_for_av1(machine) -> None:
    machine(2)
    assert ability.now().pixels_s >= FULL_HD
    assert ability.now().spare_pixels_s == 0


def test_a_large_one_spares_one_core_however_many_it_has(machine) -> None:
    machine(16)
    spare = ability.now().spare_pixels_s
    machine(64)
    assert ability.now().spare_pixels_s == spare == ability.FIRST_PIXELS_S


def test_it_learns_slowly_and_a_bad_hour_does_not_take_everything(machine) -> None:
    measured = machine(2)
    before = measured.pixels_s
    measured.learn(4 * before, 1)
    assert before < measured.pixels_s < 2 * before
    for _ in range(100):
        measured.learn(1, 1)
    assert measured.pixels_s == ability.LEAST_PIXELS_S * 2
    measured.learn(0, 1)
    measured.learn(1, 0)
    assert measured.pixels_s == ability.LEAST_PIXELS_S * 2
