"""Lists: every filter, every order, every page, and always from an index."""

import itertools
from collections.abc import Sequence
from datetime import date
from types import ModuleType

import pytest
from sqlalchemy import event, text
from starlette.testclient import TestClient

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery import queries
from matinee.discovery.orders import ALIASES, stretches
from matinee.discovery.wanted import Filter, Order
from matinee.kit.services import Services
from tests.discovery.conftest import ADMIN, Add

SORTS = ("added_at", "title", "year", "duration_s", "upload_date", "size_bytes")
EVERY = (*SORTS, "random", "last_watched", *ALIASES)


def titles(client: TestClient, **params: object) -> list[str]:
    answer = client.get("/api/media", params=params)
    assert answer.status_code == 200, answer.text
    return [media["title"] for media in answer.json()["items"]]


@pytest.fixture
def five(add: Add) -> dict[str, str]:
    """Five media that every order puts differently."""
    facts = {
        "Bravo": {"year": 2001, "duration_s": 50, "size_bytes": 3, "kind": "movie"},
        "The Alpha": {"year": None, "duration_s": 10, "size_bytes": 5, "tags": ("sea", "sun")},
        "Delta 10": {"year": 1999, "duration_s": 30, "size_bytes": 1, "genres": ("Drama",)},
        "Delta 9": {"year": 2001, "duration_s": 20, "size_bytes": 4, "tags": ("sea",)},
        "Écho": {"year": 2020, "duration_s": 40, "size_bytes": 2, "source_platform": "site"},
    }
    dates = {"Bravo": date(2020, 1, 1), "Écho": date(2021, 1, 1)}
    return {
        title: add(title, upload_date=dates.get(title), **fact) for title, fact in facts.items()
    }


ORDERS = [
    (None, None, ["Écho", "Delta 9", "Delta 10", "The Alpha", "Bravo"]),
    ("added_at", "asc", ["Bravo", "The Alpha", "Delta 10", "Delta 9", "Écho"]),
    ("created_at", "desc", ["Écho", "Delta 9", "Delta 10", "The Alpha", "Bravo"]),
    ("title", None, ["The Alpha", "Bravo", "Delta 9", "Delta 10", "Écho"]),
    ("name", "desc", ["Écho", "Delta 10", "Delta 9", "Bravo", "The Alpha"]),
    ("year", None, ["Écho", "Delta 9", "Bravo", "Delta 10", "The Alpha"]),
    ("year", "asc", ["Delta 10", "Bravo", "Delta 9", "Écho", "The Alpha"]),
    ("duration", "asc", ["The Alpha", "Delta 9", "Delta 10", "Écho", "Bravo"]),
    ("duration_s", "desc", ["Bravo", "Écho", "Delta 10", "Delta 9", "The Alpha"]),
    ("size", "asc", ["Delta 10", "Écho", "Bravo", "Delta 9", "The Alpha"]),
    ("upload_date", "desc", ["Écho", "Bravo", "Delta 9", "Delta 10", "The Alpha"]),
]


def test_orders(client: TestClient, five: dict[str, str]) -> None:
    for sort_by, sort_order, expected in ORDERS:
        params = {"sort_by": sort_by, "sort_order": sort_order}
        given = {name: value for name, value in params.items() if value is not None}
        assert titles(client, **given) == expected, given


FILTERS = [
    ({"kind": "movie"}, {"Bravo"}),
    ({"kind": ""}, {"Bravo", "The Alpha", "Delta 10", "Delta 9", "Écho"}),
    ({"platform": "site"}, {"Écho"}),
    ({"tag": "SEA"}, {"The Alpha", "Delta 9"}),
    ({"tag": "sea", "search": "delta"}, {"Delta 9"}),
    ({"genre": "drama"}, {"Delta 10"}),
    ({"tag": "sea", "genre": "drama"}, set()),
    ({"tag": "nothing"}, set()),
    ({"status": "ready"}, {"Bravo", "The Alpha", "Delta 10", "Delta 9", "Écho"}),
    ({"status": "unavailable"}, set()),
    ({"search": "echo"}, {"Écho"}),
    ({"search": "delta", "sort_by": "title"}, {"Delta 9", "Delta 10"}),
    ({"search": " "}, {"Bravo", "The Alpha", "Delta 10", "Delta 9", "Écho"}),
]


