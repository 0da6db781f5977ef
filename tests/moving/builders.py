"""Small databases in the real schemas of other programs, made on the spot.

The CREATE statements carry the columns that the programs' own sources give (see the readers'
docstrings), shortened to what has a meaning here plus some that must not disturb.
"""

import json
import sqlite3
import uuid
from pathlib import Path

TICKS = 10_000_000
ALICE, BRUNO = uuid.UUID(int=0xA11CE), uuid.UUID(int=0xB2)
MOVIE, EPISODE, GONE, BOX, LIST = (uuid.UUID(int=0x1000 + n) for n in range(5))
ENT = "MediaBrowser.Controller.Entities"


def run(path: Path, script: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    database.executescript(script)
    return database


JELLYFIN_OLD = """
CREATE TABLE TypedBaseItems (guid GUID primary key NOT NULL, type TEXT NOT NULL, data BLOB NULL,
  ParentId GUID NULL, Path TEXT NULL, Name TEXT, ProductionYear INT, IndexNumber INT,
  ParentIndexNumber INT, RunTimeTicks BIGINT, SeriesName TEXT, SeriesId GUID, ProviderIds TEXT,
  UserDataKey TEXT, Size BIGINT, OfficialRating TEXT, Overview TEXT);
CREATE TABLE UserDatas (key nvarchar not null, userId INT not null, rating float null,
  played bit not null, playCount int not null, isFavorite bit not null,
  playbackPositionTicks bigint not null, lastPlayedDate datetime null, AudioStreamIndex INT,
  SubtitleStreamIndex INT);
CREATE UNIQUE INDEX UserDatasIndex1 on UserDatas (key, userId);
CREATE TABLE AncestorIds (ItemId GUID NOT NULL, AncestorId GUID NOT NULL,
  AncestorIdText TEXT NOT NULL, PRIMARY KEY (ItemId, AncestorId));
"""
JELLYFIN_USERS = """
CREATE TABLE "Users" ("Id" TEXT NOT NULL CONSTRAINT "PK_Users" PRIMARY KEY, "Username" TEXT NOT
  NULL, "Password" TEXT NULL, "InternalId" INTEGER NOT NULL, "LastLoginDate" TEXT NULL);
"""
JELLYFIN_NEW = """
CREATE TABLE "Users" ("Id" TEXT NOT NULL PRIMARY KEY, "Username" TEXT NOT NULL COLLATE NOCASE,
  "Password" TEXT, "InternalId" INTEGER NOT NULL);
CREATE TABLE "BaseItems" ("Id" TEXT NOT NULL CONSTRAINT "PK_BaseItems" PRIMARY KEY, "Data" TEXT,
  "IndexNumber" INTEGER, "IsFolder" INTEGER NOT NULL, "Name" TEXT, "OriginalTitle" TEXT,
  "ParentIndexNumber" INTEGER, "Path" TEXT, "ProductionYear" INTEGER, "RunTimeTicks" INTEGER,
  "SeriesId" TEXT, "SeriesName" TEXT, "Size" INTEGER, "Type" TEXT NOT NULL);
INSERT INTO "BaseItems" ("Id", "IsFolder", "Name", "Type") VALUES
  ('00000000-0000-0000-0000-000000000001', 0, 'This is a placeholder item', 'PLACEHOLDER');
CREATE TABLE "BaseItemProviders" ("ItemId" TEXT NOT NULL, "ProviderId" TEXT NOT NULL,
  "ProviderValue" TEXT NOT NULL, CONSTRAINT "PK_BaseItemProviders" PRIMARY KEY
  ("ItemId", "ProviderId"));
CREATE TABLE "UserData" ("ItemId" TEXT NOT NULL, "UserId" TEXT NOT NULL, "CustomDataKey" TEXT NOT
  NULL, "AudioStreamIndex" INTEGER, "IsFavorite" INTEGER NOT NULL, "LastPlayedDate" TEXT,
  "Likes" INTEGER, "PlayCount" INTEGER NOT NULL, "PlaybackPositionTicks" INTEGER NOT NULL,
  "Played" INTEGER NOT NULL, "Rating" REAL, "RetentionDate" TEXT, "SubtitleStreamIndex" INTEGER,
  CONSTRAINT "PK_UserData" PRIMARY KEY ("ItemId", "UserId", "CustomDataKey"));
CREATE INDEX "IX_UserData_ItemId_UserId_Played" ON "UserData" ("ItemId", "UserId", "Played");
"""


def jellyfin_old(folder: Path) -> Path:
    """library.db with jellyfin.db and a playlist's folder beside it, as 10.10 keeps them."""
    users = run(folder / "jellyfin.db", JELLYFIN_USERS)
    users.executemany(
        'INSERT INTO "Users" VALUES (?, ?, NULL, ?, NULL)',
        [(str(ALICE).upper(), "Ana", 1), (str(BRUNO).upper(), "Bruno", 2)],
    )
    users.commit()
    users.close()
    path = folder / "library.db"
    database = run(path, JELLYFIN_OLD)
    linked = {"LinkedChildren": [{"Path": "/mnt/films/Dune (2021)/Dune.mkv", "Type": "Manual",
                                  "ItemId": MOVIE.hex}]}  # fmt: skip
    items = [
        (MOVIE, f"{ENT}.Movies.Movie", None, "/mnt/films/Dune (2021)/Dune.mkv", "Dune", 2021, None,
         None, 100 * TICKS, None, "Imdb=tt1160419|Tmdb=438631", "438631"),
        (EPISODE, f"{ENT}.TV.Episode", b'{"IndexNumberEnd": 3}', "/mnt/tv/Dark/S01/e2.mkv",
         "Lies", 2017, 2, 1, 100 * TICKS, "Dark", "", "334824001002"),
        (GONE, f"{ENT}.Movies.Movie", None, "/mnt/films/Gone/Gone.mkv", "Gone", 1999, None, None,
         50 * TICKS, None, "", str(GONE)),
        (BOX, f"{ENT}.Movies.BoxSet", json.dumps(linked).encode(), None, "Desert", None, None, None,
         None, None, "", str(BOX)),
        (uuid.UUID(int=9), f"{ENT}.Folder", None, "/mnt", "mnt", *[None] * 5, "", ""),
    ]  # fmt: skip
    database.executemany(
        "INSERT INTO TypedBaseItems (guid, type, data, Path, Name, ProductionYear, IndexNumber,"
        " ParentIndexNumber, RunTimeTicks, SeriesName, ProviderIds, UserDataKey)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(item[0].bytes_le, *item[1:]) for item in items],
    )
    database.executemany(
        "INSERT INTO UserDatas VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        [
            ("438631", 1, 8.0, 1, 3, 1, 0, "2024-05-01 20:00:00.1234567Z"),
            (str(EPISODE), 1, None, 0, 0, 0, 40 * TICKS, "2024-05-02 20:00:00Z"),
            ("334824001002", 2, None, 1, 1, 0, 0, "2024-05-03 20:00:00Z"),
            (str(GONE), 1, None, 1, 1, 0, 0, None),
        ],
    )
    database.commit()
    database.close()
    made = folder / "playlists" / "Evening" / "playlist.xml"
    made.parent.mkdir(parents=True)
    made.write_text(
        "<Item><LocalTitle>Evening</LocalTitle><PlaylistItems>"
        "<PlaylistItem><Path>/mnt/tv/Dark/S01/e2.mkv</Path></PlaylistItem>"
        "<PlaylistItem><Path>/mnt/films/Dune (2021)/Dune.mkv</Path></PlaylistItem>"
        "</PlaylistItems></Item>"
    )
    return path


