"""The Movie Database's API, version 3 (developer.themoviedb.org/reference).

Its answers are strangers' words: bounded here, cleaned where they are written. The key goes into
a header or a parameter and never into a log or an error.
"""

import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

import httpx

from matinee.ingest.identify.description import MOST_PEOPLE, Person
from matinee.ingest.lookup.found import Candidate, Episode, LookupFailed, Season, Work

_PATIENCE: Final = httpx.Timeout(10.0)
_ANSWER_BYTES, _PICTURE_BYTES = 4 << 20, 20 << 20
_APART_S = 0.05  # its limit is about 50 requests a second; we take 20
_MOST_WAIT_S = 3600.0
_JOBS: Final = {"Director": "director", "Screenplay": "writer", "Writer": "writer",
                "Producer": "producer", "Original Music Composer": "composer"}  # fmt: skip
_FINDS: Final = {"imdb": "imdb_id", "tvdb": "tvdb_id"}
_NO_NAME: Final = re.compile(r"\w+ \d+")  # "Season 2", in any language: pages say it themselves
_TOKEN_CHARS = 64  # a read token is long, a key of version 3 has 32 characters


class Tmdb:
    """One connection to it; calls may come from several threads."""

    name = "tmdb"

    def __init__(self, url: str, images_url: str, key: str, language: str) -> None:
        self._images_url = images_url.rstrip("/")
        token = len(key) > _TOKEN_CHARS
        self._params = {"language": language, **({} if token else {"api_key": key})}
        self._region = language.partition("-")[2].upper() or "US"
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            timeout=_PATIENCE,
            follow_redirects=False,
            headers={"Authorization": f"Bearer {key}"} if token else {},
        )
        self._lock = threading.Lock()
        self._last = 0.0

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def films(self, title: str, year: int | None) -> list[Candidate]:
        """Return films of about this title."""
        asked = {"query": title, "include_adult": "false", **({"year": str(year)} if year else {})}
        return [one for row in _rows(self._ask("/search/movie", asked)) if (one := _film(row))]

    def series(self, title: str, year: int | None) -> list[Candidate]:
        """Return series of about this title."""
        first = {"first_air_date_year": str(year)} if year else {}
        asked = {"query": title, "include_adult": "false", **first}
        return [one for row in _rows(self._ask("/search/tv", asked)) if (one := _series(row))]

    def by_id(self, kind: str, ids: dict[str, str]) -> str | None:
        """Return its own id of a film ("movie") or a series that another catalogue calls so."""
        own = ids.get(self.name)
        if own and own.isdecimal():
            return own
        for catalogue, source in _FINDS.items():
            value = ids.get(catalogue, "")
            if not value.isalnum():
                continue
            found = self._ask(f"/find/{value}", {"external_source": source})
            rows = _rows(found, "movie_results" if kind == "movie" else "tv_results")
            if len(rows) == 1 and isinstance(rows[0].get("id"), int):
                return str(rows[0]["id"])
        return None

    def film(self, value: str) -> Work | None:
        """Return all of one film."""
        more = "credits,release_dates,external_ids"
        row = self._ask(f"/movie/{int(value)}", {"append_to_response": more})
        candidate = _film(row)
        if candidate is None:
            return None
        ratings = [
            (one.get("iso_3166_1"), certified)
            for one in _rows(row.get("release_dates"))
            for day in _rows(one, "release_dates")
            if (certified := _text(day.get("certification"), 40))
        ]
        return self._work(candidate, row, ratings, _day(row.get("release_date")))

    def one_series(self, value: str) -> Work | None:
        """Return all of one series."""
        more = "credits,content_ratings,external_ids"
        row = self._ask(f"/tv/{int(value)}", {"append_to_response": more})
        candidate = _series(row)
        if candidate is None:
            return None
        ratings = [
            (one.get("iso_3166_1"), _text(one.get("rating"), 40))
            for one in _rows(row.get("content_ratings"))
        ]
        return self._work(candidate, row, ratings, _day(row.get("first_air_date")))

    def season(self, value: str, number: int) -> dict[int, Episode]:
        """Return the episodes of a season by their numbers; none where it knows no such season."""
        row = self._ask(f"/tv/{int(value)}/season/{number}", {})
        return {
            int(one["episode_number"]): Episode(
                _text(one.get("name"), 300), _text(one.get("overview"), 20_000),
                _day(one.get("air_date")), _text(one.get("still_path"), 200),
            )
            for one in _rows(row, "episodes")
            if isinstance(one.get("episode_number"), int)
        }  # fmt: skip

    def picture(self, address: str) -> bytes | None:
        """Return the bytes of a picture it named; None where there is none by now."""
        if not address.startswith("/") or ".." in address:
            return None
        return self._get(f"{self._images_url}/original{address}", {}, _PICTURE_BYTES)

    # -- asking

    def _work(
        self, candidate: Candidate, row: Mapping[str, Any],
        ratings: Sequence[tuple[Any, str | None]], released: date | None,
    ) -> Work:  # fmt: skip
        ids = {self.name: candidate.value}
        others = _row(row.get("external_ids"))
        for name, key in (("imdb", "imdb_id"), ("tvdb", "tvdb_id")):
            if others.get(key):
                ids[name] = str(others[key])[:64]
        rating = next((said for where, said in ratings if where == self._region), None)
        return Work(
            candidate=candidate,
            tagline=_text(row.get("tagline"), 500),
            released=released,
            content_rating=rating,
            genres=tuple(_names(row, "genres"))[:20],
            people=tuple(_people(row))[:MOST_PEOPLE],
            ids=ids,
            poster=_text(row.get("poster_path"), 200),
            backdrop=_text(row.get("backdrop_path"), 200),
            seasons=tuple(_seasons(row)),
        )

    def _ask(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        """Return an answer; empty where it knows no such thing. Raises LookupFailed."""
        body = self._get(path, {**self._params, **params}, _ANSWER_BYTES)
        try:
            return _row(httpx.Response(200, content=body).json()) if body is not None else {}
        except (ValueError, RecursionError) as cause:
            raise LookupFailed("The catalogue's answer could not be read.") from cause

    def _get(self, url: str, params: dict[str, str], most: int) -> bytes | None:
        self._wait()
        try:
            with self._client.stream("GET", url, params=params) as answer:
                _refuse(answer)
                if answer.status_code == 404:
                    return None
                body = bytearray()
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > most:
                        raise LookupFailed("The catalogue's answer is too long.")
                return bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            # Its own words would hold the address, and the address the key.
            words = f"The catalogue did not answer ({type(cause).__name__})."
            raise LookupFailed(words) from None

    def _wait(self) -> None:
        with self._lock:
            left = self._last + _APART_S - time.monotonic()
            if left > 0:
                time.sleep(left)
            self._last = time.monotonic()


def _refuse(answer: httpx.Response) -> None:
    code = answer.status_code
    if code in {401, 403}:
        raise LookupFailed("The catalogue does not accept the key (MATINEE_TMDB_KEY).", None)
    if code == 429 or code >= 500:
        asked = answer.headers.get("retry-after", "")
        again_s = float(asked) if asked.isdecimal() else 60.0
        raise LookupFailed(f"The catalogue is busy ({code}).", min(again_s, _MOST_WAIT_S))
    if code not in {200, 404}:
        raise LookupFailed(f"The catalogue answered with {code}.")


# -- reading


def _row(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _rows(value: Any, name: str = "results") -> list[dict[str, Any]]:
    found = _row(value).get(name)
    rows = cast("list[Any]", found) if isinstance(found, list) else []
    return [_row(one) for one in rows[:500] if isinstance(one, dict)]


def _text(value: Any, most: int) -> str | None:
    return (value.strip()[:most] or None) if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def _film(row: Mapping[str, Any]) -> Candidate | None:
    return _candidate(row, "title", "original_title", "release_date")


def _series(row: Mapping[str, Any]) -> Candidate | None:
    return _candidate(row, "name", "original_name", "first_air_date")


def _candidate(row: Mapping[str, Any], name: str, original: str, day: str) -> Candidate | None:
    title, value = _text(row.get(name), 300), row.get("id")
    if title is None or not isinstance(value, int):
        return None
    first, votes = _day(row.get(day)), row.get("vote_count")
    return Candidate(
        value=str(value),
        title=title,
        original_title=_text(row.get(original), 300),
        year=first.year if first else None,
        description=_text(row.get("overview"), 20_000),
        weight=float(votes) if isinstance(votes, int | float) else 0.0,
    )


def _seasons(row: Mapping[str, Any]) -> Iterator[Season]:
    for one in _rows(row, "seasons"):
        number = one.get("season_number")
        if not isinstance(number, int) or number < 0:
            continue
        name = _text(one.get("name"), 300)
        if name and _NO_NAME.fullmatch(name):
            name = None
        about, poster = _text(one.get("overview"), 20_000), _text(one.get("poster_path"), 200)
        yield Season(number, name, about, poster)


def _names(row: Mapping[str, Any], name: str) -> Iterator[str]:
    for one in _rows(row, name):
        if word := _text(one.get("name"), 100):
            yield word


def _people(row: Mapping[str, Any]) -> Iterator[Person]:
    said = row.get("credits")
    for one in _rows(said, "crew"):
        name, job = _text(one.get("name"), 200), _JOBS.get(str(one.get("job")))
        if name and job in {"director", "writer"}:
            yield Person(name, job)
    for name in _names(row, "created_by"):
        yield Person(name, "creator")
    for n, one in enumerate(_rows(said, "cast")[:60]):
        if name := _text(one.get("name"), 200):
            yield Person(name, "actor", _text(one.get("character"), 200), n)
    for one in _rows(said, "crew"):
        name, job = _text(one.get("name"), 200), _JOBS.get(str(one.get("job")))
        if name and job in {"producer", "composer"}:
            yield Person(name, job)
