"""What is said in a film is found, with its second, by those who may see the film."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from matinee import library
from matinee.engine.text import Cue
from matinee.kit import clock
from matinee.kit.services import Services
from tests.discovery.conftest import ADMIN, Add

LINES = (
    "It's a trap!",
    "You shall not",
    "pass, said the old man\nwith a staff.",
    "Où est le château?",
    "All those moments will be lost in time,",
    "like tears in rain.",
)


def say(services: Services, media_id: str, lines: tuple[str, ...] = LINES, **facts: str) -> None:
    cues = [Cue(10.0 * n, 10.0 * n + 4, line) for n, line in enumerate(lines)]
    with services.db.write() as session:
        asset = library.main_asset(session, media_id)
        assert asset is not None
        track, language = facts.get("track", "t2"), facts.get("language", "en")
        library.save_cues(session, asset.id, track, language, cues)


def found(client: TestClient, q: str) -> list[tuple[str, list[float]]]:
    items = client.get("/api/search/said", params={"q": q}).json()["items"]
    return [(one["media"]["title"], [line["start_s"] for line in one["lines"]]) for one in items]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("it's a trap", [0.0]),
        ("trap", [0.0]),
        ("chateau", [30.0]),
        ("CHÂTEAU", [30.0]),
        ("old man with", [20.0]),
        ("staff man", [20.0]),
        ("moments wi", []),
        ("lost mome", [40.0]),
        ("lost in time like tears", [40.0]),
        ("be lost in time, like tears in rain", [40.0]),
        ("you shall not pass", [10.0]),
    ],
)
def test_a_line_is_found_with_its_second(
    services: Services, add: Add, client: TestClient, typed: str, at: list[float]
) -> None:
    say(services, add("Rain"))
    add("Silent")
    assert found(client, typed) == ([("Rain", at)] if at else [])


@pytest.mark.parametrize(
    "typed", ["", "  ", "???", "nobody says it", '"', "AND OR", "* (", "x\0y", "a" * 500, "日本"]
)
def test_what_nobody_says_is_nowhere(
    services: Services, add: Add, client: TestClient, typed: str
) -> None:
    say(services, add("Rain"))
    assert found(client, typed) == []


def test_word_for_word_comes_first_and_a_title_has_few_lines(
    services: Services, add: Add, client: TestClient
) -> None:
    say(services, add("Exact"), ("we meet again, doctor",))
    say(services, add("Loose"), ("again we shall meet", *("meet again",) * 0, "meet me"))
    say(services, add("Often"), tuple(f"they meet again {n}" for n in range(9)))
    titles = [title for title, _ in found(client, "meet again")]
    assert titles[-1] == "Loose"
    assert set(titles) == {"Exact", "Loose", "Often"}
    assert len(dict(found(client, "meet again"))["Often"]) == 3


def test_two_tracks_that_say_the_same_are_one_line(
    services: Services, add: Add, client: TestClient
) -> None:
    media_id = add("Rain")
    say(services, media_id)
    say(services, media_id, track="t3")
    assert found(client, "trap") == [("Rain", [0.0])]


def test_read_again_deleted_and_in_the_trash(
    services: Services, add: Add, client: TestClient
) -> None:
    media_id = add("Rain")
    say(services, media_id)
    say(services, media_id, ("something else",))
    assert found(client, "trap") == []
    assert found(client, "something else") == [("Rain", [0.0])]
    library.trash(services, ADMIN, media_id, delete_file=False)
    assert found(client, "something else") == []
    library.empty_trash(services, clock.now())
    assert library.purge_expired(services) == 1
    if not services.db.is_sqlite:
        return  # its index is of the cues themselves
    with services.db.write() as session:  # the index agrees with the cues that are left
        session.connection().exec_driver_sql(
            "INSERT INTO cue_search (cue_search, rank) VALUES ('integrity-check', 1)"
        )


def test_who_may_not_see_a_film_does_not_hear_it(
    services: Services, add: Add, client: TestClient, member: TestClient
) -> None:
    media_id = add("Later")
    say(services, media_id)
    until = (clock.now() - timedelta(days=1)).isoformat()
    assert client.patch(f"/api/media/{media_id}", json={"available_until": until}).is_success
    assert found(member, "trap") == []
    assert found(client, "trap") != []
