"""Each program's own schema, read by the real child."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.foreign import values
from matinee.kit.errors import Invalid, MatineeError, Unprocessable
from matinee.kit.services import Services
from matinee.moving import reading
from tests.moving import builders


def read(services: Services, program: str, path: Path) -> dict[str, list]:
    """Copy and read as the job does."""
    folder = services.store.staging("one")
    source, beside = reading.copy(services, program, reading.find(program, path), folder)
    found: dict[str, list] = {"title": [], "list": [], "person": [], "note": []}
    for record in reading.records(program, source, beside, lambda: None):
        found[record["record"]].append(record)
    services.store.drop_staging("one")
    return found


def titles(found: dict[str, list]) -> dict[str, values.Foreign]:
    return {one.get("title", ""): values.title(one) for one in found["title"]}


@pytest.mark.parametrize(
    ("program", "build"),
    [
        ("jellyfin", builders.jellyfin_old),
        ("jellyfin", builders.jellyfin_new),
        ("plex", builders.plex),
    ],
)
def test_films_episodes_and_what_people_did_are_read(
    services: Services, tmp_path: Path, program: str, build: Callable[[Path], Path]
) -> None:
    found = read(services, program, build(tmp_path / "there"))
    assert [one["name"] for one in found["person"]] == ["Ana", "Bruno"]
    dune, lies = titles(found)["Dune"], titles(found)["Lies"]
    ana, bruno = (one["id"] for one in found["person"])
    assert (dune.kind, dune.year, dune.duration_s) == ("movie", 2021, 100.0)
    assert dune.paths == ("/mnt/films/Dune (2021)/Dune.mkv",)
    assert dune.providers["imdb"] == "tt1160419"
    (use,) = dune.uses
    assert (use.user, use.watched, use.play_count, use.rating) == (ana, True, 3, 8)
    assert use.last_played is not None
    assert use.last_played.startswith("2024-05-01T20:00:00")
    assert (lies.series, lies.season, lies.episode) == ("Dark", 1, 2)
    by_user = {use.user: use for use in lies.uses}
    assert (by_user[ana].position_s, by_user[ana].watched) == (40.0, False)
    assert by_user[bruno].watched is True
    assert "Evening" in {one["name"] for one in found["list"]}


def test_jellyfin_keeps_favourites_ranges_and_the_order_of_lists(
    services: Services, tmp_path: Path
) -> None:
    new = read(services, "jellyfin", builders.jellyfin_new(tmp_path / "new"))
    assert titles(new)["Dune"].uses[0].favourite is True
    assert titles(new)["Lies"].episode_end == 3
    keys = [f"key:{builders.EPISODE}", f"key:{builders.MOVIE}"]
    assert [one["entries"] for one in new["list"]] == [keys]
    old = read(services, "jellyfin", builders.jellyfin_old(tmp_path / "old"))
    by_name = {one["name"]: one["entries"] for one in old["list"]}
    assert by_name["Desert"] == [f"key:{builders.MOVIE}"]
    assert by_name["Evening"][0] == "path:/mnt/tv/Dark/S01/e2.mkv"


def test_kodi_is_read_with_places_sets_ratings_and_playlists(
    services: Services, tmp_path: Path
) -> None:
    found = read(services, "kodi", builders.kodi(tmp_path / "userdata"))
    dune, lies = titles(found)["Dune"], titles(found)["Lies"]
    assert dune.paths == ("/nas/films/Dune (2021)/Dune.mkv",)
    assert (dune.year, dune.providers, dune.duration_s) == (2021, {"imdb": "tt1160419"}, 100.0)
    assert [(use.play_count, use.rating, use.position_s) for use in dune.uses] == [(2, 8, 0.0)]
    assert [(use.position_s, use.watched) for use in lies.uses] == [(40.0, False)]
    assert (lies.series, lies.season, lies.episode) == ("Dark", 1, 2)
    lists = {one["name"]: one["entries"] for one in found["list"]}
    assert lists == {"Desert": ["key:movie:1"], "Evening": ["path:/mnt/tv/Dark/S01/e2.mkv"]}
    assert found["note"][0]["words"] == "Kodi, database 131"


def test_plex_is_read_without_its_search_tables_and_with_both_forms_of_guid(
    services: Services, tmp_path: Path
) -> None:
    found = read(services, "plex", builders.plex(tmp_path))
    assert titles(found)["Gone"].providers == {"imdb": "tt0000001"}
    lists = {one["name"]: one["entries"] for one in found["list"]}
    assert lists == {"Desert": ["key:1"], "Evening": ["key:4", "key:1"]}


def test_a_yt_dlp_archive_is_lines_of_extractor_and_id(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "archive.txt"
    path.write_bytes(
        b"youtube dQw4w9WgXcQ\nvimeo 1\nyoutube dQw4w9WgXcQ\n# no\nodd line here\n\xff"
    )
    found = read(services, "ytdlp", path)
    sources = [(one["source_platform"], one["source_id"]) for one in found["title"]]
    assert sources == [("youtube", "dQw4w9WgXcQ"), ("vimeo", "1")]
    assert "2 lines" in found["note"][1]["words"]


def test_what_is_still_in_the_log_beside_the_database_is_read_and_nothing_is_written_there(
    services: Services, tmp_path: Path
) -> None:
    path = builders.plex(tmp_path / "there")
    holder = sqlite3.connect(path)
    holder.execute("PRAGMA journal_mode = WAL")
    holder.execute("PRAGMA wal_autocheckpoint = 0")
    holder.execute("UPDATE metadata_items SET title = 'Dune, again' WHERE id = 1")
    holder.commit()
    before = {one.name: one.read_bytes() for one in path.parent.iterdir() if "shm" not in one.name}
    assert before["com.plexapp.plugins.library.db-wal"]
    assert "Dune, again" in titles(read(services, "plex", path))
    after = {one.name: one.read_bytes() for one in path.parent.iterdir() if "shm" not in one.name}
    assert after == before
    holder.close()


def failure(services: Services, program: str, path: Path) -> MatineeError:
    with pytest.raises(Unprocessable) as caught:
        read(services, program, path)
    services.store.drop_staging("one")
    return caught.value


@pytest.mark.security
@pytest.mark.parametrize("program", ["jellyfin", "kodi", "plex"])
def test_what_is_no_database_is_told_so(services: Services, tmp_path: Path, program: str) -> None:
    path = tmp_path / "file.db"
    path.write_bytes(b"")
    assert failure(services, program, path).code == "empty_file"
    path.write_bytes(b"plain words, and more of them" * 100)
    assert failure(services, program, path).code == "not_a_database"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert failure(services, program, path).code in {"damaged", "unreadable"}
    sqlite3.connect(tmp_path / "other.db").executescript("CREATE TABLE other (x); VACUUM;")
    wrong = failure(services, program, tmp_path / "other.db")
    assert wrong.code == "wrong_database"
    assert "other" in wrong.detail


@pytest.mark.security
@pytest.mark.parametrize(
    ("program", "build"),
    [("jellyfin", builders.jellyfin_new), ("kodi", builders.kodi), ("plex", builders.plex)],
)
def test_a_database_that_is_cut_off_is_told_so(
    services: Services, tmp_path: Path, program: str, build: Callable[[Path], Path]
) -> None:
    path = build(tmp_path / "there")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert failure(services, program, path).code in {"damaged", "unreadable", "wrong_database"}


@pytest.mark.security
def test_a_view_in_the_place_of_a_table_is_not_read(services: Services, tmp_path: Path) -> None:
    path = builders.plex(tmp_path)
    database = sqlite3.connect(path)
    database.executescript("""
        DROP TABLE accounts;
        CREATE VIEW accounts AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)
          SELECT id, 'x' AS name FROM n;
    """)
    database.close()
    assert failure(services, "plex", path).code == "wrong_database"


@pytest.mark.security
def test_a_cell_of_many_megabytes_is_refused_in_words(services: Services, tmp_path: Path) -> None:
    path = builders.plex(tmp_path)
    database = sqlite3.connect(path)
    database.execute("UPDATE metadata_items SET title = zeroblob(20000000) WHERE id = 1")
    database.commit()
    database.close()
    assert failure(services, "plex", path).code == "too_large"


@pytest.mark.security
def test_cells_of_the_wrong_kind_are_nothing(services: Services, tmp_path: Path) -> None:
    path = builders.jellyfin_new(tmp_path)
    database = sqlite3.connect(path)
    database.executescript("""
        UPDATE UserData SET PlaybackPositionTicks = 'many', PlayCount = -5, Rating = 'NaN',
          LastPlayedDate = '99999-01-01', Played = x'00ff';
        UPDATE BaseItems SET ProductionYear = 'year', IndexNumber = 9e99, Data = '[[[[',
          Name = x'fffefd' WHERE Type LIKE '%Episode';
    """)
    database.close()
    found = read(services, "jellyfin", path)
    assert {use.position_s for one in titles(found).values() for use in one.uses} == {0.0}
    assert {use.rating for one in titles(found).values() for use in one.uses} == {None}


@pytest.mark.security
def test_a_playlist_with_entities_is_left_out(services: Services, tmp_path: Path) -> None:
    path = builders.jellyfin_old(tmp_path)
    made = tmp_path / "playlists" / "Evening" / "playlist.xml"
    made.write_text(
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Item><Name>&e;</Name></Item>'
    )
    found = read(services, "jellyfin", path)
    assert [one["name"] for one in found["list"]] == ["Desert"]
    assert any("cannot be read" in one["words"] for one in found["note"])


def test_the_wrong_file_of_an_old_jellyfin_says_which_is_right(
    services: Services, tmp_path: Path
) -> None:
    builders.jellyfin_old(tmp_path)
    assert "library.db" in failure(services, "jellyfin", tmp_path / "jellyfin.db").detail


def test_a_folder_is_looked_through_for_the_usual_file(tmp_path: Path) -> None:
    old = builders.jellyfin_old(tmp_path / "config" / "data")
    assert reading.find("jellyfin", tmp_path / "config") == old
    path = builders.kodi(tmp_path / "userdata")
    assert reading.find("kodi", tmp_path / "userdata") == path
    for wrong in (Path("relative.db"), tmp_path / "nothing", tmp_path):
        with pytest.raises(Invalid):
            reading.find("plex", wrong)
