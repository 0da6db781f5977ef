"""A catalogue on loopback that answers as The Movie Database does, and can be told to misbehave."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0123456789abcdef0123456789abcdef"
HEAT = {
    "id": 949, "title": "Heat", "original_title": "Heat", "release_date": "1995-12-15",
    "overview": "Obsessive.", "vote_count": 7000,
}  # fmt: skip
HEAT_1986 = {
    "id": 1234, "title": "Heat", "original_title": "Heat", "release_date": "1986-11-06",
    "overview": "Another.", "vote_count": 90,
}  # fmt: skip
HEAT_WHOLE = {
    **HEAT, "tagline": "A Los Angeles crime saga", "genres": [{"id": 1, "name": "Crime"}],
    "poster_path": "/heat.jpg", "backdrop_path": "/wide.jpg",
    "external_ids": {"imdb_id": "tt0113277"},
    "release_dates": {"results": [
        {"iso_3166_1": "DE", "release_dates": [{"certification": "16"}]},
        {"iso_3166_1": "US", "release_dates": [{"certification": ""}, {"certification": "R"}]},
    ]},
    "credits": {
        "cast": [{"name": "Al Pacino", "character": "Hanna", "order": 0}, {"name": None}, 7],
        "crew": [{"name": "Michael Mann", "job": "Director"}, {"name": "X", "job": "Gaffer"}],
    },
}  # fmt: skip
SHOW = {
    "id": 77, "name": "The Show", "original_name": "La Serie", "first_air_date": "2010-01-02",
    "overview": "About it.", "vote_count": 10,
}  # fmt: skip
SHOW_WHOLE = {
    **SHOW, "genres": [{"name": "Drama"}], "content_ratings": {"results": [{"iso_3166_1": "US", "rating": "TV-MA"}]},
    "credits": {"cast": [{"name": "Ana Lima", "character": "Ana"}]},
    "created_by": [{"name": "Bo Berg"}], "external_ids": {"tvdb_id": 555},
    "poster_path": "/show.jpg", "backdrop_path": "/show-wide.jpg",
    "seasons": [
        {"season_number": 0, "name": "Specials", "poster_path": "/specials.jpg"},
        {"season_number": 1, "name": "Temporada 1", "overview": "Their first.", "poster_path": "/one.jpg"},
        {"season_number": 2, "name": "The Return"}, {"season_number": "x"}, 7,
    ],
}  # fmt: skip
OTHER = {"id": 78, "name": "The Show", "first_air_date": "2020-05-06", "overview": "Made anew."}
OTHER_WHOLE = {
    **OTHER, "genres": [{"name": "Comedy"}], "poster_path": "/anew.jpg",
    "credits": {"cast": [{"name": "Cy Dahl"}]},
}  # fmt: skip
OTHER_SEASON = {"episodes": [{"episode_number": 1, "name": "Again", "still_path": "/anew-1.jpg"}]}
SEASON = {
    "episodes": [
        {
            "episode_number": 1,
            "name": "Pilot",
            "overview": "It begins.",
            "air_date": "2010-01-02",
            "still_path": "/pilot.jpg",
        },
        {"episode_number": 2, "name": "Second", "overview": "", "air_date": "bad"},
    ]
}


class Site:
    """What it knows, what it was asked, and how it misbehaves: (code, headers, body) or None."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.trouble: tuple[int, dict[str, str], bytes] | None = None
        self.pictures: dict[str, bytes] = {}
        self.url = ""
        self.two_shows = False

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        match path.split("/")[1:]:
            case ["search", "movie"]:
                year = query.get("year")
                found = [
                    one for one in (HEAT_1986, HEAT)
                    if one["title"].lower() in query["query"].lower()
                    and (year is None or one["release_date"].startswith(year))
                ]  # fmt: skip
                return 200, {"results": [*found, "nonsense", {"id": "x"}]}
            case ["search", "tv"]:
                return 200, {"results": self._shows(query)}
            case ["find", "tt0113277"]:
                return 200, {"movie_results": [HEAT], "tv_results": []}
            case ["movie", "949"]:
                return 200, HEAT_WHOLE
            case ["movie", "1234"]:
                return 200, HEAT_1986
            case ["tv", "77"]:
                return 200, SHOW_WHOLE
            case ["tv", "78"]:
                return 200, OTHER_WHOLE
            case ["tv", "77", "season", "1"]:
                return 200, SEASON
            case ["tv", "78", "season", "1"]:
                return 200, OTHER_SEASON
        return 404, {"status_code": 34}

    def _shows(self, query: dict[str, str]) -> list[Any]:
        if "show" not in query["query"].lower():
            return []
        year = query.get("first_air_date_year")
        some = [SHOW, OTHER] if self.two_shows else [SHOW]
        return [one for one in some if not year or str(one["first_air_date"]).startswith(year)]


@contextmanager
def serve() -> Generator[Site]:
    """Run a catalogue; it refuses whoever has not the key."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            site.asked.append((parts.path, query))
            code, headers, body = site.trouble or self._usual(parts.path, query)
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def _usual(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            if path.startswith("/original/"):
                found = site.pictures.get(path.removeprefix("/original"))
                return (200, {}, found) if found is not None else (404, {}, b"")
            if query.get("api_key") != KEY:
                return 401, {}, b"{}"
            code, answer = site.answer(path, query)
            return code, {}, json.dumps(answer).encode()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
