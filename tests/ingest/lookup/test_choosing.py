"""Which of the works a catalogue offers is meant."""

import pytest

from matinee.ingest.lookup.choosing import choose
from matinee.ingest.lookup.found import Candidate

HEAT, OLD = (
    Candidate("1", "Heat", year=1995, weight=7000),
    Candidate("2", "Heat", year=1986, weight=90),
)
AMELIE = Candidate("3", "Amélie", "Le Fabuleux Destin d'Amélie Poulain", 2001, weight=10)
WHEAT = Candidate("4", "Wheat", year=1995, weight=1)


@pytest.mark.parametrize(
    ("offered", "titles", "year", "chosen"),
    [
        ([OLD, HEAT], ["Heat"], 1995, HEAT),
        ([OLD, HEAT], ["HEAT!"], 1996, HEAT),  # a year off
        ([OLD, HEAT], ["Heat"], 1990, None),
        ([OLD, HEAT], ["Heat"], None, HEAT),  # better known by far
        ([OLD, Candidate("5", "Heat", year=1995, weight=200)], ["Heat"], None, None),
        ([HEAT, Candidate("6", "Heat", year=1995)], ["Heat"], 1995, None),
        ([HEAT, Candidate("6", "Heat", year=1994)], ["Heat"], 1995, HEAT),
        ([WHEAT, AMELIE], ["amelie"], 2001, AMELIE),
        ([AMELIE], ["Le fabuleux destin d’Amelie Poulain"], None, AMELIE),
        ([WHEAT], ["Heat"], 1995, None),
        ([], ["Heat"], None, None),
        ([Candidate("7", "!!!")], ["???"], None, None),  # nothing but signs is no title
    ],
)
def test_the_one_that_is_meant_or_none(
    offered: list[Candidate], titles: list[str], year: int | None, chosen: Candidate | None
) -> None:
    assert choose(offered, titles, year) == chosen
