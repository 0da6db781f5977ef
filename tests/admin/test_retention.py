"""What rules let go: only files of ours, only what nobody cares for, and never for good at once."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from matinee import library
from matinee.admin.retention import actions, jobs, rules
from matinee.admin.retention.rules import Candidate, Keep, Rule, Scope, Why
from matinee.kit import clock
from matinee.kit.jobs.tables import Job
from matinee.library import AssetRow, MediaRow
from tests.admin.conftest import ADMIN, is_trashed, likes, saw
from tests.proof import only

DAY = timedelta(days=1)
WHOLE = {"scope": "library"}
CHANNEL = {"scope": "channel", "platform": "youtube", "uploader": "Brook"}


def say(client, **wish) -> dict:
    answer = client.put("/api/admin/retention", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def look(client, **wish) -> dict:
    answer = client.post("/api/admin/retention/preview", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def why(preview: dict) -> dict[str, str]:
    return {one["title"]: one["why"] for one in preview["spared_titles"]}


@pytest.fixture
def video(bring):
    """Bring in a video of a channel; the older the smaller its number."""

    def make(n: int, uploader: str = "Brook", **more) -> str:
        return bring(
            f"{uploader} {n}", source_platform="youtube", source_id=f"{uploader}{n}",
            uploader=uploader, upload_date=date(2020, 1, 1) + timedelta(days=n), **more,
        )  # fmt: skip

    return make


def test_without_a_rule_everything_is_kept_for_ever(client, services, bring) -> None:
    film = bring(added=clock.now() - 5000 * DAY)
    saw(services, film, days=4000)
    assert client.get("/api/admin/retention").json() == {"items": [], "trash_days": 30}
    jobs.queue_if_due(services)
    assert actions.let_go(services) == 0
    assert not is_trashed(services, film)


@pytest.mark.security
def test_rules_are_for_administrators(member, services, bring) -> None:
    film = bring(added=clock.now() - 50 * DAY)
    wish = {**WHOLE, "keep": "added", "number": 1}
    assert member.get("/api/admin/retention").status_code == 403
    assert member.get("/api/admin/retention/scopes").status_code == 403
    assert member.put("/api/admin/retention", json=wish).status_code == 403
    assert member.post("/api/admin/retention/preview", json=wish).status_code == 403
    assert member.delete("/api/admin/retention/x").status_code == 403
    assert actions.let_go(services) == 0
    assert not is_trashed(services, film)


def test_the_newest_of_a_channel_stay_and_the_rest_goes_to_the_trash(
    client, services, video
) -> None:
    ours = [video(n) for n in (3, 1, 4, 2, 5)]  # fetched in any order
    other = video(0, "Creek")
    told = say(client, **CHANNEL, keep="newest", number=2)
    assert (told["goes"], told["goes_bytes"], told["name"]) == (3, 3000, "Brook")
    assert actions.let_go(services) == 3
    assert [is_trashed(services, one) for one in ours] == [True, True, False, True, False]
    assert not is_trashed(services, other)
    assert actions.let_go(services) == 0
    with services.db.read() as session:
        row = session.get(MediaRow, ours[0])
        assert row.delete_file
        assert (row.purge_at - clock.now()) > 29 * DAY


def test_days_since_it_was_added_or_watched(client, services, bring) -> None:
    now = clock.now()
    old, young = bring("Old", added=now - 40 * DAY), bring("Young", added=now - 20 * DAY)
    assert look(client, **WHOLE, keep="added", number=30)["goes"] == 1
    saw(services, young, days=31)
    saw(services, old, days=3)
    seen = look(client, **WHOLE, keep="watched", number=30)
    assert [one["title"] for one in seen["titles"]] == ["Young"]
    saw(services, young, "ana", days=1)  # somebody else watched it yesterday
    assert look(client, **WHOLE, keep="watched", number=30)["goes"] == 0


def test_what_anybody_cares_for_is_spared_and_it_is_said_why(client, services, bring, root) -> None:
    past = clock.now() - 40 * DAY
    loved, listed, edited, half = (
        bring(name, added=past) for name in ("Loved", "Listed", "Edited", "Half")
    )
    place = bring("Place", root=root, added=past)
    plain = bring("Plain", added=past)
    likes(services, loved)
    shelf = library.collections.create(services, ADMIN, "Shelf", None)
    library.collections.put(services, ADMIN, shelf.id, listed)
    library.edit(services, ADMIN, edited, {"year": 1999})
    saw(services, half, completed=False, days=39)
    wish = {**WHOLE, "keep": "added", "number": 30}
    found = look(client, **wish)
    assert [one["title"] for one in found["titles"]] == ["Plain"]
    assert why(found) == {
        "Loved": "favourite", "Listed": "collected", "Edited": "edited", "Half": "half_watched",
    }  # fmt: skip
    assert all(one["count"] == 1 for one in found["spared"])
    say(client, **wish)
    assert actions.let_go(services) == 1
    assert is_trashed(services, plain)
    for one in (loved, listed, edited, half, place):
        assert not is_trashed(services, one)


def test_what_was_brought_back_is_not_let_go_again(client, services, bring) -> None:
    film = bring("Film", added=clock.now() - 40 * DAY)
    say(client, **WHOLE, keep="added", number=30)
    assert actions.let_go(services) == 1
    assert client.post(f"/api/media/{film}/restore").status_code == 200
    assert actions.let_go(services) == 0
    assert not is_trashed(services, film)
    assert why(look(client, **WHOLE, keep="added", number=1)) == {"Film": "brought_back"}


def test_a_narrower_rule_speaks_for_its_titles(client, services, video) -> None:
    past = clock.now() - 40 * DAY
    brook, creek = video(1, added=past), video(1, "Creek", added=past)
    say(client, **WHOLE, keep="added", number=30)
    say(client, **CHANNEL, keep="forever")
    assert actions.let_go(services) == 1
    assert (is_trashed(services, brook), is_trashed(services, creek)) == (False, True)
    found = {
        one["scope"]: one["goes"] for one in client.get("/api/admin/retention").json()["items"]
    }
    assert found == {"library": 0, "channel": 0}


def test_a_title_of_two_collections_goes_only_when_both_let_it_go(client, services, bring) -> None:
    past = clock.now() - 40 * DAY
    both, one = bring("Both", added=past), bring("One", added=past)
    first, second = (library.collections.create(services, ADMIN, n, None) for n in ("A", "B"))
    for media_id, shelf in ((both, first), (both, second), (one, first)):
        library.collections.put(services, ADMIN, shelf.id, media_id)
    on = {"scope": "collection", "collection_id": first.id}
    beside = {"scope": "collection", "collection_id": second.id}
    say(client, **on, keep="added", number=30)
    assert why(look(client, **on, keep="added", number=30)) == {"Both": "collected"}
    say(client, **beside, keep="forever")
    assert why(look(client, **on, keep="added", number=30)) == {"Both": "other_rule"}
    assert actions.let_go(services) == 1
    assert (is_trashed(services, both), is_trashed(services, one)) == (False, True)
    say(client, **beside, keep="added", number=10)
    assert actions.let_go(services) == 1
    assert is_trashed(services, both)


def test_a_rule_goes_with_its_collection_and_its_titles_stay(client, services, bring) -> None:
    film = bring("Film", added=clock.now() - 40 * DAY)
    shelf = library.collections.create(services, ADMIN, "Shelf", None)
    library.collections.put(services, ADMIN, shelf.id, film)
    say(client, scope="collection", collection_id=shelf.id, keep="added", number=30)
    library.collections.remove(services, ADMIN, shelf.id)
    assert client.get("/api/admin/retention").json()["items"] == []
    assert actions.let_go(services) == 0
    library.collections.restore(services, ADMIN, shelf.id)
    assert len(client.get("/api/admin/retention").json()["items"]) == 1


def test_a_rule_said_again_replaces_the_first_and_can_be_taken_away(client) -> None:
    first = say(client, **CHANNEL, keep="newest", number=50)
    second = say(client, **CHANNEL, keep="added", number=30)
    assert first["id"] == second["id"]
    assert len(client.get("/api/admin/retention").json()["items"]) == 1
    assert client.delete(f"/api/admin/retention/{first['id']}").status_code == 204
    assert client.delete(f"/api/admin/retention/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    "wish",
    [
        {"scope": "channel", "keep": "newest", "number": 5},
        {"scope": "library", "uploader": "Brook", "keep": "newest", "number": 5},
        {"scope": "library", "keep": "newest"},
        {"scope": "library", "keep": "newest", "number": 0},
        {"scope": "library", "keep": "newest", "number": -1},
        {"scope": "library", "keep": "forever", "number": 5},
        {"scope": "library", "keep": "added", "number": 99_999},
        {"scope": "library", "keep": "added", "number": 10**12},
        {"scope": "everything", "keep": "forever"},
        {"scope": "library", "keep": "newest", "number": 5, "more": 1},
        {},
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_and_none_is_kept(client, wish) -> None:
    for method, path in (("PUT", ""), ("POST", "/preview")):
        answer = client.request(method, f"/api/admin/retention{path}", json=wish)
        assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
    assert client.get("/api/admin/retention").json()["items"] == []


def test_a_rule_of_a_collection_that_is_not_there_is_refused(client) -> None:
    wish = {"scope": "collection", "collection_id": "nothing", "keep": "newest", "number": 5}
    assert client.put("/api/admin/retention", json=wish).status_code == 404
    assert client.post("/api/admin/retention/preview", json=wish).status_code == 404


def test_channels_and_collections_to_choose_from(client, services, bring, video, root) -> None:
    video(1)
    video(2, "100% Brook_")
    bring("Scanned", root=root, uploader="Folder")
    library.collections.create(services, ADMIN, "Evening", None)
    found = client.get("/api/admin/retention/scopes").json()
    assert {one["uploader"] for one in found["channels"]} == {"Brook", "100% Brook_"}
    assert [one["name"] for one in found["collections"]] == ["Evening"]
    named = client.get("/api/admin/retention/scopes", params={"q": "%"}).json()
    assert [one["uploader"] for one in named["channels"]] == ["100% Brook_"]


def test_the_job_is_queued_when_something_is_to_go_and_does_it(
    client, services, bring, dispatcher, until
) -> None:
    say(client, **WHOLE, keep="added", number=30)
    jobs.queue_if_due(services)
    with services.db.read() as session:
        assert session.query(Job).filter_by(kind=jobs.KIND).count() == 0
    film = bring("Film", added=clock.now() - 40 * DAY)
    jobs.queue_if_due(services)
    until(lambda: is_trashed(services, film), 20)


@pytest.mark.fault
def test_a_title_marked_between_looking_and_taking_stays(client, services, bring, monkeypatch):
    film = bring("Film", added=clock.now() - 40 * DAY)
    say(client, **WHOLE, keep="added", number=30)
    real = actions.queries.outcomes

    def then_marked(session, wanted):
        found = real(session, wanted)
        likes(services, film)
        return found

    monkeypatch.setattr(actions.queries, "outcomes", then_marked)
    assert actions.let_go(services) == 0
    assert not is_trashed(services, film)


@pytest.mark.fault
def test_a_rule_changed_between_looking_and_taking_stops_it(client, services, bring, monkeypatch):
    film = bring("Film", added=clock.now() - 40 * DAY)
    told = say(client, **WHOLE, keep="added", number=30)
    real = actions.queries.outcomes

    def then_removed(session, wanted):
        found = real(session, wanted)
        actions.remove(services, told["id"])
        return found

    monkeypatch.setattr(actions.queries, "outcomes", then_removed)
    assert actions.let_go(services) == 0
    assert not is_trashed(services, film)


@pytest.mark.parametrize("many", only([2_500, 25_000], 2_500))
def test_very_many_titles_are_weighed_while_one_waits(client, services, many: int) -> None:
    now = clock.now() - 40 * DAY
    same = {"kind": "video", "status": "ready", "title": "T", "sort_title": "t", "updated_at": now,
            "shuffle": 1, "owned": True, "size_bytes": 1}  # fmt: skip
    with services.db.write() as session:
        session.execute(
            insert(MediaRow),
            [{"id": f"m{n}", "added_at": now + timedelta(seconds=n), **same} for n in range(many)],
        )
        session.execute(
            insert(AssetRow),
            [
                {"id": f"a{n}", "media_id": f"m{n}", "key": f"media/a{n}/o.mp4", "size_bytes": 1,
                 "fingerprint": str(n), "container": "mp4", "duration_s": 1.0, "audio_codecs": [],
                 "added_at": now}
                for n in range(many)
            ],
        )  # fmt: skip
    started = time.monotonic()
    found = look(client, **WHOLE, keep="newest", number=50)
    took = time.monotonic() - started
    assert found["goes"] == many - 50
    assert len(found["titles"]) == 100
    assert took < 20, f"{took:.1f} s"


def titles() -> st.SearchStrategy[list[Candidate]]:
    moment = st.integers(0, 5000).map(lambda hours: clock.now() - timedelta(hours=hours))
    one = st.builds(
        Candidate,
        media_id=st.uuids().map(str),
        number=st.integers(1, 10**6),
        size_bytes=st.integers(0, 10**12),
        added_at=moment,
        new_at=moment,
        seen_at=st.none() | moment,
        spared=st.none() | st.sampled_from(Why),
    )
    return st.lists(one, max_size=30, unique_by=lambda title: title.media_id)


@given(titles(), st.sampled_from([Keep.NEWEST, Keep.ADDED, Keep.WATCHED]), st.integers(1, 40))
def test_a_rule_never_lets_go_of_what_is_spared_nor_of_more_than_it_says(
    found: list[Candidate], keep: Keep, number: int
) -> None:
    now = clock.now()
    out = rules.outcome(Rule(Scope.LIBRARY, keep, number), found, now)
    assert all(one.spared is None for one in out.goes)
    assert all(why is one.spared for one, why in out.spared)
    beyond = {one.media_id for one in out.goes} | {one.media_id for one, _ in out.spared}
    if keep is Keep.NEWEST:
        assert len(beyond) == max(0, len(found) - number)
        kept = [one.new_at for one in found if one.media_id not in beyond]
        assert all(one.new_at <= min(kept) for one in out.goes)
    if keep is Keep.ADDED:
        assert beyond == {one.media_id for one in found if one.added_at < now - number * DAY}
    wider = rules.outcome(Rule(Scope.LIBRARY, keep, number + 1), found, now)
    assert {one.media_id for one in wider.goes} <= {one.media_id for one in out.goes}


def test_keeping_for_ever_lets_nothing_go() -> None:
    assert rules.outcome(Rule(Scope.LIBRARY, Keep.FOREVER), [], clock.now()).goes == []