def jellyfin_new(folder: Path) -> Path:
    """jellyfin.db of 10.11."""
    path = folder / "jellyfin.db"
    database = run(path, JELLYFIN_NEW)
    database.executemany(
        'INSERT INTO "Users" VALUES (?, ?, NULL, ?)',
        [(str(ALICE).upper(), "Ana", 1), (str(BRUNO).upper(), "Bruno", 2)],
    )
    up = lambda one: str(one).upper()  # noqa: E731 - as EF Core writes ids
    linked = {"LinkedChildren": [{"ItemId": up(EPISODE)}, {"ItemId": up(MOVIE)}]}
    database.executemany(
        'INSERT INTO "BaseItems" ("Id", "Type", "Data", "Path", "Name", "ProductionYear",'
        ' "IndexNumber", "ParentIndexNumber", "RunTimeTicks", "SeriesName", "IsFolder")'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [
            (up(MOVIE), f"{ENT}.Movies.Movie", None, "/mnt/films/Dune (2021)/Dune.mkv", "Dune",
             2021, None, None, 100 * TICKS, None),
            (up(EPISODE), f"{ENT}.TV.Episode", '{"IndexNumberEnd": 3}', "/mnt/tv/Dark/S01/e2.mkv",
             "Lies", 2017, 2, 1, 100 * TICKS, "Dark"),
            (up(GONE), f"{ENT}.Movies.Movie", None, "/mnt/films/Gone/Gone.mkv", "Gone", 1999, None,
             None, 50 * TICKS, None),
            (up(LIST), "MediaBrowser.Controller.Playlists.Playlist", json.dumps(linked), None,
             "Evening", *[None] * 5),
        ],
    )  # fmt: skip
    database.execute(
        'INSERT INTO "BaseItemProviders" VALUES (?, ?, ?)', (up(MOVIE), "Imdb", "tt1160419")
    )
    database.executemany(
        'INSERT INTO "UserData" ("ItemId", "UserId", "CustomDataKey", "IsFavorite",'
        ' "LastPlayedDate", "PlayCount", "PlaybackPositionTicks", "Played", "Rating")'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (up(MOVIE), up(ALICE), "438631", 1, "2024-05-01 20:00:00.1234567", 3, 0, 1, 8.0),
            (up(MOVIE), up(ALICE), up(MOVIE), 0, None, 0, 0, 0, None),
            (up(EPISODE), up(ALICE), "x", 0, "2024-05-02 20:00:00", 0, 40 * TICKS, 0, None),
            (up(EPISODE), up(BRUNO), "x", 0, "2024-05-03 20:00:00", 1, 0, 1, None),
            (up(GONE), up(ALICE), "x", 0, None, 1, 0, 1, None),
        ],
    )
    database.commit()
    database.close()
    return path


