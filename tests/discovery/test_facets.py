"""Lists narrowed by what titles are: counted and ordered right, whatever changes beneath."""

import itertools
import random
from datetime import timedelta
from types import ModuleType

import pytest
from sqlalchemy import select, text
from starlette.testclient import TestClient

from matinee.discovery import queries
from matinee.discovery.facets import ddl
from matinee.discovery.facets.tables import MediaFacetRow
from matinee.discovery.wanted import Filter, Order, saved
from matinee.engine import Probe, Track
from matinee.kit import clock
from matinee.kit.errors import Invalid
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRow, PlaceRow, RootRow, SidecarRow
from matinee.library.tables import ProbeRow
from tests.discovery.conftest import ADMIN, Add


def alter(services: Services, media_id: str, **facts: object) -> str:
    """Change the file of a media as a scan that found another would; returns the asset's id."""
    with services.db.write() as session:
        asset = session.scalars(select(AssetRow).where(AssetRow.media_id == media_id)).one()
        for name, value in facts.items():
            setattr(asset, name, value)
        return asset.id


def speaks(services: Services, asset_id: str, audio: list[str | None], texts: list[str]) -> None:
    """Give a file tracks in languages, as its container writes them."""
    tracks = [Track(n, "audio", "aac", language=one) for n, one in enumerate(audio)]
    tracks += [Track(9 + n, "text", "subrip", language=one) for n, one in enumerate(texts)]
    with services.db.write() as session:
        row = session.get_one(ProbeRow, asset_id)
        row.probe = Probe("mkv", 100.0, 0.0, 9, 1000, tuple(tracks)).to_json()


@pytest.fixture
def four(services: Services, add: Add) -> dict[str, str]:
    """Four films that differ in everything lists are narrowed by."""
    made = {
        "Wide": add("Wide", kind="movie", year=1994, duration_s=6000),
        "Small": add("Small", kind="movie", year=2005, duration_s=300, uploader="A channel"),
        "Mute": add("Mute", kind="video", duration_s=1500, genres=("Drama",), tags=("sea", "sun")),
        "Old": add(
            "Old", kind="video", year=1938, duration_s=4000, genres=("Noir",), tags=("sea",)
        ),
    }
    wide = alter(services, made["Wide"], width=3840, height=1600, hdr="hdr10", video_codec="hevc")
    small = alter(services, made["Small"], width=640, height=360, video_codec="vp9")
    alter(services, made["Mute"], width=1920, height=800)
    speaks(services, wide, ["eng", "fra"], ["spa"])
    speaks(services, small, ["en-GB", None], [])
    with services.db.write() as session:
        old = session.scalars(select(MediaRow).where(MediaRow.id == made["Old"])).one()
        old.added_at = clock.now() - timedelta(days=90)
        session.add(RootRow(id="root", path="/films", added_at=clock.now()))
        session.flush()
        asset_id = session.scalar(select(AssetRow.id).where(AssetRow.media_id == made["Old"]))
        session.add(
            PlaceRow(
                id="place", root_id="root", relative_path="old.mkv", size_bytes=1, modified_ns=1,
                asset_id=asset_id,
            )
        )  # fmt: skip
        session.add(
            SidecarRow(id="s", asset_id=asset_id, kind="subtitle", language="pt-BR", format="srt")
        )
    return made


