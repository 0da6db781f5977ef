"""Two hundred things people type, over ten thousand titles: the meant one is among the first three."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import insert

from matinee.discovery import queries
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.library import MediaRow, label_key, sort_title
from matinee.library.people.tables import CreditRow, PersonRow
from tests.discovery.conftest import ADMIN
from tests.discovery.meant import FILMS, TYPED

TITLES = 10_000
FIRST_THREE, PROMISED = 3, 0.95
WORDS = """night heat river garden dream star king city god war angel shadow winter summer house road
alien blade mountain ocean fire rain moon island letter stranger daughter brother secret silence garden
hunter castle story driver window matrix green gravity golden broken silver wild lonely last first great
little big dark blue red black white crimson hidden forgotten sleeping dancing running burning flying
captain doctor teacher soldier queen prince widow thief pilot dreamer memory promise journey return
escape revenge legend mystery miracle harbour station bridge tower forest desert valley storm thunder""".split()
NAMES = """Anna Ben Clara David Emma Frank Grace Henry Iris Jack Kate Liam Maria Noah Olga Peter Rosa Sam
Tom Uma Victor Wanda Keanu Marlon Adler Baker Carter Dean Ellis Foster Grant Hanks Irons Jones Keller Lopez
Miller Novak Owen Price Quinn Reed Stone Turner Reeves Vance Walker Young Weaver Brody""".split()


@pytest.fixture(scope="module")
def made_up() -> list[tuple[str, int]]:
    chance = random.Random(5)
    found = []
    for _ in range(TITLES - len(FILMS)):
        one, two, three = (chance.choice(WORDS).title() for _ in range(3))
        shape = chance.choice(
            ("The {} {}", "{} of the {}", "{} {} {}", "A {} for {}", "{}", "{} in the {}")
        )
        found.append((shape.format(one, two, three), chance.randrange(1930, 2026)))
    return found


@pytest.fixture
def catalogue(services: Services, made_up: list[tuple[str, int]]) -> Iterator[Services]:
    chance = random.Random(6)
    titles = [(title, year) for title, (year, _) in FILMS.items()] + made_up
    chance.shuffle(titles)
    extras = [f"{chance.choice(NAMES)} {chance.choice(NAMES)}" for _ in range(1500)]
    people = sorted({*extras, *(name for _, name in FILMS.values())})
    numbers = {name: n for n, name in enumerate(people, 1)}
    now = clock.now()
    media = [
        {"number": n, "id": new_id(), "kind": "movie", "title": title, "year": year, "added_at": now,
         "updated_at": now, "sort_title": sort_title(title), "shuffle": n, "status": "ready"}
        for n, (title, year) in enumerate(titles, 1)
    ]  # fmt: skip
    parts = [
        {"media_number": n, "job": "actor", "person_number": numbers[name]}
        for n, (title, year) in enumerate(titles, 1)
        for name in {FILMS[title][1] if FILMS.get(title, (0,))[0] == year else chance.choice(extras)}
    ]  # fmt: skip
    with services.db.write() as session:
        session.execute(insert(MediaRow), media)
        session.execute(
            insert(PersonRow),
            [
                {"number": n, "name": name, "name_key": label_key(name)}
                for name, n in numbers.items()
            ],
        )
        session.execute(insert(CreditRow), parts)
    yield services


def test_the_meant_title_is_among_the_first_three(catalogue: Services) -> None:
    missed = []
    with catalogue.db.read() as session:
        for typed, title in TYPED:
            numbers = queries.search(session, ADMIN, typed, 24).numbers
            found = [row.title for row in queries.rows(session, ADMIN, numbers)]
            if title not in found[:FIRST_THREE]:
                missed.append((typed, title, found[:FIRST_THREE]))
    share = 1 - len(missed) / len(TYPED)
    told = "\n".join(f"{typed!r} means {title!r}, found {found}" for typed, title, found in missed)
    assert share >= PROMISED, f"{share:.1%}\n{told}"
