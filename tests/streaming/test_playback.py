"""How a title is played: what is answered, and that the addresses in it work."""

import io
import shutil
from urllib.parse import urljoin

import av
import pytest

from matinee import engine, library
from matinee.library import SpriteSheets

CLIPS = [
    ("bbb-480p-30s.mp4", "direct"),
    ("bbb-720p-5.1-5s.mp4", "direct"),
    ("bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4", "direct"),
    ("sample.flv", "repackage"),
    ("bbb_642x642_768kbps_30fps_vp9.webm", "direct"),
    ("long_4k_av1.mp4", "direct"),
    ("hdr10-av1.mp4", "direct"),
    ("sample_with_chapters.mp4", "direct"),
    ("sample_video_only.mp4", "direct"),
    ("sample_audio_only_15s.mp4", "direct"),
    ("sample_fragmented.mp4", "direct"),
    ("sample_without_stss.mp4", "direct"),
    ("edit_list_positive_shift.mp4", "direct"),
    ("sample_rotate_and_reflect.mp4", "direct"),
]
ENCODED = [
    ("h265_bframes.mp4", "video_codec", "HEVC"),
    ("sample_eac3joc.mp4", "audio_codec", "E-AC-3"),
    ("sample_with_dts_hd_ma.mkv", "audio_codec", "DTS"),
    ("sample_with_srt.mkv", "audio_codec", "AC-3"),
    ("sample.avi", "video_codec", "MPEG-4"),
    ("sample_h262_mpeg_audio.ts", "video_codec", "MPEG-2"),
]


def lines(text):
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def packets(source, kind):
    with av.open(source) as container:
        streams = [one for one in container.streams if one.type == kind]
        return sum(1 for one in container.demux(streams[0]) if one.size) if streams else 0