NARROWED = [
    ({"resolution": "2160p"}, "Wide"), ({"resolution": "1080p"}, "Mute"),
    ({"resolution": "720p"}, "Old"), ({"resolution": ["sd", "1440p"]}, "Small"),
    ({"hdr": True}, "Wide"), ({"hdr": False}, "Small Mute Old"),
    ({"codec": "hevc"}, "Wide"), ({"codec": ["vp9", "h264"]}, "Small Mute Old"),
    ({"codec": "none such"}, ""), ({"language": "en"}, "Wide Small"),
    ({"language": "en-GB"}, "Small"), ({"language": ["fr", "de"]}, "Wide"),
    ({"subtitles": "es"}, "Wide"), ({"subtitles": "pt"}, "Old"), ({"folder": "root"}, "Old"),
    ({"folder": "other"}, ""), ({"year_from": 1990}, "Wide Small"), ({"year_to": 1994}, "Wide Old"),
    ({"year_from": 1990, "year_to": 1999}, "Wide"), ({"min_duration_s": 4000}, "Wide Old"),
    ({"max_duration_s": 300}, "Small"), ({"added_days": 30}, "Wide Small Mute"),
    ({"channel": "A channel"}, "Small"), ({"kind": ["movie", "video"], "hdr": False}, "Small Mute Old"),
    ({"tag": ["sea", "sun"]}, "Mute"), ({"tag": "sea", "resolution": "720p"}, "Old"),
    ({"genre": ["Drama", "Noir"]}, "Mute Old"), ({"genre": "drama", "hdr": True}, ""),
    ({"search": "mu", "resolution": "1080p"}, "Mute"), ({"search": "mu", "hdr": True}, ""),
    ({"watched": "unwatched"}, "Wide Small Mute Old"), ({"watched": "any"}, ""),
]  # fmt: skip


@pytest.mark.parametrize("limit", [1, 50])
def test_every_facet_narrows_and_counts(
    client: TestClient, four: dict[str, str], limit: int
) -> None:
    for asked, expected in NARROWED:
        for order in ("title", "added_at", "random", "year"):
            asks = {**asked, "limit": limit, "sort_by": order}
            page = client.get("/api/media", params=asks).json()
            assert page["total"] == len(expected.split()), asked
            assert {one["title"] for one in page["items"]} <= set(expected.split()), asked
            assert len(page["items"]) == min(limit, len(expected.split())), asked
        if expected:
            assert client.get("/api/media/random", params=asked).json()["title"] in expected
        else:
            assert client.get("/api/media/random", params=asked).status_code == 404


def test_what_was_watched_is_narrowed_by(
    client: TestClient, member: TestClient, four: dict[str, str]
) -> None:
    def found(**asked: str) -> set[str]:
        items = client.get("/api/media", params={"sort_by": "title", **asked}).json()["items"]
        return {one["title"] for one in items}

    for title, position_s in (("Wide", 6000), ("Small", 60), ("Mute", 1)):
        client.put(f"/api/media/{four[title]}/progress", json={"position_s": position_s})
    assert found(watched="watched") == {"Wide"}
    assert found(watched="begun") == {"Small"}
    assert found(watched="unwatched") == {"Mute", "Old"}  # looking in is not beginning
    assert found(watched="any") == {"Wide", "Small", "Mute"}
    assert found(watched="unwatched", kind="video", year_to="1950") == {"Old"}
    other = member.get("/api/media", params={"watched": "unwatched"}).json()
    assert other["total"] == 4


def test_facets_follow_every_change(services: Services, client: TestClient, four) -> None:
    def found(**asked: str) -> int:
        return client.get("/api/media", params=asked).json()["total"]

    alter(services, four["Wide"], height=480, width=854, hdr=None, video_codec="h264")
    assert (found(resolution="2160p"), found(hdr="true"), found(codec="hevc")) == (0, 0, 0)
    assert (found(resolution="sd"), found(codec="h264")) == (2, 3)
    client.patch(f"/api/media/{four['Wide']}", json={"year": 2020, "kind": "clip"})
    assert (found(year_from="2020"), found(kind="clip", hdr="false")) == (1, 1)
    other = f"/api/media/{four['Mute']}/versions"
    assert client.post(other, json={"media_id": four["Small"]}).status_code == 200
    assert (found(codec="vp9"), found(resolution="1080p"), found(resolution="sd")) == (1, 1, 2)
    with services.db.write() as session:
        session.delete(session.get_one(RootRow, "root"))
        session.delete(session.get_one(SidecarRow, "s"))
    assert (found(folder="root"), found(subtitles="pt")) == (0, 0)
    client.delete(f"/api/media/{four['Old']}")
    assert found(resolution="720p") == 0
    assert found(resolution="720p", status="trashed") == 1
    client.post(f"/api/media/{four['Old']}/restore")
    assert found(resolution="720p") == 1


