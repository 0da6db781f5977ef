"""Search finds what there is now, in the transaction of the change."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from matinee import library
from matinee.discovery import index_of, queries
from matinee.discovery.queries import Filter, Order
from matinee.kit.services import Services
from matinee.library.words.tables import TagRow
from tests.discovery.conftest import ADMIN, Add

TABLES = ("media_search", "title_search")


def find(services: Services, typed: str) -> list[str]:
    with services.db.read() as session:
        found = queries.search(session, ADMIN, typed, 50)
        shown = queries.rows(session, ADMIN, found.numbers)
    assert found.total == len(found.numbers)
    return [row.title for row in shown]


def everything(session: Session, table: str) -> list[tuple[object, ...]]:
    if session.get_bind().dialect.name != "sqlite":
        documents = text("SELECT number, document::text FROM media_search ORDER BY 1")
        return [tuple(row) for row in session.execute(documents)]
    session.execute(text(f"INSERT INTO {table}({table}) VALUES ('integrity-check')"))
    return [tuple(row) for row in session.execute(text(f"SELECT rowid, * FROM {table} ORDER BY 1"))]


def agrees_with_itself(services: Services) -> None:
    """The index kept by triggers is the one made anew, row for row."""
    with services.db.write() as session:
        kept = [everything(session, table) for table in TABLES]
        index_of(session).rebuild(session)
        assert [everything(session, table) for table in TABLES] == kept


def test_every_word_of_a_media_finds_it(services: Services, add: Add) -> None:
    add(
        "Le Château",
        original_title="Ursprung",
        series_title="Saga",
        description="a quiet place",
        uploader="Someone",
        tags=("Holidays",),
        genres=("Drama",),
    )
    add("Other")
    for typed in ("chateau", "CHÂT", "ursp", "saga", "quiet", "someone", "holid", "drama",
                  "chateau quiet holidays"):  # fmt: skip
        assert find(services, typed) == ["Le Château"], typed
    for typed in ("castle", "quiet other", "nothing"):
        assert find(services, typed) == []
    agrees_with_itself(services)


def test_edits_tags_and_the_trash_are_seen_at_once(services: Services, add: Add) -> None:
    media_id = add("Before", tags=("old",))
    library.edit(services, ADMIN, media_id, {"title": "After", "tags": ["new"]})
    assert find(services, "before") == find(services, "old") == []
    assert find(services, "after") == find(services, "new") == ["After"]
    library.trash(services, ADMIN, media_id, delete_file=False)
    assert find(services, "after") == []
    library.edit(services, ADMIN, media_id, {"title": "Edited", "tags": ["unseen"]})
    assert find(services, "edited") == find(services, "unseen") == []
    library.restore(services, ADMIN, media_id)
    assert find(services, "edited") == find(services, "unseen") == ["Edited"]
    library.edit(services, ADMIN, media_id, {"tags": [], "genres": ["Noir"]})
    assert find(services, "unseen") == []
    assert find(services, "noir") == ["Edited"]
    agrees_with_itself(services)


def test_a_renamed_tag_is_found_by_its_new_name(services: Services, add: Add) -> None:
    add("One", tags=("draft", "x"))
    add("Two")
    with services.db.write() as session:
        session.query(TagRow).filter_by(name_key="draft").update({"name": "final"})
    assert find(services, "draft") == []
    assert find(services, "final") == ["One"]
    agrees_with_itself(services)


def test_what_is_purged_is_in_no_index(services: Services, add: Add) -> None:
    media_id = add("Gone", tags=("t",))
    library.trash(services, ADMIN, media_id, delete_file=True)
    with services.db.write() as session:
        session.execute(text("UPDATE media SET purge_at = '2000-01-01'"))
    assert library.purge_expired(services) == 1
    with services.db.read() as session:
        for table in TABLES if services.db.is_sqlite else ("media_search",):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_failed_change_leaves_the_index_as_it_was(services: Services, add: Add) -> None:
    media_id = add("Steady")
    with pytest.raises(RuntimeError), services.db.write() as session:
        media = library.get_media(session, ADMIN, media_id)
        media.title = "Broken"
        session.flush()
        raise RuntimeError
    assert find(services, "steady") == ["Steady"]
    assert find(services, "broken") == []


def test_a_title_comes_before_a_mention(services: Services, add: Add) -> None:
    add("Whales", description="the sea")
    add("Tagged", tags=("whales",))
    add("Mentioned", description="whales " * 5)
    assert find(services, "whale") == ["Whales", "Tagged", "Mentioned"]


def test_common_words_page_through_everything_once(
    services: Services, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("search", "fts5", "tsvector"):
        monkeypatch.setattr(f"matinee.discovery.{name}.CANDIDATES", 4)
    titled = {add(f"Common {n}") for n in range(6)}
    mentioned = {add(f"Other {n}", description="common") for n in range(9)}
    seen: list[str] = []
    with services.db.read() as session:
        for page in range(8):
            rows, total = queries.page(
                session, ADMIN, Filter(search="common"), Order(), offset=page * 2, limit=2
            )
            assert total == 15
            seen += [row.id for row in rows]
    assert len(seen) == len(set(seen)) == 15
    assert set(seen) == titled | mentioned
    assert set(seen[:4]) <= titled


def test_the_commonest_words_are_ranked_by_how_near_a_title_is(
    services: Services, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fts5", "queries"):
        monkeypatch.setattr(f"matinee.discovery.{name}.MANY", 5)
    if not services.db.is_sqlite:  # there what is all ranked is counted by that
        for name in ("search", "tsvector"):
            monkeypatch.setattr(f"matinee.discovery.{name}.CANDIDATES", 3)
    add("River")
    add("A long tale of the river and of its people")
    add("River of gold")
    for n in range(9):
        add(f"Elsewhere {n}", description="by the river")
    for n in range(4):
        add(f"Ashore {n}", description="at the riverside")
    found = find(services, "river")
    assert found[:3] == ["River", "River of gold", "A long tale of the river and of its people"]
    assert len(found) == len(set(found)) == 16
    if services.db.is_sqlite:  # what only begins so comes last
        assert found[12:] == [f"Ashore {n}" for n in (3, 2, 1, 0)]
    assert find(services, "river gold") == ["River of gold"]
    assert find(services, "river river") == found
    with services.db.read() as session:
        pages = [
            queries.page(session, ADMIN, Filter(search="river"), Order(), offset=at, limit=3)
            for at in range(0, 18, 3)
        ]
    assert [total for _, total in pages] == [16] * 6
    assert [row.title for page, _ in pages for row in page] == found


def test_of_very_many_only_the_least_is_told(
    client: TestClient, services: Services, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fts5", "queries"):
        monkeypatch.setattr(f"matinee.discovery.{name}.MANY", 5)
    if not services.db.is_sqlite:  # there what is all ranked is counted by that
        for name in ("search", "tsvector"):
            monkeypatch.setattr(f"matinee.discovery.{name}.CANDIDATES", 3)
    for n in range(6):
        add(f"Pond {n}")
    lake = [add(f"Lake {n}") for n in range(4)]
    found = client.get("/api/search", params={"q": "pond", "limit": 3}).json()
    assert (found["total"], found["total_is_exact"], len(found["titles"])) == (6, False, 3)
    listed = client.get("/api/media", params={"search": "pond", "limit": 3}).json()
    assert listed["total"] == 6
    found = client.get("/api/search", params={"q": "lake", "limit": 3}).json()
    assert (found["total"], found["total_is_exact"]) == (len(lake), True)


HOSTILE = ['"', "*", "()", "AND", "NOT x", "NEAR(a b)", 'a" OR "b', "title:x", "^x", "-x", "'; --",
           "%", "_", "\\", "a" * 500, "\u0301", "🎬", "x" + "\u200b", "{title}: x"]  # fmt: skip


def test_no_query_fails_over_http(client: TestClient, add: Add) -> None:
    add("A film")
    for typed in HOSTILE:
        for path, params in calls_with(typed):
            answer = client.get(path, params=params)
            assert answer.status_code == 200, (path, params, answer.text)


def calls_with(typed: str) -> tuple[tuple[str, dict[str, str]], ...]:
    return (
        ("/api/search", {"q": typed}),
        ("/api/search/suggest", {"q": typed}),
        ("/api/media", {"search": typed}),
        ("/api/media", {"search": typed, "sort_by": "title"}),
        ("/api/media", {"search": typed, "status": "trashed"}),
        ("/api/media", {"tag": typed[:100], "genre": typed[:100]}),
        ("/api/tags", {"q": typed[:60]}),
    )


BY_LETTERS = [
    ("🎬", "Clap 🎬"),
    ("神隠し", "千と千尋の神隠し"),
    ("???", "What???"),
    ("é", "Éclair"),
]


def test_marks_emoji_and_unspaced_scripts_are_found(services: Services, add: Add) -> None:
    add("Plain")
    for _, title in BY_LETTERS:
        add(title)
    for typed, title in BY_LETTERS:
        assert find(services, typed) == [title]


def test_one_letter_is_enough(services: Services, add: Add, client: TestClient) -> None:
    add("Xylophone")
    add("Plain")
    assert find(services, "x") == ["Xylophone"]
    items = client.get("/api/search/suggest", params={"q": "x"}).json()["items"]
    assert [item["title"] for item in items] == ["Xylophone"]


def test_suggestions_begin_as_typed_first_then_have_the_word(client: TestClient, add: Add) -> None:
    for title in ("A River", "The River", "Down by the River", "Rivers End", "Lake"):
        add(title)
    items = client.get("/api/search/suggest", params={"q": "riv"}).json()["items"]
    assert {item["title"] for item in items[:3]} == {"A River", "The River", "Rivers End"}
    assert [item["title"] for item in items[3:]] == ["Down by the River"]
    few = client.get("/api/search/suggest", params={"q": "the river", "limit": 2}).json()["items"]
    assert len(few) == 2
    assert set(items[0]) == {"id", "title", "year", "kind", "poster_url", "blurhash"}


def test_search_answers_titles_their_number_and_tags(client: TestClient, add: Add) -> None:
    for n in range(5):
        add(f"Sea {n}", tags=("seaside", "sun"))
    answer = client.get("/api/search", params={"q": "sea", "limit": 2}).json()
    assert (answer["query"], answer["total"], len(answer["titles"])) == ("sea", 5, 2)
    assert answer["tags"] == [{"name": "seaside", "count": 5}]
    empty = client.get("/api/search", params={"q": "  "}).json()
    assert (empty["total"], empty["titles"], empty["tags"]) == (0, [], [])
    assert client.get("/api/search/suggest").json() == {"items": []}