def fetch_track(client, playlist_url):
    """Return the header and every segment of a track, joined."""
    answer = client.get(playlist_url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    names = ["init.mp4", *lines(answer.text)]
    parts = []
    for name in names:
        part = client.get(urljoin(playlist_url, name))
        assert part.status_code == 200, (name, part.text[:300])
        parts.append(part.content)
    return b"".join(parts)


@pytest.mark.media
@pytest.mark.parametrize(("name", "decision"), CLIPS)
def test_a_real_clip_streams_whole(client, anonymous, bring, clips, name, decision):
    media_id = bring(clips / name)
    playback = client.get(f"/api/media/{media_id}/playback").json()
    assert playback["decision"] == decision, playback["reasons"]
    assert playback["reasons"]
    assert playback["duration_s"] > 0
    # A grant is all it takes: the player's requests carry no session.
    if playback["direct_url"]:
        sent = anonymous.get(playback["direct_url"], headers={"range": "bytes=100-299"})
        assert sent.status_code == 206
        assert sent.content == (clips / name).read_bytes()[100:300]
        assert sent.headers["content-type"] == playback["direct_type"]
    master = anonymous.get(playback["manifest_url"])
    assert master.text.startswith("#EXTM3U")
    assert anonymous.get(playback["dash_url"]).text.startswith("<?xml")
    for kind in ("video", "audio"):
        for track in playback["tracks"][kind]:
            if track.get("encoded"):
                continue
            url = urljoin(playback["manifest_url"], f"{track['id']}/index.m3u8")
            joined = fetch_track(anonymous, url)
            whole = packets(str(clips / name), kind)
            if kind == "video" or len(playback["tracks"][kind]) == 1:
                assert abs(packets(io.BytesIO(joined), kind) - whole) <= 2


@pytest.mark.media
@pytest.mark.parametrize("suffix", [".mkv", ".ts"])
def test_a_real_clip_in_another_container_streams_the_same_packets(
    client, anonymous, bring, clips, tmp_path, suffix
):
    source = clips / "bbb-480p-30s.mp4"
    path = tmp_path / f"film{suffix}"
    engine.ffmpeg.run(["-i", source, "-c", "copy", path])
    playback = client.get(f"/api/media/{bring(path)}/playback").json()
    assert (playback["decision"], playback["direct_url"]) == ("repackage", None)
    assert [reason["code"] for reason in playback["reasons"]] == ["container"]
    for kind in ("video", "audio"):
        track = playback["tracks"][kind][0]
        url = urljoin(playback["manifest_url"], f"{track['id']}/index.m3u8")
        joined = io.BytesIO(fetch_track(anonymous, url))
        assert abs(packets(joined, kind) - packets(str(source), kind)) <= 2


@pytest.mark.media
@pytest.mark.parametrize(("name", "code", "word"), ENCODED)
def test_what_a_browser_refuses_is_encoded_and_says_why(
    client, anonymous, bring, clips, name, code, word
):
    playback = client.get(f"/api/media/{bring(clips / name)}/playback").json()
    assert playback["decision"] == ("transcode" if code == "video_codec" else "repackage")
    assert playback["direct_url"] is None
    found = [reason for reason in playback["reasons"] if reason["code"] == code]
    assert found, playback["reasons"]
    assert word in found[0]["text"]
    for kind in ("video", "audio"):
        if playback["tracks"][kind]:
            track = playback["tracks"][kind][-1]
            url = urljoin(playback["manifest_url"], f"{track['id']}/index.m3u8")
            assert packets(io.BytesIO(fetch_track(anonymous, url)), kind) > 0


@pytest.mark.media
def test_a_client_that_says_more_gets_more(client, bring, clips):
    media_id = bring(clips / "h265_bframes.mp4")
    body = {
        "mp4": {"hvc1.1.6.L153.B0": True, "hev1.1.6.L153.B0": True, "mp4a.40.2": True},
        "supported": ["video/mp4"],
        "screen": {"width": 1920, "height": 1080},
        "bandwidth_bps": 10e6,
    }
    playback = client.post(f"/api/media/{media_id}/playback", json=body).json()
    assert playback["decision"] == "direct"


def test_capabilities_out_of_bounds_are_refused(client, bring, film):
    url = f"/api/media/{bring(film)}/playback"
    for body in (
        {"supported": ["x" * 300]},
        {"supported": ["video/mp4"] * 501},
        {"mp4": {str(n): True for n in range(501)}},
        {"screen": {"width": 0, "height": 1}},
        {"bandwidth_bps": -1},
        [],
    ):
        assert client.post(url, json=body).status_code == 422
    assert client.post(url, json={}).json()["decision"] == "direct"


def test_a_title_goes_on_where_its_viewer_was(client, member, bring, film):
    media_id = bring(film)
    client.put(f"/api/media/{media_id}/progress", json={"position_s": 6.0, "duration_s": 10.0})
    assert client.get(f"/api/media/{media_id}/playback").json()["resume_at_s"] == 6.0
    assert member.get(f"/api/media/{media_id}/playback").json()["resume_at_s"] == 0.0
    client.put(f"/api/media/{media_id}/progress", json={"position_s": 9.9, "duration_s": 10.0})
    assert client.get(f"/api/media/{media_id}/playback").json()["resume_at_s"] == 0.0


def test_the_next_episode_is_the_one_after_also_across_seasons(client, bring, film, film_mkv):
    show = {"kind": "episode", "series_title": "Show"}
    last = bring(film, title="Last of one", season_number=1, episode_number=2, **show)
    first = bring(film_mkv, title="First of two", season_number=2, episode_number=1, **show)
    after = client.get(f"/api/media/{last}/playback").json()["next"]
    assert after["id"] == first
    assert client.get(f"/api/media/{first}/playback").json()["next"] is None


def test_scrubbing_pictures_are_offered_once_they_are_made(client, bring, film, services):
    media_id = bring(film)
    url = f"/api/media/{media_id}/sprites.vtt"
    assert client.get(f"/api/media/{media_id}/playback").json()["trickplay"] is None
    assert client.get(f"/api/media/{media_id}").json()["trickplay_url"] is None
    assert client.get(url).status_code == 404
    artwork = services.store.artwork_dir(media_id)
    artwork.mkdir(parents=True)
    sheet = artwork / "sheet.jpg"
    sheet.write_bytes(b"jpeg")
    vtt = "WEBVTT\n\n00:00.000 --> 00:10.000\nsheet.jpg#xywh=0,0,160,90\n"
    with services.db.write() as session:
        library.set_sprites(
            services, session, media_id, SpriteSheets((sheet,), vtt, 160, 90, 1, 1, 10.0)
        )
    trickplay = client.get(f"/api/media/{media_id}/playback").json()["trickplay"]
    assert trickplay == {"url": url, "width": 160, "height": 90}
    assert "/api/artwork/" in client.get(url).text
    (shown,) = client.get("/api/media").json()["items"]
    assert (
        shown["trickplay_url"]
        == client.get(f"/api/media/{media_id}").json()["trickplay_url"]
        == url
    )


def test_a_file_that_plays_but_cannot_be_cut_is_sent_as_it_is(
    client, anonymous, bring, film, tmp_path, services
):
    path = tmp_path / "film.webm"
    engine.ffmpeg.run(
        [
            "-i",
            film,
            "-t",
            "2",
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-c:a",
            "libvorbis",
            path,
        ]
    )
    playback = client.get(f"/api/media/{bring(path)}/playback").json()
    assert playback["decision"] == "direct"
    assert all(one["encoded"] for one in playback["tracks"]["video"])
    for _ in range(2):
        sent = anonymous.get(playback["direct_url"])
        assert (sent.status_code, sent.content) == (200, path.read_bytes())
        shutil.rmtree(services.store.cache_root)


def test_the_file_is_downloaded_under_its_title(client, bring, film_mkv):
    media_id = bring(film_mkv, title='Ev"il: ../Ünïcode')
    answer = client.get(f"/api/media/{media_id}/download")
    assert answer.content == film_mkv.read_bytes()
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''Ev%20il%20..%20%C3%9Cn%C3%AFcode.mkv" in disposition
    head = client.head(f"/api/media/{media_id}/download")
    assert (head.content, head.headers["content-length"]) == (b"", str(film_mkv.stat().st_size))


def test_a_signed_in_viewer_needs_no_grant_for_the_file(client, anonymous, bring, film):
    media_id = bring(film)
    url = f"/api/media/{media_id}/stream"
    answer = client.get(url, headers={"range": "bytes=-10"})
    assert (answer.status_code, answer.content) == (206, film.read_bytes()[-10:])
    assert client.get(url, headers={"range": "bytes=99999999-"}).status_code == 416
    assert client.head(url).headers["accept-ranges"] == "bytes"
    refused = anonymous.get(url)
    assert refused.status_code == 401
    assert set(refused.json()) == {"error", "detail", "fix"}


def test_what_is_not_there_is_a_404(client):
    for path in ("playback", "stream", "download", "sprites.vtt"):
        answer = client.get(f"/api/media/nothing/{path}")
        assert (answer.status_code, answer.json()["error"]) == (404, "no_such_title"), path
    assert client.get("/api/media/nothing/text/0.vtt").status_code == 404


def test_a_member_is_not_told_where_files_lie(member, bring, film, services):
    text = member.get(f"/api/media/{bring(film)}/playback").text
    assert str(services.store.data) not in text
    assert '"key"' not in text