@pytest.mark.parametrize("limit", [1, 50])  # a full page counts, one that is not full needs not
def test_filters_and_their_totals(client: TestClient, five: dict[str, str], limit: int) -> None:
    for wanted, expected in FILTERS:
        page = client.get("/api/media", params={**wanted, "limit": limit}).json()
        assert page["total"] == len(expected), wanted
        assert len(page["items"]) == min(limit, len(expected)), wanted
        assert {media["title"] for media in page["items"]} <= expected, wanted
        assert page["pages"] == max(1, -(-len(expected) // limit)), wanted


def test_the_trash_is_a_list_of_its_own(client: TestClient, five: dict[str, str]) -> None:
    client.delete(f"/api/media/{five['Bravo']}")
    client.delete(f"/api/media/{five['Écho']}")
    for sort_by in EVERY:
        assert len(titles(client, sort_by=sort_by)) == 3
        assert set(titles(client, status="trashed", sort_by=sort_by)) == {"Bravo", "Écho"}
    assert titles(client, status="trashed", search="ech") == ["Écho"]
    assert titles(client, status="trashed", kind="movie") == ["Bravo"]
    assert titles(client, search="bravo") == []


OUT_OF_BOUNDS = [
        {"sort_by": "nonsense"}, {"sort_by": "id; DROP TABLE media"}, {"sort_order": "up"},
        {"kind": "x"}, {"status": "gone"}, {"page": 0}, {"page": -1}, {"page": "x"},
        {"page": 10**9}, {"limit": 0}, {"limit": 201}, {"search": "x" * 501}, {"tag": "x" * 121},
        {"seed": -1},
    ]  # fmt: skip


def test_values_out_of_bounds_are_refused_in_words(client: TestClient) -> None:
    for params in OUT_OF_BOUNDS:
        answer = client.get("/api/media", params=params)
        assert answer.status_code == 422, params
        assert answer.json()["error"] == "invalid", params
        assert next(iter(params)) in answer.json()["detail"], params


def test_pages_hold_everything_once_and_a_page_beyond_the_end_nothing(
    client: TestClient, five: dict[str, str]
) -> None:
    for title in ("Bravo", "Delta 9"):
        body = {"position_s": 30, "duration_s": 100}
        client.put(f"/api/media/{five[title]}/progress", json=body)
    for sort_by, search in itertools.product(EVERY, ("", "delta")):
        wanted = {"sort_by": sort_by, "search": search, "seed": 7}
        whole = titles(client, **wanted)
        parts = [titles(client, **wanted, limit=2, page=page) for page in range(1, 5)]
        assert [title for part in parts for title in part] == whole, wanted
        assert len(set(whole)) == len(whole) == (2 if search else 5), wanted
        assert parts[-1] == [], wanted


def test_the_order_of_last_watching(client: TestClient, five: dict[str, str]) -> None:
    for title in ("Delta 9", "Bravo"):
        body = {"position_s": 9, "duration_s": 100}
        client.put(f"/api/media/{five[title]}/progress", json=body)
    assert titles(client, sort_by="last_watched")[:2] == ["Bravo", "Delta 9"]
    assert titles(client, sort_by="last_watched", sort_order="asc")[:2] == ["Delta 9", "Bravo"]


def test_a_seed_tells_one_random_order_from_another(client: TestClient, add: Add) -> None:
    for n in range(12):
        add(f"Film {n}")
    orders = {tuple(titles(client, sort_by="random", seed=seed)) for seed in range(12)}
    assert len(orders) > 1
    assert all(len(set(order)) == 12 for order in orders)


def test_random_respects_filters(client: TestClient, five: dict[str, str]) -> None:
    assert client.get("/api/media/random?kind=movie").json()["title"] == "Bravo"
    found = {client.get("/api/media/random").json()["title"] for _ in range(60)}
    assert len(found) > 1
    client.delete(f"/api/media/{five['Bravo']}")
    answer = client.get("/api/media/random?kind=movie")
    assert answer.status_code == 404
    assert answer.json()["fix"]


def test_recently_added(client: TestClient, five: dict[str, str]) -> None:
    items = client.get("/api/media/recently-added", params={"limit": 2}).json()["items"]
    assert [media["title"] for media in items] == ["Écho", "Delta 9"]


def test_an_empty_library_answers_everything(client: TestClient) -> None:
    for sort_by in EVERY:
        page = client.get("/api/media", params={"sort_by": sort_by}).json()
        assert (page["items"], page["total"], page["page"], page["pages"]) == ([], 0, 1, 1)
    assert client.get("/api/media/recently-added").json() == {"items": []}
    assert client.get("/api/media/random").status_code == 404
    assert client.get("/api/search?q=x").json()["total"] == 0
    assert client.get("/api/media/stats/overview").json()["media"] == 0


@pytest.mark.security
def test_a_member_sees_in_the_trash_only_what_they_added(
    services: Services, five: dict[str, str]
) -> None:
    other = Viewer("other", "other", "Ben", is_admin=False, session_id="t")
    library.trash(services, ADMIN, five["Bravo"], delete_file=False)
    wanted = Filter(status="trashed")
    with services.db.read() as session:
        assert queries.page(session, other, wanted, Order(), offset=0, limit=9) == ([], 0)
        assert queries.page(session, ADMIN, wanted, Order(), offset=0, limit=9)[1] == 1


def plans(services: Services, run: object, but: Sequence[str] = ()) -> list[str]:
    """Return the query plans of every SELECT that `run(session)` makes; PostgreSQL's without what
    it is told to do only where nothing else is left."""
    asked: list[tuple[str, object]] = []

    def note(_conn: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    event.listen(services.db.engine, "before_cursor_execute", note)
    try:
        with services.db.read() as session:
            run(session)
    finally:
        event.remove(services.db.engine, "before_cursor_execute", note)
    explain, told = ("EXPLAIN QUERY PLAN", 3) if services.db.is_sqlite else ("EXPLAIN", 0)
    with services.db.engine.connect() as connection:
        for way in but:
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        return [
            " | ".join(
                row[told] for row in connection.exec_driver_sql(f"{explain} {statement}", values)
            )
            for statement, values in asked
            if statement.lstrip().startswith("SELECT")
        ]


@pytest.mark.parametrize("analyzed", [False, True])
def test_every_order_is_read_from_its_index(
    services: Services, seeding: ModuleType, analyzed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not services.db.is_sqlite:
        pytest.skip("how SQLite plans is what is tried here")
    seeding.seed(services.db, 1500)
    monkeypatch.setattr(queries, "_FEW", 0)  # as if there were too many to put in order
    monkeypatch.setattr(queries, "_FAR", 30)
    if analyzed:
        with services.db.write() as session:
            session.execute(text("ANALYZE"))
    filters = (
        Filter(),
        Filter(kind=["movie"]),
        Filter(platform=["youtube"], status="ready"),
        Filter(tag=["travel"], genre=["Drama"]),
        Filter(search="river"),
    )
    for sort_by in (*SORTS, "random", "last_watched"):
        for sort_order in ("asc", "desc"):
            for wanted in filters:
                order = Order(sort_by, sort_order)
                for offset in (20, 1400):  # from either end
                    for plan in plans(
                        services,
                        lambda session, wanted=wanted, order=order, offset=offset: queries.page(
                            session, ADMIN, wanted, order, offset=offset, limit=10
                        ),
                    ):
                        assert "USE TEMP B-TREE" not in plan, (sort_by, wanted, plan)
                        parts = plan.split(" | ")
                        scans = [part for part in parts if part.startswith("SCAN media ")]
                        assert all(" INDEX " in part for part in scans), (sort_by, wanted, plan)


@pytest.mark.parametrize("sort_by", [*SORTS, "random", "last_watched", "listed_at"])
@pytest.mark.parametrize("sort_order", ["asc", "desc"])
def test_a_page_is_the_same_from_either_end(
    services: Services, seeding: ModuleType, monkeypatch: pytest.MonkeyPatch,
    sort_by: str, sort_order: str,
) -> None:  # fmt: skip
    seeding.seed(services.db, 240)
    order = Order(sort_by, sort_order, seed=7)
    with services.db.write() as session:
        session.execute(text("UPDATE media SET year = NULL WHERE number % 5 = 0"))

    def page(wanted: Filter, offset: int, limit: int) -> tuple[list[int], int]:
        with services.db.read() as session:
            numbers, total = queries.numbers_of_page(
                session, ADMIN, wanted, order, offset=offset, limit=limit
            )
            return list(numbers), total

    for wanted in (Filter(), Filter(kind=["movie"])):
        monkeypatch.setattr(queries, "_FAR", 10**9)
        whole, total = page(wanted, 0, 500)
        assert len(whole) == total
        monkeypatch.setattr(queries, "_FAR", 1)
        for offset in (3, total // 2, total // 2 + 1, total - 7, total - 1, total, total + 9):
            assert page(wanted, offset, 10) == (whole[offset : offset + 10], total), offset


def test_every_order_is_read_from_its_index_on_postgres(
    services: Services, seeding: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    if services.db.is_sqlite:
        pytest.skip("how PostgreSQL plans is what is tried here")
    seeding.seed(services.db, 300)
    monkeypatch.setattr(queries, "_FEW", 0)
    monkeypatch.setattr(queries, "_FAR", 30)
    for sort_by in SORTS:
        for sort_order in ("asc", "desc"):
            for wanted in (
                Filter(),
                Filter(kind=["movie"]),
                Filter(tag=["travel"], genre=["Drama"]),
            ):
                order = Order(sort_by, sort_order)
                for plan in plans(
                    services,
                    lambda session, wanted=wanted, order=order: [
                        queries.page(session, ADMIN, wanted, order, offset=offset, limit=10)
                        for offset in (0, 280)
                    ],
                    but=("seqscan", "sort", "bitmapscan"),  # as if the library were large
                ):
                    assert "Sort Key: media." not in plan, (sort_by, wanted, plan)
                    assert "Join Filter: ((media.number + " not in plan, (sort_by, wanted, plan)
                    assert "Hash Cond: ((media.number + " not in plan, (sort_by, wanted, plan)


def test_a_page_costs_the_same_few_queries_however_long_it_is(
    services: Services, seeding: ModuleType
) -> None:
    seeding.seed(services.db, 300)

    def show(limit: int) -> int:
        def run(session: object) -> None:
            rows, _ = queries.page(session, ADMIN, Filter(), Order(), offset=0, limit=limit)
            library.present(session, ADMIN, rows, with_assets=True)

        return len(plans(services, run))

    show(5)  # what is remembered from then on
    stamp = 0 if services.db.is_sqlite else 1  # PostgreSQL is asked for it by a query
    assert max(show(5), show(200)) <= 12 + stamp


def test_the_seed_is_the_same_library_each_time(services: Services, seeding: ModuleType) -> None:
    seeding.seed(services.db, 40, seed=3)
    with services.db.read() as session:
        first = session.execute(text("SELECT id, title FROM media ORDER BY number")).all()
    with services.db.write() as session:
        session.execute(text("DELETE FROM media"))
    seeding.seed(services.db, 40, seed=3)
    with services.db.read() as session:
        again = session.execute(text("SELECT title FROM media ORDER BY number")).all()
    assert [row.title for row in first] == [row.title for row in again]
    seeding.seed(services.db, 10, seed=4)
    with services.db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM media")) == 50
        assert session.scalar(text("SELECT count(*) FROM media_search")) == 50


def test_an_order_the_house_does_not_know_is_no_order(services: Services) -> None:
    with services.db.read() as session, pytest.raises(KeyError):
        stretches(session, ADMIN, "nonsense", None, 0)