def _numbered(names: str) -> str:
    return names + "".join(f", c{number:02} text" for number in range(24))


KODI = f"""
CREATE TABLE version (idVersion integer, iCompressCount integer);
INSERT INTO version VALUES (131, 0);
CREATE TABLE bookmark (idBookmark integer primary key, idFile integer, timeInSeconds double,
  totalTimeInSeconds double, thumbNailImage text, player text, playerState text, type integer);
CREATE TABLE {_numbered("movie (idMovie integer primary key, idFile integer")},
  idSet integer, userrating integer, premiered text);
CREATE TABLE path (idPath integer primary key, strPath text, strContent text, strScraper text);
CREATE TABLE files (idFile integer primary key, idPath integer, strFilename text,
  playCount integer, lastPlayed text, dateAdded text);
CREATE TABLE {_numbered("tvshow (idShow integer primary key")}, userrating integer,
  duration INTEGER);
CREATE TABLE {_numbered("episode (idEpisode integer primary key, idFile integer")},
  idShow integer, userrating integer, idSeason integer);
CREATE TABLE sets (idSet integer primary key, strSet text, strOverview text);
CREATE TABLE uniqueid (uniqueid_id INTEGER PRIMARY KEY, media_id INTEGER, media_type TEXT,
  value TEXT, type TEXT);
CREATE VIEW movie_view AS SELECT movie.*, files.playCount FROM movie JOIN files USING (idFile);
"""


def kodi(folder: Path) -> Path:
    """MyVideos131.db with a playlist, in the folders of Kodi's userdata."""
    path = folder / "Database" / "MyVideos131.db"
    database = run(path, KODI)
    database.executescript("""
        INSERT INTO path (idPath, strPath) VALUES (1, 'smb://nas/films/Dune%20(2021)/'),
          (2, '/mnt/tv/Dark/S01/');
        INSERT INTO files VALUES (1, 1, 'Dune.mkv', 2, '2024-05-01 20:00:00', NULL),
          (2, 2, 'e2.mkv', NULL, '2024-05-02 20:00:00', NULL);
        INSERT INTO tvshow (idShow, c00) VALUES (1, 'Dark');
        INSERT INTO movie (idMovie, idFile, c00, c11, idSet, userrating, premiered)
          VALUES (1, 1, 'Dune', '100', 1, 8, '2021-09-15');
        INSERT INTO episode (idEpisode, idFile, c00, c09, c12, c13, idShow)
          VALUES (1, 2, 'Lies', '100', '1', '2', 1);
        INSERT INTO bookmark VALUES (1, 2, 40.0, 100.0, '', '', '', 1),
          (2, 1, 10.0, 100.0, '', '', '', 0);
        INSERT INTO sets VALUES (1, 'Desert', '');
        INSERT INTO uniqueid VALUES (1, 1, 'movie', 'tt1160419', 'imdb');
    """)
    database.close()
    made = folder / "playlists" / "video" / "Evening.m3u"
    made.parent.mkdir(parents=True)
    made.write_text("#EXTM3U\n#EXTINF:0,Lies\n/mnt/tv/Dark/S01/e2.mkv\n")
    return path


