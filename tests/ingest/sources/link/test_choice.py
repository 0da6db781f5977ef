"""Which formats are fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ingest.sources.link.choice import NoSuchFormat, decide, parse, usable


def video(id_: str, height: int, codec: str = "avc1.64", acodec: str = "none", **more) -> dict:
    return {"format_id": id_, "url": "https://e.com/v", "protocol": "https", "height": height,
            "width": height * 16 // 9, "vcodec": codec, "acodec": acodec, "ext": "mp4", **more}  # fmt: skip


def sound(id_: str, codec: str = "mp4a.40.2", **more) -> dict:
    return {"format_id": id_, "url": "https://e.com/a", "protocol": "https", "vcodec": "none",
            "acodec": codec, "ext": "m4a", **more}  # fmt: skip


LADDER = [sound("140"), sound("380", "ac-3"), video("18", 360, acodec="mp4a.40.2"), video("136", 720),
          video("137", 1080), video("401", 2160, "hev1.1"), video("313", 2160, "vp9")]  # fmt: skip


def ids(wish: str | None, formats=LADDER) -> list[str]:
    return [item["format_id"] for item in decide(formats, parse(wish))]


def test_best_is_the_tallest_that_browsers_play_with_its_sound() -> None:
    assert ids("best") == ids(None) == ["313", "140"]
    assert ids("best", LADDER[:-1]) == ["401", "140"]


def test_a_height_is_a_ceiling() -> None:
    assert ids("1080") == ["137", "140"]
    assert ids("1079p") == ["136", "140"]
    assert ids("400") == ["18"]
    assert ids("100") == ["18"]


def test_a_listed_format_is_taken_and_given_sound() -> None:
    assert ids("136") == ["136", "140"]
    assert ids("140") == ["140"]
    with pytest.raises(NoSuchFormat):
        ids("nope")


def test_audio_only_is_the_best_sound_browsers_play() -> None:
    assert ids("audio") == ["140"]
    assert ids(
        "audio", [video("18", 360, acodec="mp4a.40.2"), video("22", 720, acodec="mp4a.40.2")]
    ) == ["18"]


def test_an_upright_picture_is_named_by_its_shorter_side() -> None:
    upright = video("u", 1920) | {"width": 1080}
    assert ids("1080", [sound("140"), upright]) == ["u", "140"]


def test_what_cannot_be_fetched_is_not_offered() -> None:
    odd = [
        video("drm", 720, has_drm=True), video("rtmp", 720, protocol="rtmp"),
        video("live", 720, protocol="m3u8+websocket_frag"), video("none", 720, codec="none"),
        {**video("board", 90), "ext": "mhtml"}, {"format_id": "nothing"},
    ]  # fmt: skip
    assert usable(odd) == []
    with pytest.raises(ValueError):
        decide(odd, parse("best"))


@pytest.mark.security
@given(st.text(max_size=120))
def test_a_wish_is_a_plain_word_or_refused(text: str) -> None:
    try:
        wish = parse(text)
    except NoSuchFormat:
        return
    spelled = wish.format_id or ""
    assert not set(spelled) & set(" /[]()<>!*?,;&|'\"\\$`\n\t")
    assert not spelled.startswith("-")


LOOSE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = ["_type", "id", "title", "extractor_key", "webpage_url", "duration", "thumbnail", "thumbnails",
        "tags", "chapters", "subtitles", "formats", "entries", "upload_date", "is_live", "uploader",
        "series", "season_number", "description", "language", "playlist_count", "categories"]  # fmt: skip


@pytest.mark.security
@given(st.dictionaries(st.sampled_from(KEYS), LOOSE))
def test_whatever_a_site_says_is_read_into_bounded_facts(info: dict) -> None:
    import json

    from matinee.ingest.sources.link import facts, received

    try:
        found = facts.of_info(info, url="https://e.com/x")
    except (TypeError, AttributeError) as error:
        raise AssertionError(info) from error
    assert found.title
    assert len(found.title) <= 500
    again = received.read(json.loads(json.dumps(found.to_json())))
    assert again == found