def test_what_the_triggers_keep_is_what_filling_anew_gives(services: Services, four) -> None:
    def rows() -> list[tuple[object, ...]]:
        with services.db.read() as session:
            found = session.execute(select(MediaFacetRow.__table__).order_by(MediaFacetRow.number))
            words = session.execute(text("SELECT kind, name, bit FROM facet_word")).all()
        names = {(kind, bit): name for kind, name, bit in words}
        spelled = []
        for row in found.mappings():
            sets = [
                sorted(
                    name for (word, bit), name in names.items() if word == kind and row[column] & bit
                )
                for kind, column in (
                    ("codec", "codecs"), ("audio", "audio"), ("text", "texts"), ("folder", "folders")
                )
            ]  # fmt: skip
            plain = ("number", "kind", "platform", "status", "year", "duration_s", "added_at",
                     "heights", "ranges")  # fmt: skip
            spelled.append((*(row[name] for name in plain), *map(tuple, sets)))
        return spelled

    kept = rows()
    with services.db.write() as session:
        tongue = ddl.SQLITE if services.db.is_sqlite else ddl.POSTGRES
        for statement in ddl.fill(tongue):
            session.execute(text(statement))
    assert rows() == kept
    assert any(row[-1] for row in kept)
    assert any(row[-2] for row in kept)


def test_more_words_than_bits_lose_no_title(services: Services, add: Add, client) -> None:
    codecs = [f"codec{n}" for n in range(70)]
    for codec in codecs:
        alter(services, add(codec), video_codec=codec)
    for codec in codecs:
        found = client.get("/api/media", params={"codec": codec}).json()
        assert codec in {one["title"] for one in found["items"]}
        assert found["total"] == 1 or codecs.index(codec) >= 60


def test_choices_tell_how_many_each_would_leave(
    client: TestClient, member: TestClient, four: dict[str, str]
) -> None:
    def told(asking: TestClient = client, **asked: str) -> dict[str, dict[str, int]]:
        facets = asking.get("/api/media/facets", params=asked).json()
        return {
            name: {one["value"]: one["count"] for one in found} for name, found in facets.items()
        }

    every = told()
    assert every["kind"] == {"movie": 2, "video": 2}
    assert every["resolution"] == {"2160p": 1, "1080p": 1, "720p": 1, "sd": 1}
    assert every["range"] == {"sdr": 3, "hdr": 1}
    assert every["language"] == {"en": 2, "fr": 1}
    assert every["subtitles"] == {"es": 1, "pt": 1}
    assert every["decade"] == {"2000": 1, "1990": 1, "1930": 1}
    assert every["folder"] == {"root": 1}
    assert every["genre"] == {"Drama": 1, "Noir": 1}
    narrowed = told(kind="movie", resolution="2160p")
    assert narrowed["kind"] == {"movie": 1}  # the video has another resolution
    assert narrowed["resolution"] == {"2160p": 1, "sd": 1}
    assert narrowed["codec"] == {"hevc": 1}
    assert narrowed["genre"] == {}
    assert told(member)["folder"] == {}  # folders are the administrator's business
    assert every["length"] == {"-1200": 1, "1200-3600": 1, "3600-7200": 2}
    assert every["added"] == {"1": 3, "7": 3, "30": 3, "365": 4}
    assert told(min_duration_s="3600")["length"] == every["length"]
    assert told(min_duration_s="3600")["added"] == {"1": 1, "7": 1, "30": 1, "365": 2}
    assert told(added_days="1", kind="movie")["added"] == {"1": 2, "7": 2, "30": 2, "365": 2}


