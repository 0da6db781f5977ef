"""What simulated viewers watch: signing in, titles that suit, one quality of each."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from matinee.capacity.load import playlist
from matinee.capacity.load.line import Answer, Failed, Line
from matinee.capacity.load.playlist import Quality
from matinee.kit.errors import Invalid, MatineeError, Unauthorized, Unavailable

_LOOKED_AT = 200
"""Titles of the library among which enough are looked for."""
_JSON = "Accept: application/json\r\nContent-Type: application/json\r\n"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A title and the quality of it that is watched."""

    media_id: str
    title: str
    quality: Quality
    encoded: bool
    """Whether the picture is not the file's own."""


@dataclass(frozen=True, slots=True)
class Film:
    """A title that is open: where its tracks lie, and what is in them."""

    picture_at: str
    picture: playlist.Track
    sound_at: str = ""
    sound: playlist.Track | None = None

    @property
    def pictures(self) -> list[str]:
        """The addresses of all segments of the picture."""
        return [beside(self.picture_at, piece.address) for piece in self.picture.pieces]

    @property
    def sounds(self) -> list[str]:
        """Those of the sound."""
        pieces = self.sound.pieces if self.sound else ()
        return [beside(self.sound_at, piece.address) for piece in pieces]


def bearer(token: str) -> str:
    """Return the header that says who asks."""
    return f"Authorization: Bearer {token}\r\n"


async def sign_in(line: Line, user: str, password: str) -> str:
    """Return a token. Raises Unavailable without a server, Unauthorized with its own words."""
    body = json.dumps({"username": user, "password": password}).encode()
    answer = await reached(line, "/api/auth/login", _JSON, method="POST", body=body)
    said = _read(answer)
    if answer.status != 200:
        detail, fix = said.get("detail"), said.get("fix")
        raise Unauthorized(
            str(detail or f"Signing in was answered with {answer.status}."),
            fix=str(fix or "Look at the address, the name and the password."),
        )
    return str(said["token"])


async def sign_out(line: Line, token: str) -> None:
    """End the sign-in, and with it the links made for it."""
    await line.ask("/api/auth/logout", bearer(token), method="POST")


async def choose(
    line: Line, token: str, media_ids: Sequence[str], *, titles: int, mbps: float, encode: bool
) -> list[Chosen]:
    """Choose titles and of each the quality nearest to so many megabits a second.

    Without `encode` only what costs the server no encoding: the file's own picture and what is
    prepared. Raises what stops it, in words.
    """
    wanted = list(media_ids) or await _listed(line, token)
    found: list[Chosen] = []
    why: list[str] = []
    for media_id in wanted:
        try:
            found.append(await _choice(line, token, media_id, mbps=mbps, encode=encode))
        except MatineeError as error:
            if media_ids:
                raise
            why.append(error.detail)
        if not media_ids and len(found) >= titles:
            break
    if not found:
        raise Invalid(
            f"No title can be watched without encoding it first. {why[0]}" if why
            else "There is no title to watch.",
            fix="Prepare one on its page, or allow encoding with --encode." if why
            else "Bring one in with matinee add.",
        )  # fmt: skip
    return found


async def _listed(line: Line, token: str) -> list[str]:
    listed = await asked(line, token, f"/api/media?limit={_LOOKED_AT}&sort_by=added_at")
    return [
        str(item["id"])
        for item in listed["items"]
        if item["status"] == "ready" and item["kind"] not in {"series", "season"}
    ]


async def _choice(line: Line, token: str, media_id: str, *, mbps: float, encode: bool) -> Chosen:
    playback = await asked(line, token, playback_path(media_id))
    title = str(playback["media"]["title"])
    if not playback["manifest_url"]:
        raise Invalid(f"{title} is not cut into segments.", fix="Choose another title.")
    costly = {
        str(one["id"])
        for one in playback["tracks"]["video"]
        if one["encoded"] and not one["prepared"]
    }
    made = {str(one["id"]) for one in playback["tracks"]["video"] if one["encoded"]}
    text = await _text(line, path_of(playback["manifest_url"]))
    offered = [one for one in playlist.qualities(text) if encode or _track(one) not in costly]
    if not offered:
        raise Invalid(
            f"Every quality of {title} would have to be encoded first.",
            fix="Prepare it on its page, or allow encoding with --encode.",
        )
    best = min(offered, key=lambda one: abs(math.log(max(one.bits_per_s, 1) / (mbps * 1e6))))
    return Chosen(media_id, title, best, _track(best) in made)


def playback_path(media_id: str) -> str:
    """Return the address at which playing a title is asked for."""
    return f"/api/media/{quote(media_id, safe='')}/playback?client=matinee-load"


def path_of(url: str) -> str:
    """Return path and query of an address that the server gave."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def beside(path: str, relative: str) -> str:
    """Return the address of what a playlist names."""
    return f"{path.rpartition('/')[0]}/{relative}"


async def open_film(line: Line, token: str, chosen: Chosen) -> Film:
    """Open a title like a player: ask how, read the manifest, read the lists of its tracks.

    Raises Failed.
    """
    answer = await line.ask(playback_path(chosen.media_id), bearer(token), keep=True)
    if answer.status != 200:
        raise Failed(f"playback: status {answer.status}")
    try:
        manifest = path_of(json.loads(answer.body)["manifest_url"])
        offered = playlist.qualities(await _text(line, manifest))
        quality = next(one for one in offered if one.picture == chosen.quality.picture)
        picture_at = beside(manifest, quality.picture)
        picture = playlist.track(await _text(line, picture_at))
        if quality.sound is None:
            return Film(picture_at, picture)
        sound_at = beside(manifest, quality.sound)
        return Film(picture_at, picture, sound_at, playlist.track(await _text(line, sound_at)))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration) as cause:
        raise Failed("no such manifest") from cause


async def make_all(line: Line, film: Film) -> None:
    """Ask for every segment once, so that the server has it. Raises Failed."""
    for address in (*film.pictures, *film.sounds):
        answer = await line.ask(address)
        if answer.status != 200:
            raise Failed(f"status {answer.status}")


async def already(_: Line, film: Film) -> Film:
    """Return a film that was opened before, for viewers who are not to open it themselves."""
    return film


async def reached(line: Line, path: str, headers: str = "", **more: Any) -> Answer:
    """Ask, and say in words that nobody answers. Raises Unavailable."""
    try:
        return await line.ask(path, headers, keep=True, **more)
    except Failed as failed:
        raise Unavailable(
            f"No Matinee answers at {line.to.host}: {failed}.",
            fix="Start it with matinee serve, or give its address: matinee load http://host:8420.",
            code="no_server",
        ) from failed


async def asked(line: Line, token: str, path: str) -> dict[str, Any]:
    """Ask for something as who is signed in. Raises what the server says."""
    answer = await reached(line, path, bearer(token))
    said = _read(answer)
    if answer.status == 401:
        raise Unauthorized("The server does not know this sign-in.", fix="Sign in with --user.")
    if answer.status != 200:
        detail, fix = said.get("detail"), said.get("fix")
        raise Invalid(
            str(detail or f"{path} was answered with {answer.status}."), fix=str(fix or "")
        )
    return said


def _read(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unavailable(
            f"What answers there is no Matinee (status {answer.status}).",
            fix="Look at the address; with https:// in front where a proxy wants that.",
            code="no_server",
        )
    return said


async def _text(line: Line, path: str) -> str:
    answer = await line.ask(path, keep=True)
    if answer.status != 200:
        raise Failed(f"manifest: status {answer.status}")
    return answer.body.decode()


def _track(quality: Quality) -> str:
    return quality.picture.partition("/")[0]
