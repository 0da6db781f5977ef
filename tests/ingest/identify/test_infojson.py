"""The info.json beside videos saved long ago."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.identify import infojson
from matinee.ingest.identify.description import Person

# The fields that yt-dlp writes for a video of YouTube, with what is not read left out.
VIDEO: dict[str, Any] = {
    "id": "aqz-KE-bpKQ", "title": "Big Buck Bunny", "description": "A rabbit.\nThree rodents.",
    "uploader": "Blender", "channel": "Blender", "channel_id": "UCx",
    "channel_url": "https://www.youtube.com/channel/UCx", "duration": 635, "view_count": 1,
    "age_limit": 0, "webpage_url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "categories": ["Film & Animation"], "tags": ["bunny", "blender"], "live_status": "not_live",
    "was_live": False, "upload_date": "20141110", "extractor": "youtube",
    "extractor_key": "Youtube", "language": "en", "_type": "video", "epoch": 1700000000,
    "chapters": [{"start_time": 0.0, "title": "Intro", "end_time": 60.0},
                 {"start_time": 60.0, "title": "Film", "end_time": 635.0}],
    "sponsorblock_chapters": [{"start_time": 5.0, "end_time": 9.0, "category": "sponsor",
                               "title": "Sponsor", "type": "skip"}],
    "formats": [{"format_id": "18", "url": "https://x/", "height": 360}],
    "_version": {"version": "2026.01.01", "repository": "yt-dlp/yt-dlp"},
}  # fmt: skip


def one(info: dict[str, Any]):
    said = infojson.parse(json.dumps(info).encode()).one
    assert said is not None
    return said


def test_a_video_says_where_it_is_from():
    said = one(VIDEO)
    assert (said.kind, said.title, said.runtime_s) == ("video", "Big Buck Bunny", 635.0)
    assert said.description == "A rabbit.\nThree rodents."
    assert (said.platform, said.source_id) == ("youtube", "aqz-KE-bpKQ")
    assert said.source_url == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert (said.uploader, said.uploader_url) == ("Blender", "https://www.youtube.com/channel/UCx")
    assert said.upload_date == date(2014, 11, 10)
    assert (said.genres, said.tags) == (("Film & Animation",), ("bunny", "blender"))
    assert said.chapters == (
        (0.0, 60.0, "Intro"), (60.0, 635.0, "Film"), (5.0, 9.0, "[SponsorBlock]: Sponsor"),
    )  # fmt: skip
    assert (said.language, said.is_live, said.content_rating) == ("en", False, None)


def test_an_episode_is_named_by_its_own_name():
    facts = {"series": "The Show", "season": "The first year", "season_number": 1,
             "episode_number": 3, "cast": ["Ann", "Bob"], "age_limit": 16,
             "release_date": "20200102"}  # fmt: skip
    said = one(VIDEO | facts | {"episode": "The Well"})
    assert (said.kind, said.title) == ("episode", "The Well")
    assert (said.series_title, said.season, said.episode) == ("The Show", 1, 3)
    assert (said.season_name, said.content_rating) == ("The first year", "16+")
    assert said.released == date(2020, 1, 2)
    assert said.people == (Person("Ann", "actor"), Person("Bob", "actor"))
    assert one(VIDEO | facts | {"episode": "Episode 3"}).title == "Big Buck Bunny"


@pytest.mark.parametrize(
    "facts", [{"live_status": "was_live"}, {"was_live": True}, {"is_live": True}]
)
def test_what_was_live_is_known(facts):
    assert one(VIDEO | facts).is_live


def test_a_channel_is_a_series():
    said = one({
        "_type": "playlist", "id": "UCx", "title": "Blender - Videos", "uploader": "Blender",
        "webpage_url": "https://www.youtube.com/@blender/videos", "playlist_count": 1,
        "extractor_key": "YoutubeTab", "extractor": "youtube:tab", "entries": [VIDEO] * 3,
    })  # fmt: skip
    assert (said.kind, said.title, said.uploader) == ("series", "Blender - Videos", "Blender")
    assert said.source_url == "https://www.youtube.com/@blender/videos"


def test_a_bare_file_of_old_has_no_day_of_its_own():
    said = one({"id": "film", "title": "film", "extractor": "generic", "upload_date": "20200101"})
    assert (said.platform, said.upload_date, said.source_id) == ("generic", None, None)


@pytest.mark.security
@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"[" * 100_000, "damaged"),
        (b'{"a":' * 100_000, "damaged"),
        (b"[" * 1_000_000, "more than any"),
        (b"[" + b"{}," * 5_000_000, "more than any"),
        (b" " * (20 * 1024**2 + 1), "20 MB"),
        (b'{"extractor": "youtube", "title"', "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b'{"extractor": "x", "duration": ' + b"9" * 10_000 + b"}", "damaged"),
        (b"", "damaged"),
    ],
)
def test_the_hostile_gets_a_word_in_no_time(raw, word):
    began = time.process_time()
    reading = infojson.parse(raw)
    assert reading.one is None
    assert reading.problem is not None
    assert word in reading.problem
    assert time.process_time() - began < 5


@pytest.mark.parametrize("raw", [b"[]", b"1", b"null", b"{}", b'{"title": "of another program"}'])
def test_what_is_of_another_program_says_nothing(raw):
    assert infojson.parse(raw) == infojson.Reading()


LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["http://[", "https://x:99999999/", "http://x.example/\ud800", "-1", "1e999"])
)  # fmt: skip
ANY = st.recursive(
    LEAF, lambda c: st.lists(c, max_size=3) | st.dictionaries(st.text(max_size=5), c, max_size=3),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.security
@given(st.dictionaries(st.sampled_from([*VIDEO, "series", "season_number", "episode_number",
    "episode", "season", "cast", "release_date", "original_url", "release_year"]), ANY))  # fmt: skip
def test_values_of_any_shape_never_make_it_fall(mess):
    said = infojson.parse(json.dumps(VIDEO | mess).encode()).one
    assert said is None or said.kind in {"video", "episode", "series"}


def test_it_is_read_from_disk_and_never_through_a_link(tmp_path: Path):
    path = tmp_path / "film.info.json"
    path.write_text(json.dumps(VIDEO))
    (tmp_path / "link.info.json").symlink_to(path)
    said = infojson.read(path)
    assert said is not None
    assert said.title == "Big Buck Bunny"
    assert infojson.look(tmp_path / "link.info.json").problem
    assert infojson.read(tmp_path / "none.info.json") is None