def test_choices_tell_what_the_viewer_made_of_it(
    client: TestClient, member: TestClient, four: dict[str, str]
) -> None:
    def told(asking: TestClient = client, **asked: str) -> dict[str, dict[str, int]]:
        facets = asking.get("/api/media/facets", params=asked).json()
        return {
            name: {one["value"]: one["count"] for one in facets[name]}
            for name in ("watched", "mine", "rating")
        }

    for title, position_s in (("Wide", 6000), ("Small", 60), ("Mute", 1)):
        client.put(f"/api/media/{four[title]}/progress", json={"position_s": position_s})
    opinions = {
        "Wide": {"rating": 9, "liked": True},
        "Old": {"rating": 4, "favourite": True, "in_list": True},
    }
    for title, opinion in opinions.items():
        answer = client.put(f"/api/media/{four[title]}/opinion", json=opinion)
        assert answer.status_code == 200, answer.text
    every = told()
    assert every["watched"] == {"unwatched": 2, "begun": 1, "watched": 1}
    assert every["mine"] == {"my_list": 1, "favourite": 1, "liked": 1}
    assert every["rating"] == {"8": 1, "6": 1, "4": 2, "2": 2}
    movies = told(kind="movie", watched="begun")
    assert movies["watched"] == {"begun": 1, "watched": 1}  # the others are videos
    assert movies["mine"] == movies["rating"] == {}  # only what was begun is looked at
    assert told(member) == {"watched": {"unwatched": 4}, "mine": {}, "rating": {}}


@pytest.mark.security
def test_a_member_counts_only_what_they_see(
    services: Services, client: TestClient, member: TestClient, four: dict[str, str]
) -> None:
    soon = (clock.now() + timedelta(days=1)).isoformat()
    client.patch(f"/api/media/{four['Wide']}", json={"available_from": soon})
    asked = {"resolution": "2160p"}
    assert member.get("/api/media", params=asked).json()["total"] == 0
    facets = member.get("/api/media/facets").json()
    assert "2160p" not in {one["value"] for one in facets["resolution"]}


def test_walking_and_gathering_agree(services: Services, seeding: ModuleType) -> None:
    seeding.seed(services.db, 800)
    rng = random.Random(3)
    some = {
        "resolution": ["1080p"], "hdr": False, "codec": ["av1"], "language": ["en"],
        "kind": ["video"], "max_duration_s": 900.0, "year_from": 1980, "watched": "unwatched",
    }  # fmt: skip
    for names in [*itertools.combinations(some, 2), tuple(some)]:
        wanted = Filter(**{name: some[name] for name in names})
        order = Order(rng.choice(("title", "year", "added_at", "random")), "asc", 7)
        with services.db.read() as session:
            look = queries._Look.at(session, ADMIN, wanted)
            walked = list(session.scalars(look.found.with_only_columns(MediaRow.number)))
            assert len(walked) == look.total
            listed: list[int] = []
            for offset in range(0, look.total + 1, 50):
                rows, total = queries.page(session, ADMIN, wanted, order, offset=offset, limit=50)
                assert total == look.total
                listed += [row.number for row in rows]
        assert sorted(listed) == sorted(walked)


BAD = [
    {"resolution": "4k"}, {"hdr": "maybe"}, {"year_from": 0}, {"year_to": "x"}, {"added_days": 0},
    {"min_duration_s": -1}, {"max_duration_s": "nan"}, {"watched": "half"}, {"min_rating": 11},
    {"codec": ["x"] * 21}, {"language": "x" * 121}, {"person": 0}, {"person": 2**63},
    {"my_list": "x"},
]  # fmt: skip


def test_what_cannot_be_asked_is_refused_in_words(client: TestClient) -> None:
    for asked in BAD:
        for address in ("/api/media", "/api/media/facets", "/api/media/random"):
            answer = client.get(address, params=asked)
            assert answer.status_code == 422, (address, asked)
            assert next(iter(asked)) in answer.json()["detail"]


def test_a_kept_filter_is_read_with_the_same_bounds() -> None:
    kept = {"kind": ["movie"], "hdr": True, "year_from": 1990, "codec": ["av1"]}
    assert saved(kept).asked == kept
    for bad in (
        {"year_from": 0},
        {"kind": ["x"]},
        {"codec": "av1"},
        {"resolution": ["4k"]},
        {"x": 1},
    ):
        with pytest.raises(Invalid):
            saved(bad)