PLEX = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name varchar(255) COLLATE NOCASE);
CREATE TABLE metadata_items (id INTEGER PRIMARY KEY AUTOINCREMENT, library_section_id integer,
  parent_id integer, metadata_type integer, guid varchar(255), media_item_count integer,
  title varchar(255), title_sort varchar(255), original_title varchar(255), rating float,
  "index" integer, duration integer, year integer, deleted_at dt_integer(8), hash varchar(255));
CREATE TABLE media_items (id INTEGER PRIMARY KEY AUTOINCREMENT, metadata_item_id integer,
  width integer, height integer, size integer(8), duration integer, bitrate integer);
CREATE TABLE media_parts (id INTEGER PRIMARY KEY AUTOINCREMENT, media_item_id integer,
  hash varchar(255), file varchar(255), size integer(8), duration integer);
CREATE TABLE metadata_item_settings (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id integer,
  guid varchar(255), rating float, view_offset integer, view_count integer,
  last_viewed_at dt_integer(8), changed_at integer(8) default '0');
CREATE TABLE metadata_item_views (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id integer,
  guid varchar(255), metadata_type integer, title varchar(255), viewed_at dt_integer(8));
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, tag varchar(255), tag_type integer);
CREATE TABLE taggings (id INTEGER PRIMARY KEY AUTOINCREMENT, metadata_item_id integer,
  tag_id integer, "index" integer);
CREATE TABLE play_queue_generators (id INTEGER PRIMARY KEY AUTOINCREMENT, playlist_id integer,
  metadata_item_id integer, uri varchar(255), "order" float);
"""


def plex(folder: Path) -> Path:
    """com.plexapp.plugins.library.db, with a search table no stock SQLite can open."""
    path = folder / "com.plexapp.plugins.library.db"
    database = run(path, PLEX)
    database.executescript("""
        INSERT INTO accounts VALUES (0, ''), (1, 'Ana'), (2, 'Bruno');
        INSERT INTO metadata_items (id, parent_id, metadata_type, guid, title, "index", year) VALUES
          (1, NULL, 1, 'plex://movie/5d776b', 'Dune', 1, 2021),
          (2, NULL, 2, 'com.plexapp.agents.thetvdb://334824?lang=en', 'Dark', 1, 2017),
          (3, 2, 3, 'com.plexapp.agents.thetvdb://334824/1?lang=en', 'Season 1', 1, NULL),
          (4, 3, 4, 'com.plexapp.agents.thetvdb://334824/1/2?lang=en', 'Lies', 2, 2017),
          (5, NULL, 15, 'com.plexapp.agents.none://x', 'Evening', NULL, NULL),
          (6, NULL, 1, 'com.plexapp.agents.imdb://tt0000001?lang=en', 'Gone', 1, 1999);
        INSERT INTO media_items (id, metadata_item_id, duration, size) VALUES
          (1, 1, 100000, 5), (2, 4, 100000, 6);
        INSERT INTO media_parts (media_item_id, file) VALUES
          (1, '/mnt/films/Dune (2021)/Dune.mkv'), (2, '/mnt/tv/Dark/S01/e2.mkv');
        INSERT INTO metadata_item_settings
          (account_id, guid, rating, view_offset, view_count, last_viewed_at) VALUES
          (1, 'plex://movie/5d776b', 8.0, NULL, 3, 1714593600),
          (1, 'com.plexapp.agents.thetvdb://334824/1/2?lang=en', NULL, 40000, 0, 1714680000);
        INSERT INTO metadata_item_views (account_id, guid, metadata_type, viewed_at) VALUES
          (2, 'com.plexapp.agents.thetvdb://334824/1/2?lang=en', 4, 1714766400);
        INSERT INTO tags VALUES (1, 'imdb://tt1160419', 314), (2, 'Desert', 2);
        INSERT INTO taggings (metadata_item_id, tag_id) VALUES (1, 1), (1, 2);
        INSERT INTO play_queue_generators (playlist_id, metadata_item_id, "order") VALUES
          (5, 1, 2000.0), (5, 4, 1000.0);
        PRAGMA writable_schema = ON;
        INSERT INTO sqlite_master VALUES ('table', 'fts4_metadata_titles', 'fts4_metadata_titles',
          0, 'CREATE VIRTUAL TABLE fts4_metadata_titles USING fts4(title, tokenize=collating)');
    """)
    database.commit()
    database.close()
    return path
