"""Jellyfin, both shapes of its database.

Up to 10.10, `library.db` holds TypedBaseItems (guid as 16 bytes, type as a .NET class name,
ProviderIds as `Imdb=tt1|Tmdb=2`, UserDataKey) and UserDatas (key, userId as a small number);
the names of users stand in `jellyfin.db` beside it (Users.InternalId). Schema:
`Emby.Server.Implementations/Data/SqliteItemRepository.cs` and `SqliteUserDataRepository.cs` of
jellyfin/jellyfin at 10.10. An item's state is kept under its UserDataKey (tmdb or imdb id, or the
series' with season and episode as three digits each) and under its own id in text.

From 10.11 on, `jellyfin.db` holds all: BaseItems, BaseItemProviders, UserData, Users with ids as
text; schema: `JellyfinDbModelSnapshot.cs`. Ticks are ten millionths of a second; dates are UTC.

Playlists and collections keep their entries as `LinkedChildren` in the item's JSON, and
playlists also as `playlist.xml` in a folder of their own, which is read where it was given.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from matinee.foreign import playlists, values
from matinee.foreign.database import Database, Unreadable
from matinee.foreign.values import Foreign, ForeignList, Person, Record, Use

_TICKS_S = 10_000_000
_KINDS = {"Movie": "movie", "Episode": "episode", "Video": "video", "MusicVideo": "video"}
_LISTS = {"Playlist", "BoxSet"}
_ITEM = (
    "Name", "Path", "ProductionYear", "IndexNumber", "ParentIndexNumber", "RunTimeTicks",
    "SeriesName", "Size",
)  # fmt: skip
_STATE = ("rating", "played", "playCount", "isFavorite", "playbackPositionTicks", "lastPlayedDate")


def read(path: Path, beside: Sequence[Path]) -> Iterator[str | Record]:
    """Give what a Jellyfin knew; a text is a note for the person."""
    database = Database(path)
    try:
        if database.has("BaseItems", "UserData"):
            yield "Jellyfin 10.11 or newer"
            yield from _new(database)
        elif database.has("TypedBaseItems", "UserDatas"):
            yield "Jellyfin 10.10 or older"
            users = next((one for one in beside if one.name == "jellyfin.db"), None)
            yield from _old(database, users)
        elif database.has("Users") and not database.has("BaseItems"):
            raise Unreadable(
                "wrong_file",
                "This jellyfin.db is of Jellyfin 10.10 or older and holds users only. Choose "
                "library.db beside it.",
            )
        else:
            database.need("a database of Jellyfin", ("BaseItems", "UserData"))
    finally:
        database.close()
    found = [one for one in beside if one.name.endswith(".xml")]
    for one in found:
        made = playlists.jellyfin(one)
        yield made if made is not None else f"The playlist {one.name} cannot be read."
    if not found:
        yield "Playlists kept as playlist.xml in folders were not given with the database."


def _new(database: Database) -> Iterator[Record]:
    providers: dict[str, dict[str, str]] = defaultdict(dict)
    for row in database.rows("BaseItemProviders", ("ItemId", "ProviderId", "ProviderValue")):
        providers[_id(row["ItemId"])][str(row["ProviderId"]).lower()] = str(row["ProviderValue"])
    for row in database.rows("Users", ("Id", "Username")):
        yield Person(_id(row["Id"]), values.words(row["Username"], 64))
    uses: dict[str, dict[str, Use]] = defaultdict(dict)
    for row in database.rows("UserData", ("ItemId", "UserId", *_STATE)):
        item, use = _id(row["ItemId"]), _use(_id(row["UserId"]), row)
        uses[item][use.user] = _newer(uses[item].get(use.user), use)
    for row in database.rows("BaseItems", ("Id", "Type", "Data", *_ITEM), _types("Type")):
        key = _id(row["Id"])
        given = tuple(uses.get(key, {}).values())
        yield from _record(key, str(row["Type"]), row["Data"], row, providers.get(key, {}), given)


def _old(database: Database, users: Path | None) -> Iterator[str | Record]:
    names = ("guid", "type", "data", "ProviderIds", "UserDataKey", *_ITEM)
    kept: dict[str, list[Use]] = defaultdict(list)
    seen: dict[str, None] = {}
    for row in database.rows("UserDatas", ("key", "userId", *_STATE)):
        use = _use(values.words(row["userId"], 64), row)
        kept[str(row["key"])].append(use)
        seen.setdefault(use.user)
    named = _users(users) if users is not None else {}
    if not named and seen:
        yield "The names of the users were not given: they stand in jellyfin.db beside library.db."
    for number in {**named, **seen}:
        yield Person(number, named.get(number) or f"user {number}")
    for row in database.rows("TypedBaseItems", names, _types("type")):
        key = _id(row["guid"])
        found: dict[str, Use] = {}
        for state_key in (str(row["UserDataKey"]), key):
            for use in kept.get(state_key, ()):
                found[use.user] = _newer(found.get(use.user), use)
        given = tuple(found.values())
        yield from _record(
            key, str(row["type"]), row["data"], row, _split(row["ProviderIds"]), given
        )


def _users(path: Path) -> dict[str, str]:
    database = Database(path)
    try:
        if not database.has("Users"):
            return {}
        rows = database.rows("Users", ("InternalId", "Username"))
        return {values.words(row["InternalId"], 64): values.words(row["Username"], 64)
                for row in rows}  # fmt: skip
    finally:
        database.close()


def _record(
    key: str,
    type_name: str,
    data: Any,
    row: dict[str, Any],
    providers: dict[str, str],
    uses: tuple[Use, ...],
) -> Iterator[Record]:
    kind = type_name.rpartition(".")[2]
    facts = _json(data)
    if kind in _LISTS:
        made = _children(key, row["Name"], facts)
        if made is not None:
            yield made
        return
    path = values.words(row["Path"], values.PATH_MAX)
    yield Foreign(
        key=key,
        kind=_KINDS[kind],
        title=values.words(row["Name"]),
        year=values.whole(row["ProductionYear"], 1800, 2200),
        series=values.words(row["SeriesName"]) or None,
        season=values.whole(row["ParentIndexNumber"], 0, 100_000),
        episode=values.whole(row["IndexNumber"], 0, 100_000),
        episode_end=values.whole(facts.get("IndexNumberEnd"), 0, 100_000),
        paths=(path,) if path else (),
        providers={name: providers[name] for name in ("imdb", "tmdb", "tvdb") if name in providers},
        size_bytes=values.whole(row["Size"], 1, 2**60),
        duration_s=values.seconds((row["RunTimeTicks"] or 0) / _TICKS_S)
        if isinstance(row["RunTimeTicks"], int)
        else None,
        uses=uses,
    )


def _children(key: str, name: Any, facts: dict[str, Any]) -> ForeignList | None:
    children = facts.get("LinkedChildren")
    if not isinstance(children, list) or not children:
        return None
    entries: list[str] = []
    for child in children[: values.LIST_MAX]:
        if isinstance(child, dict) and child.get("ItemId"):
            entries.append(f"key:{_id(child['ItemId'])}")
        elif isinstance(child, dict) and child.get("Path"):
            entries.append(f"path:{values.words(child['Path'], values.PATH_MAX - 5)}")
    return ForeignList(key, values.words(name, 200), tuple(entries))


def _use(user: str, row: dict[str, Any]) -> Use:
    ticks = row["playbackPositionTicks"]
    return Use(
        user=user,
        watched=bool(row["played"]),
        play_count=values.whole(row["playCount"], 0, 1_000_000) or 0,
        position_s=values.seconds(ticks / _TICKS_S) if isinstance(ticks, int) else 0.0,
        last_played=values.moment(row["lastPlayedDate"]),
        rating=values.half_stars(row["rating"]),
        favourite=bool(row["isFavorite"]),
    )


def _newer(one: Use | None, other: Use) -> Use:
    if one is None:
        return other
    return max(one, other, key=lambda use: (use.last_played or "", use.watched, use.position_s))


def _types(column: str) -> str:
    names = (*_KINDS, *_LISTS)
    each = " OR ".join(f"\"{column}\" LIKE '%.{name}'" for name in names)
    return f"WHERE ({each})"


def _split(text: Any) -> dict[str, str]:
    pairs = (part.partition("=") for part in str(text or "")[:2000].split("|"))
    return {name.lower(): value for name, _, value in pairs if value}


def _json(data: Any) -> dict[str, Any]:
    try:
        found = json.loads(data) if isinstance(data, (str, bytes)) and data else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _id(value: Any) -> str:
    """Return an id in one form: .NET writes its first three parts the other way round in bytes."""
    try:
        if isinstance(value, bytes):
            return str(uuid.UUID(bytes_le=value))
        return str(uuid.UUID(str(value)))
    except ValueError:
        return values.words(value, 64)
